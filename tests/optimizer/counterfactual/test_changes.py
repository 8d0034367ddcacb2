"""Every kind of change where it is known by hand: with it planning serves them, with a bit less it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.check import check
from optimizer.clock import day_of
from optimizer.counterfactual import cheapest_changes
from optimizer.counterfactual.cheapest import judge
from optimizer.counterfactual.residual import Residual
from optimizer.counterfactual.trial import Trials, plan_whole
from optimizer.counterfactual.world import World
from optimizer.plan import Change, Plan, Unserved
from optimizer.problem import Cap, Demand, FleetRow, Limit
from tests.optimizer.case import Case, at
from tests.optimizer.counterfactual.beside import together

ONE_COACH = 490.0
"""Money of the coach of ``direct``: a day 100, 100 km at 2, 140 km empty at 1, a driver's day 50."""

TWO_DAYS = 640.0


def change_for(case: Case, plan: Plan | None = None, count: int = 10, demand: str = "A") -> Change | None:
    """What would bring ``count`` workers left of a demand beside a plan, by default one that serves nobody."""
    row = Unserved(demand_id=demand, headcount=count, reason="not_found_in_time", proven=False, detail="")
    ((_, change),) = cheapest_changes(case.problem, plan or Plan(), [row])
    return change


def told(case: Case, count: int = 10) -> tuple[str, str, float, float]:
    """Kind, subject, amount and money of the change."""
    change = change_for(case, count=count)
    assert change is not None
    assert (change.demand_id, change.headcount) == ("A", count)
    return change.kind, change.subject, change.amount, pytest.approx(change.money)


def money(case: Case) -> float | None:
    """What a plan that serves everybody costs; None where none was found."""
    served = plan_whole(case.problem, 60, lambda: False)
    return None if served is None else served.money


def test_a_trial_ends_when_it_is_asked_to(direct: Case) -> None:
    assert plan_whole(direct.problem, 60, lambda: False) is not None
    assert plan_whole(direct.problem, 60, lambda: True) is None


def test_due_later(direct: Case) -> None:
    """Ready at 06:00 and two hours to drive."""
    early = direct.given("demands", "A", due=at("10 07:30"))
    assert told(early) == ("due", "A", 30, ONE_COACH)
    assert money(early.given("demands", "A", due=at("10 08:00"))) == pytest.approx(ONE_COACH)
    assert money(early.given("demands", "A", due=at("10 07:59"))) is None


def test_ready_earlier(direct: Case) -> None:
    """The horizon ends at 23:59, so they have to be ready two hours before; the coach is back on a second day."""
    late = direct.given("demands", "A", ready=at("11 22:30"), due=at("11 23:59"))
    assert told(late) == ("ready", "A", 31, TWO_DAYS)
    assert money(late.given("demands", "A", ready=at("11 21:59"))) == pytest.approx(TWO_DAYS)
    assert money(late.given("demands", "A", ready=at("11 22:00"))) is None


def test_smaller_groups(direct: Case) -> None:
    """Thirty together have no coach of 20 seats; fifteen and fifteen have two."""
    crowd = direct.given("demands", "A", headcount=30, splittable=False, due=at("10 09:00"))
    crowd = crowd.given("fleet", "D", count=2)
    assert told(crowd, 30) == ("split", "A", 15, 2 * ONE_COACH)
    assert money(crowd.given("demands", "A", splittable=True, min_group=15)) == pytest.approx(2 * ONE_COACH)
    assert money(crowd.given("demands", "A", splittable=True, min_group=16)) is None


