"""Where a house lies: its folder and its database, from the environment (ruling 47)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from workflow.refusals import Refusal, Refused

HOME = Path("~/.local/share/shenbao")
DEMO_HOME = Path("~/.local/share/shenbao-demo")
BACKENDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Settings:
    """``home``: the folder of the house; ``database_url``: SQLite in that folder unless another is named."""

    home: Path
    database_url: str

    @classmethod
    def of(
        cls,
        environ: Mapping[str, str],
        *,
        url: str | None = None,
        home: str | Path | None = None,
        demo: bool = False,
    ) -> "Settings":
        """The settings in force: argument before environment before the default of the house or of the demo.

        A database address that cannot be read is refused (``database_url``).
        """
        folder = home or environ.get("SHENBAO_HOME", "").strip() or (DEMO_HOME if demo else HOME)
        folder = Path(folder).expanduser().absolute()
        address = url or environ.get("SHENBAO_DATABASE_URL", "").strip() or f"sqlite:///{folder / 'shenbao.db'}"
        return cls(folder, _readable(address))


def _readable(address: str) -> str:
    try:
        backend = make_url(address).get_backend_name()
    except (ArgumentError, ValueError) as fault:
        raise Refused(Refusal("database_url")) from fault
    if backend not in BACKENDS:
        raise Refused(Refusal("database_kind", {"kind": backend}))
    return address
