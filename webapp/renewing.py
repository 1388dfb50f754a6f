"""Takes up a policy that was published elsewhere (at the command line, by another server of the same house)."""

from time import monotonic

from flask import Flask, request

from webapp.at_hand import office
from workflow.acts.publish_policy import renew_rules

EVERY = 60  # seconds; a published policy begins on a later day than the one of its publication


def install(app: Flask) -> None:
    """Look once a minute, before a request that anybody makes."""
    looked = monotonic()

    def look() -> None:
        nonlocal looked
        if request.endpoint != "assets.file" and monotonic() - looked >= EVERY:
            looked = monotonic()
            renew_rules(office())

    app.before_request(look)
