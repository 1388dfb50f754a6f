"""The accounts of a demo class: what the diary says was spent, spread over the items of its form."""

from datetime import date

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.settlement import LECTURERS, Accounts, Voucher, approved_by_item


def accounts_of(ref: str, form: ClassDeclaration, fen: int, day: date, *, held: bool) -> Accounts:
    """One voucher an item, together ``fen``: what is less than declared was saved on the dearest items first.

    ``held`` is false for a class that never opened, where only what was owed already is paid.
    """
    if not held:
        return Accounts({"other": fen}, (Voucher(f"{ref}-01", day, "other", fen),), 0, 0, 0)
    items = approved_by_item(form)
    left = sum(items.values()) - fen
    for item in sorted(items, key=lambda one: (one == LECTURERS, -items[one])):
        saved = min(max(left, 0), items[item])
        items[item] -= saved
        left -= saved
    if left < 0:  # an over-run
        items["transport"] += -left
    spent = {item: amount for item, amount in items.items() if amount}
    vouchers = tuple(Voucher(f"{ref}-{k:02d}", day, item, amount) for k, (item, amount) in enumerate(spent.items(), 1))
    return Accounts(spent, vouchers, form.trainee_count or 0, form.staff_count or 0, form.half_days or 0)