def test_a_limit_raised(direct: Case) -> None:
    """Four a day may leave; ten want to on the only day that they have."""
    desk = direct.also_given("limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=4))
    assert told(desk) == ("limit", "L", 6, ONE_COACH)
    assert money(desk.given("limits", "L", value=10)) == pytest.approx(ONE_COACH)
    assert money(desk.given("limits", "L", value=9)) is None
    change = change_for(desk)
    assert change is not None
    assert change.date == day_of("2020-03-10")


def test_beds_on_all_nights_of_those_who_arrive_together(direct: Case) -> None:
    nights = direct.given("demands", "A", quarantine_nights=2)
    beds = nights.also_given("limits", Limit(limit_id="B", scope="RW", kind="beds", value=3))
    assert told(beds) == ("limit", "B", 7, ONE_COACH)
    assert money(beds.given("limits", "B", value=10)) == pytest.approx(ONE_COACH)
    assert money(beds.given("limits", "B", value=9)) is None


def test_a_coach(direct: Case) -> None:
    none = direct.given("fleet", "D", count=0)
    assert told(none) == ("coach", "bus@D", 1, ONE_COACH)
    dated = none.also_given(
        "fleet",
        FleetRow(depot_id="D", type_id="bus", count=1, from_day=day_of("2020-03-10"), to_day=day_of("2020-03-10")),
    )
    assert money(dated) == pytest.approx(ONE_COACH)
    assert money(none) is None


def test_a_second_coach_where_one_is_there(direct: Case) -> None:
    """Thirty workers, and the way back is too long for a second run on the only day."""
    crowd = direct.given("demands", "A", headcount=30).settings(last_day=day_of("2020-03-10"))
    crowd = crowd.given("links", ("W", "P"), minutes=1300).given("links", ("W", "D"), minutes=1300)
    two = crowd.given("fleet", "D", count=2)
    assert told(crowd, 30) == ("coach", "bus@D", 1, money(two))
    assert money(crowd) is None


def test_a_unit_of_a_service(by_train: Case) -> None:
    """Eight seats a carriage: ten workers need two, and no coach goes as far."""
    one = by_train.settings(driving_max_drivers=1.0).given("services", "K1", max_units=1)
    two = one.given("services", "K1", max_units=2)
    assert told(one) == ("unit", "K1", 1, money(two))
    assert money(one) is None


def test_open_longer(direct: Case) -> None:
    """The first stop may be at 00:00; its dwell ends at 00:10, two hours later is 02:10, within [00:00, 02:11)."""
    shut = direct.settings(last_day=day_of("2020-03-10")).given("sites", "W", opens=0, closes=119)
    shut = shut.given("demands", "A", ready=at("10 00:00"), due=at("10 02:30"))
    assert told(shut) == ("hours", "W", 12, TWO_DAYS)
    assert money(shut.given("sites", "W", closes=131)) == pytest.approx(TWO_DAYS)
    assert money(shut.given("sites", "W", closes=130)) is None


def test_a_region_open_earlier(direct: Case) -> None:
    shut = direct.settings(last_day=day_of("2020-03-10")).given("regions", "RP", open_from=day_of("2020-03-12"))
    assert told(shut) == ("region", "RP", 2, ONE_COACH)
    assert money(shut.given("regions", "RP", open_from=day_of("2020-03-10"))) == pytest.approx(ONE_COACH)
    assert money(shut.given("regions", "RP", open_from=day_of("2020-03-11"))) is None


def test_a_cap_lifted(direct: Case) -> None:
    """Half of 20 seats are too few for fifteen at once."""
    half = direct.given("demands", "A", headcount=15, splittable=False).also_given("caps", Cap(mode="coach", share=0.5))
    assert told(half, 15) == ("cap", "coach", 0.5, ONE_COACH)
    assert money(half.not_given("caps", "coach")) == pytest.approx(ONE_COACH)
    assert money(half.given("caps", "coach", share=0.74)) is None


def test_one_driver_more(direct: Case) -> None:
    """Ten hours at the wheel: two drivers' days, and no hub on the way."""
    far = direct.settings(driving_max_drivers=1.0, transfer_at=()).given("links", ("P", "W"), minutes=600)
    assert told(far) == ("drivers", "driving.max_drivers", 1, ONE_COACH + 50)
    assert money(far.settings(driving_max_drivers=2.0)) == pytest.approx(ONE_COACH + 50)
    assert money(far) is None


def test_nothing_but_a_longer_search_or_a_higher_price(direct: Case) -> None:
    """A coach and twenty hours at 15 are 790, 79 for each of ten."""
    assert told(direct.settings(objective_unserved=79.0)) == ("time", "A", 0, ONE_COACH)
    cheap = direct.settings(objective_unserved=78.0)
    assert told(cheap) == ("price", "A", 79, ONE_COACH)
    change = change_for(cheap)
    assert change is not None
    assert change.gain == pytest.approx(-10)
    dear = "with their hours more than the 780 CNY of leaving them"
    assert change.sentence == f"Worth it where leaving a worker costs 79 CNY: +490 CNY, {dear}."


def test_no_single_change_helps(direct: Case) -> None:
    """Neither coach nor room at the desk."""
    none = direct.given("fleet", "D", count=0).also_given(
        "limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=0)
    )
    assert change_for(none) is None


def _second(case: Case, **values: object) -> Case:
    """With another demand, B, like A but for some values."""
    first = case.problem.demand["A"]
    return case.also_given("demands", replace(first, demand_id="B", **values))


def carried_out(case: Case, count: int) -> tuple[str, str, float]:
    """What brings ``count`` of B beside the case's plan: kind, subject, amount.

    Put into that plan it breaks no rule of the problem with the change, and costs the money that it is told to cost.
    """
    problem = case.problem
    trials = Trials(Residual(problem, case.plan), lambda: False, count)
    remedy, _ = judge(trials, World(problem, problem.demand["B"]))
    assert remedy is not None
    report = check(remedy.world.as_problem(), together(case.plan, remedy.served.plan))
    assert report.violations == ()
    assert report.totals.money - case.report().totals.money == pytest.approx(remedy.served.money)
    return remedy.kind, remedy.subject, remedy.amount


def test_beside_a_plan_its_coaches_are_away(direct: Case) -> None:
    """The plan's coach is out on the 10th and free on the 11th."""
    only = _second(direct.settings(last_day=day_of("2020-03-10")), headcount=5)
    assert carried_out(only, 5) == ("coach", "bus@D", 1)
    assert carried_out(only.given("fleet", "D", count=2), 5) == ("time", "B", 0)
    assert carried_out(_second(direct, headcount=5, due=at("11 20:00")), 5) == ("time", "B", 0)


def test_beside_a_plan_its_limits_are_used(direct: Case) -> None:
    """Twelve may leave, ten do: the five others need three more."""
    desk = direct.also_given("limits", Limit(limit_id="L", scope="P", kind="depart_per_day", value=12))
    case = _second(desk.given("fleet", "D", count=2), headcount=5)
    assert carried_out(case, 5) == ("limit", "L", 3)


@pytest.mark.parametrize(
    ("heads", "units", "kind", "cost"), [(6, 2, "time", 495), (7, 3, "time", 725), (7, 2, "unit", 725)]
)
def test_beside_a_plan_its_seats_are_taken(by_train: Case, heads: int, units: int, kind: str, cost: float) -> None:
    """Two units of eight seats, ten aboard: six more ride for 30 each, the seventh needs a unit for 200.

    The coach to the station is a day 100, 50 km at 2, 65 km empty at 1, a driver's day 50.
    """
    case = by_train.given("services", "K1", max_units=units)
    riders = Demand(
        demand_id="B", employer_id="E", pickup_id="P", workplace_id="T", headcount=heads, ready=at("10 06:00"),
        due=at("10 20:00"),
    )  # fmt: skip
    both = case.also_given("demands", riders)
    change = change_for(both, case.plan, heads, "B")
    assert change is not None
    assert (change.kind, change.money) == (kind, pytest.approx(cost))
    assert carried_out(both, heads)[0] == kind


def test_beside_a_plan_seats_are_free_on_a_stretch(by_train: Case) -> None:
    """From M on, the second call, ten of the sixteen seats of two units are taken: six from there need no unit."""
    case = by_train.given("services", "K1", max_units=2).also_given(
        "demands",
        Demand(
            demand_id="B", employer_id="E", pickup_id="M", workplace_id="W", headcount=6, ready=at("10 06:00"),
            due=at("10 20:00"),
        ),
    )  # fmt: skip
    assert carried_out(case, 6) == ("time", "B", 0)


def test_the_dearest_to_leave_come_first_and_an_end_is_an_end(direct: Case) -> None:
    case = _second(direct, headcount=12)
    rows = [
        Unserved(demand_id=name, headcount=count, reason="not_found_in_time", proven=False, detail="")
        for name, count in (("A", 10), ("B", 12))
    ]
    assert [row.demand_id for row, _ in cheapest_changes(case.problem, Plan(), rows)] == ["B", "A"]
    assert [row.demand_id for row, _ in cheapest_changes(case.problem, Plan(), rows, lambda done: done >= 1)] == ["B"]
    assert list(cheapest_changes(case.problem, Plan(), rows, lambda _: True)) == []


def test_alike_demands_are_tried_once(direct: Case) -> None:
    case = _second(direct.given("demands", "A", due=at("10 07:30")))
    rows = [
        Unserved(demand_id=name, headcount=10, reason="cannot_arrive_in_time", proven=True, detail="") for name in "AB"
    ]
    asked: list[int] = []
    found = [
        change for _, change in cheapest_changes(case.problem, Plan(), rows, lambda done: bool(asked.append(done)))
    ]
    assert [(c.demand_id, c.subject, c.amount) for c in found if c is not None] == [("A", "A", 30), ("B", "B", 30)]
    assert sorted(set(asked)) == list(range(max(asked) + 1))


def shown(case: Case, reason: str = "not_found_in_time", *, proven: bool = False, count: int = 10) -> tuple[str, str]:
    """The reason that the trials show for workers of A, and its sentence."""
    before = Unserved(demand_id="A", headcount=count, reason=reason, proven=proven, detail="As before.")
    ((row, _),) = cheapest_changes(case.problem, Plan(), [before])
    assert (row.proven, row.headcount) == (proven, count)
    return row.reason, row.detail


def test_reasons_by_trial(direct: Case) -> None:
    """In the contract's order, from what serves when there is more of it; what is proven stays as it is."""
    desk = Limit(limit_id="L", scope="P", kind="depart_per_day", value=4)
    assert shown(direct)[0] == "not_found_in_time"
    assert shown(direct)[1].startswith("There is a way from P (P) to W (W)")
    assert shown(direct, "no_vehicle")[0] == "not_found_in_time"
    assert shown(direct.settings(objective_unserved=78.0)) == (
        "worth_less_than_cost",
        "Beside this plan, to bring a worker from P (P) to W (W) between 2020-03-10 06:00 and 2020-03-10 20:00 costs "
        "79 CNY, more than the 78 CNY of leaving one.",
    )
    full = direct.also_given("limits", desk)
    assert shown(full)[0] == "limit_full"
    assert shown(full, "limit_full") == ("limit_full", "As before.")
    assert shown(full, "limit_full", proven=True) == ("limit_full", "As before.")
    assert shown(direct.given("fleet", "D", count=0))[0] == "no_vehicle"
    half = direct.given("demands", "A", headcount=15, splittable=False).also_given("caps", Cap(mode="coach", share=0.5))
    assert shown(half, count=15)[0] == "no_seats"
    late = direct.given("demands", "A", due=at("10 07:30"))
    assert shown(late, "cannot_arrive_in_time") == ("cannot_arrive_in_time", "As before.")
