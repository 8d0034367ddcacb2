"""Rule 0 for runs: their stops in order, a service's by its timetable, and the horizon of rule 2."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.check.cells import Rows
from optimizer.check.facts import Facts, WholeRun
from optimizer.check.report import Findings
from optimizer.clock import Minute, show_minute
from optimizer.plan import Run, Stop
from optimizer.problem import Service, ServiceStop


def whole_runs(facts: Facts, rows: Rows, findings: Findings) -> dict[str, WholeRun]:
    """The runs whose stops can be followed; the others are violations of rule ``run`` or ``files``."""
    stops_of: dict[str, list[Stop]] = {run_id: [] for run_id in rows.runs}
    for stop in rows.stops:
        stops_of[stop.run_id].append(stop)
    found = {}
    for run in rows.runs.values():
        whole = _whole(facts, run, sorted(stops_of[run.run_id], key=lambda stop: stop.seq), findings)
        if whole is None:
            findings.complete = False
        else:
            found[run.run_id] = whole
            _in_horizon(facts, whole, findings)
    return found


def _whole(facts: Facts, run: Run, stops: list[Stop], findings: Findings) -> WholeRun | None:
    good = _in_sequence(run, stops, findings)
    for stop in stops:
        if stop.site_id not in facts.problem.site:
            findings.complete = good = False
            text = f"run {run.run_id} stop {stop.seq}: expected a known site, it is {stop.site_id!r}"
            findings.add("files", text, run_id=run.run_id, seq=stop.seq, site_id=stop.site_id)
    service = None
    if run.mode != "coach":
        service = _service(facts, run, findings)
        good = good and service is not None
    if not good:
        return None
    whole = WholeRun(
        stated=run,
        service=service,
        sites=[facts.problem.site[stop.site_id] for stop in stops],
        arrival=[],
        departure=[],
        board=[stop.board for stop in stops],
        alight=[stop.alight for stop in stops],
    )
    timed = _coach_times(whole, stops, findings) if service is None else _by_timetable(facts, whole, stops, findings)
    return whole if timed else None


def _in_sequence(run: Run, stops: list[Stop], findings: Findings) -> bool:
    good = True
    seqs = [stop.seq for stop in stops]
    if seqs != list(range(1, len(stops) + 1)):
        findings.add("run", f"run {run.run_id}: seq is {_some(seqs)}, it counts 1, 2, 3 …", run_id=run.run_id)
        good = False
    if len(stops) < 2:
        findings.add("run", f"run {run.run_id}: {len(stops)} stops, a run has two or more", run_id=run.run_id)
        good = False
    return good


def _some(seqs: list[int]) -> str:
    return ", ".join(map(str, seqs[:12])) + (" …" if len(seqs) > 12 else "")


def _service(facts: Facts, run: Run, findings: Findings) -> Service | None:
    service = facts.problem.service.get(run.service_id or "")
    if service is None:
        findings.complete = False
        text = f"run {run.run_id}: expected a known service, it is {run.service_id!r}"
        findings.add("files", text, run_id=run.run_id, service_id=run.service_id)
    elif service.mode != run.mode:
        text = f"run {run.run_id}: its mode is {run.mode}, service {service.service_id} is a {service.mode}"
        findings.add("run", text, run_id=run.run_id, service_id=service.service_id)
    return service


def _coach_times(whole: WholeRun, stops: list[Stop], findings: Findings) -> bool:
    good = True
    for stop in stops:
        lacking = None
        if stop.arrival is None:
            lacking = "arrival"
        elif stop.departure is None and stop.seq < len(stops):
            lacking = "departure"
        if lacking:
            text = f"{whole.name} stop {stop.seq}: no {lacking}; only the departure at the last stop may be blank"
            findings.add("run", text, run_id=stop.run_id, seq=stop.seq)
            good = False
        else:
            whole.arrival.append(stop.arrival or 0)
            whole.departure.append(stop.departure)
    return good


def _by_timetable(facts: Facts, whole: WholeRun, stops: list[Stop], findings: Findings) -> bool:
    """Takes the timetable's times over, whatever the plan states."""
    service_id = whole.stated.service_id or ""
    calls = facts.problem.stops_of[service_id]
    called, stopped = [call.site_id for call in calls], [stop.site_id for stop in stops]
    if called != stopped:
        text = f"{whole.name}: stops at {', '.join(stopped)}; service {service_id} calls at {', '.join(called)}"
        findings.add("run", text, run_id=whole.stated.run_id, service_id=service_id)
        return False
    for stop, call in zip(stops, calls, strict=True):
        for what, stated, expected in _differing(stop, call):
            text = f"{whole.name} stop {stop.seq}: {what} {_time(stated)}, service {service_id} says {_time(expected)}"
            findings.add("run", text, run_id=stop.run_id, seq=stop.seq, service_id=service_id)
        arrival = call.departure if call.arrival is None else call.arrival
        if arrival is None:
            text = f"{whole.name} stop {stop.seq}: service {service_id} has no time there"
            findings.add("run", text, run_id=stop.run_id, seq=stop.seq, service_id=service_id)
            return False
        whole.arrival.append(arrival)
        whole.departure.append(arrival if call.departure is None else call.departure)
    return True


def _differing(stop: Stop, call: ServiceStop) -> Iterator[tuple[str, Minute | None, Minute | None]]:
    """Stated times that are not the timetable's; where this has one of the two, the other may be blank or equal."""
    for what, stated, own, other in (
        ("arrival", stop.arrival, call.arrival, call.departure),
        ("departure", stop.departure, call.departure, call.arrival),
    ):
        if stated != own and (own is not None or stated != other):
            yield what, stated, other if own is None else own


def _time(minute: Minute | None) -> str:
    return "blank" if minute is None else show_minute(minute)


def _in_horizon(facts: Facts, whole: WholeRun, findings: Findings) -> None:
    first, last = facts.problem.first_minute, facts.problem.last_minute
    for at, times in enumerate(zip(whole.arrival, whole.departure, strict=True)):
        for minute in sorted({time for time in times if time is not None}):
            if not first <= minute <= last:
                text = (
                    f"{whole.name} stop {at + 1}: {show_minute(minute)} lies outside the horizon, "
                    f"{show_minute(first)} to {show_minute(last)}"
                )
                amount = max(first - minute, minute - last)
                findings.add("2", text, amount=amount, run_id=whole.stated.run_id, seq=at + 1)


def count_riders(runs: Mapping[str, WholeRun], findings: Findings) -> None:
    """Replaces the stated numbers boarding and alighting by those of the riders; a difference is rule ``run``.

    Where a part of the riders could not be used, a stop that states more than are known is no difference.
    """
    for whole in runs.values():
        board, alight = [0] * len(whole.sites), [0] * len(whole.sites)
        for aboard in whole.riders:
            board[aboard.on] += aboard.headcount
            alight[aboard.off] += aboard.headcount
        stops = zip(whole.board, whole.alight, board, alight, strict=True)
        for at, (stated_on, stated_off, on, off) in enumerate(stops):
            same = stated_on == on and stated_off == off
            if not same and (findings.complete or stated_on < on or stated_off < off):
                text = (
                    f"{whole.name} stop {at + 1}: states {stated_on} boarding and {stated_off} alighting, "
                    f"the riders are {on} and {off}"
                )
                amount = max(abs(stated_on - on), abs(stated_off - off))
                findings.add("run", text, amount=amount, run_id=whole.stated.run_id, seq=at + 1)
        whole.board, whole.alight = board, alight
