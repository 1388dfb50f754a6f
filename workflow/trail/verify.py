"""Checks the records of one case without the program that wrote them.

    python verify.py BUNDLE.json            (add --lang en for English)
    python verify.py ARCHIVE.zip            (the archive of a year, or the folder it was unpacked to)

prints one plain sentence and ends with 0 (all records stand), 1 (something was
changed) or 2 (wrong use).  A bundle is a JSON object: ``records`` (the exact texts
of a case's records, oldest first), and if wished ``head`` (the last record's hash
as somebody else noted it down) and ``contents`` (forms by number, exact texts).

This one file needs only the standard library and ``cryptography`` and nothing of
the project: an auditor can read it in one sitting and keep it apart.  The rest of
``workflow.trail`` takes its hashing from here, so that there is no second opinion
on what a record's hash is.  Sources: RFC 8785 (canonical JSON), RFC 6962 and
RFC 9162 (Merkle trees), C2SP signed-note, RFC 8032 (Ed25519).
"""

import base64
import hashlib
import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1  # of the record's shape
GENESIS = "0" * 64  # what the first record of a case names as its predecessor
ALGORITHM = "sha256"  # of new records; each record names its own (ruling 42)
ALGORITHMS: Mapping[str, Callable[[bytes], Any]] = {"sha256": hashlib.sha256}

SAFE_INTEGER = 2**53 - 1  # beyond it, JSON numbers mean different things to different readers (RFC 8785, 3.2.2.3)


# --- canonical JSON -------------------------------------------------------------------------------------------------

_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
_write_as_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _whole(digits: str) -> int:
    if len(digits) > 15 and abs(int(digits[:20])) > SAFE_INTEGER:
        raise ValueError("a number of canonical JSON is below 2^53")
    return int(digits)


def _no_fraction(digits: str) -> float:
    raise ValueError(f"a number of canonical JSON is whole here: {digits}")


_read = json.JSONDecoder(parse_int=_whole, parse_float=_no_fraction, parse_constant=_no_fraction).raw_decode


def canonical(value: Any) -> str:
    """The one text of a JSON value without floats (RFC 8785).

    ``ValueError`` for a float, an integer beyond 2^53 - 1 or half a surrogate pair;
    ``TypeError`` for what is not JSON, also for keys that are no strings.  Python's own
    sorting is by code point, which differs from the RFC's UTF-16 order only where a
    character beyond U+FFFF stands in the text: then the keys are sorted the slow way.
    """
    simple = _simple(value)
    text = _write(value) if simple else _write_as_sorted(_sorted(value))
    plane = _is_plane(text)
    return text if plane or not simple else _write_as_sorted(_sorted(value))


def _is_plane(text: str) -> bool:
    """Whether no character lies beyond U+FFFF; ``ValueError`` for half a surrogate pair."""
    return text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text)


def _simple(value: Any) -> bool:
    """Whether there is nothing in it but plain strings, safe integers, lists and objects.  Written for speed."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-SAFE_INTEGER <= value <= SAFE_INTEGER)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or not _simple(item):
                return False
        return True
    if kind is list or kind is tuple:
        for item in value:
            if not _simple(item):
                return False
        return True
    return False


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of canonical JSON are strings")
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: str(key).encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_sorted(item) for item in value]
    if isinstance(value, float) or isinstance(value, int) and abs(value) > SAFE_INTEGER:
        raise ValueError(f"numbers of canonical JSON are whole and below 2^53: {value!r}")
    return value


# --- one chain of records -------------------------------------------------------------------------------------------


class Broken(Exception):
    """The first place where a chain does not stand: record number and reason (a key of ``WHY``)."""

    def __init__(self, n: int, why: str):
        self.n, self.why = n, why
        super().__init__(f"record {n}: {why}")


def record_hash(text: str | bytes, algorithm: str = ALGORITHM) -> str:
    """The hash of a record or a form, lower-case hexadecimal; ``KeyError`` for an unknown algorithm."""
    data = text.encode() if isinstance(text, str) else text
    digest: str = ALGORITHMS[algorithm](data).hexdigest()
    return digest


def read(text: str | bytes, n: int = 0) -> dict[str, Any]:
    """What a record says.  Raises ``Broken`` if it is no record in canonical form; ``n`` is only for the message."""
    try:
        exact = text if isinstance(text, str) else text.decode()
        record, end = _read(exact, 0)
        written = _write(record) if _is_plane(exact) else canonical(record)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Broken(n, "unreadable") from None
    if written != exact or end != len(exact) or not isinstance(record, dict):
        raise Broken(n, "not_canonical")
    algorithm = record.get("alg")
    if record.get("v") != VERSION or not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Broken(n, "unknown_version")
    return record


def link(text: str | bytes, n: int, prev: str, case: object = None) -> tuple[dict[str, Any], str]:
    """One record in its place: number ``n`` after ``prev``.  Answers what it says and its hash, or raises ``Broken``.

    ``case`` = the case the record must belong to; ``None`` for whichever it names.
    """
    record = read(text, n)
    if case is not None and record.get("case") != case:
        raise Broken(n, "other_case")
    if record.get("n") != n:
        raise Broken(n, "missing")
    if record.get("prev") != prev:
        raise Broken(n, "not_linked")
    return record, record_hash(text, record["alg"])


def walk(texts: Iterable[str | bytes]) -> Iterator[tuple[dict[str, Any], str]]:
    """The records of one case from the first on, each with its hash; raises ``Broken`` at the first bad one."""
    prev, case = GENESIS, None
    for n, text in enumerate(texts, start=1):
        record, prev = link(text, n, prev, case)
        case = record.get("case")
        yield record, prev


# --- Merkle trees (RFC 6962, 2.1; checks as in RFC 9162, 2.1.3.2 and 2.1.4.2) ---------------------------------------


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of no leaves, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1  # the largest power of two below the size
    return node_hash(tree_root(leaves[:split]), tree_root(leaves[split:]))


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows that ``leaf`` (a leaf hash) stands at ``index`` of the tree of ``size`` with ``root``."""
    if not 0 <= index < size or not _hashes(leaf, root, *proof):
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistent(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> bool:
    """Whether ``proof`` shows that the tree of ``size2`` only adds leaves to the tree of ``size1``."""
    if not 0 < size1 <= size2:
        return False  # that an empty tree comes first shows nothing
    if size1 == size2:
        return not proof and root1 == root2
    steps = list(proof)
    if size1 & (size1 - 1) == 0:  # a whole tree: its root is the first step, and not sent
        steps.insert(0, root1)
    if not steps or not _hashes(root1, root2, *proof):
        return False
    place, last = size1 - 1, size2 - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, step)
        place, last = place >> 1, last >> 1
    return last == 0 and old == root1 and new == root2


