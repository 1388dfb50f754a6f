"""Who may open what: one table, asked before each request; what does not stand in it is closed.

``PUBLIC`` needs no sign-in, ``SIGNED_IN`` any account, ``OPEN_IF_SET`` an account unless the
house lets everybody check an approval; else the roles of which the account must hold one
today.  This is the right to the *page*; the right to the thing on it is the query's
(``NotFound``) and the act's (``Refused``).  A new page is a new line here; ``install``
refuses to start when table and routes differ.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.problems import page_not_allowed, page_session_ended

PUBLIC = frozenset({"*"})
SIGNED_IN = frozenset({"+"})
OPEN_IF_SET = frozenset({"?"})
CLOSED: frozenset[str] = frozenset()

UNIT = frozenset({"declarant", "unit_finance", "unit_head"})
CLERKS = frozenset({"declarant"})
DISTRICT = frozenset({"od_section", "od_deputy", "od_head", "hrss", "finance", "leader"})
DECIDERS = DISTRICT | {"unit_finance", "unit_head"}
MONEY = DISTRICT | UNIT | {"auditor"}
READERS = DISTRICT | UNIT | {"auditor"}
AUDITORS = frozenset({"auditor"})
OVERSEERS = AUDITORS | {"od_section", "od_deputy", "od_head"}  # who may read every name and sum
PEOPLE = UNIT | OVERSEERS  # whose names these may see is the query's to say
KEEPERS = frozenset({"od_head", "finance"})  # of the fund; the act asks the policy, which may name others
COUNTERS = KEEPERS | AUDITORS
HOUSE = frozenset({"admin"})  # keeps units, posts and accounts; decides nothing
SEES_HOUSE = HOUSE | OVERSEERS

RULES: Mapping[str, frozenset[str]] = {
    "rules.page": SIGNED_IN,
    "rules.policies": READERS,
    "rules.compare": READERS,
    "rules.propose": DISTRICT,
    "rules.proposal": DISTRICT | AUDITORS,
    "rules.decide": DISTRICT,
    "rules.learning": DISTRICT | AUDITORS,
    "rules.judge_word": DISTRICT,
    "rules.propose_learnt": DISTRICT,
    "rules.learnt": DISTRICT | AUDITORS,
    "rules.decide_learnt": DISTRICT,
    "assets.file": PUBLIC,
    "account.home": SIGNED_IN,
    "account.sign_in": PUBLIC,
    "account.sign_out": SIGNED_IN,
    "account.help_page": PUBLIC,
    "account.preferences": SIGNED_IN,
    "account.save_language": SIGNED_IN,
    "account.change_password": SIGNED_IN,
    "account.stand_ins": SIGNED_IN,
    "account.lend": SIGNED_IN,
    "account.end_stand_in": SIGNED_IN,
    "my.declarations": UNIT,
    "my.start": CLERKS,
    "my.begin": CLERKS,
    "drafts.tasks": CLERKS,
    "drafts.step": CLERKS,
    "drafts.save_step": CLERKS,
    "drafts.autosave": CLERKS,
    "drafts.look_over": CLERKS,
    "check.answers_page": CLERKS,
    "check.submit": CLERKS,
    "check.submitted": UNIT,
    "declarations.page": SIGNED_IN,
    "declarations.find": SIGNED_IN,
    "declarations.act_page": SIGNED_IN,
    "declarations.take": SIGNED_IN,
    "declarations.explain": UNIT,
    "declarations.override": DISTRICT,
    "declarations.merge": READERS,
    "declarations.position": UNIT,
    "declarations.choose_pair": READERS,
    "declarations.compare": READERS,
    "declarations.judge": DISTRICT,
    "declarations.topic": READERS,
    "declarations.hold_topic": DISTRICT,
    "declarations.papers": SIGNED_IN,
    "declarations.paper": SIGNED_IN,
    "declarations.add_papers": SIGNED_IN,
    "declarations.drop_paper": SIGNED_IN,
    "roster.invited": UNIT,
    "roster.page": READERS,
    "roster.persons": READERS,
    "roster.person": READERS,
    "roster.sheet": CLERKS,
    "roster.put_on": CLERKS,
    "roster.places": CLERKS,
    "roster.reply": CLERKS,
    "roster.replace": CLERKS,
    "roster.let_off": CLERKS,
    "roster.take_off": CLERKS,
    "roster.read_sheet": CLERKS,
    "roster.annotated": CLERKS,
    "people.covered": PEOPLE,
    "people.covered_sheet": PEOPLE,
    "people.record": PEOPLE,
    "people.open_it": PEOPLE,
    "declarations.accounts": SIGNED_IN,
    "declarations.save_accounts": SIGNED_IN,
    "approvers.inbox": DECIDERS,
    "approvers.decision": DECIDERS,
    "approvers.decide": DECIDERS,
    "approvers.paper_form": DECIDERS | CLERKS,
    "approvers.enter_sheet": DECIDERS | CLERKS,
    "approvers.paper_entry": READERS,
    "approvers.decide_entry": DECIDERS | CLERKS,
    "approvers.ledger": MONEY,
    "approvers.ledger_csv": MONEY,
    "approvers.ledger_xlsx": MONEY,
    "approvers.ledger_totals": COUNTERS,
    "approvers.ledger_closing": COUNTERS,
    "approvers.reconciling": COUNTERS,
    "approvers.reconcile_xlsx": COUNTERS,
    "approvers.reconcile_template": KEEPERS,
    "approvers.take_figures": KEEPERS,
    "approvers.motions": COUNTERS,
    "approvers.motion_form": KEEPERS,
    "approvers.propose_motion": KEEPERS,
    "approvers.decide_motion": KEEPERS,
    "documents.paper": SIGNED_IN,
    "documents.check_page": OPEN_IF_SET,
    "documents.slip": OPEN_IF_SET,
    "reports.start": READERS,
    "reports.page": READERS,
    "reports.chart": READERS,
    "reports.export": READERS,
    "reports.lecturers": READERS,
    "reports.lecturers_export": READERS,
    "reports.lecturer": READERS,
    "reports.villages": READERS,
    "reports.places": READERS,
    "reports.rows": READERS,
    "reports.rows_export": READERS,
    "closing.page": READERS,
    "closing.notice": READERS,
    "closing.notes": READERS,
    "closing.add_note": UNIT,
    "closing.sheet": READERS,
    "closing.save_sheet": UNIT,
    "closing.sign_in_form": UNIT,
    "closing.sign_in_file": UNIT,
    "closing.read_file": UNIT,
    "closing.people": READERS,
    "closing.save_people": UNIT,
    "closing.results": READERS,
    "closing.chart": READERS,
    "closing.codes": UNIT,
    "closing.enter": UNIT,
    "evaluate.enter_code": PUBLIC,
    "evaluate.form": PUBLIC,
    "evaluate.send": PUBLIC,
    "plan.board": READERS,
    "plan.export": READERS,
    "plan.page": READERS,
    "plan.new": CLERKS,
    "plan.begin": CLERKS,
    "plan.edit": CLERKS,
    "plan.save": CLERKS,
    "plan.sheet": CLERKS,
    "plan.needs": READERS,
    "plan.state": CLERKS | {"unit_head"},
    "plan.need": READERS,
    "plan.change": UNIT | {"od_section"},
    "plan.export_needs": READERS,
    "plan.filings_page": READERS,
    "plan.report": READERS,
    "plan.file_report": CLERKS,
    "plan.export_report": READERS,
    "calendar.classes": SIGNED_IN,
    "calendar.personal": PUBLIC,
    "directory.units": SEES_HOUSE,
    "directory.unit": SEES_HOUSE,
    "directory.new_unit": HOUSE,
    "directory.add_one": HOUSE,
    "directory.change_form": HOUSE,
    "directory.change_unit": HOUSE,
    "directory.posts": SEES_HOUSE,
    "directory.fill_post": HOUSE,
    "directory.end_form": HOUSE,
    "directory.end_one": HOUSE,
    "directory.end_absence": HOUSE,
    "directory.accounts": HOUSE,
    "directory.new_account": HOUSE,
    "directory.open_account": HOUSE,
    "directory.account": HOUSE,
    "directory.change_account": HOUSE,
    "repeats.page": OVERSEERS,
    "repeats.chart": OVERSEERS,
    "repeats.export": OVERSEERS,
    "repeats.rows": OVERSEERS,
    "repeats.rows_export": OVERSEERS,
    "repeats.one": OVERSEERS,
    "repeats.network": OVERSEERS,
    "repeats.network_chart": OVERSEERS,
    "repeats.network_export": OVERSEERS,
    "repeats.network_rows": OVERSEERS,
    "repeats.network_rows_export": OVERSEERS,
    "auditors.archive": OVERSEERS,
    "auditors.archive_zip": OVERSEERS,
    "auditors.records": AUDITORS,
    "auditors.trail": READERS,
    "auditors.records_json": READERS,
}


def install(app: Flask) -> None:
    """Ask before each request; call after all rooms are registered."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if routes != set(RULES):
        raise RuntimeError(f"pages without an access rule or rules without a page: {sorted(routes ^ set(RULES))}")
    app.before_request(_demand)


def may_open(endpoint: str) -> bool:
    """Whether the person of this request may open that page."""
    wanted = RULES.get(endpoint, CLOSED)
    if wanted is PUBLIC or wanted is OPEN_IF_SET and current_app.config["PUBLIC_CHECK"]:
        return True
    if not current_user.is_authenticated:
        return False
    return wanted is SIGNED_IN or wanted is OPEN_IF_SET or bool(wanted & current_user.account.roles)


def local_path(address: str | None) -> str:
    """A path on this very service, or "" (so that a sign-in never leads elsewhere)."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return ""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or any(ord(sign) < 32 for sign in address) or "\\" in address:
        return ""
    return address


def _demand() -> ResponseReturnValue | None:
    if request.endpoint is None or may_open(request.endpoint):  # no endpoint: the router answers 404 or 405
        return None
    if current_user.is_authenticated:
        return page_not_allowed(RULES[request.endpoint])
    if request.method == "GET":
        asked = request.full_path if request.query_string else request.path
        return redirect(url_for("account.sign_in", next=asked if asked != "/" else None))
    return page_session_ended()
