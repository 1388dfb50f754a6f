"""The room of the rules."""

from flask import Blueprint

room = Blueprint("rules", __name__, url_prefix="/rules")
