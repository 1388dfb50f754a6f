"""The rooms of rosters: the people of a class, and the training records of people."""

from flask import Blueprint, Response

from webapp.exporting import KINDS, XLSX

room = Blueprint("roster", __name__, url_prefix="/rosters")
people = Blueprint("people", __name__, url_prefix="/people")


def sheet_answer(data: bytes, name: str) -> Response:
    """A sheet as a file to keep."""
    answer = Response(data, content_type=KINDS[XLSX])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return answer
