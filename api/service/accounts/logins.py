"""Names under which people sign in: the same however they are typed."""

from __future__ import annotations

import re
import unicodedata

from api.service.accounts.tables import LOGIN_LENGTH
from api.service.store.errors import InvalidError
from scenarios import FileFault

_GOOD = re.compile(r"[\w.@+-]{2,}")


def normal_login(login: str) -> str:
    """The name in normal form: small letters, full-width ones as narrow ones, without blanks around it."""
    return unicodedata.normalize("NFKC", login).strip().casefold()[:LOGIN_LENGTH]


def is_login(login: str) -> bool:
    """Whether an account may have this name in normal form: no other one is looked for."""
    return _GOOD.fullmatch(login) is not None


def check_login(login: str) -> str:
    """The normal form of a new name. Raises InvalidError."""
    if len(login) > LOGIN_LENGTH or not is_login(normal_login(login)):
        expected = f"2 to {LOGIN_LENGTH} letters, digits and . @ + - _"
        fault = FileFault(place="body", column="login", value=login, expected=expected, advice="Maybe your e-mail.")
        raise InvalidError("This sign-in name cannot be used.", [fault])
    return normal_login(login)
