"""A roster taken in: good rows become workers of the request, every broken one is told by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import func, select

from api.service.campaigns.tables import Campaign
from api.service.people.keys import campaign_key, keys_of
from api.service.people.person import Person, read_person
from api.service.people.places import FreePlaces
from api.service.people.sealing import unseal_fields
from api.service.people.tables import Worker, WorkerKey
from api.service.people.vault import Vault
from api.service.people.workers import (
    ChangedWorker,
    NewWorker,
    add_workers,
    by_ids,
    change_workers,
    document_digest,
)
from api.service.policy import require
from api.service.requests.filing import changeable
from api.service.requests.freeze import today_of
from api.service.requests.roster.columns import COLUMNS, column_of
from api.service.requests.roster.file import ROSTER, Line, lines, unreadable
from api.service.requests.tables import Request
from api.service.store import Unit
from scenarios import FileFault

MOST_ROWS = 100_000
_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class RosterReport:
    """What became of a roster. ``faults`` are the first ones by row, ``fault_count`` is of all.

    ``named`` and ``headcount`` count the request's workers with a name and its places afterwards.
    """

    rows: int = 0
    broken: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    without_place: int = 0
    named: int = 0
    headcount: int = 0
    unknown_columns: list[str] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    fault_count: int = 0


def take_roster(unit: Unit, vault: Vault, request_id: str, data: bytes, *, most_faults: int = 1000) -> RosterReport:
    """Takes in a workbook or CSV file. A row whose document is known already corrects that worker.

    Raises InvalidError for a file that is no roster, and what ``changeable`` raises.
    """
    request = changeable(unit, request_id)
    require(unit.actor, "create", "rosters", request)
    upload = _Upload(unit, vault, request, most_faults)
    upload.run(lines(data))
    return upload.report


class _Upload:
    def __init__(self, unit: Unit, vault: Vault, request: Request, most_faults: int) -> None:
        self._unit, self._vault, self._request, self._most = unit, vault, request, most_faults
        campaign = unit.get(Campaign, request.campaign_id, what="campaign")
        self._today = today_of(unit, campaign)
        self._hash_key = campaign_key(unit, vault, request.campaign_id)
        self._known = _known(unit, request.id)
        self._free = FreePlaces(unit, request)
        self._rows_of: dict[bytes, int] = {}
        self.report = RosterReport()

    def run(self, table: Iterator[Line]) -> None:
        people = self._people(table)
        while some := list(islice(people, _AT_ONCE)):
            self._add([(key, person) for key, person in some if key not in self._known])
            self._change({self._known[key]: person for key, person in some if key in self._known})
        report, request = self.report, self._request
        counted = select(func.count()).where(Worker.request_id == request.id, Worker.deleted_at.is_(None))
        report.named = self._unit.session.scalar(counted) or 0
        report.headcount = sum(origin.headcount or 0 for origin in request.origins)
        self._unit.note(
            "upload", "rosters", request.id,
            after={key: getattr(report, key) for key in ("rows", "broken", "added", "changed", "unchanged")},
        )  # fmt: skip

    def _people(self, table: Iterator[Line]) -> Iterator[tuple[bytes, Person]]:
        """The good rows with their documents' hashes; the others go to the faults."""
        heading = next(table, None)
        if heading is None:
            raise unreadable("a heading and rows, this is empty")
        columns = self._columns(*heading)
        for number, cells in table:
            self.report.rows += 1
            if self.report.rows > MOST_ROWS:
                raise unreadable(f"at most {MOST_ROWS} rows", "Maybe split it: another roster adds to the first.")
            outcome = self._read(number, columns, cells)
            if outcome is not None:
                yield outcome

    def _columns(self, number: int, cells: Sequence[Any]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            heading = str(cell).strip()
            name = column_of(heading)
            if name is None:
                self.report.unknown_columns += [heading[:100]] if heading else []
            elif name in found:
                raise unreadable(f"each column once, {heading[:100]} is there twice", row=number)
            else:
                found[name] = at
        for column in COLUMNS:
            if column.required and column.name not in found:
                advice = "Maybe the heading is not the first row, or the template has the right one."
                raise unreadable(f"a heading with a column {column.en} ({column.zh})", advice, number)
        return found

    def _read(self, number: int, columns: Mapping[str, int], cells: Sequence[Any]) -> tuple[bytes, Person] | None:
        width = len(cells)
        outcome = read_person({name: cells[at] for name, at in columns.items() if at < width}, self._today)
        if not isinstance(outcome, Person):
            self.report.broken += 1
            for fault in outcome:
                self._tell(number, *fault)
            return None
        key = document_digest(self._hash_key, outcome.fields)
        first = self._rows_of.setdefault(key, number)
        if first != number:
            self.report.broken += 1
            self._tell(number, "id_number", "", f"a document that is here once, row {first} has it too")
            return None
        return key, outcome

    def _tell(self, row: int, column: str, value: str, expected: str, advice: str = "") -> None:
        self.report.fault_count += 1
        if len(self.report.faults) < self._most:
            fault = FileFault(
                place=ROSTER, row=row, column=column, value=value or None, expected=expected, advice=advice
            )
            self.report.faults.append(fault)

    def _add(self, people: Sequence[tuple[bytes, Person]]) -> None:
        new = []
        for key, person in people:
            place = self._free.take(person.fields.get("pickup", ""), person.fields.get("home_county", ""))
            self.report.without_place += place is None
            origin_id, number = place or (None, None)
            new.append(NewWorker(fields=person.fields, digest=key, origin_id=origin_id, place=number))
        add_workers(self._unit, self._vault, self._request, new)
        self.report.added += len(new)

    def _change(self, people: Mapping[str, Person]) -> None:
        rows = by_ids(self._unit, Worker.id, people)
        keys = keys_of(self._unit, self._vault, people)
        changed = [
            ChangedWorker(row=row, key=keys[row.id], fields=people[row.id].fields)
            for row in rows
            if row.id in keys and unseal_fields(keys[row.id], row.id, row.sealed or b"") != people[row.id].fields
        ]
        change_workers(self._unit, changed)
        self.report.changed += len(changed)
        self.report.unchanged += len(people) - len(changed)


def _known(unit: Unit, request_id: str) -> Mapping[bytes, str]:
    """The workers of a request by their documents' hashes."""
    chosen = select(WorkerKey.digest, WorkerKey.holder_id).where(WorkerKey.request_id == request_id)
    return {key: holder_id for key, holder_id in unit.session.execute(chosen).tuples() if key is not None}
