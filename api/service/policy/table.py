"""Role x resource x action, as data.

One line is one action on one resource; under each role stands how far the role reaches:

=======  ==========================================================================================================
all      every row
masked   every row, personal fields masked
own      the rows of the actor's own employer, carrier, runs or account (``belonging`` says which these are)
rule     as ``own``, where a rule of the campaign allows it as well
-        nothing
=======  ==========================================================================================================

What has no line here nobody may do. The service itself (role ``system``: workers, retention, the operator at the
machine) may do every action of the table and nothing beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias, cast, get_args

from api.service.actor import Role

Reach: TypeAlias = Literal["all", "masked", "own", "rule", "-"]

_TEXT = """
resource         action    administrator planner reader employer carrier escort nobody

accounts         list      all           -       -      -        -       -      -
accounts         read      all           own     own    own      own     own    -
accounts         create    all           -       -      -        -       -      -
accounts         change    all           -       -      -        -       -      -
accounts         password  own           own     own    own      own     own    -
accounts         reset     all           -       -      -        -       -      -
accounts         revoke    all           -       -      -        -       -      -
accounts         delete    all           -       -      -        -       -      -
sessions         list      own           own     own    own      own     own    -
sessions         read      own           own     own    own      own     own    -
sessions         create    -             -       -      -        -       -      all
sessions         delete    all           own     own    own      own     own    -
api_keys         list      all           own     own    own      own     own    -
api_keys         read      all           own     own    own      own     own    -
api_keys         create    own           own     own    own      own     own    -
api_keys         delete    all           own     own    own      own     own    -
invitations      list      all           -       -      -        -       -      -
invitations      read      all           -       -      -        -       -      -
invitations      create    all           -       -      -        -       -      -
invitations      delete    all           -       -      -        -       -      -
invitations      accept    -             -       -      -        -       -      all
escort_runs      list      all           all     all    -        -       own    -
escort_runs      create    all           all     -      -        -       -      -
escort_runs      delete    all           all     -      -        -       -      -

employers        list      all           all     masked own      -       -      -
employers        read      all           all     masked own      -       -      -
employers        create    all           all     -      -        -       -      -
employers        sign_up   -             -       -      -        -       -      all
employers        join      all           all     -      own      -       -      -
employers        change    all           all     -      own      -       -      -
employers        delete    all           all     -      -        -       -      -
carriers         list      all           all     masked -        own     -      -
carriers         read      all           all     masked -        own     -      -
carriers         create    all           all     -      -        -       -      -
carriers         change    all           all     -      -        own     -      -
carriers         delete    all           all     -      -        -       -      -

campaigns        list      all           all     all    own      all     -      -
campaigns        read      all           all     all    own      all     -      -
campaigns        create    all           all     -      -        -       -      -
campaigns        change    all           all     -      -        -       -      -
campaigns        delete    all           all     -      -        -       -      -
campaign_links   list      all           all     all    -        -       -      -
campaign_links   read      all           all     all    -        -       -      -
campaign_links   create    all           all     -      -        -       -      -
campaign_links   delete    all           all     -      -        -       -      -
grounds          read      all           all     all    -        all     -      -
demands          read      all           all     all    -        -       -      -
offers           list      all           all     all    -        own     -      -
offers           read      all           all     all    -        own     -      -
offers           create    all           all     -      -        own     -      -
offers           change    all           all     -      -        own     -      -
offers           delete    all           all     -      -        own     -      -
profiles         list      all           all     all    -        all     -      -
profiles         read      all           all     all    -        all     -      -
profiles         create    all           all     -      -        -       -      -
profiles         change    all           all     -      -        -       -      -
profiles         delete    all           all     -      -        -       -      -
snapshots        list      all           all     all    -        -       -      -
snapshots        read      all           all     all    -        -       -      -
snapshots        create    all           all     -      -        -       -      -

