"""The first start of a service: nobody can sign in yet, so a one-time link is told for the first administrator."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

from api.http.routes.invitations import LINK_PATH
from api.http.settings import Settings
from api.screen import announce
from api.service.accounts import links
from api.service.store import Database


def first_link(database: Database, settings: Settings, address: str) -> str | None:
    """A new link for the first administrator; None: there is one. ``address``: where the service is reached."""
    token = links.set_up(database, timedelta(hours=settings.set_up_hours))
    return None if token is None else f"{(settings.public_address or address).rstrip('/')}{LINK_PATH}{token}"


def tell_first_link(settings: Settings, address: str) -> None:
    """Says the link where nobody can sign in yet: on stdout, since it is a secret and stderr is the log.

    It stands on a line of its own whatever its length, and is there at once also where a pipe reads it.
    """
    with closing(Database.open(settings.database_address, migrate=False)) as database:
        link = first_link(database, settings, address)
    if link is not None:
        announce(
            f"Nobody can sign in yet. This link makes the first administrator, once, within "
            f"{settings.set_up_hours:g} h:\n  {link}"
        )
