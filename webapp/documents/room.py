"""The room of official papers: print them, and check what a paper says."""

from flask import Blueprint

room = Blueprint("documents", __name__)
