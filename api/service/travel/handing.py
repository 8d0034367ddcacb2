"""The handover: one employer's workers at the end of a run, and the three signatures for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from api.service.policy import find
from api.service.publishing.lineage import lineage
from api.service.publishing.tables import Publication, PublishedRun
from api.service.store import AUDITED, ConflictError, DeniedError, InvalidError, Unit, new_id
from api.service.travel.tables import Handover, RunRecord, Signature
from api.service.travel.tally import holding
from api.service.travel.words import SIDES, SIGNERS, Side
from scenarios import FileFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A handover with what the record says of its workers, and its signatures in the order of ``SIDES``."""

    handover: Handover
    boarded: int
    no_show: int
    rejected: int
    delivered: int
    signatures: Sequence[Signature]


def prepare_handovers(unit: Unit, publication: Publication) -> int:
    """One handover for each run and each employer whose workers' journeys it ends; how many.

    One that somebody has signed goes on with the run that replaces its own.
    """
    rows = []
    signed = _signed(unit, publication)
    runs = select(PublishedRun).where(PublishedRun.publication_id == publication.id).order_by(PublishedRun.id)
    for run in unit.session.scalars(runs):
        expected: Counter[str] = Counter()
        for party in (party for stop in run.stops for party in stop["parties"] if party["last"]):
            expected[party["employer_id"]] += party["headcount"]
        for employer_id, heads in sorted(expected.items()):
            there = signed.get((run.replaces_id or "", employer_id))
            if there is None:
                rows.append(_row(unit, run, employer_id, heads))
            else:
                there.published_run_id, there.publication_id, there.expected = run.id, publication.id, heads
                there.plan_id, there.run_id, there.carrier_id = run.plan_id, run.run_id, run.carrier_id
    if rows:
        unit.session.execute(insert(Handover), rows, execution_options={AUDITED: True})
        unit.note("create", "handovers", publication.id, after={"publication_id": publication.id, "count": len(rows)})
    return len(rows)


def _signed(unit: Unit, publication: Publication) -> dict[tuple[str, str], Handover]:
    """Handovers of the superseded publication that have a signature, by run and employer."""
    chosen = (
        select(Handover)
        .join(Signature, Signature.handover_id == Handover.id)
        .where(Handover.publication_id == publication.supersedes_id, Signature.deleted_at.is_(None))
    )
    return {(row.published_run_id, row.employer_id): row for row in unit.session.scalars(chosen).unique()}


def _row(unit: Unit, run: PublishedRun, employer_id: str, heads: int) -> dict[str, object]:
    return {
        "id": new_id(),
        "created_at": unit.now,
        "created_by": unit.actor.account_id,
        "changed_at": unit.now,
        "version": 1,
        "published_run_id": run.id,
        "publication_id": run.publication_id,
        "campaign_id": run.campaign_id,
        "plan_id": run.plan_id,
        "run_id": run.run_id,
        "carrier_id": run.carrier_id,
        "employer_id": employer_id,
        "expected": heads,
        "completed_at": None,
    }


def sheet(unit: Unit, handover: Handover) -> Sheet:
    """The handover as it stands."""
    run = unit.session.get_one(PublishedRun, handover.published_run_id)
    records = select(RunRecord).where(
        RunRecord.published_run_id.in_(lineage(unit, run)), RunRecord.employer_id == handover.employer_id
    )
    counts: Counter[str] = Counter()
    for row in holding(unit.session.scalars(records)):
        if row.kind != "delivered" or row.at_door:
            counts[row.kind] += row.headcount
    return Sheet(
        handover=handover,
        boarded=counts["boarded"],
        no_show=counts["no_show"],
        rejected=counts["rejected"],
        delivered=counts["delivered"],
        signatures=_signatures(unit, handover),
    )


def sign(
    unit: Unit, handover_id: str, *, side: Side, signer: str, headcount: int, note: str | None, signed_at: datetime
) -> Sheet:
    """One side signs. The third signature completes the handover.

    Signed again with the same words nothing happens. Raises NotFoundError, DeniedError; ConflictError where the side
    has signed otherwise; InvalidError for heads that differ from those recorded without a note that says why.
    """
    handover = _to_sign(unit, handover_id, side)
    there = {row.side: row for row in _signatures(unit, handover)}
    if side in there:
        _refuse_other(there[side], signer, headcount, note, signed_at)
        return sheet(unit, handover)
    _refuse_unexplained(unit, handover, side, headcount, note)
    unit.add(
        Signature(
            handover_id=handover.id,
            side=side,
            signer=signer,
            headcount=headcount,
            note=note,
            signed_at=signed_at,
            account_id=unit.actor.account_id,
            role=unit.actor.role,
        )
    )
    if len(there) + 1 == len(SIDES):
        handover.completed_at = unit.now
    unit.session.flush()
    return sheet(unit, handover)


def take_back(unit: Unit, handover_id: str, side: Side, version: int | None) -> Sheet:
    """Deletes a signature given by mistake; the log keeps it. ``version`` is the handover's.

    Raises NotFoundError, DeniedError, StaleError; ConflictError where the side has not signed.
    """
    handover = unit.expect(_to_sign(unit, handover_id, side), version)
    for row in _signatures(unit, handover):
        if row.side == side:
            unit.delete(row)
            handover.completed_at = None
            unit.session.flush()
            return sheet(unit, handover)
    raise ConflictError(f"The {side} side has not signed handover {handover_id}. Maybe another one is meant.")


def _to_sign(unit: Unit, handover_id: str, side: Side) -> Handover:
    """The handover, if the actor signs for that side of it. Raises NotFoundError, DeniedError."""
    handover = find(unit, Handover, handover_id, what="handover", action="sign", lock=True)
    if unit.actor.role not in SIGNERS[side]:
        raise DeniedError(
            f"The {side} side is not signed for by the role {unit.actor.role}. Maybe another side is yours."
        )
    return handover


def _signatures(unit: Unit, handover: Handover) -> list[Signature]:
    rows = unit.session.scalars(
        select(Signature).where(Signature.handover_id == handover.id, Signature.deleted_at.is_(None))
    )
    return sorted(rows, key=lambda row: SIDES.index(row.side))


def _refuse_other(there: Signature, signer: str, headcount: int, note: str | None, signed_at: datetime) -> None:
    if (there.signer, there.headcount, there.note, there.signed_at) != (signer, headcount, note, signed_at):
        raise ConflictError(
            f"The {there.side} side has signed for {there.headcount} workers. Maybe take that signature back first."
        )


def _refuse_unexplained(unit: Unit, handover: Handover, side: Side, headcount: int, note: str | None) -> None:
    counted = sheet(unit, handover)
    wanted = counted.boarded if side == "sending" else counted.delivered
    if headcount != wanted and not (note or "").strip():
        what = "boarded" if side == "sending" else "delivered"
        fault = FileFault(
            place="signature", column="headcount", value=headcount, expected=f"the {wanted} who are recorded as {what}"
        )
        raise InvalidError("The heads signed for are not those recorded. Maybe a note says why.", [fault])
