"""The room that everybody shares: one page per declaration, whoever looks at it."""

from flask import Blueprint

room = Blueprint("declarations", __name__, url_prefix="/declarations")