def _hashes(*values: bytes) -> bool:
    return all(len(value) == hashlib.sha256().digest_size for value in values)


# --- signed notes (C2SP signed-note, Ed25519) -----------------------------------------------------------------------

ED25519 = 1  # the signature type in a verifier key
NOTE_LIMIT = 1_000_000  # bytes
SIGNATURE_LIMIT = 100
_SIGNATURE = re.compile(r"— (\S+) (\S+)")


class BadNote(ValueError):
    """A key or a note that is not written as it must be, or a signature that does not hold."""


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key: the signer's name, the four bytes that mark its signatures, the public key."""

    name: str
    mark: bytes
    public: bytes


def read_key(text: str) -> Key:
    """``name+hash+base64`` as a key; raises ``BadNote``."""
    name, plus, rest = text.partition("+")
    mark, plus, encoded = rest.partition("+")
    data = _decoded(encoded)
    if not plus or not name or re.search(r"\s", name) or len(data) != 33 or data[0] != ED25519:
        raise BadNote("this is no verifier key for Ed25519")
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if mark != expected.hex():
        raise BadNote("the verifier key does not fit its own hash")
    return Key(name, expected, data[1:])


def open_note(note: str, keys: Sequence[Key]) -> tuple[str, tuple[str, ...]]:
    """The text of a signed note and the names of those of ``keys`` who signed it.

    Signatures of unknown keys are passed over; one that a known key does not confirm,
    or a note that none of ``keys`` signed, raises ``BadNote``.
    """
    if len(note.encode()) > NOTE_LIMIT or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise BadNote("the note is too long or holds control characters")
    body, gap, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not gap or lines.pop() != "" or not 0 < len(lines) <= SIGNATURE_LIMIT:
        raise BadNote("the note has no signatures")
    body += "\n"
    known = {(key.name, key.mark): key for key in keys}
    names: list[str] = []
    for line in lines:
        found = _SIGNATURE.fullmatch(line)
        data = _decoded(found[2]) if found else b""
        if not found or len(data) < 5:
            raise BadNote("a signature line cannot be read")
        key = known.get((found[1], data[:4]))
        if key is not None and key.name not in names:
            if not signed(key.public, data[4:], body.encode()):
                raise BadNote(f"the signature of {key.name} does not hold")
            names.append(key.name)
    if not names:
        raise BadNote("none of the known keys signed this note")
    return body, tuple(names)


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the Ed25519 signature of the message by the owner of the public key (RFC 8032)."""
    from cryptography.exceptions import InvalidSignature  # a bundle without signatures needs no library at all
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


# --- a bundle, offline ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle shows: ``count`` records stand; ``first_bad`` is the first that does not, with its reason."""

    count: int
    first_bad: int | None = None
    why: str = ""
    contents: int = 0
    head: str = field(default=GENESIS)


