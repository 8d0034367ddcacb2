"""``fangang account …``: who may sign in, for the operator at the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.exits import InputError
from api.screen import output

if TYPE_CHECKING:
    from api.operating import Operated
    from api.service.accounts.tables import Account
    from api.service.store import Unit

_FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]
_ADDRESS = "http://127.0.0.1:8000"
_FOR_HELP = "Where people reach the service; by default FANGANG_PUBLIC_ADDRESS."

account = typer.Typer(no_args_is_help=True, help="Who may sign in: list, set up, invite, reset, revoke.")
Address = Annotated[str, typer.Option("--address", help=_FOR_HELP)]
Login = Annotated[str, typer.Argument(help="The sign-in name.", show_default=False)]


@account.command("list")
def list_accounts(
    role: Annotated[str | None, typer.Option("--role", help="Those of one role.")] = None,
) -> None:
    """List the accounts: sign-in name, role, name, and who cannot sign in."""
    from api.service.accounts import people

    with _unit() as (_, unit):
        cursor = None
        while True:
            page = people.listed(unit, role=role, cursor=cursor, limit=500)
            for row in page.items:
                state = "  disabled" if row.disabled_at else ""
                output().print(f"{row.login}  {row.role}  {row.name}{state}", markup=False, soft_wrap=True)
            if (cursor := page.next) is None:
                return


@account.command("set-up")
def set_up(address: Address = "") -> None:
    """Make a new one-time link for the first administrator, where there is none yet."""
    from api.first_start import first_link
    from api.operating import operating

    with operating() as here:
        link = first_link(here.database, here.settings, address or _ADDRESS)
    if link is None:
        raise InputError("There is an administrator already. Maybe: fangang account reset NAME.")
    _say(link)


@account.command("invite")
def invite(
    role: Annotated[str, typer.Argument(help="administrator, planner, reader, employer, carrier or escort.")],
    name: Annotated[str, typer.Argument(help="Whom it is for.")],
    login: Annotated[
        str | None, typer.Option("--login", help="Their sign-in name, where it shall be this one.")
    ] = None,
    employer: Annotated[
        str | None, typer.Option("--employer", help="The employer's id, for the role employer.")
    ] = None,
    carrier: Annotated[str | None, typer.Option("--carrier", help="The carrier's id, for the role carrier.")] = None,
    address: Address = "",
) -> None:
    """Make a one-time link for somebody who gets an account."""
    from api.service.accounts import links

    with _unit() as (here, unit):
        lasting = timedelta(hours=here.settings.invitation_hours)
        _, token = links.invite(
            unit, lasting, role=role, name=name, login=login, employer_id=employer, carrier_id=carrier
        )
    _say(_link(here, address, token))


@account.command("reset")
def reset(login: Login, address: Address = "") -> None:
    """Make a one-time link for a new password. Until it is used the old one stays good."""
    from api.service.accounts import links

    with _unit() as (here, unit):
        lasting = timedelta(hours=here.settings.reset_hours)
        _, token = links.reset(unit, lasting, account_id=_by_login(unit, login).id)
    _say(_link(here, address, token))


@account.command("revoke")
def revoke(
    login: Login,
    disable: Annotated[bool, typer.Option("--disable", help="Let them not sign in again either.")] = False,
) -> None:
    """End all sessions and API keys of an account."""
    from api.service.accounts import people

    with _unit() as (_, unit):
        found = _by_login(unit, login)
        sessions, keys = people.revoke(unit, found.id)
        if disable:
            people.change(unit, found.id, version=None, disabled=True)
    _say(f"{login}: {sessions} sessions and {keys} keys ended" + (", disabled" if disable else ""))


@account.command("enable")
def enable(login: Login) -> None:
    """Let somebody who was disabled sign in again."""
    from api.service.accounts import people

    with _unit() as (_, unit):
        people.change(unit, _by_login(unit, login).id, version=None, disabled=False)
    _say(f"{login}: may sign in")


@account.command("campaign-link")
def campaign_link(
    campaign: Annotated[str, typer.Argument(help="The campaign's id.")],
    until: Annotated[
        datetime, typer.Option("--until", formats=_FORMATS, help="Good until then, in this machine's zone.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Where to write it as a QR code, .svg or .png.")] = None,
    address: Address = "",
) -> None:
    """Make a link by which employers sign up for a campaign, and draw it as a QR code."""
    from api.http.routes.sign_up import JOIN_PATH
    from api.service.accounts import sign_up
    from scenarios.atomic import write_file

    form = "svg" if out is None else out.suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise InputError(f"{out}: expected a name that ends with .svg or .png.")
    with _unit() as (here, unit):
        row = sign_up.new_link(unit, campaign, expires_at=until.astimezone())
        link = f"{_base(here, address)}{JOIN_PATH}{row.token}"
    if out is not None:
        write_file(out, sign_up.qr_code(link, "svg" if form == "svg" else "png"))
    _say(link)


@contextmanager
def _unit() -> Iterator[tuple[Operated, Unit]]:
    """The operator's unit of work. Raises InputError with every fault."""
    from api.operating import operating
    from api.service.actor import SYSTEM
    from api.service.store import InvalidError

    with operating() as here:
        try:
            with here.database.write(SYSTEM) as unit:
                yield here, unit
        except InvalidError as error:
            raise InputError("\n".join([str(error), *map(str, error.faults)])) from error


def _by_login(unit: Unit, login: str) -> Account:
    from sqlalchemy import select

    from api.service.accounts.logins import is_login, normal_login
    from api.service.accounts.tables import Account

    name = normal_login(login)
    wanted = select(Account).where(Account.login == name, Account.deleted_at.is_(None))
    found = unit.session.scalar(wanted) if is_login(name) else None
    if found is None:
        raise InputError(f"There is no account {login}. Maybe: fangang account list.")
    return found


def _base(here: Operated, address: str) -> str:
    return (address or here.settings.public_address or _ADDRESS).rstrip("/")


def _link(here: Operated, address: str, token: str) -> str:
    from api.http.routes.invitations import LINK_PATH

    return f"{_base(here, address)}{LINK_PATH}{token}"


def _say(text: str) -> None:
    output().print(text, markup=False, soft_wrap=True)
