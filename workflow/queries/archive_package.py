"""The archive of a year as one zip, handed out piece by piece: same house, same bytes; flat memory.

``index.json`` names every other file with its SHA-256 and every case with the hash of its last record; ``verify.py``,
which is in it, checks both without us.  The zip is written as a stream (no seeking back), with one date for all.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.archive import ArchiveYear, Ended
from workflow.queries.archive_files import Content, files_of, page_count
from workflow.queries.official_words import spoken
from workflow.sheets.columns import Column
from workflow.sheets.writing import template
from workflow.trail import verify
from workflow.wording import say

INDEX = verify.INDEX  # the name of the index for programs
SOME_DATE = (1980, 1, 1, 0, 0, 0)  # of every file: a zip cannot leave it out
VERSION = 1
COLUMNS = ("archive.number", "archive.unit", "archive.title", "archive.end", "archive.declared", "archive.held",
           "archive.ended", "archive.file", "archive.pages", "archive.bytes", "archive.sha256")
STYLE = ("body{font:15px/1.6 sans-serif;margin:2rem;max-width:75rem}table{border-collapse:collapse;width:100%}"
         "td,th{border-bottom:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}"
         "code{font-size:.75rem;word-break:break-all}")


@dataclass(frozen=True, slots=True)
class Filed:
    """One file of the archive."""

    name: str
    bytes: int
    pages: int | None
    sha256: str


def package(office: Office, actor: Actor, what: ArchiveYear, language: str, check_at: str,
            progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[bytes]:
    """The bytes of the zip; ``progress(done, total)`` after each case."""
    pipe = _Pipe()
    cases: list[tuple[Ended, list[Filed]]] = []
    with ZipFile(pipe, "w", ZIP_DEFLATED) as book:
        for done, ended in enumerate(what.ended, 1):
            told = []
            for name, content in files_of(office, actor, ended, language, check_at):
                told.append(_add(book, f"cases/{ended.folder}/{name}", content))
                yield pipe.take()
            cases.append((ended, told))
            progress(done, len(what.ended))
        own = [_add(book, "index.html", _page(what, cases, language).encode()),
               _add(book, "index.xlsx", _sheet(cases, language)),
               _add(book, "verify.py", Path(verify.__file__))]
        _add(book, INDEX, _index(what, cases, own, language).encode())
    yield pipe.take()


class _Pipe:
    """A file that can only be written to; what was written is taken out again."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing lies elsewhere."""

    def close(self) -> None:
        """Nothing to give back."""

    def take(self) -> bytes:
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _add(book: ZipFile, name: str, content: Content) -> Filed:
    """Put one file in."""
    data = content if isinstance(content, bytes) else content.read_bytes()
    info = ZipInfo(name, SOME_DATE)
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    with book.open(info, "w") as stream:
        stream.write(data)
    return Filed(name, len(data), page_count(name, data), hashlib.sha256(data).hexdigest())


def _index(what: ArchiveYear, cases: list[tuple[Ended, list[Filed]]], own: list[Filed], language: str) -> str:
    """Everything that is in the archive, for programs."""
    told = {
        "v": VERSION, "alg": verify.ALGORITHM, "year": what.year,
        "cases": [{"number": ended.number, "kind": ended.kind, "unit": ended.unit[language], "title": ended.title,
                   "end": ended.end[language], "declared_on": _iso(ended.declared_on), "start": _iso(ended.start),
                   "end_date": _iso(ended.end_date), "ended_on": _iso(ended.ended_on), "head": ended.head,
                   "records": f"cases/{ended.folder}/records.json", "files": [asdict(one) for one in filed]}
                  for ended, filed in cases],
        "open": [{"number": one.number, "unit": one.unit[language], "title": one.title, "state": one.state[language]}
                 for one in what.running],
        "files": [asdict(one) for one in own],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)


def _sheet(cases: list[tuple[Ended, list[Filed]]], language: str) -> bytes:
    rows = [[*_head(ended, language), one.name, one.pages or "", one.bytes, one.sha256]
            for ended, filed in cases for one in filed]
    return template([Column(key, key, required=False) for key in COLUMNS], rows, language)


def _page(what: ArchiveYear, cases: list[tuple[Ended, list[Filed]]], language: str) -> str:
    """The index for people: a page that needs nothing beside it."""
    title = say("archive.title_year", language, year=str(what.year))
    parts = [f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>'
             f"<style>{STYLE}</style><h1>{escape(title)}</h1><p>{escape(say('archive.how', language))}</p>"]
    for ended, filed in cases:
        number, *more = _head(ended, language)
        parts.append(f"<h2>{escape(number)} {escape(ended.title)}</h2><p>{escape(' · '.join(filter(None, more)))}</p>")
        parts.append(_table(COLUMNS[7:], [[_link(one.name), str(one.pages or ""), str(one.bytes),
                                           f"<code>{one.sha256}</code>"] for one in filed], language))
    if what.running:
        parts.append(f"<h2>{escape(say('archive.running', language))}</h2>")
        parts.append(_table(("archive.number", "archive.unit", "archive.title", "archive.state"),
                            [[escape(text) for text in (one.number or "", one.unit[language], one.title,
                                                        one.state[language])] for one in what.running], language))
    return "\n".join([*parts, "</html>\n"])


def _table(heads: tuple[str, ...], rows: list[list[str]], language: str) -> str:
    """A table of cells that are HTML already."""
    head = "".join(f"<th>{escape(say(key, language))}</th>" for key in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _link(name: str) -> str:
    return f'<a href="{escape(name)}">{escape(name)}</a>'


def _head(ended: Ended, language: str) -> list[str]:
    """What the index says of a case before each of its files."""
    held = "–".join(_iso(day) or "" for day in (ended.start, ended.end_date) if day)
    return [ended.number or ended.folder, spoken(ended.unit, language), ended.title, spoken(ended.end, language),
            _iso(ended.declared_on) or "", held, _iso(ended.ended_on) or ""]


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
