"""Role x resource x action, written here by hand: what each role may do, how far it reaches, and nothing else."""

from __future__ import annotations

import pytest

from api.service.actor import Actor, Role
from api.service.policy import ACTIONS, TABLE, may, reach, require, sees_clear
from api.service.policy.belonging import condition
from api.service.store.errors import DeniedError
from api.service.store.every_table import every_table

ROLES: tuple[Role, ...] = ("administrator", "planner", "reader", "employer", "carrier", "escort", "nobody")

_OWN_THINGS = """
accounts: read password
sessions: list read delete
api_keys: list read create delete
"""

_BUREAU_READS = """
escort_runs: list
campaigns: list read
campaign_links: list read
grounds: read
demands: read
offers: list read
profiles: list read
snapshots: list read
plan_jobs: list read
plans: list read
publications: list read
runs: list read
handovers: list read
problems: list read
money_rules: list read
figures: read export
daily_reports: list read
metrics: read
"""

_PERSONAL_READS = """
employers: list read
carriers: list read
requests: list read
rosters: list read
publications: compare
journeys: list read
run_records: list read
manifests: read
"""

_NAMED_READS = """
workers: list read
places: list
"""

_PLANNER_DOES = """
escort_runs: create delete
employers: create join change delete
carriers: create change delete
campaigns: create change delete
campaign_links: create delete
offers: create change delete
profiles: create change delete
snapshots: create
requests: create change submit withdraw return check advance delete
rosters: create delete
workers: create change delete
places: change
contacts: read
plan_jobs: create change delete
plans: delete
open_calls: use
publications: create
run_records: create change
handovers: create change sign
problems: create change close delete
money_rules: create change delete
daily_reports: create change
"""

_ADMINISTRATOR_DOES = """
accounts: list read create change reset revoke delete
sessions: delete
api_keys: list read delete
invitations: list read create delete
worker_keys: delete
audit_log: list read export
settings: read change
backups: create
"""

_EMPLOYER_OWN = """
employers: list read join change
campaigns: list read
requests: list read create change submit withdraw delete
rosters: list read create delete
workers: list read create change delete
places: list change
publications: list read compare
journeys: list read
manifests: read
run_records: list read
handovers: list read sign
problems: list read create
daily_reports: list read create change
"""

_CARRIER_OWN = """
carriers: list read change
offers: list read create change delete
publications: list read
runs: list read
run_records: list read
handovers: list read sign
"""

_ESCORT_OWN = """
escort_runs: list
manifests: read
publications: list read
runs: list read
run_records: list read create change
handovers: list read create change sign
"""

_EXPECTED: dict[Role, dict[str, str]] = {
    "administrator": {
        "own": "accounts: password\nsessions: list read\napi_keys: create",
        "masked": _NAMED_READS,
        "all": _ADMINISTRATOR_DOES + _PLANNER_DOES + _BUREAU_READS + _PERSONAL_READS,
    },
    "planner": {
        "own": _OWN_THINGS,
        "masked": _NAMED_READS,
        "all": _PLANNER_DOES + _BUREAU_READS + _PERSONAL_READS,
    },
    "reader": {"own": _OWN_THINGS, "masked": _NAMED_READS + _PERSONAL_READS, "all": _BUREAU_READS},
    "employer": {"own": _OWN_THINGS + _EMPLOYER_OWN},
    "carrier": {
        "own": _OWN_THINGS + _CARRIER_OWN,
        "rule": "manifests: read",
        "all": "campaigns: list read\ngrounds: read\nprofiles: list read",
    },
    "escort": {"own": _OWN_THINGS + _ESCORT_OWN},
    "nobody": {"all": "sessions: create\ninvitations: accept\nemployers: sign_up"},
}

ME = "0ch3d5a9k2x7m1q8v4t6w0y2z5"
ACTORS: dict[Role, Actor] = {
    "administrator": Actor(role="administrator", account_id=ME),
    "planner": Actor(role="planner", account_id=ME),
    "reader": Actor(role="reader", account_id=ME),
    "employer": Actor(role="employer", account_id=ME, employer_id="mine"),
    "carrier": Actor(role="carrier", account_id=ME, carrier_id="mine"),
    "escort": Actor(role="escort", account_id=ME, run_ids=frozenset({"plan/run"})),
    "nobody": Actor(role="nobody"),
}


