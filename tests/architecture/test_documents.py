"""What the documents name is there: links, decisions without gaps, every ruling that the code cites."""

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ALL, ROOT, name_of, sources

DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("definitions/*.md")))
LINK = re.compile(r"\]\(([^)#]+)\)")
CITED = re.compile(r"[Rr]ulings? (\d+)(?:(?:, | and )(\d+))?")
PAGE = re.compile(r"\b[a-z_]+\.md\b")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target for target in LINK.findall(path.read_text("utf-8")) if "://" not in target]
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    notes = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(note.name[:4]) for note in notes] == list(range(1, len(notes) + 1))
    contents = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    for number, note in enumerate(notes, 1):
        title = note.read_text("utf-8").splitlines()[0].removeprefix(f"# {number}. ")
        assert f"{number}. [{title}]({note.name})" in contents


def test_every_cited_ruling_is_written_down() -> None:
    rulings = (ROOT / "docs" / "rulings.md").read_text("utf-8")
    written = set(re.findall(r"^(\d+)\. ", rulings, re.MULTILINE))
    places = (*sources(*ALL), *DOCUMENTS, *ROOT.glob("definitions/**/*.yaml"))
    cited = {(name_of(path), number) for path in places
             for pair in CITED.findall(path.read_text("utf-8")) for number in pair if number}  # fmt: skip
    assert cited
    assert not {(name, number) for name, number in cited if number not in written}


def test_no_page_is_named_that_a_clone_has_not() -> None:
    here = {path.name for path in DOCUMENTS}
    named = {(name_of(path), page) for path in sources(*ALL) for page in PAGE.findall(path.read_text("utf-8"))}
    assert not {(name, page) for name, page in named if page not in here}
