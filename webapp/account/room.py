"""The room that everybody has: sign-in, preferences, stand-ins, help."""

from flask import Blueprint

room = Blueprint("account", __name__)