class NoBundle(ValueError):
    """What was given is no bundle; the message is a key of ``WORDS``."""


def check_bundle(bundle: Any) -> Verdict:
    """Walk the chain of a bundle, and compare its head and its contents where they are given."""
    texts, noted, contents = _parts(bundle)
    forms: dict[str, str] = {}
    count, head = 0, GENESIS
    try:
        for record, digest in walk(texts):
            count, head = count + 1, digest
            for key in ("form", "proposed"):
                named = record.get(key)
                if isinstance(named, dict):
                    forms.setdefault(str(named.get("n")), str(named.get("hash")))
    except Broken as broken:
        return Verdict(count, broken.n, broken.why)
    for n, text in contents.items():
        if forms.get(n) != record_hash(text):
            return Verdict(count, count, "content")
    if noted is not None and noted != head:
        return Verdict(count, count, "head")
    return Verdict(count, contents=len(contents), head=head)


def _parts(bundle: Any) -> tuple[list[str], str | None, dict[str, str]]:
    if not isinstance(bundle, dict):
        raise NoBundle("no_bundle")
    texts, noted, contents = bundle.get("records"), bundle.get("head"), bundle.get("contents", {})
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise NoBundle("no_records")
    if noted is not None and not isinstance(noted, str):
        raise NoBundle("no_bundle")
    if not isinstance(contents, dict) or not all(isinstance(text, str) for text in contents.values()):
        raise NoBundle("no_bundle")
    return texts, noted, contents


# --- the archive of a year, offline ---------------------------------------------------------------------------------

INDEX = "index.json"  # names every other file of an archive with its hash
PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ArchiveVerdict:
    """What an archive shows: so many files and records stand; ``file`` is the first that does not, with its reason."""

    files: int
    records: int = 0
    file: str = ""
    why: str = ""
    n: int | None = None  # the record, where it is one


def check_archive(path: str) -> ArchiveVerdict:
    """Hash every file that the index names, find those it does not name, and walk the records of every case.

    ``path``: the zip or the folder it was unpacked to.  ``NoBundle`` when it is neither, or has no index.
    """
    with _Archive(path) as archive:
        index = archive.json(INDEX)
        if not isinstance(index, dict) or not isinstance(index.get("cases"), list):
            raise NoBundle("no_archive")
        named = {str(one["name"]): str(one["sha256"]) for one in _files(index)}
        for name in sorted(set(named) | (archive.names - {INDEX})):
            if name not in named or name not in archive.names:
                return ArchiveVerdict(0, file=name, why="file_extra" if name not in named else "file_missing")
            if archive.sha256(name) != named[name]:
                return ArchiveVerdict(0, file=name, why="file_changed")
        records = 0
        for case in index["cases"]:
            verdict = check_bundle(archive.json(str(case["records"])))
            if verdict.first_bad is not None or verdict.head != case["head"]:
                return ArchiveVerdict(0, file=str(case["records"]), why=verdict.why or "head",
                                      n=verdict.first_bad or verdict.count)
            records += verdict.count
    return ArchiveVerdict(len(named), records)


def _files(index: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        files = [*index["files"], *(one for case in index["cases"] for one in case["files"])]
        if any(not isinstance(one["name"], str) or not isinstance(one["sha256"], str) for one in files):
            raise NoBundle("no_archive")
    except (KeyError, TypeError):
        raise NoBundle("no_archive") from None
    return files


class _Archive:
    """The files of a zip or of a folder by their names."""

    def __init__(self, path: str):
        self._folder = path if os.path.isdir(path) else ""
        try:
            self._zip = None if self._folder else zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile):
            raise NoBundle("no_archive") from None
        self.names = frozenset(self._found())

    def __enter__(self) -> "_Archive":
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def json(self, name: str) -> Any:
        try:
            with self._open(name) as stream:
                return json.loads(stream.read())
        except (OSError, KeyError, ValueError, RecursionError, zipfile.BadZipFile, zlib.error):
            raise NoBundle("no_archive") from None

    def sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        try:
            with self._open(name) as stream:
                while piece := stream.read(PIECE):
                    digest.update(piece)
        except (OSError, zipfile.BadZipFile, zlib.error):
            return ""  # cannot be read: no hash fits
        return digest.hexdigest()

    def _open(self, name: str) -> Any:
        if self._zip is not None:
            return self._zip.open(name)
        return open(os.path.join(self._folder, *name.split("/")), "rb")

    def _found(self) -> Iterator[str]:
        if self._zip is not None:
            yield from (name for name in self._zip.namelist() if not name.endswith("/"))
            return
        for place, _, names in os.walk(self._folder):
            for name in names:
                yield os.path.relpath(os.path.join(place, name), self._folder).replace(os.sep, "/")


