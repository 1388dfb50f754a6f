"""The web service of one house: opens the office and hangs up the rooms. HERE A REQUEST BEGINS.

A request passes, in this order: the language, the access table, its route (which
calls one act or one query), and on the way out the headers.
"""

import os
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined

from webapp import access, assets, fields, headers, login, menu, parts, problems, renewing, telling, wording
from webapp.account.routes import room as account_room
from webapp.approvers.routes import room as approvers_room
from webapp.auditors.repeats_routes import room as repeats_room
from webapp.auditors.routes import room as auditors_room
from webapp.declarations.routes import room as declarations_room
from webapp.directory.routes import room as directory_room
from webapp.documents.routes import install as lend_printing
from webapp.documents.routes import room as documents_room
from webapp.numbers import Number
from webapp.reports.routes import room as reports_room
from webapp.rules.routes import room as rules_room
from webapp.settings import LARGEST_REQUEST, WebSettings
from webapp.units import parts as units_parts
from webapp.units.calendar import room as calendar_room
from webapp.units.check import room as check_room
from webapp.units.closing import door as evaluate_room
from webapp.units.closing import room as closing_room
from webapp.units.my import room as my_room
from webapp.units.plan_routes import room as plan_room
from webapp.units.roster import people as people_room
from webapp.units.roster import room as roster_room
from webapp.units.wizard import room as drafts_room
from workflow.acts.passwords import choose_cost
from workflow.bootstrap import open_office

ROOMS = (account_room, my_room, roster_room, people_room, drafts_room, check_room, plan_room,
         calendar_room, closing_room, evaluate_room,
         declarations_room, documents_room, approvers_room, auditors_room, repeats_room, rules_room,
         reports_room, directory_room)  # fmt: skip


def create_app(office: Any = None, settings: WebSettings | None = None) -> Flask:
    """A Flask application over ``office`` (else the one that the environment names).

    Raises :class:`workflow.refusals.Refused` for a setting that is wrong or unsafe.
    """
    office = open_office() if office is None else office
    settings = settings or WebSettings.of(os.environ, office.home)
    if settings.password_cost:
        choose_cost(*settings.password_cost)
    app = Flask("webapp", static_folder=None)
    app.config.update(SECRET_KEY=settings.secret_key, MAX_CONTENT_LENGTH=LARGEST_REQUEST,
                      PUBLIC_CHECK=settings.public_check, PUBLIC_ADDRESS=settings.public_address)  # fmt: skip
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = Number
    app.extensions["office"] = office
    login.install(app, settings.session)
    wording.install(app)
    renewing.install(app)
    headers.install(app, https=settings.https)
    assets.install(app)
    problems.install(app)
    menu.install(app)
    parts.install(app, contact=settings.contact)
    telling.install(app)
    fields.install(app)
    units_parts.install(app)
    lend_printing(app)
    for room in ROOMS:
        app.register_blueprint(room)
    access.install(app)
    return app
