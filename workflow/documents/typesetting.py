"""Sets a paper: a template of this folder and data -> PDF for the archive (PDF/A-2a) that can be read aloud (PDF/UA-1).

The data goes in as JSON; a template prints it and never runs it, so no word of a user is ever
markup.  The typesetter's own and the system's typefaces are not used: every machine makes the same file.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from workflow.documents.code import square_code
from workflow.documents.signs import MISSING, font_folder, printable

STANDARDS = ("a-2a", "ua-1")
TEMPLATES = Path(__file__).parent / "templates"
_one_at_a_time = Lock()  # the typesetter keeps what it has read between papers


def typeset(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The PDF of a paper. ``template``: a name in the folder of templates; ``made_at``: the moment on its label.

    ``data["code"]["address"]`` is drawn as the square code; ``data["missing"]`` is said in the foot where a sign
    could not be printed.
    """
    told, given = (json.dumps(words, ensure_ascii=False) for words in (printable(data), data))
    missing = told.count(MISSING) > given.count(MISSING)
    inputs = {"data": told, "code": square_code(data["code"]["address"]), "missing": "yes" if missing else "no"}
    with _one_at_a_time:
        made: bytes = _typesetter(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=list(STANDARDS), timestamp=int(made_at.timestamp())
        )
    return made


@cache
def _typesetter(template: str) -> Any:
    import typst

    return typst.Compiler(
        str(TEMPLATES / f"{template}.typ"), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True
    )


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_folder())])
