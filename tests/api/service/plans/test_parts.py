"""Parts of a plan travel over PostgreSQL between workers that share a master key; who dies costs a visit, no more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from api.service.actor import SYSTEM
from api.service.people.sealing import SealError, new_key
from api.service.people.vault import Vault
from api.service.plans.asking import Asking
from api.service.plans.parts import Parts
from api.service.plans.tables import PlanPart, PlanWorker
from api.service.store import Database, new_id

WORK, RESULT = b"\x80\x05K\x01.", b"\x80\x05K\x02."
"""Pickles of 1 and 2: what a part is made of is nobody's business on the way."""

KEY = new_key()


@pytest.fixture
def shared(database: Database) -> Database:
    if database.is_sqlite:
        pytest.skip("beside an SQLite file all workers are on one machine, where parts go through pipes")
    return database


@pytest.fixture
def parts(shared: Database) -> Parts:
    return Parts(shared, Vault((KEY,)), new_id())


@pytest.fixture
def helper(shared: Database) -> Parts:
    return Parts(shared, Vault((KEY,)), new_id())


@pytest.fixture
def asking(parts: Parts) -> Iterator[Asking]:
    with closing(Asking(parts)) as made:
        yield made


def enlist(parts: Parts, hands: int) -> None:
    now = datetime.now(UTC)
    with parts.database.write(SYSTEM) as unit:
        unit.add(PlanWorker(id=parts.worker_id, host="h", pid=1, slots=1, hands=hands, started_at=now, seen_at=now))


def test_a_part_goes_out_and_comes_back_sealed(parts: Parts, helper: Parts) -> None:
    part_id = parts.ask(WORK, 5.0)
    assert parts.take() is None, "nobody helps itself"
    with parts.database.read(SYSTEM) as unit:
        assert WORK not in unit.session.scalars(select(PlanPart.work)).one()
    taken = helper.take()
    assert taken is not None
    assert (taken.id, taken.work) == (part_id, WORK)
    assert 0 < taken.seconds <= 5
    assert helper.take() is None, "a part is taken once"
    assert not parts.call_off(part_id)
    helper.hand_in(part_id, RESULT)
    assert parts.fetch(part_id) == RESULT
    assert parts.fetch(part_id) is None


def test_a_worker_with_another_key_takes_nothing(parts: Parts, shared: Database) -> None:
    parts.ask(WORK, 5.0)
    assert Parts(shared, Vault((new_key(),)), new_id()).take() is None


def test_what_somebody_else_wrote_is_not_opened(parts: Parts, helper: Parts) -> None:
    first, second = parts.ask(WORK, 5.0), parts.ask(WORK, 5.0)
    with parts.database.write(SYSTEM) as unit:
        sealed = unit.session.scalars(select(PlanPart.work).where(PlanPart.id == second)).one()
        unit.session.execute(update(PlanPart).where(PlanPart.id == first).values(work=sealed))
    with pytest.raises(SealError):
        helper.take()


def test_a_part_is_called_off_while_nobody_has_it_and_is_worth_nothing_late(parts: Parts, helper: Parts) -> None:
    part_id = parts.ask(WORK, 5.0)
    assert parts.call_off(part_id)
    parts.ask(WORK, 0.0)
    assert helper.take() is None


def test_hands_that_are_there_are_counted(parts: Parts, helper: Parts) -> None:
    enlist(parts, 8)
    assert parts.hands() == 0, "one's own do not count"
    enlist(helper, 3)
    assert parts.hands() == 3


def test_the_engine_s_pipe_gives_back_what_a_helper_did(asking: Asking, helper: Parts) -> None:
    enlist(helper, 1)
    over = threading.Event()

    def help_out() -> None:
        while not over.wait(0.02):
            taken = helper.take()
            if taken is not None:
                helper.hand_in(taken.id, RESULT)

    thread = threading.Thread(target=help_out)
    thread.start()
    try:
        with asking.far() as far:
            until = time.monotonic() + 20
            while far.ready.value == 0:
                assert time.monotonic() < until
                time.sleep(0.02)
            pipe = far.pipes[0]
            for _ in range(3):
                pipe.send(1.0)
                pipe.send_bytes(WORK)
                assert pipe.recv() == 2
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("takes", [False, True])
def test_a_helper_that_dies_costs_the_visit(asking: Asking, helper: Parts, takes: bool) -> None:
    with asking.far() as far:
        far.pipes[0].send(0.5)
        far.pipes[0].send_bytes(WORK)
        until = time.monotonic() + 10
        while takes and helper.take() is None:
            assert time.monotonic() < until
        assert far.pipes[0].poll(20)
        assert far.pipes[0].recv() is None
    with helper.database.read(SYSTEM) as unit:
        assert unit.session.scalars(select(PlanPart.id)).all() == []
