"""Where two texts differ: their parts in order, each common or standing in one of them only.

Chinese is compared sign by sign, Latin and numbers word by word; a crumb that two texts share by chance between two
differences is counted to them, so that a reader sees words and not speckles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

COMMON, ADDED, GONE = "", "added", "gone"
CRUMB = 2  # signs: a shorter common part between two differences is no part of its own
ALIKE = 400  # per-mille of both texts: what shares less is another text, and a reader compares them whole
LONGEST = 2_000  # signs of a text that are compared; the rest is left as it is
_PIECES = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``mark``: "" = the other has it too, ``added`` = only this one, ``gone`` = only the other."""

    text: str
    mark: str = COMMON


def differing(new: str, old: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces: the new one's with ``added``, the old one's with ``gone``; unmarked where they have little
    in common."""
    ours, theirs = _PIECES.findall(new[:LONGEST]), _PIECES.findall(old[:LONGEST])
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) * 2000 < (len(ours) + len(theirs)) * ALIKE:
        return (Piece(new),), (Piece(old),)
    left: list[Piece] = []
    right: list[Piece] = []
    for same, a, b, c, d in _spans(ours, theirs):
        _put(left, "".join(ours[a:b]), COMMON if same else ADDED)
        _put(right, "".join(theirs[c:d]), COMMON if same else GONE)
    _put(left, new[LONGEST:], COMMON)
    _put(right, old[LONGEST:], COMMON)
    return tuple(left), tuple(right)


def rows_differing(new: Sequence[str], old: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The same of lists, whole rows: which stand in one of them only, wherever they stand."""
    kept, former = set(new), set(old)
    return (tuple(Piece(row, COMMON if row in former else ADDED) for row in new),
            tuple(Piece(row, COMMON if row in kept else GONE) for row in old))


def _spans(new: list[str], old: list[str]) -> list[tuple[bool, int, int, int, int]]:
    found: list[tuple[bool, int, int, int, int]] = []
    codes = SequenceMatcher(None, new, old, autojunk=False).get_opcodes()
    for place, (code, a, b, c, d) in enumerate(codes):
        crumb = sum(map(len, new[a:b])) < CRUMB and 0 < place < len(codes) - 1
        found.append((code == "equal" and not crumb, a, b, c, d))
    return found


def _put(pieces: list[Piece], text: str, mark: str) -> None:
    """Join it to the last piece where that is of the same kind."""
    if text and pieces and pieces[-1].mark == mark:
        pieces[-1] = Piece(pieces[-1].text + text, mark)
    elif text:
        pieces.append(Piece(text, mark))
