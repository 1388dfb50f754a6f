"""The room of reports: the year in figures, each with its picture, its rows and its file."""

from flask import Blueprint

room = Blueprint("reports", __name__, url_prefix="/reports")
