"""The auditor's room: find any record, read a case's trail, prove it, take it along."""

from flask import Blueprint

room = Blueprint("auditors", __name__, url_prefix="/audit")
