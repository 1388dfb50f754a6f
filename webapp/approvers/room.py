"""The room of those who sign: inbox, decision, ledger."""

from flask import Blueprint

room = Blueprint("approvers", __name__)
