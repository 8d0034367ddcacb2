"""Records come in, perhaps late, twice and in the wrong order: each is judged by itself, the good ones are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import select

from api.service.people.tables import Worker
from api.service.policy import require
from api.service.policy.finding import find
from api.service.publishing.lineage import lineage
from api.service.publishing.tables import PublishedRun
from api.service.store import Unit
from api.service.travel.progress import follow
from api.service.travel.tables import RunRecord
from api.service.travel.tally import Expected, beyond, holding, tally
from api.service.travel.words import Kind

Status: TypeAlias = Literal["stored", "there", "refused"]
_AHEAD = timedelta(minutes=10)
"""So much may the clock of a recording device be ahead of ours."""

_CAME = frozenset({"boarded", "no_show", "rejected"})


class RefusedError(ValueError):
    """A record that cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a device sends; see ``RunRecord``. ``corrects``: the client's name of the record that this one replaces."""

    client_id: str
    kind: Kind
    seq: int
    demand_id: str
    headcount: int
    happened_at: datetime
    noted_at: datetime | None = None
    worker_id: str | None = None
    reason: str | None = None
    corrects: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an entry: stored now, there already with the same content, or refused, and why."""

    client_id: str
    status: Status
    record: RunRecord | None = None
    refusal: str | None = None


def record(unit: Unit, published_run_id: str, entries: Sequence[Entry]) -> list[Outcome]:
    """Keeps what may be kept, in the order of happening; outcomes in the order of ``entries``.

    Raises NotFoundError for a run that the actor does not see, DeniedError where it may not record.
    """
    run = find(unit, PublishedRun, published_run_id, what="run", lock=True)
    require(unit.actor, "create", "run_records", run)
    book = _Book(unit, run)
    in_order = sorted(range(len(entries)), key=lambda at: (entries[at].happened_at, at))
    outcomes = {at: book.enter(entries[at]) for at in in_order}
    unit.session.flush()
    if any(outcome.status == "stored" for outcome in outcomes.values()):
        follow(unit, run, {outcome.record.demand_id for outcome in outcomes.values() if outcome.record})
    return [outcomes[at] for at in range(len(entries))]


def records_of(unit: Unit, run: PublishedRun) -> list[RunRecord]:
    """All records of a run and of those that it replaced, the corrected ones too, in the order in which they came."""
    chosen = select(RunRecord).where(RunRecord.published_run_id.in_(lineage(unit, run)))
    return list(unit.session.scalars(chosen.order_by(RunRecord.id)))


def expected(run: PublishedRun) -> Expected:
    """What the plan says of a run."""
    boarding: Counter[tuple[int, str]] = Counter()
    alighting: Counter[tuple[int, str]] = Counter()
    for stop in run.stops:
        for party in stop["parties"]:
            boarding[stop["seq"], party["demand_id"]] += party["headcount"]
            alighting[party["alight_seq"], party["demand_id"]] += party["headcount"]
    return Expected(boarding=boarding, alighting=alighting, standby=run.standby)


def at_door(run: PublishedRun, kind: Kind, seq: int, demand_id: str) -> bool:
    """Whether workers begin their journey with this boarding, or end it with this delivery.

    Where the plan has nobody of the demand at that stop, what holds at its other stops of the run.
    """
    own = [(stop["seq"], party) for stop in run.stops for party in stop["parties"] if party["demand_id"] == demand_id]
    ends = kind == "delivered"
    here = [party for at, party in own if (party["alight_seq"] if ends else at) == seq]
    parties = here or [party for _, party in own]
    return any(party["last"] if ends else party["leg"] == 1 for party in parties)


class _Book:
    """One run's records, those that came in this call among them."""

    def __init__(self, unit: Unit, run: PublishedRun) -> None:
        self._unit, self._run = unit, run
        self._records = records_of(unit, run)
        self._by_name = {row.client_id: row for row in self._records}
        self._expected = expected(run)
        self._employers = {party["demand_id"]: party["employer_id"] for stop in run.stops for party in stop["parties"]}

    def enter(self, entry: Entry) -> Outcome:
        try:
            there = self._by_name.get(entry.client_id)
            row = self._new(entry) if there is None else self._again(entry, there)
        except RefusedError as error:
            return Outcome(client_id=entry.client_id, status="refused", refusal=str(error))
        return Outcome(client_id=entry.client_id, status="stored" if there is None else "there", record=row)

    def _again(self, entry: Entry, there: RunRecord) -> RunRecord:
        if _content(self._row(entry)) != _content(there):
            raise RefusedError(f"Another record is called {entry.client_id}. Maybe correct it under a new name.")
        return there

    def _new(self, entry: Entry) -> RunRecord:
        self._check_place(entry)
        self._check_correction(entry)
        self._check_worker(entry)
        row = self._row(entry)
        self._check_counts(entry, row)
        self._unit.add(row)
        self._records.append(row)
        self._by_name[row.client_id] = row
        return row

    def _check_place(self, entry: Entry) -> None:
        if entry.seq not in {stop["seq"] for stop in self._run.stops}:
            raise RefusedError(f"The run has no stop {entry.seq}. Maybe one of 1 to {len(self._run.stops)}.")
        if entry.demand_id not in self._employers:
            raise RefusedError(f"Nobody of demand {entry.demand_id} is on this run. Maybe the run is another one.")
        if entry.happened_at > self._unit.now + _AHEAD:
            raise RefusedError(
                f"It happened at {entry.happened_at}, which is still to come. Maybe the clock of the device is wrong."
            )
        if entry.kind == "rejected" and entry.headcount and not entry.reason:
            raise RefusedError("A rejected worker needs the reason why. Maybe say what was found.")

    def _check_correction(self, entry: Entry) -> None:
        if entry.corrects is None:
            if not entry.headcount:
                raise RefusedError("A record of nobody says nothing. Maybe it corrects another one.")
            return
        old = self._by_name.get(entry.corrects)
        if old is None:
            raise RefusedError(f"There is no record {entry.corrects} of this run. Maybe send that one first.")
        if any(row.corrects_id == old.id for row in self._records):
            raise RefusedError(f"The record {entry.corrects} is corrected already. Maybe correct the newer one.")
        if (old.kind, old.demand_id) != (entry.kind, entry.demand_id):
            raise RefusedError(
                f"The record {entry.corrects} is of another kind or demand. Maybe take it back with headcount 0."
            )

    def _check_worker(self, entry: Entry) -> None:
        if entry.worker_id is None:
            return
        worker = self._unit.session.get(Worker, entry.worker_id)
        if worker is None or worker.origin_id != entry.demand_id or worker.deleted_at is not None:
            raise RefusedError(
                f"There is no worker {entry.worker_id} in demand {entry.demand_id}. Maybe record the heads alone."
            )
        if entry.headcount > 1:
            raise RefusedError(f"A worker is one head, not {entry.headcount}. Maybe one record for each.")
        for row in self._of_worker(entry):
            raise RefusedError(
                f"Worker {entry.worker_id} is recorded as {row.kind} already. Maybe correct that record."
            )

    def _of_worker(self, entry: Entry) -> list[RunRecord]:
        """What holds of the worker and says the same or the opposite; not what the entry corrects."""
        old = self._by_name.get(entry.corrects or "")
        return [
            row
            for row in holding(self._records)
            if row.worker_id == entry.worker_id
            and row is not old
            and (row.kind == entry.kind or {row.kind, entry.kind} <= _CAME)
        ]

    def _check_counts(self, entry: Entry, row: RunRecord) -> None:
        """Refuses what this record makes too much; what was too much before had its reason then."""
        if entry.reason:
            return
        before = {excess.about: excess.amount for excess in beyond(self._expected, tally(self._records))}
        for excess in beyond(self._expected, tally([*self._records, row])):
            if excess.amount > before.get(excess.about, 0):
                raise RefusedError(f"{excess.told}. Maybe give the reason, if it is so.")

    def _row(self, entry: Entry) -> RunRecord:
        run = self._run
        old = self._by_name.get(entry.corrects or "")
        return RunRecord(
            published_run_id=run.id,
            campaign_id=run.campaign_id,
            plan_id=run.plan_id,
            run_id=run.run_id,
            carrier_id=run.carrier_id,
            employer_id=self._employers.get(entry.demand_id, ""),
            demand_id=entry.demand_id,
            worker_id=entry.worker_id,
            client_id=entry.client_id,
            kind=entry.kind,
            seq=entry.seq,
            headcount=entry.headcount,
            at_door=at_door(run, entry.kind, entry.seq, entry.demand_id),
            reason=entry.reason,
            happened_at=entry.happened_at,
            noted_at=entry.noted_at or entry.happened_at,
            corrects_id=None if old is None else old.id,
        )


def _content(row: RunRecord) -> tuple[object, ...]:
    return (
        row.kind, row.seq, row.demand_id, row.worker_id, row.headcount, row.reason, row.happened_at, row.noted_at,
        row.corrects_id,
    )  # fmt: skip
