"""A campaign's rules of who pays: kept as data, read as rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select

from api.service.campaigns.tables import Campaign
from api.service.figures.payers import PayerRule
from api.service.figures.tables import MoneyRules
from api.service.policy import find, require
from api.service.store import ConflictError, InvalidError, NotFoundError, Unit
from optimizer.problem import MODES, TRIPS
from scenarios import FileFault


def money_rules(unit: Unit, campaign_id: str) -> MoneyRules:
    """The campaign's rules. Raises NotFoundError where it has none, DeniedError."""
    require(unit.actor, "read", "money_rules")
    find(unit, Campaign, campaign_id, what="campaign")
    row = _row(unit, campaign_id)
    if row is None:
        raise NotFoundError(
            f"Campaign {campaign_id} has no rules of who pays. Maybe create some: until then employers pay."
        )
    return row


def create_money_rules(unit: Unit, campaign_id: str, rules: Sequence[PayerRule], source: str) -> MoneyRules:
    """The first rules of a campaign. Raises ConflictError where there are some, InvalidError with every fault."""
    require(unit.actor, "create", "money_rules")
    find(unit, Campaign, campaign_id, what="campaign")
    _refuse(rules)
    if _row(unit, campaign_id) is not None:
        raise ConflictError(f"Campaign {campaign_id} has rules of who pays already. Maybe change them.")
    row = unit.add(MoneyRules(campaign_id=campaign_id, source=source, rules=[_stored(rule) for rule in rules]))
    unit.session.flush()
    return row


def change_money_rules(
    unit: Unit, campaign_id: str, rules: Sequence[PayerRule], source: str, version: int | None
) -> MoneyRules:
    """Other rules in their place; the log keeps the old ones. Raises NotFoundError, StaleError, InvalidError."""
    require(unit.actor, "change", "money_rules")
    row = unit.expect(money_rules(unit, campaign_id), version)
    _refuse(rules)
    row.rules, row.source = [_stored(rule) for rule in rules], source
    unit.session.flush()
    return row


def payer_rules(unit: Unit, campaign_id: str) -> list[PayerRule]:
    """The rules as they are tried, none where the campaign has none; asks for no permission."""
    row = _row(unit, campaign_id)
    return [] if row is None else [_read(rule) for rule in row.rules]


def _row(unit: Unit, campaign_id: str) -> MoneyRules | None:
    return unit.session.scalar(
        select(MoneyRules).where(MoneyRules.campaign_id == campaign_id, MoneyRules.deleted_at.is_(None))
    )


def _stored(rule: PayerRule) -> dict[str, Any]:
    cells = asdict(rule)
    days = {key: None if cells[key] is None else cells[key].isoformat() for key in ("from_day", "to_day")}
    return cells | days | {"modes": list(rule.modes), "trips": list(rule.trips)}


def _read(cells: Mapping[str, Any]) -> PayerRule:
    days = {key: None if cells[key] is None else date.fromisoformat(cells[key]) for key in ("from_day", "to_day")}
    return PayerRule(**{**cells, **days, "modes": tuple(cells["modes"]), "trips": tuple(cells["trips"])})


def _refuse(rules: Sequence[PayerRule]) -> None:
    faults: list[FileFault] = []
    names: set[str] = set()
    for number, rule in enumerate(rules, start=1):
        if rule.name in names:
            faults.append(fault(number, "name", rule.name, "a name given once"))
        names.add(rule.name)
        if rule.government + rule.worker > 1 + 1e-9:
            faults.append(fault(number, "worker", rule.worker, "shares that are at most 1 together"))
        if rule.from_day is not None and rule.to_day is not None and rule.to_day < rule.from_day:
            faults.append(fault(number, "to_day", rule.to_day.isoformat(), f"no day before {rule.from_day}"))
        faults += [fault(number, "modes", mode, "one of the modes") for mode in rule.modes if mode not in MODES]
        faults += [fault(number, "trips", trip, "one of the trips") for trip in rule.trips if trip not in TRIPS]
    if faults:
        raise InvalidError(f"{len(faults)} cells of the rules cannot be used.", faults)


def fault(row: int, column: str, value: object, expected: str) -> FileFault:
    """A cell of the rules that cannot be used."""
    return FileFault(place="rules", row=row, column=column, value=value, expected=expected)
