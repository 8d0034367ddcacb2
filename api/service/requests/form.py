"""The one form: what an employer may give, and every fault in it at once, by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from api.service.campaigns.tables import Campaign
from api.service.people.documents import phone_number
from api.service.store import InvalidError
from optimizer.clock import DAY_MINUTES, Minute, minute_of, show_minute
from optimizer.problem.fields import Spec
from scenarios import FileFault
from scenarios.advice import advise
from scenarios.places import Place, find, resembling
from scenarios.places.datum import Coordinates, to_wgs84

FORM = "request"
MOST_HEADS = 100_000
MOST_ORIGINS = 500
_MOMENT = Spec(kind="moment")
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """A place as somebody gives it: by name, or by coordinates and a name of their own."""

    name: str = ""
    city: str = ""
    province: str = ""
    lat: float | None = None
    lon: float | None = None
    coordinates: Coordinates = "wgs84"


@dataclass(frozen=True, slots=True, kw_only=True)
class From:
    """Workers from one place. ``id`` keeps an origin that is there already; blank times are the form's."""

    id: str | None = None
    place: Where = field(default_factory=Where)
    headcount: int | None = None
    ready: str | None = None
    due_from: str | None = None
    due: str | None = None
    splittable: bool = True
    min_group: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What is given; None: not given, so it stays as it is. ``ready``, ``due_from`` and ``due`` hold for every origin
    that says nothing else. Times are local to the campaign: ``2020-03-10 07:30``.
    """

    site: Where | None = None
    contact: str | None = None
    phone: str | None = None
    priority_claim: str | None = None
    remarks: str | None = None
    ready: str | None = None
    due_from: str | None = None
    due: str | None = None
    origins: Sequence[From] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place that is known: WGS-84 degrees; ``source`` is ``gazetteer`` or ``given``."""

    name: str
    city: str
    province: str
    lat: float | None
    lon: float | None
    source: str | None


class Checked:
    """A form whose every value can be kept. Raises InvalidError with all faults, in the form's order."""

    def __init__(self, form: Form, campaign: Campaign) -> None:
        self._faults: list[FileFault] = []
        self._campaign = campaign
        self.form = form
        self.site = None if form.site is None else self._place(form.site, "site", kind="workplace")
        self.phone = self._phone(form.phone)
        wanted = {name: self._moment(getattr(form, name), name) for name in ("ready", "due_from", "due")}
        self.origins = [self._origin(origin, f"origins.{at}", wanted) for at, origin in enumerate(form.origins or ())]
        if self._faults:
            count = "1 field" if len(self._faults) == 1 else f"{len(self._faults)} fields"
            raise InvalidError(f"{count} of the form cannot be used, nothing was done.", self._faults)

    def _origin(self, origin: From, at: str, wanted: dict[str, str | None]) -> dict[str, Any]:
        place = self._place(origin.place, f"{at}.place", kind="pickup")
        heads = origin.headcount
        if heads is not None and not 1 <= heads <= MOST_HEADS:
            self._amiss(f"{at}.headcount", heads, f"a whole number from 1 to {MOST_HEADS}")
        if origin.min_group < 1 or origin.min_group > (heads or MOST_HEADS):
            self._amiss(f"{at}.min_group", origin.min_group, "a whole number from 1 to the headcount")
        times = {
            name: self._moment(getattr(origin, name), f"{at}.{name}") or wanted[name]
            for name in ("ready", "due_from", "due")
        }
        self._order(times, at)
        return {
            "id": origin.id,
            "place_name": place.name, "city": place.city, "province": place.province,
            "lat": place.lat, "lon": place.lon, "source": place.source,
            "headcount": heads, "splittable": origin.splittable, "min_group": origin.min_group,
            **times,
        }  # fmt: skip

    def _order(self, times: dict[str, str | None], at: str) -> None:
        ready, due_from, due = times["ready"], times["due_from"], times["due"]
        if ready is not None and due is not None and due < ready:
            self._amiss(
                f"{at}.due", due, f"a time not before ready, {ready}", "Maybe ready and due have changed places."
            )
        if due_from is not None and due is not None and due_from > due:
            advice = "Maybe due_from and due have changed places."
            self._amiss(f"{at}.due_from", due_from, f"a time not after due, {due}", advice)

    def _moment(self, text: str | None, column: str) -> str | None:
        if text is None or not text.strip():
            return None
        try:
            minute = minute_of(text.strip())
        except ValueError:
            self._amiss(column, text, _MOMENT.expects(), advise(_MOMENT, text))
            return None
        first, last = self._span
        if not first <= minute <= last:
            advice = "Maybe the year is another one, or another campaign was meant."
            self._amiss(column, text, f"a time of the campaign, {show_minute(first)} to {show_minute(last)}", advice)
        return show_minute(minute)

    @cached_property
    def _span(self) -> tuple[Minute, Minute]:
        first, last = self._campaign.first_day.toordinal(), self._campaign.last_day.toordinal()
        return first * DAY_MINUTES, (last + 1) * DAY_MINUTES - 1

    def _phone(self, text: str | None) -> str | None:
        if text is None or not text.strip():
            return text and ""
        try:
            return phone_number(text)
        except ValueError as error:
            self._amiss("phone", None, str(error))
            return None

    def _place(self, where: Where, column: str, *, kind: str) -> Found:
        given = {"name": where.name.strip(), "city": where.city.strip(), "province": where.province.strip()}
        if where.lat is not None or where.lon is not None:
            return self._given(where, given, column)
        if not given["name"]:
            return Found(**given, lat=None, lon=None, source=None)
        found = find(given["name"], kind=kind, city=given["city"], province=given["province"])
        if len(found) != 1:
            self._amiss(f"{column}.name", given["name"], *_told(given["name"], kind, found))
            return Found(**given, lat=None, lon=None, source=None)
        place = found[0]
        given |= {"city": place.city, "province": place.province}
        return Found(**given, lat=place.lat, lon=place.lon, source="gazetteer")

    def _given(self, where: Where, given: dict[str, str], column: str) -> Found:
        for axis, value, most in (("lat", where.lat, 90), ("lon", where.lon, 180)):
            if value is None or not -most <= value <= most:
                self._amiss(f"{column}.{axis}", value, f"degrees from -{most} to {most}, and both of lat and lon")
        if not given["name"]:
            self._amiss(f"{column}.name", "", "a name for the place, beside its coordinates")
        lat, lon = to_wgs84(where.lat or 0.0, where.lon or 0.0, where.coordinates)
        return Found(**given, lat=lat, lon=lon, source="given")

    def _amiss(self, column: str, value: object, expected: str, advice: str = "") -> None:
        self._faults.append(FileFault(place=FORM, column=column, value=value, expected=expected, advice=advice))


def _told(name: str, kind: str, found: Sequence[Place]) -> tuple[str, str]:
    """What was expected, and advice, where a name is that of no place or of several."""
    if found:
        names = ", ".join(str(place) for place in found[:_SHOWN])
        return f"the name of one place, this is that of {len(found)}: {names}", "Maybe name its city and province."
    alike = ", ".join(str(place) for place in resembling(name, kind=kind)[:_SHOWN])
    return "the name of a place, or its coordinates", f"Maybe {alike}." if alike else "Maybe give its coordinates."


def lacking(rows: Iterator[tuple[str, object]]) -> list[FileFault]:
    """A fault for each field of ``rows`` that has no value."""
    return [
        FileFault(place=FORM, column=column, expected="a value, a request cannot be submitted without it")
        for column, value in rows
        if value is None or value == ""
    ]