requests         list      all           all     masked own      -       -      -
requests         read      all           all     masked own      -       -      -
requests         create    all           all     -      own      -       -      -
requests         change    all           all     -      own      -       -      -
requests         submit    all           all     -      own      -       -      -
requests         withdraw  all           all     -      own      -       -      -
requests         return    all           all     -      -        -       -      -
requests         check     all           all     -      -        -       -      -
requests         advance   all           all     -      -        -       -      -
requests         delete    all           all     -      own      -       -      -
rosters          list      all           all     masked own      -       -      -
rosters          read      all           all     masked own      -       -      -
rosters          create    all           all     -      own      -       -      -
rosters          delete    all           all     -      own      -       -      -
workers          list      masked        masked  masked own      -       -      -
workers          read      masked        masked  masked own      -       -      -
workers          create    all           all     -      own      -       -      -
workers          change    all           all     -      own      -       -      -
workers          delete    all           all     -      own      -       -      -
worker_keys      delete    all           -       -      -        -       -      -
places           list      masked        masked  masked own      -       -      -
places           change    all           all     -      own      -       -      -
contacts         read      all           all     -      -        -       -      -
manifests        read      all           all     masked own      rule    own    -

plan_jobs        list      all           all     all    -        -       -      -
plan_jobs        read      all           all     all    -        -       -      -
plan_jobs        create    all           all     -      -        -       -      -
plan_jobs        change    all           all     -      -        -       -      -
plan_jobs        delete    all           all     -      -        -       -      -
plans            list      all           all     all    -        -       -      -
plans            read      all           all     all    -        -       -      -
plans            delete    all           all     -      -        -       -      -
open_calls       use       all           all     -      -        -       -      -

publications     list      all           all     all    own      own     own    -
publications     read      all           all     all    own      own     own    -
publications     create    all           all     -      -        -       -      -
publications     compare   all           all     masked own      -       -      -
journeys         list      all           all     masked own      -       -      -
journeys         read      all           all     masked own      -       -      -
runs             list      all           all     all    -        own     own    -
runs             read      all           all     all    -        own     own    -
run_records      list      all           all     masked own      own     own    -
run_records      read      all           all     masked own      own     own    -
run_records      create    all           all     -      -        -       own    -
run_records      change    all           all     -      -        -       own    -
handovers        list      all           all     all    own      own     own    -
handovers        read      all           all     all    own      own     own    -
handovers        create    all           all     -      -        -       own    -
handovers        change    all           all     -      -        -       own    -
handovers        sign      all           all     -      own      own     own    -

problems         list      all           all     all    own      -       -      -
problems         read      all           all     all    own      -       -      -
problems         create    all           all     -      own      -       -      -
problems         change    all           all     -      -        -       -      -
problems         close     all           all     -      -        -       -      -
problems         delete    all           all     -      -        -       -      -
money_rules      list      all           all     all    -        -       -      -
money_rules      read      all           all     all    -        -       -      -
money_rules      create    all           all     -      -        -       -      -
money_rules      change    all           all     -      -        -       -      -
money_rules      delete    all           all     -      -        -       -      -
daily_reports    list      all           all     all    own      -       -      -
daily_reports    read      all           all     all    own      -       -      -
daily_reports    create    all           all     -      own      -       -      -
daily_reports    change    all           all     -      own      -       -      -
figures          read      all           all     all    -        -       -      -
figures          export    all           all     all    -        -       -      -

audit_log        list      all           -       -      -        -       -      -
audit_log        read      all           -       -      -        -       -      -
audit_log        export    all           -       -      -        -       -      -
settings         read      all           -       -      -        -       -      -
settings         change    all           -       -      -        -       -      -
backups          create    all           -       -      -        -       -      -
metrics          read      all           all     all    -        -       -      -
"""


def _parsed(text: str) -> Mapping[tuple[str, str], Mapping[Role, Reach]]:
    head, *lines = [line.split() for line in text.splitlines() if line.strip()]
    roles = [cast(Role, name) for name in head[2:]]
    found: dict[tuple[str, str], Mapping[Role, Reach]] = {}
    for resource, action, *cells in lines:
        if (resource, action) in found or len(cells) != len(roles) or not set(cells) <= set(get_args(Reach)):
            raise ValueError(f"the table of permissions, line {resource} {action}: expected one reach for each role")
        reaches = {role: cast(Reach, cell) for role, cell in zip(roles, cells, strict=True)}
        found[resource, action] = MappingProxyType({**reaches, "system": "all"})
    return MappingProxyType(found)


TABLE = _parsed(_TEXT)
"""By resource and action: the reach of each role."""

ACTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset(action for other, action in TABLE if other == name) for name, _ in TABLE}
)
"""By resource: its actions."""


def reach(role: Role, action: str, resource: str) -> Reach:
    """How far the role reaches. Raises LookupError for an action that the table does not know: a fault of ours."""
    if (resource, action) not in TABLE:
        raise LookupError(f"the table of permissions has no line {resource} {action}")
    return TABLE[resource, action][role]
