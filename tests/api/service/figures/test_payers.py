"""Who pays: the documented schemes, and that no fen gets lost."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from api.service.figures.payers import Fare, PayerRule, bills, shared

DAY = date(2020, 3, 10)


def fare(
    money: int, *, run: str = "R1", day: date = DAY, mode: str = "coach", trip: str = "national", **heads: int
) -> Fare:
    return Fare(run=run, day=day, mode=mode, trip=trip, money=money, heads=heads)


def split(found: Fare, *rules: PayerRule) -> tuple[int, int, int]:
    (bill,) = bills([found], rules)
    return bill.government, bill.employer, bill.worker


def test_jinan_2020_the_government_pays_all() -> None:
    assert split(fare(10_000_00, A=40), PayerRule(name="all", government=1)) == (10_000_00, 0, 0)


def test_longwan_2020_two_parts_to_one() -> None:
    rule = PayerRule(name="longwan", government=0.6667, modes=("coach",))
    assert split(fare(9_000_00, A=30), rule) == (6_000_30, 2_999_70, 0)


def test_jiangyin_2022_half_from_ten_workers_on_up_to_twenty_thousand_an_employer() -> None:
    rule = PayerRule(name="jiangyin", government=0.5, min_group=10, cap_employer=20_000_00)
    fares = [fare(30_000_00, run=f"R{n}", A=40) for n in (1, 2, 3)] + [fare(900_00, run="R9", A=9)]
    assert [(b.government, b.employer, b.rule) for b in bills(fares, [rule])] == [
        (15_000_00, 15_000_00, "jiangyin"),
        (5_000_00, 25_000_00, "jiangyin"),
        (0, 30_000_00, "jiangyin"),
        (0, 900_00, None),
    ]


def test_hangzhou_2026_the_fare_up_to_two_hundred_a_head() -> None:
    rule = PayerRule(name="hangzhou", government=1, cap_head=200_00, worker=1)
    assert split(fare(3_000_00, A=10), rule) == (2_000_00, 0, 1_000_00)


def test_a_worker_pays_at_most_the_cap_and_the_employer_the_rest() -> None:
    rule = PayerRule(name="thirds", government=0.5, worker=0.25, cap_worker=20_00)
    assert split(fare(1_000_00, A=10), rule) == (500_00, 300_00, 200_00)


def test_the_first_rule_that_holds_decides() -> None:
    rules = (
        PayerRule(name="february", government=1, to_day=date(2020, 2, 29)),
        PayerRule(name="trains", government=0.8, modes=("train",)),
        PayerRule(name="near", government=0.2, trips=("city", "province"), from_day=date(2020, 3, 1)),
    )
    assert bills([fare(100, A=1)], rules)[0].rule is None
    assert bills([fare(100, mode="train", A=1)], rules)[0].rule == "trains"
    assert bills([fare(100, trip="province", A=1)], rules)[0].rule == "near"
    assert bills([fare(100, day=date(2020, 2, 29), A=1)], rules)[0].rule == "february"


RULES = st.lists(
    st.builds(
        PayerRule,
        name=st.sampled_from(["x", "y"]),
        government=st.integers(0, 100).map(lambda n: n / 100),
        worker=st.integers(0, 100).map(lambda n: n / 100),
        min_group=st.integers(1, 5),
        cap_head=st.none() | st.integers(0, 500),
        cap_employer=st.none() | st.integers(0, 2000),
        cap_worker=st.none() | st.integers(0, 100),
    ),
    max_size=3,
    unique_by=lambda rule: rule.name,
)
FARES = st.lists(
    st.builds(
        Fare,
        run=st.uuids().map(str),
        day=st.dates(date(2020, 3, 1), date(2020, 3, 4)),
        mode=st.just("coach"),
        trip=st.just("city"),
        money=st.integers(0, 10_000),
        heads=st.dictionaries(st.sampled_from("ABC"), st.integers(1, 9), min_size=1),
    ),
    max_size=5,
    unique_by=lambda fare: fare.run,
)


@given(FARES, RULES)
def test_every_fen_is_paid_once_and_no_cap_is_passed(fares: list[Fare], rules: list[PayerRule]) -> None:
    found = bills(fares, rules)
    paid: Counter[str] = Counter()
    supported: Counter[tuple[str, str]] = Counter()
    by_name = {rule.name: rule for rule in rules}
    for bill in found:
        assert min(bill.government, bill.employer, bill.worker) >= 0
        paid[bill.run] += bill.money
        if bill.rule is None:
            assert bill.employer == bill.money
            continue
        rule = by_name[bill.rule]
        supported[bill.rule, bill.employer_id] += bill.government
        assert bill.heads >= rule.min_group
        assert rule.cap_head is None or bill.government <= rule.cap_head * bill.heads
        assert rule.cap_worker is None or bill.worker <= rule.cap_worker * bill.heads
    for (name, _), amount in supported.items():
        cap = by_name[name].cap_employer
        assert cap is None or amount <= cap
    assert paid == Counter({fare.run: fare.money for fare in fares})
    assert bills(fares[::-1], rules) == found


@given(st.integers(0, 10**9), st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 60), min_size=1))
def test_a_price_is_shared_by_heads_to_the_last_fen(money: int, heads: dict[str, int]) -> None:
    parts = shared(money, heads)
    whole = sum(heads.values())
    assert sum(parts.values()) == (money if whole else 0)
    for name, part in parts.items():
        assert abs(part - money * heads[name] / whole) <= 1
