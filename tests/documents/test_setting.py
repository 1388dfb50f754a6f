"""Papers are set from data alone: no word of a user is run, lost, or able to stop the press."""

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from workflow.documents.code import square_code
from workflow.documents.signs import BREAK, MISSING, printable
from workflow.documents.typesetting import TEMPLATES, typeset

MADE = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)
MARKUP = (
    '#import "house.typ": *', "#panic()", '#read("/etc/passwd")', "#{1+1}", "$ x^2 $", "@label", "`raw`", "\\u{41}",
    "\\", "<label>", "*strong* _emph_", "= heading", "- item", "// gone?", "/* gone?", "[content]", "~ -- ---", "http://x.y",
    '"]); #evil', "{{ 7*7 }}", "${x}", "%s", "{n} {m}",
)  # fmt: skip
WORD = {"label": "班次名称", "words": "社区", "wide": True}
NOBODY: dict[str, Any] = {"label": "单位意见", "signed": [], "more": "", "blank": "（签字）"}


def paper(template: str, **changes: Any) -> dict[str, Any]:
    """The least a template asks for, with changes."""
    least: dict[str, Any] = {
        "lang": "zh", "title": "表", "author": "组织部", "foot": "脚", "pages": "{n}/{m}", "mark": "", "colon": "：",
        "missing": "缺字", "code": {"address": "http://x/check", "alt": "码", "hint": "扫码"},
        "widths": [20, 30, 20, 30], "lines": ["一"], "rows": [WORD], "boxes": [NOBODY], "sheets": [],
        "money": {"label": "经费", "lines": [], "total": ""}, "head": "部", "head_size": 30, "number": "号",
        "title_lines": ["题"], "addressee": "某局：", "paragraphs": [], "signed_by": "部", "signed_on": "日",
        "seal": "印", "notes": [],
    }  # fmt: skip
    if template == "plan_form":
        least |= {"head": ["班"], "widths": [1], "aligned": ["l"], "rows": [["社区"]], "total": "合计"}
    return least | changes


def pages(pdf: bytes) -> list[str]:
    """The text of each page as a reader finds it, without the places where a line may break."""
    return [page.extract_text().replace(BREAK, "") for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    return "".join("".join(pages(pdf)).split())


@pytest.mark.parametrize("words", MARKUP)
@pytest.mark.parametrize("template", ["approval_form", "letter", "slip", "plan_form"])
def test_words_are_printed_and_never_run(template: str, words: str) -> None:
    told = {"letter": {"paragraphs": [words], "title_lines": [words]},
            "plan_form": {"rows": [[words]], "total": words}}.get(
        template, {"rows": [{"label": words, "words": words, "wide": True}]})  # fmt: skip
    made = text(typeset(template, paper(template, **told), MADE))
    assert "".join(words.split()) in made
    assert "root:" not in made


@pytest.mark.parametrize("template", [path.stem for path in TEMPLATES.glob("*.typ") if path.stem != "house"])
def test_a_paper_is_for_the_archive_and_can_be_read_aloud(template: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(typeset(template, paper(template), MADE)))
    about = reader.metadata
    assert about is not None and about.title == "表"
    told = reader.xmp_metadata
    assert told is not None
    raw = told.rdf_root.toxml()
    assert "pdfaid" in raw and "pdfuaid" in raw
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"].startswith("zh") and "/StructTreeRoot" in catalogue
    for page in reader.pages:
        sheet = page.mediabox
        assert (round(sheet.width), round(sheet.height)) == (595, 842), "A4"
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        for font in fonts.values():
            (inner,) = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described), "the typeface travels with the paper"


def test_five_thousand_signs_and_a_run_without_a_break_are_all_there() -> None:
    for words in ("培训" * 2500, "x" * 5000, "a b " * 1250):
        sheets = [{"title": "全文", "note": "", "texts": [{"label": "目的", "words": words}], "head": [], "widths": [],
                   "aligned": [], "rows": [], "fresh": True}]  # fmt: skip
        made = typeset("approval_form", paper("approval_form", sheets=sheets), MADE)
        sign = words[0]
        assert sum(page.count(sign) for page in pages(made)[1:]) == words.count(sign)


def test_signs_that_cannot_be_printed_are_said_to_be_missing() -> None:
    made = text(typeset("letter", paper("letter", paragraphs=["好\U0001f600的"]), MADE))
    assert f"好{MISSING}的" in made and "缺字" in made
    assert "缺字" not in text(typeset("letter", paper("letter", paragraphs=[f"好{MISSING}的"]), MADE))


@pytest.mark.parametrize("every", [97, pytest.param(1, marks=pytest.mark.thorough)])
def test_no_sign_there_is_stops_the_press(every: int) -> None:
    signs = [chr(point) for point in range(0, 0x110000, every) if point < 0x32000 or 0xE0000 <= point < 0xE0200]
    for start in range(0, len(signs), 1000):
        typeset("letter", paper("letter", paragraphs=["".join(signs[start:start + 1000])]), MADE)


def test_hidden_signs_are_left_out_and_seen_ones_stay() -> None:
    hidden = "a\u202eb\u2066c\u200dd\ufefff\u0000g\u0007h\ue000i\ufe0fj"
    assert printable(hidden) == "abcdfghij"
    assert printable("一\r\n二\t三\n") == "一\n二 三\n"
    assert printable({"x": ("㐀", 1, ["Ω½①", None])}) == {"x": ["㐀", 1, ["Ω½①", None]]}
    assert printable("\ud800") == ""
    assert printable("x" * 41) == "x" * 20 + BREAK + "x" * 20 + BREAK + "x"


def test_the_code_holds_the_address_and_nothing_else() -> None:
    one, other = (square_code(f"https://x.example/check?no={number}") for number in ("CX-2026-0001", "CX-2026-0002"))
    assert one != other and one == square_code("https://x.example/check?no=CX-2026-0001")
    assert one.startswith("<svg") and "script" not in one


def test_a_paper_made_twice_is_the_same_file_and_is_made_quickly() -> None:
    data = paper("approval_form", rows=[WORD] * 20)
    typeset("approval_form", data, MADE)
    begun = time.perf_counter()
    made = typeset("approval_form", {**data, "foot": "又一次"}, MADE)
    assert time.perf_counter() - begun < 0.3 * 5, "0.3 s on an idle machine; tests share theirs"
    assert made == typeset("approval_form", {**data, "foot": "又一次"}, MADE)


def test_two_at_once_get_each_their_own() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda n: typeset("letter", paper("letter", paragraphs=[f"第{n}份"]), MADE), range(12))
        assert all(f"第{n}份" in text(pdf) for n, pdf in enumerate(made))


def test_templates_speak_no_language_of_their_own() -> None:
    """Every word comes from the catalogue, so every paper has both languages."""
    for path in TEMPLATES.glob("*.typ"):
        lines = [line.partition("//")[0] for line in path.read_text("utf-8").splitlines()]
        assert not [sign for line in lines for sign in line if "\u4e00" <= sign <= "\u9fff"], path.name
        assert "eval(" not in path.read_text("utf-8")
    assert json.dumps(paper("slip"))
