"""What the web service is told by its environment; an unsafe wish is refused at the start.

The folder and the database of the house are the office's own settings
(``workflow.bootstrap``); here stands only what concerns browsers.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from workflow.refusals import Refusal, Refused

KEY_FILE = "web.key"
KEY_BYTES = 32
SHORTEST_KEY = 32  # characters; a shorter one is guessable
SESSION_HOURS = 8
ADDRESS = re.compile(r"https?://[\w.-]+(?::\d{1,5})?(?:/[\w./~-]*)?", re.ASCII)
LARGEST_REQUEST = 12 * 1024 * 1024  # one paper of 10 MB and the form around it


@dataclass(frozen=True)
class WebSettings:
    """``https``: cookies travel over HTTPS only; ``password_cost``: argon2's (passes, KiB, lanes).

    ``public_check``: everybody may check whether a class is approved; ``public_address``: what codes on papers
    lead to, where it differs from the address a request came to.
    """

    secret_key: bytes = field(repr=False)
    https: bool = False
    session: timedelta = timedelta(hours=SESSION_HOURS)
    contact: str = ""
    password_cost: tuple[int, int, int] | None = None
    public_check: bool = False
    public_address: str = ""

    @classmethod
    def of(cls, environ: Mapping[str, str], home: Path) -> "WebSettings":
        """Read ``SHENBAO_*``; all wrong ones are refused at once.

        Without ``SHENBAO_SECRET_KEY`` a key is made once and kept in the folder of the house.
        """
        faults: list[Refusal] = []
        given = environ.get("SHENBAO_SECRET_KEY", "")
        if given and len(given) < SHORTEST_KEY:
            faults.append(Refusal("secret_key_short", {"least": SHORTEST_KEY}))
        switches = {name: environ.get(name, "") for name in ("SHENBAO_HTTPS", "SHENBAO_PUBLIC_CHECK")}
        faults += [Refusal("setting_not_01", {"name": name}) for name, set_to in switches.items()
                   if set_to not in ("", "0", "1")]  # fmt: skip
        address = environ.get("SHENBAO_PUBLIC_ADDRESS", "").strip().rstrip("/")
        if address and not ADDRESS.fullmatch(address):
            faults.append(Refusal("setting_not_address", {"name": "SHENBAO_PUBLIC_ADDRESS"}))
        hours = environ.get("SHENBAO_SESSION_HOURS", str(SESSION_HOURS))
        if not (hours.isascii() and hours.isdecimal() and len(hours) < 4 and 1 <= int(hours) <= 168):
            faults.append(Refusal("setting_not_hours", {"name": "SHENBAO_SESSION_HOURS"}))
        if faults:
            raise Refused(faults)
        return cls(
            secret_key=given.encode() if given else kept_key(home),
            https=switches["SHENBAO_HTTPS"] == "1",
            session=timedelta(hours=int(hours)),
            contact=environ.get("SHENBAO_CONTACT", "").strip()[:100],
            public_check=switches["SHENBAO_PUBLIC_CHECK"] == "1",
            public_address=address,
        )


def kept_key(home: Path) -> bytes:
    """The key kept in the folder of the house, made at the first start, readable by its owner only."""
    path = home / KEY_FILE
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_hex(KEY_BYTES).encode())
    key = path.read_bytes().strip()
    if len(key) < SHORTEST_KEY:
        raise Refused(Refusal("secret_key_file", {"file": path.name, "least": SHORTEST_KEY}))
    return key
