"""Sign-in: right and wrong passwords, the lock, strangers, and what a new password must be."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from tests.clocks import SetClock
from workflow.acts.passwords import choose_cost, hash_password
from workflow.acts.sign_in import LOCKED_FOR, MOST_FAILURES, change_password, choose_language, sign_in
from workflow.acts.strangers import Strangers
from workflow.office import Office
from workflow.refusals import NotFound, Refused
from workflow.store.people import person

PASSWORD = "right-enough-1"


@pytest.fixture(autouse=True)
def wangli(office: Office) -> None:
    """One account with person id 7."""
    choose_cost(1, 8, 1)
    with office.database.write() as connection:
        connection.execute(insert(person).values(
            id=7, username="wangli", name_zh="王丽", name_en="Wang Li", language="zh",
            password_hash=hash_password(PASSWORD), session_key="first", failures=0))
        connection.commit()


def refusal_of(office: Office, username: str, password: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as refused:
        sign_in(office, username, password)
    (only,) = refused.value.refusals
    return only.code, dict(only.values)


def test_the_right_password_signs_in_and_forgets_earlier_failures(office: Office) -> None:
    assert refusal_of(office, "wangli", "wrong") == ("sign_in_failed", {"count": MOST_FAILURES - 1})
    assert sign_in(office, " wangli ", PASSWORD) == 7
    assert refusal_of(office, "wangli", "wrong") == ("sign_in_failed", {"count": MOST_FAILURES - 1})


@pytest.mark.parametrize("name", ["wangli", "nobody-has-this-name"])
def test_five_failures_lock_a_name_whether_it_exists_or_not(office: Office, real_clock: SetClock, name: str) -> None:
    name = f"{name}-{id(office)}" if name != "wangli" else name  # strangers are counted per process
    for left in range(MOST_FAILURES - 1, 0, -1):
        assert refusal_of(office, name, "wrong") == ("sign_in_failed", {"count": left})
    until = real_clock() + LOCKED_FOR
    assert refusal_of(office, name, "wrong") == ("account_locked", {"until": until})
    real_clock.advance(minutes=14)
    assert refusal_of(office, name, PASSWORD) == ("account_locked", {"until": until})
    real_clock.advance(minutes=1)
    if name == "wangli":
        assert sign_in(office, name, PASSWORD) == 7
    else:
        assert refusal_of(office, name, "wrong") == ("sign_in_failed", {"count": MOST_FAILURES - 1})


def test_a_disabled_account_is_a_stranger(office: Office, real_clock: SetClock) -> None:
    with office.database.write() as connection:
        connection.execute(update(person).values(disabled_at=real_clock()))
        connection.commit()
    assert refusal_of(office, "wangli", PASSWORD)[0] == "sign_in_failed"
    with pytest.raises(NotFound):
        change_password(office, 7, PASSWORD, "another-one-2", "another-one-2")


@pytest.mark.parametrize("name", ["\0", "x" * 65, "x" * 100_000, "‮wangli", "王丽"])
def test_odd_names_are_strangers(office: Office, name: str) -> None:
    assert refusal_of(office, name, "wrong")[0] in ("sign_in_failed", "account_locked")


def test_both_missing_are_said_at_once(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        sign_in(office, "  ", "")
    assert refused.value.codes == ("username_missing", "password_missing")


def test_a_hash_of_another_cost_is_renewed_at_sign_in(office: Office) -> None:
    choose_cost(2, 16, 1)
    sign_in(office, "wangli", PASSWORD)
    with office.database.read() as connection:
        assert "m=16,t=2" in connection.execute(select(person.c.password_hash)).scalar_one()


def test_a_new_password_ends_other_sessions(office: Office) -> None:
    key = change_password(office, 7, PASSWORD, "another-one-2", "another-one-2")
    with office.database.read() as connection:
        assert connection.execute(select(person.c.session_key)).scalar_one() == key != "first"
    assert sign_in(office, "wangli", "another-one-2") == 7
    assert refusal_of(office, "wangli", PASSWORD)[0] == "sign_in_failed"


def test_everything_wrong_with_a_new_password_is_said_at_once(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        change_password(office, 7, "", "aaa", "bbb")
    assert refused.value.codes == ("password_missing", "password_length", "password_monotonous", "passwords_differ")
    with pytest.raises(Refused) as refused:
        change_password(office, 7, PASSWORD, PASSWORD, PASSWORD)
    assert refused.value.codes == ("password_unchanged",)
    with pytest.raises(Refused) as refused:
        change_password(office, 7, PASSWORD, "WangLi-2026", "WangLi-2026")
    assert refused.value.codes == ("password_has_name",)
    with pytest.raises(Refused) as refused:
        change_password(office, 7, "not-it", "another-one-2", "another-one-2")
    assert refused.value.codes == ("sign_in_failed",)


def test_a_language_is_kept_only_if_it_is_spoken(office: Office) -> None:
    choose_language(office, 7, "en")
    with office.database.read() as connection:
        assert connection.execute(select(person.c.language)).scalar_one() == "en"
    with pytest.raises(Refused):
        choose_language(office, 7, "xx")


def test_strangers_are_kept_in_bounded_memory() -> None:
    strangers = Strangers(5, timedelta(minutes=15), kept=3)
    now = SetClock()()
    for name in "abcd":
        strangers.count(name, now)
    assert strangers.count("d", now)[0] == 2
    assert strangers.count("a", now)[0] == 1, "the oldest was forgotten"
