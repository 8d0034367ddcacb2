"""The figures follow the record, not only the plan; laggards come first; the daily return can be sent."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from api.service.actor import Actor
from api.service.figures.asking import figures
from api.service.figures.lines import Counts, Figures
from api.service.figures.money import change_money_rules, create_money_rules, money_rules
from api.service.figures.payers import PayerRule
from api.service.figures.reporting import ReportForm, change_report, report, reports
from api.service.figures.return_workbook import return_workbook
from api.service.publishing.tables import Publication
from api.service.store import ConflictError, DeniedError, InvalidError, NotFoundError, StaleError
from api.service.travel.recording import Entry, record
from scenarios.words import LANGUAGES
from tests.api.service.published import World, clock, first_plan, second_plan

DAY = date(2020, 3, 10)


@pytest.fixture(name="publication")
def _publication(world: World) -> Publication:
    return world.publish(world.store(first_plan()))


def asked(world: World, day: date = DAY) -> Figures:
    with world.database.read(world.planner) as unit:
        return figures(unit, world.campaign_id, day)


def counts(world: World, found: Figures, name: str) -> Counts:
    return next(line.counts for line in found.employers if line.employer_id == world.employers[name])


def travel(world: World, publication: Publication, demand: str, boarded: int, delivered: int, at: str) -> None:
    run = world.run(publication, "R1")
    entries = [
        Entry(
            client_id=f"{demand}-{kind}",
            kind=kind,  # type: ignore[arg-type]
            seq=seq,
            demand_id=world.demands[demand],
            headcount=heads,
            happened_at=clock(when),
        )
        for kind, seq, heads, when in (("boarded", 1, boarded, "08:00"), ("delivered", 2, delivered, at))
    ]
    with world.database.write(world.planner) as unit:
        assert {outcome.status for outcome in record(unit, run.id, entries)} == {"stored"}


def send_report(world: World, name: str, day: date = DAY, **numbers: int) -> str:
    given = {"staff": 100, "away": 40, "returned": 10, "on_post": 60, **numbers}
    with world.database.write(world.employer(name)) as unit:
        form = ReportForm(reopened=True, **given)  # type: ignore[arg-type]
        return report(unit, world.campaign_id, world.employers[name], day, form).id


def test_before_anything_is_published(world: World) -> None:
    found = asked(world)
    assert (found.total.requested, found.total.served, found.total.return_rate) == (26, 0, 0.0)
    assert (found.total.employers, found.total.resumption_rate) == (2, 0.0)
    assert found.modes == ()


def test_a_plan_alone_is_nobody_s_return(world: World, publication: Publication) -> None:
    found = asked(world)
    assert (found.total.served, found.total.served_share) == (23, 23 / 26)
    assert (found.total.delivered, found.total.on_time_share, found.total.return_rate) == (0, None, 0.0)
    assert [(line.mode, line.planned, line.boarded) for line in found.mode_days] == [
        ("coach", 28, 0),
        ("train", 5, 0),
    ]


def test_rates_by_reports_and_by_the_record(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 7, 7, "09:40")
    send_report(world, "E", returned=10)
    found = asked(world)
    engines, furnaces = counts(world, found, "E"), counts(world, found, "G")
    assert (engines.return_rate, engines.on_post_rate, engines.reopened) == (0.25, 0.6, 1)
    assert (furnaces.returned, furnaces.away, furnaces.return_rate, furnaces.on_post_rate) == (7, 8, 0.875, None)
    assert found.total.return_rate == 17 / 48
    assert found.total.resumption_rate == 0.5
    assert (furnaces.boarded_on_day, furnaces.delivered_on_day) == (7, 7)


def test_nobody_who_was_delivered_is_still_away(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 8, 8, "09:40")
    send_report(world, "G", returned=3)
    assert counts(world, asked(world), "G").returned == 8


def test_laggards_come_first(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 7, 7, "09:40")
    assert [line.name for line in asked(world).employers] == ["Engines", "Furnaces"]
    send_report(world, "E", returned=39)
    assert [line.name for line in asked(world).employers] == ["Furnaces", "Engines"]


def test_on_time_is_measured_at_the_gate(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 7, 7, "18:00")
    travel(world, publication, "N1", 10, 10, "18:01")
    total = asked(world).total
    assert (total.delivered, total.on_time, total.on_time_share) == (17, 7, 7 / 17)


def test_the_end_of_a_day_is_that_of_the_campaign(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 7, 7, "09:40")
    assert asked(world, date(2020, 3, 9)).total.boarded == 0
    later = asked(world, date(2020, 3, 11)).total
    assert (later.boarded, later.boarded_on_day) == (7, 0)


def test_load_factors_of_the_plan_and_of_the_travel(world: World, publication: Publication) -> None:
    coach = next(line for line in asked(world).modes if line.mode == "coach")
    assert coach.load_planned == pytest.approx((18 * 100 + 5 * 10 + 5 * 10) / (20 * 120))
    assert coach.load_travelled is None
    travel(world, publication, "N1", 9, 9, "09:40")
    coach = next(line for line in asked(world).modes if line.mode == "coach")
    assert coach.load_travelled == pytest.approx(9 / 20)


def test_money_by_payer_follows_who_boarded(world: World, publication: Publication) -> None:
    """R1 costs 1,550: planned for 10 and 8, in the end ridden by 5 and 5."""
    with world.database.write(world.planner) as unit:
        create_money_rules(unit, world.campaign_id, [PayerRule(name="half", government=0.5, min_group=6)], "test")
    found = asked(world)
    whole = {line.payer: line.planned for line in found.payers}
    assert sum(whole.values()) == 4_150_00
    assert whole["government"] == 861_11 // 2 + 688_89 // 2, "half of each employer's part, rounded down"
    assert sum(line.money for line in found.modes) == 4_150_00
    travel(world, publication, "N1", 5, 5, "09:40")
    travel(world, publication, "N4", 5, 5, "09:40")
    after = asked(world)
    assert {line.payer: line.to_date for line in after.payers} == {
        "government": 0,
        "employer": 4_150_00,
        "worker": 0,
    }
    assert next(line.to_date_head for line in after.payers if line.payer == "employer") == 41500.0
    paid = counts(world, after, "G")
    assert (paid.employer, paid.government, paid.worker) == (775_00, 0, 0)


def test_runs_that_have_travelled_count_on_when_a_newer_plan_has_others(world: World, publication: Publication) -> None:
    travel(world, publication, "N4", 8, 8, "09:40")
    world.publish(world.store(second_plan()))
    found = asked(world)
    assert (found.total.boarded, found.total.delivered) == (8, 8)
    assert sum(line.boarded for line in found.mode_days) == 8
    assert sum(line.runs for line in found.mode_days) == 5


def test_only_the_bureau_reads_figures(world: World) -> None:
    for actor in (world.employer("E"), world.carrier()):
        with world.database.read(actor) as unit, pytest.raises(DeniedError):
            figures(unit, world.campaign_id, DAY)
    with world.database.read(Actor(role="reader")) as unit:
        assert figures(unit, world.campaign_id, DAY).total.employers == 2


@pytest.mark.parametrize(
    ("numbers", "column"),
    [({"away": 101}, "away"), ({"returned": 41}, "returned"), ({"on_post": 101}, "on_post")],
)
def test_a_report_whose_numbers_do_not_fit(world: World, numbers: dict[str, int], column: str) -> None:
    with pytest.raises(InvalidError) as caught:
        send_report(world, "E", **numbers)
    assert [fault.column for fault in caught.value.faults] == [column]


def test_a_day_is_reported_once_and_may_be_changed(world: World) -> None:
    first = send_report(world, "E")
    with pytest.raises(ConflictError, match="is reported already"):
        send_report(world, "E")
    with world.database.write(world.employer("E")) as unit:
        form = ReportForm(staff=100, away=40, returned=20, on_post=70, reopened=True)
        assert change_report(unit, first, form, 1).version == 2
    with world.database.write(world.employer("E")) as unit, pytest.raises(StaleError):
        change_report(unit, first, form, 1)
    with world.database.read(world.employer("G")) as unit:
        assert reports(unit, world.campaign_id, cursor=None, limit=9).items == []
    with world.database.write(world.employer("G")) as unit, pytest.raises(NotFoundError):
        change_report(unit, first, form, None)


def test_nobody_reports_for_another_or_for_tomorrow(world: World) -> None:
    form = ReportForm(staff=1, away=0, returned=0, on_post=1, reopened=True)
    with world.database.write(world.employer("E")) as unit, pytest.raises(DeniedError):
        report(unit, world.campaign_id, world.employers["G"], DAY, form)
    with world.database.write(world.employer("E")) as unit, pytest.raises(InvalidError):
        report(unit, world.campaign_id, world.employers["E"], date(2999, 1, 1), form)


def test_money_rules_are_kept_as_they_were_given(world: World) -> None:
    rules = [
        PayerRule(name="a", government=0.5, from_day=DAY, modes=("coach",), trips=("city",), cap_head=200_00),
        PayerRule(name="b", government=0.25, worker=0.25, min_group=10, cap_employer=20_000_00, cap_worker=50_00),
    ]
    with world.database.write(world.planner) as unit:
        create_money_rules(unit, world.campaign_id, rules, "notice 7")
    with world.database.write(world.planner) as unit:
        row = money_rules(unit, world.campaign_id)
        assert [rule["name"] for rule in row.rules] == ["a", "b"]
        change_money_rules(unit, world.campaign_id, rules[::-1], "notice 8", 1)
        bad = [PayerRule(name="c", government=0.8, worker=0.3), PayerRule(name="c", government=0, modes=("boat",))]
        with pytest.raises(InvalidError) as caught:
            change_money_rules(unit, world.campaign_id, bad, "x", None)
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(1, "worker"), (2, "name"), (2, "modes")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_daily_return_has_every_line(world: World, publication: Publication, lang: str) -> None:
    travel(world, publication, "N4", 7, 7, "09:40")
    found = asked(world)
    book = CalamineWorkbook.from_filelike(io.BytesIO(return_workbook(found, lang)))  # type: ignore[arg-type]
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    assert len(sheets) == 5
    assert all(any("2020-03-10" in str(cell) for cell in rows[1]) for rows in sheets)
    employers = [row for row in sheets[2] if row[0] in ("Engines", "Furnaces")]
    assert [row[0] for row in employers] == ["Engines", "Furnaces"]
    assert employers[1][3:7] == [8, 8, 7, 7]
    assert ("返岗率" if lang == "zh" else "Return rate") in sheets[2][3]
    assert ("审核人" if lang == "zh" else "Checked by") in str(sheets[0][-1][0])
