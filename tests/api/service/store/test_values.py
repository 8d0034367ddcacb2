"""Values that a database cannot keep are told, and are the same ones on both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select

from api.service.accounts.tables import Account, Employer
from api.service.actor import SYSTEM
from api.service.campaigns.tables import Campaign
from api.service.store import AUDITED, Database, UnfitError
from api.service.store.tables import AuditEntry

TEXTS = {"a character 0": "a\0b", "half a character": "a\ud800", "too long": "x" * 201}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_that_does_not_fit_is_refused_by_its_column(database: Database, text: str) -> None:
    with pytest.raises(UnfitError, match=r"employers\.name: .*Maybe"), database.write(SYSTEM) as unit:
        unit.add(Employer(name=text))
    with database.write(SYSTEM) as unit:
        row = unit.add(Employer(name="x" * 200))
    with pytest.raises(UnfitError, match=r"employers\.name"), database.write(SYSTEM) as unit:
        unit.get(Employer, row.id, what="employer").name = text
    with database.read(SYSTEM) as unit:
        assert unit.get(Employer, row.id, what="employer").name == "x" * 200
        assert len(unit.session.scalars(select(Employer)).all()) == 1


def test_a_number_that_does_not_fit_is_refused(database: Database) -> None:
    whole = {
        "name": "x", "receiving_area": "x", "first_day": datetime(2020, 3, 1, tzinfo=UTC).date(),
        "last_day": datetime(2020, 3, 1, tzinfo=UTC).date(), "state": "draft",
    }  # fmt: skip
    numbers = [c.key for c in Campaign.__mapper__.column_attrs if c.columns[0].type.python_type is int]
    numbers.remove("version")
    assert numbers
    with pytest.raises(UnfitError, match=r"campaigns\..*: 2147483648"), database.write(SYSTEM) as unit:
        unit.add(Campaign(**whole, **{numbers[0]: 2**31}))


@pytest.mark.parametrize(
    "values",
    [{"at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))}, {"row_id": "\ud800"}, {"number": 2**70}],
    ids=["a time before all times", "half a character", "a number beyond all"],
)
def test_what_a_driver_cannot_send_is_told_too(database: Database, values: dict[str, object]) -> None:
    """Past the rows of a unit: statements over many rows, and values that rows are looked for by."""
    name, value = next(iter(values.items()))
    with pytest.raises(UnfitError, match="none that the database can keep"), database.read(SYSTEM) as unit:
        unit.session.scalars(select(AuditEntry).where(getattr(AuditEntry, name) == value)).all()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_statements_over_many_rows_are_refused_by_postgresql(database: Database) -> None:
    row = {"id": "0ch3d5a9k2x7m1q8v4t6w0y2z5", "login": "x", "name": "y", "role": "reader", "version": 1}
    stamps = {"created_at": datetime.now(UTC), "changed_at": datetime.now(UTC)}
    for broken in ({"name": "a\0b"}, {"name": "x" * 5000}, {"version": 2**40}):
        with pytest.raises(UnfitError, match="none that the database can keep"), database.write(SYSTEM) as unit:
            unit.session.execute(insert(Account).values(row | stamps | broken).execution_options(**{AUDITED: True}))
