"""Sign-in state: which account a browser's session stands for.

The session cookie names the person and the person's session key; a key that no
longer matches (the password was changed) has ended.  Signing in starts a new session.
"""

from datetime import timedelta

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, login_user, logout_user

from webapp.at_hand import office
from webapp.numbers import number_in
from workflow.queries.account import Account, account_of


class SignedIn(UserMixin):  # type: ignore[misc]
    """An account as flask-login wants to see it."""

    def __init__(self, account: Account):
        self.account = account

    def get_id(self) -> str:
        return f"{self.account.id}.{self.account.session_key}"


class PageSessions(SecureCookieSessionInterface):
    """Sessions are renewed by pages, never by the files that browsers and proxies may keep."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "assets.file":
            super().save_session(app, session, response)


def install(app: Flask, lifetime: timedelta) -> None:
    """Load the account before each request; a session lives ``lifetime`` after its last page."""
    manager = LoginManager(app)
    manager.session_protection = None  # it would bind the session to an address that changes on a phone
    manager.user_loader(_load)
    app.session_interface = PageSessions()
    app.config.update(PERMANENT_SESSION_LIFETIME=lifetime, SESSION_REFRESH_EACH_REQUEST=True)


def begin_session(person_id: int) -> Account:
    """A new session for this person: nothing of an older one is kept."""
    account = account_of(office(), person_id)
    if account is None:
        raise LookupError(f"person {person_id} signed in and is gone")
    session.clear()
    session.permanent = True
    login_user(SignedIn(account))
    return account


def end_session() -> None:
    logout_user()
    session.clear()


def _load(key: str) -> SignedIn | None:
    number, _, session_key = key.partition(".")
    person_id = number_in(number)
    account = None if person_id is None else account_of(office(), person_id)
    return SignedIn(account) if account is not None and account.session_key == session_key else None