def _expected(role: Role) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for how, text in _EXPECTED[role].items():
        for line in text.split("\n"):
            resource, _, actions = line.partition(":")
            for action in actions.split():
                assert (resource, action) not in found, f"{role}: {resource} {action} is expected twice"
                found[resource, action] = how
    return found


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_what_is_written_here_and_no_more(role: Role) -> None:
    expected = _expected(role)
    unknown = expected.keys() - TABLE.keys()
    assert unknown == set()
    wrong = {
        (resource, action): reach(role, action, resource)
        for resource, action in TABLE
        if reach(role, action, resource) != expected.get((resource, action), "-")
    }
    assert wrong == {}


def test_the_service_itself_may_do_what_the_table_has() -> None:
    assert {reach("system", action, resource) for resource, action in TABLE} == {"all"}


def test_what_the_table_does_not_have_is_a_fault_of_ours() -> None:
    with pytest.raises(LookupError, match="requests fly"):
        reach("administrator", "fly", "requests")
    assert "read" in ACTIONS["requests"]


class Row:
    """A row by what it belongs to."""

    def __init__(self, **belongs: object) -> None:
        self.__dict__.update(belongs)


def test_own_rows_and_no_others() -> None:
    employer = ACTORS["employer"]
    assert may(employer, "read", "requests", Row(employer_id="mine"))
    assert not may(employer, "read", "requests", Row(employer_id="other"))
    assert not may(employer, "read", "requests", Row(employer_id=None))
    assert not may(employer, "read", "requests", Row())
    assert not may(employer, "return", "requests", Row(employer_id="mine"))
    assert not may(Actor(role="employer", account_id=ME), "read", "requests", Row(employer_id=None))
    carrier = ACTORS["carrier"]
    assert may(carrier, "change", "offers", Row(carrier_id="mine"))
    assert not may(carrier, "change", "offers", Row(carrier_id="other"))
    assert may(ACTORS["reader"], "delete", "api_keys", Row(account_id=ME))
    assert not may(ACTORS["planner"], "delete", "api_keys", Row(account_id="other"))
    assert may(ACTORS["administrator"], "delete", "api_keys", Row(account_id="other"))


def test_an_escort_has_the_run_in_hand_of_that_plan_only() -> None:
    escort = ACTORS["escort"]
    assert may(escort, "read", "manifests", Row(plan_id="plan", run_id="run"))
    assert not may(escort, "read", "manifests", Row(plan_id="plan", run_id="other"))
    assert not may(escort, "read", "manifests", Row(plan_id="newer plan", run_id="run"))
    assert not may(escort, "read", "manifests", Row(employer_id="mine"))


def test_a_carrier_sees_names_only_on_its_own_runs_and_where_a_rule_allows_it() -> None:
    carrier = ACTORS["carrier"]
    assert may(carrier, "read", "manifests", Row(carrier_id="mine", allowed_by_rule=True))
    assert not may(carrier, "read", "manifests", Row(carrier_id="mine", allowed_by_rule=False))
    assert not may(carrier, "read", "manifests", Row(carrier_id="mine"))
    assert not may(carrier, "read", "manifests", Row(carrier_id="other", allowed_by_rule=True))


def test_personal_fields_are_clear_for_few() -> None:
    clear = {role for role in ROLES if sees_clear(ACTORS[role], "read", "manifests")}
    assert clear == {"administrator", "planner", "employer", "carrier", "escort"}
    assert {role for role in ROLES if sees_clear(ACTORS[role], "read", "requests")} == {
        "administrator",
        "planner",
        "employer",
    }
    assert not any(sees_clear(ACTORS[role], "read", "workers") for role in ("administrator", "planner", "reader"))


def test_a_denial_names_what_and_for_whom() -> None:
    with pytest.raises(DeniedError, match="plans, delete: not for the role reader"):
        require(ACTORS["reader"], "delete", "plans")
    require(ACTORS["planner"], "delete", "plans")


@pytest.mark.parametrize("role", ["planner", "employer", "carrier", "escort"])
def test_every_table_with_own_rows_says_which_these_are(role: Role) -> None:
    tables = every_table().tables
    without = {"rosters", "places", "manifests"}  # no tables of their own: their rooms ask by the rows behind them
    for resource, action in TABLE:
        if action in ("list", "read") and reach(role, action, resource) in ("own", "rule") and resource not in without:
            condition(ACTORS[role], resource, tables[resource].c)
