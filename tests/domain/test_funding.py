"""Laws of the ledger's arithmetic: entries between two holdings and a total over shares."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.funding import AVAILABLE, KINDS, Entry, Holding, entries_between, spread

FEN = st.integers(0, 10**12)
HOLDINGS = st.builds(Holding, FEN, FEN, FEN)
ACCOUNTS = ("reserved", "committed", "spent")


def after(old: Holding, entries: tuple[Entry, ...]) -> dict[str, int]:
    """The accounts once the entries are posted; ``available`` begins at nought, so it tells what was drawn."""
    accounts = {AVAILABLE: 0, **old._asdict()}
    for entry in entries:
        accounts[entry.origin] -= entry.fen
        accounts[entry.target] += entry.fen
    return accounts


@given(HOLDINGS, HOLDINGS)
def test_the_entries_lead_from_one_holding_to_the_other(old: Holding, new: Holding) -> None:
    found = after(old, entries_between(old, new))
    assert tuple(found[name] for name in ACCOUNTS) == new
    assert found[AVAILABLE] == old.total - new.total


@given(HOLDINGS, HOLDINGS)
def test_no_entry_is_empty_unnamed_or_goes_in_a_circle(old: Holding, new: Holding) -> None:
    entries = entries_between(old, new)
    assert all(entry.fen > 0 and entry.kind == KINDS[entry.origin, entry.target] for entry in entries)
    assert not {entry.origin for entry in entries} & {entry.target for entry in entries}
    assert len({(entry.origin, entry.target) for entry in entries}) == len(entries)


@given(HOLDINGS, HOLDINGS)
def test_no_fen_is_moved_that_need_not_be(old: Holding, new: Holding) -> None:
    up = sum(max(n - o, 0) for o, n in zip(old, new, strict=True))
    down = sum(max(o - n, 0) for o, n in zip(old, new, strict=True))
    assert sum(entry.fen for entry in entries_between(old, new)) == max(up, down)


@given(HOLDINGS)
def test_what_is_held_already_is_not_held_twice(held: Holding) -> None:
    assert entries_between(held, held) == ()


@given(HOLDINGS, HOLDINGS)
def test_the_way_back_undoes_the_way_there(old: Holding, new: Holding) -> None:
    there = after(old, entries_between(old, new))
    back = after(Holding(*(there[name] for name in ACCOUNTS)), entries_between(new, old))
    assert tuple(back[name] for name in ACCOUNTS) == old


SHARES = st.lists(FEN, min_size=1, max_size=10)


@given(FEN, SHARES)
def test_a_total_is_spread_to_the_last_fen(total: int, shares: list[int]) -> None:
    parts = spread(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)
    assert all(part <= share for part, share in zip(parts[1:], shares[1:], strict=True))


@given(SHARES, st.data())
def test_a_cut_falls_on_the_last_share_first_and_an_over_run_on_the_first(
    shares: list[int], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, sum(shares)))
    parts = spread(cut, shares)
    short = [place for place, part in enumerate(parts) if part < shares[place]]
    assert all(parts[place] == 0 for place in short[1:])
    over = data.draw(st.integers(1, 10**9))
    assert spread(sum(shares) + over, shares) == (shares[0] + over, *shares[1:])


def test_nothing_is_spread_over_no_share() -> None:
    assert spread(5, []) == ()
