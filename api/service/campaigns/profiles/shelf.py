"""Where profiles are kept: the shipped ones as files of the package, all of them as rows that never change."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import func, select

from api.service.actor import SYSTEM
from api.service.campaigns.profiles.checking import checked
from api.service.campaigns.profiles.form import FORMAT
from api.service.campaigns.tables import Profile
from api.service.policy import require, visible
from api.service.store import ConflictError, Database, NotFoundError, Page, Unit, page


@cache
def shipped() -> tuple[Mapping[str, Any], ...]:
    """The documents of the profiles that come with the product, by name."""
    root = files("api.service.campaigns.profiles").joinpath("shipped")
    texts = sorted(
        (entry.name, entry.read_text(encoding="utf-8")) for entry in root.iterdir() if entry.name.endswith(".toml")
    )
    return tuple(checked(tomllib.loads(text)) for _, text in texts)


def install_shipped(database: Database) -> None:
    """Writes the shipped profiles that the database lacks; an edition that is there stays as it is."""
    with database.read(SYSTEM) as unit:
        if not list(_lacking(unit)):
            return
    with suppress(ConflictError), database.write(SYSTEM) as unit:  # another process may be at it in the same moment
        add_shipped(unit)


def add_shipped(unit: Unit) -> None:
    """The same within a unit that writes."""
    for document in _lacking(unit):
        unit.add(_row(document, "shipped"))
    unit.session.flush()


def publish_profile(unit: Unit, document: Mapping[str, Any], *, origin: str = "own") -> Profile:
    """A new edition of an own profile; without ``edition`` the next one. Raises InvalidError, ConflictError."""
    require(unit.actor, "create", "profiles")
    newest = unit.session.scalar(select(func.max(Profile.edition)).where(Profile.name == str(document.get("name"))))
    said = {key: value for key, value in document.items() if value is not None}
    found = checked({"format": FORMAT, "edition": (newest or 0) + 1, **said})
    _keep_shipped_names(found["name"], origin)
    if newest is not None and found["edition"] <= newest:
        raise ConflictError(
            f"Profile {found['name']} has edition {newest} already, and an edition never changes. "
            f"Maybe leave edition out, for the next one."
        )
    row = unit.add(_row(found, origin))
    unit.session.flush()
    return row


def profile(unit: Unit, name: str, edition: int | None = None) -> Profile:
    """One edition, by default the newest. Raises NotFoundError."""
    wanted = select(Profile).where(Profile.name == name, visible(unit.actor, Profile))
    if edition is not None:
        wanted = wanted.where(Profile.edition == edition)
    row = unit.session.scalar(wanted.order_by(Profile.edition.desc()).limit(1))
    if row is None:
        which = name if edition is None else f"{name} {edition}"
        names = ", ".join(str(document["name"]) for document in shipped())
        raise NotFoundError(f"There is no profile {which}. Maybe one of {names}.")
    return row


def latest_profiles(unit: Unit, *, cursor: str | None, limit: int) -> Page[Profile]:
    """The newest edition of every profile."""
    require(unit.actor, "list", "profiles")
    newest = select(Profile.name, func.max(Profile.edition).label("edition")).group_by(Profile.name).subquery()
    wanted = (
        select(Profile)
        .join(newest, (Profile.name == newest.c.name) & (Profile.edition == newest.c.edition))
        .where(visible(unit.actor, Profile))
    )
    return page(unit, wanted, cursor=cursor, limit=limit)


def profile_editions(unit: Unit, name: str) -> Sequence[Profile]:
    """All editions of one profile, the newest first. Raises NotFoundError."""
    profile(unit, name)
    return list(unit.session.scalars(select(Profile).where(Profile.name == name).order_by(Profile.edition.desc())))


def fingerprint(document: Mapping[str, Any]) -> str:
    """The SHA-256 of a checked document."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _row(document: Mapping[str, Any], origin: str) -> Profile:
    return Profile(
        name=document["name"],
        edition=document["edition"],
        origin=origin,
        title=document["title"],
        sha256=fingerprint(document),
        document=dict(document),
    )


def _lacking(unit: Unit) -> Sequence[Mapping[str, Any]]:
    there = {(row.name, row.edition) for row in unit.session.execute(select(Profile.name, Profile.edition))}
    return [document for document in shipped() if (document["name"], document["edition"]) not in there]


def _keep_shipped_names(name: str, origin: str) -> None:
    if origin != "shipped" and name in {document["name"] for document in shipped()}:
        raise ConflictError(f"Profile {name} comes with the product. Maybe give yours a name of its own.")
