"""Units of work: all or nothing, stamped, in the log, safe against lost changes."""

from __future__ import annotations

from api.service.store import new_id


def test_ids_sort_by_creation_and_are_26_letters() -> None:
    ids = [new_id() for _ in range(2000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 2000
    assert {len(one) for one in ids} == {26}