WHY_FILE = {
    "file_changed": ("与目录里的指纹不符，改过或损坏",
                     "does not fit its hash in the index: it was changed or is damaged"),
    "file_missing": ("在目录里，却不在包里", "stands in the index and is not there"),
    "file_extra": ("在包里，却不在目录里", "is there and does not stand in the index"),
}
WHY = {
    "unreadable": ("内容读不出来", "cannot be read"),
    "not_canonical": ("不是规范写法", "is not in canonical form"),
    "unknown_version": ("版本或算法不认识", "names a version or algorithm that is not known"),
    "other_case": ("属于另一件申报", "belongs to another case"),
    "missing": ("编号不连续，有记录缺失或换了位置", "is out of number: a record is missing or was moved"),
    "not_linked": ("与前一条接不上，其中一条改过", "does not fit the record before it: one of the two was changed"),
    "content": ("所附表单与记录的指纹不符", "names another form than the one enclosed"),
    "head": ("最后一条的指纹与留存的不符", "is the last one, but the hash noted down elsewhere is another"),
}
WORDS = {
    "archive_stands": (
        "核验通过：{files} 个文件与目录一致，{count} 条记录前后相连；"
        + "未证明的：目录本身是否整个换过，与另存的目录指纹对照。",
        "Verified: these {files} files fit the index, and {count} records are unbroken;"
        + " not proved: whether the index itself was replaced, which its hash noted down elsewhere shows.",
    ),
    "archive_bad": ("核验不通过：文件 {file} {why}。", "Not verified: file {file} {why}."),
    "archive_bad_record": ("核验不通过：{file} 第 {n} 条记录{why}。", "Not verified: {file}, record {n} {why}."),
    "no_archive": ("不是年度档案包，或缺少可读的目录 index.json：{name}",
                   "This is no archive of a year, or its index.json is missing or cannot be read: {name}"),
    "stands": (
        "核验通过：{count} 条记录与写入时一致，前后相连；未证明的：写入之前材料是否改过，最新的记录是否被整条删去。",
        "Verified: these {count} records are unchanged since written, and unbroken;"
        + " not proved: whether papers were altered before, or the newest records removed.",
    ),
    "bad": ("核验不通过：第 {n} 条记录{why}。", "Not verified: record {n} {why}."),
    "usage": ("用法：python verify.py 核验包.json|档案包.zip [--lang en]",
              "Usage: python verify.py BUNDLE.json|ARCHIVE.zip [--lang zh]"),
    "no_file": ("打不开这个文件，核对路径和读取权限：{name}",
                "This file cannot be opened; check the path and the right to read it: {name}"),
    "no_json": ("文件不是 JSON，重新导出核验包：{name}", "The file is not JSON; export the bundle again: {name}"),
    "no_bundle": ("文件不是核验包，核验包是带 records 的 JSON 对象：{name}",
                  "The file is no bundle, which is a JSON object with records: {name}"),
    "no_records": ("核验包里没有记录，records 应为记录原文的列表：{name}",
                   "The bundle holds no records; records is the list of their exact texts: {name}"),
}


def main(arguments: Sequence[str]) -> int:
    """The command; answers the exit code."""
    names = [name for name in arguments if not name.startswith("--")]
    language = 1 if os.environ.get("LANG", "").startswith("en") else 0
    if "--lang" in arguments:
        place = list(arguments).index("--lang") + 1
        wanted = arguments[place] if place < len(arguments) else ""
        names = [name for name in names if name != wanted] if wanted in ("zh", "en") else []
        language = 1 if wanted == "en" else 0
    if len(names) != 1:
        print(WORDS["usage"][language], file=sys.stderr)
        return 2
    try:
        if os.path.isdir(names[0]) or zipfile.is_zipfile(names[0]):
            return _tell_archive(check_archive(names[0]), language)
        verdict = check_bundle(_load(names[0]))
    except NoBundle as fault:
        print(WORDS[str(fault)][language].format(name=names[0]), file=sys.stderr)
        return 2
    if verdict.first_bad is None:
        print(WORDS["stands"][language].format(count=verdict.count))
        return 0
    print(WORDS["bad"][language].format(n=verdict.first_bad, why=WHY[verdict.why][language]))
    return 1


def _tell_archive(verdict: ArchiveVerdict, language: int) -> int:
    if not verdict.file:
        print(WORDS["archive_stands"][language].format(files=verdict.files, count=verdict.records))
        return 0
    words = WORDS["archive_bad" if verdict.n is None else "archive_bad_record"][language]
    print(words.format(file=verdict.file, n=verdict.n, why={**WHY, **WHY_FILE}[verdict.why][language]))
    return 1


def _load(name: str) -> Any:
    try:
        with open(name, encoding="utf-8") as stream:
            return json.load(stream)
    except OSError:
        raise NoBundle("no_file") from None
    except (ValueError, RecursionError):
        raise NoBundle("no_json") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
