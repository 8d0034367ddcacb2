"""Every rule that an input must keep (contract, "A scenario"), each in a function of its own.

All functions yield faults and never stop at the first; a field that is None although required is passed over, for the
loader has reported it.
"""

from __future__ import annotations

import math
import zoneinfo
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any

from optimizer.clock import show_minute
from optimizer.problem.faults import Fault
from optimizer.problem.fields import Spec, is_required, specs
from optimizer.problem.records import TABLES, ServiceStop, Settings
from optimizer.problem.tables import Tables

REQUIRED_TABLES = ("sites", "employers", "demands")
_NO_TABLES: frozenset[str] = frozenset()
SHARED_IDS = (("regions", "region_id"), ("sites", "site_id"), ("employers", "employer_id"))


def find_faults(tables: Tables, *, broken_off: frozenset[str] = _NO_TABLES) -> Iterator[Fault]:
    """All faults of the tables. ``broken_off`` names tables that could not be read whole: an id may be theirs."""
    yield from _missing_tables(tables, broken_off)
    yield from _settings(tables.settings)
    for name in TABLES:
        for index, record in enumerate(tables.table(name)):
            yield from _ranges(name, index, record)
            yield from _row_rules(name, index, record)
    yield from _double_ids(tables)
    yield from _references(tables, broken_off)
    yield from _services(tables, broken_off)
    yield from _links(tables)
    yield from _limit_scopes(tables, broken_off)


def find_holes(tables: Tables) -> Iterator[Fault]:
    """Required values that are not there."""
    groups = [("scenario", [tables.settings])] + [(name, list(tables.table(name))) for name in TABLES]
    for name, records in groups:
        for index, record in enumerate(records):
            for f in fields(record):
                if is_required(f) and getattr(record, f.name) is None:
                    spec: Spec = f.metadata["spec"]
                    row = None if name == "scenario" else index
                    yield Fault(table=name, index=row, field=f.name, expected=spec.expects())


def _missing_tables(tables: Tables, broken_off: frozenset[str]) -> Iterator[Fault]:
    for name in REQUIRED_TABLES:
        if getattr(tables, name) is None and name not in broken_off:
            yield Fault(table=name, expected="this table, every scenario needs it")
    if tables.fleet is None and tables.services is None and not broken_off & {"fleet", "services"}:
        yield Fault(table="fleet", expected="this table or services, a scenario needs one of them")


def _settings(settings: Settings) -> Iterator[Fault]:
    yield from _ranges("scenario", None, settings)
    first, last = settings.first_day, settings.last_day
    if first is not None and last is not None and last < first:
        yield Fault(table="scenario", field="last_day", value=last, expected="a last date not before the first one")
    if not _is_zone(settings.timezone):
        yield Fault(
            table="scenario",
            field="timezone",
            value=settings.timezone,
            expected="a time zone like Asia/Shanghai",
        )


def _is_zone(name: str) -> bool:
    if name is None:
        return True
    known = _zones()
    return name in known if known else True


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _fits(value: Any, spec: Spec) -> bool:
    match spec.kind:
        case "whole" | "number":
            right_type = isinstance(value, int) if spec.kind == "whole" else isinstance(value, int | float)
            if not right_type or isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
                return False
            return (
                (spec.least is None or value >= spec.least)
                and (spec.above is None or value > spec.above)
                and (spec.most is None or value <= spec.most)
            )
        case "choice":
            return value in spec.choices
        case "choices":
            return isinstance(value, tuple) and all(word in spec.choices for word in value)
        case "flag":
            return isinstance(value, bool)
        case "moment" | "day" | "clock":
            return isinstance(value, int) and not isinstance(value, bool)
        case "span":
            return isinstance(value, tuple) and len(value) == 2
        case "id" | "reference":
            return isinstance(value, str) and value != ""
        case _:
            return isinstance(value, str)


def _ranges(table: str, index: int | None, record: Any) -> Iterator[Fault]:
    for name, spec in specs(type(record)).items():
        value = getattr(record, name)
        if value is not None and not _fits(value, spec):
            yield Fault(table=table, index=index, field=name, value=value, expected=spec.expects())


def _row_rules(table: str, index: int, record: Any) -> Iterator[Fault]:
    def fault(field: str, expected: str) -> Fault:
        return Fault(table=table, index=index, field=field, value=getattr(record, field), expected=expected)

    match table:
        case "demands":
            if _after(record.ready, record.due):
                yield fault("due", f"a time not before ready, {show_minute(record.ready)}")
            if _after(record.due_from, record.due):
                yield fault("due_from", f"a time not after due, {show_minute(record.due)}")
        case "sites":
            if record.opens is None and record.closes is not None:
                yield fault("opens", "a clock time, as closes has one, or both blank")
            if record.closes is None and record.opens is not None:
                yield fault("closes", "a clock time, as opens has one, or both blank")
        case "vehicle_types":
            if _at_least(record.reserved, record.seats):
                yield fault("reserved", f"fewer than the {record.seats} seats")
        case "services":
            if _at_least(record.reserved, record.unit_seats):
                yield fault("reserved", f"fewer than the {record.unit_seats} seats of a unit")
            if _after(record.min_units, record.max_units):
                yield fault("min_units", f"no more than the {record.max_units} of max_units")
        case "service_stops":
            if record.arrival is None and record.departure is None:
                yield fault("arrival", "a time here or in departure")


