"""The rules of the generated campaigns and trunks: driving by the safety code of 2018, limits by what travels."""

from __future__ import annotations

from collections import Counter

from optimizer.clock import clock_of
from optimizer.problem import Limit, Settings
from scenarios.generator.ground import Ground


def settings(ground: Ground, name: str, *, unserved: float, drivers: float) -> Settings:
    """Night from 22:00 to 06:00 with two hours at the wheel, no running from 02:00 to 05:00, 80 km/h by day."""
    return Settings(
        name=name,
        first_day=ground.first_day,
        last_day=ground.first_day + ground.days - 1,
        objective_unserved=unserved,
        road_speed_kmh=80.0,
        driving_night=(clock_of("22:00"), clock_of("06:00")),
        driving_curfew=(clock_of("02:00"), clock_of("05:00")),
        driving_max_drivers=drivers,
        coach_max_stand_min=60.0,
        coach_home_end=True,
        transfer_at=("station", "airport"),
        transfer_max_wait_min=480.0,
        journey_max_legs=3.0,
        journey_max_min=2880.0,
        mixing_risk=ground.dice.chance(0.5),
    )


def limits(ground: Ground, *, days: float) -> None:
    """Health desks of the busiest pickups, arrivals of the busiest cities, beds where most are quarantined.

    ``days`` is over how many days the travel spreads.
    """
    dice, draft = ground.dice, ground.draft
    site = {s.site_id: s for s in draft.sites}
    region = {r.region_id: r for r in draft.regions}
    leaving: Counter[str] = Counter()
    arriving: Counter[str] = Counter()
    resting: Counter[str] = Counter()
    for demand in draft.demands:
        leaving[demand.pickup_id] += demand.headcount
        home = region[site[demand.workplace_id].region_id or ""]
        arriving[f"{home.province}/{home.city}"] += demand.headcount
        if demand.quarantine_nights:
            resting[home.region_id] += demand.headcount
    for kind, counts, share in (("depart_per_day", leaving, 0.05), ("arrive_per_day", arriving, 0.3)):
        for scope, heads in counts.most_common(max(2, round(len(counts) * share))):
            _limit(ground, scope, kind, round(heads / days * dice.number(1.2, 2.2)) + 20)
    for scope, heads in resting.most_common(max(1, len(resting) // 4)):
        _limit(ground, scope, "beds", round(heads * dice.number(0.8, 1.2)))


def _limit(ground: Ground, scope: str, kind: str, value: int) -> None:
    limits = ground.draft.limits
    limits.append(Limit(limit_id=f"L{len(limits) + 1:04d}", scope=scope, kind=kind, value=float(value)))
