"""The accounts of a class: the unit files them item by item, finance checks them against the quota and signs."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.acting import token
from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.file_accounts import file_accounts
from workflow.domain import form_text
from workflow.domain.inputs import MAX_FEN
from workflow.domain.settlement import ITEMS, MOST_HALF_DAYS, MOST_LETTERS, MOST_PEOPLE, Accounts, Voucher
from workflow.queries.accounts_page import COUNTS, AccountsPage, accounts_page
from workflow.queries.overrun import overrun
from workflow.refusals import Refusal, Refused
from workflow.wording import Term

T = TypeVar("T")
ROWS, SPARE, MOST_ROWS = 6, 4, 200  # of vouchers: at first, after the last filled one, at most


@room.get("/<int:case_id>/accounts")
def accounts(case_id: int) -> ResponseReturnValue:
    """What was filed, held against the quota; the form where this person is asked to file."""
    page = accounts_page(office(), actor(), case_id)
    return _page(page, _typed(page.accounts))


@room.post("/<int:case_id>/accounts")
def save_accounts(case_id: int) -> ResponseReturnValue:
    """File them; every fault at its field, with what was typed.  ``go=more`` only draws more rows."""
    page = accounts_page(office(), actor(), case_id)
    if request.form.get("go") == "more":
        return _page(page, request.form, more=SPARE)
    try:
        file_accounts(office(), actor(), case_id, _read(request.form))
    except Refused as refused:
        return _page(page, request.form, refused.refusals), status_of(refused.refusals)
    flash(plain("accounts.filed"), "ok")
    return redirect(url_for("declarations.accounts", case_id=case_id))


def _page(page: AccountsPage, typed: Mapping[str, str], errors: tuple[Refusal, ...] = (), *, more: int = 0) -> str:
    filled = [place for place in range(MOST_ROWS) if any(typed.get(f"voucher.{place}.{name}") for name in
                                                         ("number", "day", "fen"))]
    rows = min(max(ROWS, (max(filled, default=-1) + 1 + (more or 2))), MOST_ROWS)
    shown = page.page.shown
    over = overrun(office(), actor(), page.page.head.case_id)
    return render_template("declarations/accounts.html", page=page, typed=typed, errors=errors, items=ITEMS,
                           overrun=over, counts=COUNTS, rows=rows, seen=token(shown) if shown else "")  # fmt: skip


def _typed(filed: Accounts) -> dict[str, str]:
    """The accounts as they stand in the inputs."""
    found = {f"item.{item}": in_yuan(fen) for item, fen in filed.items.items() if fen}
    found |= {name: str(getattr(filed, name)) for name in COUNTS}
    for place, one in enumerate(filed.vouchers):
        found |= {f"voucher.{place}.number": one.number, f"voucher.{place}.day": one.day.isoformat(),
                  f"voucher.{place}.item": one.item, f"voucher.{place}.fen": in_yuan(one.fen)}
    return found


def _read(typed: Mapping[str, str]) -> Accounts:
    """The accounts as typed; every field that cannot be read is a refusal of its own, all at once."""
    faults: list[Refusal] = []

    def one(name: str, label: str, read: Callable[[str], T | None], missing: T) -> T:
        try:
            value = read(typed.get(name, ""))
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(Term(label), name))
            return missing
        return missing if value is None else value

    def fen(text: str) -> int | None:
        return form_text.yuan(text, MAX_FEN)

    items = {item: one(f"item.{item}", f"accounts.{item}", fen, 0) for item in ITEMS}
    counts: dict[str, Any] = {
        name: one(name, f"accounts.{name}", lambda text, most=most: form_text.whole(text, 0, most), 0)  # type: ignore[misc]
        for name, most in zip(COUNTS, (MOST_PEOPLE, MOST_PEOPLE, *[MOST_HALF_DAYS] * 3), strict=True)}
    vouchers = []
    for place in range(MOST_ROWS):
        at = f"voucher.{place}"
        if not any(typed.get(f"{at}.{name}", "").strip() for name in ("number", "day", "fen")):
            continue
        day = one(f"{at}.day", "accounts.voucher_day", form_text.day, None)
        if day is None and typed.get(f"{at}.day", "").strip() == "":
            faults.append(Refusal("field_missing", {"label": Term("accounts.voucher_day"),
                                                    "the": Term("accounts.voucher_day")}, f"{at}.day"))
        number = one(f"{at}.number", "accounts.voucher_number", lambda text: form_text.text(text, MOST_LETTERS), "")
        amount = one(f"{at}.fen", "accounts.voucher_fen", fen, 0)
        if day is not None:
            vouchers.append(Voucher(number, day, typed.get(f"{at}.item", ""), amount))
    if faults:
        raise Refused(faults)
    return Accounts(items, tuple(vouchers), **counts)


def in_yuan(fen: int) -> str:
    """An amount as it stands in an input."""
    return f"{fen // 100}.{fen % 100:02d}"
