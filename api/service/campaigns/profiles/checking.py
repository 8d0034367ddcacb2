"""A profile's document checked by its schema; every fault is told, each at its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from api.service.campaigns.profiles import form
from api.service.store import InvalidError
from optimizer.problem.fields import Spec
from optimizer.problem.records import RISKS
from scenarios import FileFault
from scenarios.advice import closest
from scenarios.cells import BadCellError, is_blank, read_cell, show_cell
from scenarios.raw import RawScenario
from scenarios.settings import read_settings, show_settings

PLACE = "profile"
_LONGEST_TEXT = 2000
_MOST_ENTRIES = 500
_TEXT = re.compile(rf"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]{{0,{_LONGEST_TEXT}}}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


def checked(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The document in its normal form: dates as texts, every key of every entry there. Raises InvalidError."""
    reader = _Reader()
    document = reader.document(raw)
    refuse(reader.faults, "profile")
    return document


def overridden(document: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The document with other values at some addresses, checked again.

    Addresses: ``settings.KEY``, ``caps.ID.share`` (and ``from``, ``to``, ``trip``, ``risk``), ``limits.ID.value``,
    ``quarantine.RISK``; None takes the entry (or the cap's date, trip or risk) away. Raises InvalidError.
    """
    reader = _Reader()
    found = {
        **document,
        "settings": dict(document["settings"]),
        "caps": [dict(cap) for cap in document["caps"]],
        "limits": [dict(limit) for limit in document["limits"]],
        "quarantine": dict(document["quarantine"]),
    }
    for address, value in overrides.items():
        if not _put(found, address, value):
            hint = closest(address, list(addresses(document)))
            advice = f"Maybe {hint} was meant." if hint else ""
            reader.complain("an address of the profile, such as settings.driving.break_min", address, value, advice)
    again = reader.document(found)
    refuse(reader.faults, "rules of the campaign")
    return again


def addresses(document: Mapping[str, Any]) -> Iterator[str]:
    """Everything that a campaign may override."""
    yield from (f"settings.{key}" for key in form.rule_keys())
    yield from (f"caps.{cap['id']}.share" for cap in document["caps"])
    yield from (f"limits.{limit['id']}.value" for limit in document["limits"])
    yield from (f"quarantine.{risk}" for risk in RISKS)


def refuse(faults: list[FileFault], what: str) -> None:
    """Raises InvalidError where there are faults."""
    if faults:
        count = f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}"
        raise InvalidError(f"{count} in the {what}, nothing was done.", faults)


def _put(document: dict[str, Any], address: str, value: Any) -> bool:
    """Puts one value in its place; False where there is no such address."""
    part, _, rest = address.partition(".")
    told = {"verified": False, "note": "set by the campaign"}
    if part == "settings" and rest in form.rule_keys():
        if value is None:
            document["settings"].pop(rest, None)
        else:
            document["settings"][rest] = {"value": value, "source": None, **told}
        return True
    if part == "quarantine" and rest in RISKS:
        document["quarantine"].pop(rest, None)
        if value is not None:
            document["quarantine"][rest] = {"nights": value, "source": None, **told}
        return True
    if part in ("caps", "limits"):
        return _put_entry(document, part, rest, value, told)
    return False


def _put_entry(document: dict[str, Any], part: str, rest: str, value: Any, told: dict[str, Any]) -> bool:
    name, _, field = rest.partition(".")
    entry = next((entry for entry in document[part] if entry["id"] == name), None)
    fields = ("share", "from", "to", "trip", "risk") if part == "caps" else ("value",)
    if entry is None or (field and field not in fields):
        return False
    if not field:
        document[part].remove(entry)
        return value is None
    entry |= {"source": None, **told}
    if value is None and field not in ("share", "value"):
        entry.pop(field, None)
    else:
        entry[field] = value
    return True


class _Reader:
    """Reads a document; ``faults`` has all that is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[FileFault] = []
        self._sources: Mapping[str, Any] = {}

    def complain(self, expected: str, address: str, value: Any = None, advice: str = "") -> None:
        self.faults.append(
            FileFault(
                place=PLACE, column=address, value="" if value is None else value, expected=expected, advice=advice
            )
        )

    def document(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        self._known_keys("", raw, form.TOP)
        if raw.get("format") != form.FORMAT or isinstance(raw.get("format"), bool):
            self.complain(f"{form.FORMAT}, the format of this version", "format", raw.get("format"))
        self._sources = {name: self._source(name, entry) for name, entry in self._entries(raw, "sources")}
        return {
            "format": form.FORMAT,
            "name": self._name(raw.get("name")),
            "edition": self._edition(raw.get("edition")),
            "title": self._text("title", raw.get("title"), needed=True),
            "title_zh": self._text("title_zh", raw.get("title_zh")),
            "about": self._text("about", raw.get("about")),
            "sources": self._sources,
            "settings": self._settings(dict(self._entries(raw, "settings"))),
            "caps": [self._cap(address, entry) for address, entry in self._listed(raw, "caps")],
            "limits": [self._limit(address, entry) for address, entry in self._listed(raw, "limits")],
            "quarantine": {risk: self._nights(risk, entry) for risk, entry in self._risks(raw)},
        }

    def _name(self, value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(form.NAME_PATTERN, value):
            self.complain("small letters, digits and hyphens, such as spring-2021", "name", value)
            return ""
        return value

    def _edition(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
            self.complain("a whole number from 1 to 1000000", "edition", value)
            return 1
        return value

    def _text(self, address: str, value: Any, *, needed: bool = False) -> str:
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not _TEXT.fullmatch(value) or (needed and not value.strip()):
            self.complain(f"a text of at most {_LONGEST_TEXT} letters, without control characters", address, value)
            return ""
        return " ".join(value.split())

    def _known_keys(self, address: str, entry: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in entry:
            if key not in known:
                hint = closest(str(key), list(known))
                advice = f"Maybe {hint} was meant." if hint else ""
                self.complain(f"one of the keys {', '.join(known)}", f"{address}{key}", None, advice)

    def _entries(self, raw: Mapping[str, Any], part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        found = raw.get(part, {})
        if not isinstance(found, Mapping) or len(found) > _MOST_ENTRIES:
            self.complain(f"an object of at most {_MOST_ENTRIES} entries by their keys", part, None)
            return
        for key, entry in found.items():
            if isinstance(entry, Mapping):
                yield str(key), entry
            else:
                self.complain("an object with value, source and verified", f"{part}.{key}", entry)

    def _listed(self, raw: Mapping[str, Any], part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        found = raw.get(part, [])
        if not isinstance(found, list | tuple) or len(found) > _MOST_ENTRIES:
            self.complain(f"a list of at most {_MOST_ENTRIES} objects", part, None)
            return
        seen: set[str] = set()
        for at, entry in enumerate(found, 1):
            if not isinstance(entry, Mapping):
                self.complain("an object with id, source and verified", f"{part}.{at}", entry)
                continue
            name = entry.get("id")
            if not isinstance(name, str) or not _ID.fullmatch(name) or name in seen:
                self.complain("letters, digits, _ and -, and no id twice", f"{part}.{at}.id", name)
                name = str(at)
            seen.add(name)
            yield name, entry

    def _source(self, name: str, entry: Mapping[str, Any]) -> dict[str, str]:
        address = f"sources.{name}."
        if not _ID.fullmatch(name):
            self.complain("letters, digits, _ and - for a source's name", f"sources.{name}", None)
        self._known_keys(address, entry, form.SOURCE_KEYS)
        found = {key: self._text(f"{address}{key}", _as_text(entry.get(key))) for key in form.SOURCE_KEYS}
        if found["date"] and not re.fullmatch(form.DATE_PATTERN, found["date"]):
            self.complain("a year, a month or a day, such as 2020-03 or 2020-03-10", f"{address}date", found["date"])
        return found

    def _told(self, address: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        """Source, verified, note: what every number comes with."""
        source, verified = entry.get("source"), entry.get("verified")
        if not isinstance(verified, bool):
            self.complain("true or false", f"{address}verified", verified)
            verified = False
        known = self._sources.get(source) if isinstance(source, str) else None
        if source is not None and known is None:
            self.complain("one of the profile's sources", f"{address}source", source)
        elif verified and not (known and known["publisher"] and known["date"]):
            self.complain("false, where the source has no publisher or no date", f"{address}verified", verified)
        return {"source": source, "verified": verified, "note": self._text(f"{address}note", entry.get("note"))}

    def _settings(self, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for key, entry in entries.items():
            if key not in form.rule_keys():
                hint = closest(key, list(form.rule_keys()))
                advice = f"Maybe {hint} was meant." if hint else ""
                self.complain("a setting of a scenario that is a rule", f"settings.{key}", None, advice)
            else:
                self._known_keys(f"settings.{key}.", entry, ("value", *form.ABOUT_ENTRY))
                given[key] = entry.get("value")
        raw = RawScenario(settings_place=PLACE, place_of=str, settings={"horizon": ["2020-01-01"] * 2, **given})
        settings, _ = read_settings(raw)
        for fault in raw.faults:
            self.complain(fault.expected, f"settings.{fault.column}", fault.value, fault.advice)
        blank = [key for key, value in given.items() if is_blank(value) or (isinstance(value, list) and not value)]
        for key in blank:
            self.complain("a value; a rule that is off is left out", f"settings.{key}", None)
        shown = {} if raw.faults else show_settings(settings)
        return {
            key: {"value": shown.get(key), **self._told(f"settings.{key}.", entries[key])}
            for key in given
            if shown.get(key) is not None or raw.faults
        }

    def _cells(
        self, address: str, entry: Mapping[str, Any], specs: Mapping[str, Spec], needed: frozenset[str]
    ) -> dict[str, Any]:
        self._known_keys(f"{address}.", entry, ("id", *specs, *form.ABOUT_ENTRY))
        found: dict[str, Any] = {}
        for name, spec in specs.items():
            value = entry.get(name)
            if is_blank(value):
                if name in needed:
                    self.complain(spec.expects(), f"{address}.{name}", value)
                continue
            try:
                found[name] = show_cell(read_cell(value, spec), spec)
            except BadCellError:
                self.complain(spec.expects(), f"{address}.{name}", _as_text(value))
        return found

    def _cap(self, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        address = f"caps.{name}"
        found = self._cells(address, entry, form.CAP, form.CAP_REQUIRED)
        if found.get("from", "") > found.get("to", "9999"):
            self.complain(f"a date not before {found['from']}", f"{address}.to", found["to"])
        return {"id": name, **found, **self._told(f"{address}.", entry)}

    def _limit(self, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        address = f"limits.{name}"
        found = self._cells(address, entry, form.LIMIT, frozenset(form.LIMIT))
        return {"id": name, **found, **self._told(f"{address}.", entry)}

    def _risks(self, raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for risk, entry in self._entries(raw, "quarantine"):
            if risk in RISKS:
                yield risk, entry
            else:
                self.complain(f"one of the levels {', '.join(RISKS)}", f"quarantine.{risk}", None)

    def _nights(self, risk: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        address = f"quarantine.{risk}"
        found = self._cells(address, entry, {"nights": form.NIGHTS}, frozenset({"nights"}))
        return {**found, **self._told(f"{address}.", entry)}


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
