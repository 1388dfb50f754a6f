"""Which signs the typefaces of the papers can print, and words made fit for them.

A paper for the archive must embed every sign it shows, so a sign that neither typeface has
(an emoji, a rare script) is printed as ``MISSING``.  Signs that are not seen but change what
is seen (controls, direction marks, joiners) are left out: on paper nobody could find them.
"""

import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

MISSING = "□"
LONGEST_RUN = 20  # signs without a place to break; a longer run is given places
BREAK = "\u200b"  # no width: a line may end here
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # controls, format, halves of pairs, private, unassigned


def printable(value: Any) -> Any:
    """The same data with every text in it fit to be printed."""
    match value:
        case str():
            return _text(value)
        case Mapping():
            return {name: printable(item) for name, item in value.items()}
        case list() | tuple():
            return [printable(item) for item in value]
    return value


def font_folder() -> Path:
    """Where the Chinese typefaces lie."""
    from pylopdf_fonts_zh_cn import serif_path

    return Path(serif_path()).parent


def _text(text: str) -> str:
    known = _covered()
    kept = []
    run = 0
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")):
        if sign != "\n" and (unicodedata.category(sign) in HIDDEN or _variation(sign)):
            continue
        sign = sign if sign == "\n" or ord(sign) in known else " " if sign.isspace() else MISSING
        run = run + 1 if sign.isascii() and not sign.isspace() else 0
        kept.append(sign)
        if run >= LONGEST_RUN:
            kept.append(BREAK)
            run = 0
    return "".join(kept)


def _variation(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


@cache
def _covered() -> frozenset[int]:
    """The code points that both typefaces of the papers have."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return _points(Path(serif_path()).read_bytes()) & _points(Path(sans_path()).read_bytes())


def _points(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font: its character map of format 12 (code ranges of 12 bytes each)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    places = {font[at:at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    cmap = places[b"cmap"]
    for number in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", font, cmap + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", font, start)[0] == 12:
            groups = struct.iter_unpack(">III", font[start + 16:start + 16 + 12 * _count(font, start)])
            return frozenset(point for first, last, _ in groups for point in range(first, last + 1))
    raise ValueError("the typeface has no character map of format 12")


def _count(font: bytes, start: int) -> int:
    found: int = struct.unpack_from(">I", font, start + 12)[0]
    return found
