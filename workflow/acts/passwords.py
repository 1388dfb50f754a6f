"""Passwords: how they are kept (argon2id) and what a new one must be."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workflow.refusals import Refusal

SHORTEST, LONGEST = 8, 200  # characters

_hasher = PasswordHasher()  # the library's own choice: RFC 9106, low memory


def choose_cost(passes: int, kib: int, lanes: int) -> None:
    """The cost of the hashes this process makes; old hashes stay valid and are renewed at the next sign-in."""
    global _hasher
    _hasher = PasswordHasher(time_cost=passes, memory_cost=kib, parallelism=lanes)
    nobodys_hash.cache_clear()


def hash_password(password: str) -> str:
    """The text to keep for a password."""
    return _hasher.hash(password)


def is_password(kept: str, password: str) -> bool:
    """Whether the kept text was made of this password; a broken text is nobody's."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def wants_renewal(kept: str) -> bool:
    """Whether the text was made at another cost than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def nobodys_hash() -> str:
    """What an unknown name is checked against, so that it takes as long as a known one."""
    return hash_password(secrets.token_hex(16))


def password_faults(password: str, username: str, field: str) -> tuple[Refusal, ...]:
    """What is wrong with a new password, all at once."""
    faults = []
    if not SHORTEST <= len(password) <= LONGEST:
        faults.append(Refusal("password_length", {"least": SHORTEST, "most": LONGEST}, field))
    if username and username.casefold() in password.casefold():
        faults.append(Refusal("password_has_name", {}, field))
    if password and len(set(password)) < 4:
        faults.append(Refusal("password_monotonous", {}, field))
    return tuple(faults)
