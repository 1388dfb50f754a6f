"""Keeps what a person typed when a form cannot be taken: shown again, or carried over a new sign-in.

Carried as JSON inside the sign-in form itself, so that nothing is stored for an
unknown sender; passwords and tokens are never carried.
"""

import json

from werkzeug.datastructures import MultiDict

NEVER = frozenset({"csrf_token", "password", "old_password", "new_password", "again", "kept", "next"})
STAMPS = frozenset({"request_id", "seen", "version", "base", "action"})  # written by us, not by the person
LONGEST = 60_000  # characters of a carried form; more is a file or an attack
LONG_TEXT = 8  # a text this long was typed, not chosen


def pack_form(form: MultiDict[str, str]) -> str:
    """The fields of a form as text; empty when there are none or too many."""
    fields = [[name, value] for name, value in form.items(multi=True) if name not in NEVER]
    packed = json.dumps(fields, ensure_ascii=False) if fields else ""
    return packed if len(packed) <= LONGEST else ""


def unpack_form(packed: str) -> tuple[tuple[str, str], ...]:
    """The fields again; nothing when the text is not one of ours."""
    if not packed or len(packed) > LONGEST:
        return ()
    try:
        fields = json.loads(packed)
    except ValueError:
        return ()
    if not isinstance(fields, list):
        return ()
    return tuple((row[0], row[1]) for row in fields if _is_field(row))


def kept_fields(form: MultiDict[str, str]) -> tuple[str, ...]:
    """The sentences that a person typed, to be shown (and copied) on a problem page."""
    typed = (value.strip() for name, value in form.items(multi=True) if name not in NEVER | STAMPS)
    return tuple(dict.fromkeys(value for value in typed if len(value) >= LONG_TEXT))


def _is_field(row: object) -> bool:
    return (isinstance(row, list) and len(row) == 2 and all(isinstance(part, str) for part in row)
            and row[0] not in NEVER)