def _after(earlier: int | None, later: int | None) -> bool:
    return earlier is not None and later is not None and earlier > later


def _at_least(few: int | None, many: int | None) -> bool:
    return few is not None and many is not None and few >= many


def _double_ids(tables: Tables) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for name, record_class in TABLES.items():
        field = next((f for f, spec in specs(record_class).items() if spec.kind == "id"), None)
        if field is None:
            continue
        seen: set[str] = set()
        for index, record in enumerate(tables.table(name)):
            key = getattr(record, field)
            if key is None:
                continue
            if key in seen:
                yield Fault(table=name, index=index, field=field, value=key, expected="an id used once")
            elif (name, field) in SHARED_IDS:
                if key in owner:
                    expected = f"an id that none of {owner[key]} has, for a limit's scope names one of them"
                    yield Fault(table=name, index=index, field=field, value=key, expected=expected)
                owner.setdefault(key, name)
            seen.add(key)


def _references(tables: Tables, broken_off: frozenset[str]) -> Iterator[Fault]:
    known = {
        name: {getattr(record, field) for record in tables.table(name)}
        for name, record_class in TABLES.items()
        for field, spec in specs(record_class).items()
        if spec.kind == "id"
    }
    for name, record_class in TABLES.items():
        pointers = {f: s for f, s in specs(record_class).items() if s.table and s.table not in broken_off}
        for index, record in enumerate(tables.table(name)):
            for field, spec in pointers.items():
                value = getattr(record, field)
                if value is not None and spec.table and value not in known[spec.table]:
                    yield Fault(table=name, index=index, field=field, value=value, expected=spec.expects())


def _services(tables: Tables, broken_off: frozenset[str]) -> Iterator[Fault]:
    calls: dict[str, list[tuple[int, ServiceStop]]] = {}
    for index, stop in enumerate(tables.table("service_stops")):
        calls.setdefault(stop.service_id, []).append((index, stop))
    if "service_stops" not in broken_off:
        for index, service in enumerate(tables.table("services")):
            count = len(calls.get(service.service_id, ()))
            if service.service_id is not None and count < 2:
                expected = f"two stops or more in service_stops, it has {count}"
                yield Fault(
                    table="services", index=index, field="service_id", value=service.service_id, expected=expected
                )
    for stops in calls.values():
        if any(stop.seq is None for _, stop in stops):
            continue
        yield from _calls_in_order(sorted(stops, key=lambda item: item[1].seq))


def _calls_in_order(stops: list[tuple[int, ServiceStop]]) -> Iterator[Fault]:
    latest: int | None = None
    previous: int | None = None
    for index, stop in stops:
        if stop.seq == previous:
            expected = "a seq used once in its service"
            yield Fault(table="service_stops", index=index, field="seq", value=stop.seq, expected=expected)
        previous = stop.seq
        for field in ("arrival", "departure"):
            at = getattr(stop, field)
            if at is None:
                continue
            if latest is not None and at < latest:
                expected = f"a time not before {show_minute(latest)}, the time before it in service {stop.service_id}"
                yield Fault(table="service_stops", index=index, field=field, value=at, expected=expected)
            latest = at if latest is None else max(at, latest)


def _links(tables: Tables) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, link in enumerate(tables.table("links")):
        if link.from_id is None or link.to_id is None:
            continue
        if (link.from_id, link.to_id) in seen:
            expected = f"a pair of sites given once; {link.from_id} to {link.to_id} was there before"
            yield Fault(table="links", index=index, field="to_id", value=link.to_id, expected=expected)
        seen.add((link.from_id, link.to_id))


def _limit_scopes(tables: Tables, broken_off: frozenset[str]) -> Iterator[Fault]:
    if broken_off & {name for name, _ in SHARED_IDS}:
        return
    ids = {getattr(record, field) for name, field in SHARED_IDS for record in tables.table(name)}
    cities = {f"{r.province}/{r.city}" for r in tables.table("regions") if r.province and r.city}
    for index, limit in enumerate(tables.table("limits")):
        if limit.scope is None:
            continue
        if limit.scope not in ids and limit.scope not in cities:
            expected = "the id of a site, region or employer, or a known province/city"
        elif limit.scope in ids and limit.scope in cities:
            expected = "a scope that means one thing, this is an id and a city"
        else:
            continue
        yield Fault(table="limits", index=index, field="scope", value=limit.scope, expected=expected)
