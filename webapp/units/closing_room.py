"""The room where a class is held and closed, and the door by which a trainee answers with a code."""

from flask import Blueprint

room = Blueprint("closing", __name__, url_prefix="/closing")
door = Blueprint("evaluate", __name__, url_prefix="/evaluate")  # nobody signs in here
