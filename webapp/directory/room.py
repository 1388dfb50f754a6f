"""The room of the house's units, posts and accounts."""

from flask import Blueprint

room = Blueprint("directory", __name__, url_prefix="/directory")
