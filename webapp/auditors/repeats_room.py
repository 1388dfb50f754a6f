"""The room of repeated training: its clusters with their money, and the network of calls."""

from flask import Blueprint

room = Blueprint("repeats", __name__, url_prefix="/repeats")
