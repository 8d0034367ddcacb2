"""Filing a request, changing it, sending it in; what was said before is not asked again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select

from api.service.accounts.tables import Employer
from api.service.campaigns.tables import Campaign
from api.service.people.keys import destroy
from api.service.people.tables import Worker
from api.service.people.vault import Vault
from api.service.policy import require, visible
from api.service.policy.finding import find
from api.service.requests.contact import Contact, contact_before, contact_of, keep_contact
from api.service.requests.form import FORM, Checked, Form, Found, lacking
from api.service.requests.freeze import refuse_frozen
from api.service.requests.moving import enter, step
from api.service.requests.states import EDITABLE, NAMEABLE, State
from api.service.requests.tables import Request, RequestOrigin
from api.service.store import ConflictError, InvalidError, Unit
from scenarios import FileFault

_REQUEST = "request"
_DECIDES = {"returned": "return", "checked": "check", "withdrawn": "withdraw", "closed": "check"}


def file_request(unit: Unit, vault: Vault, campaign_id: str, form: Form, *, employer_id: str | None = None) -> Request:
    """A new draft. An employer files its own; the bureau says whose by ``employer_id``.

    Site and contact that the form does not give are those of the employer's last request; before there is one, the
    contact is the employer's own. Raises InvalidError with every fault, NotFoundError, DeniedError, ConflictError
    after the freeze.
    """
    require(unit.actor, "create", "requests")
    campaign = find(unit, Campaign, campaign_id, what="campaign")
    refuse_frozen(unit, campaign)
    employer = find(unit, Employer, whose(unit, employer_id), what="employer")
    checked = Checked(form, campaign)
    last = last_request(unit, employer.id)
    contact = contact_before(unit, vault, employer, last)
    with unit.session.no_autoflush:  # it is written once, as a whole
        request = unit.add(Request(campaign_id=campaign.id, employer_id=employer.id, state="draft"))
        if checked.site is None and last is not None:
            _copy_site(last, request)
        if form.contact is not None or form.phone is not None or contact is not None:
            keep_contact(unit, vault, request, _merged(contact or Contact(), checked))
        _take(unit, request, checked)
        unit.session.flush()
    enter(unit, request, "draft")
    return request


def change_request(unit: Unit, vault: Vault, request_id: str, form: Form, version: int | None) -> Request:
    """Takes over what the form gives. A request that was checked already goes back to be checked again.

    Raises as ``file_request``, and StaleError, ConflictError in a state that no longer changes.
    """
    request = changeable(unit, request_id)
    unit.expect(request, version)
    campaign = find(unit, Campaign, request.campaign_id, what="campaign")
    checked = Checked(form, campaign)
    if form.contact is not None or form.phone is not None:
        keep_contact(unit, vault, request, _merged(contact_of(unit, vault, request) or Contact(), checked))
    _take(unit, request, checked)
    request.changed_at = unit.now
    if request.state == "checked" and unit.actor.role == "employer":
        enter(unit, request, "submitted", "")
    if request.state != "draft":
        _refuse_incomplete(unit, vault, request)
    return request


def submit(unit: Unit, vault: Vault, request_id: str, version: int | None) -> Request:
    """Sends it to the bureau. Raises InvalidError with every field that is still missing."""
    request = changeable(unit, request_id, action="submit")
    unit.expect(request, version)
    _refuse_incomplete(unit, vault, request)
    step(unit, request, "submitted")
    return request


def decide(
    unit: Unit, request_id: str, to: str, version: int | None, *, note: str = "", priority: float | None = None
) -> Request:
    """Any other step by hand: returned, checked (with the priority that is granted), withdrawn, closed."""
    request = find(unit, Request, request_id, what=_REQUEST, action=_DECIDES.get(to, "change"), lock=True)
    unit.expect(request, version)
    step(unit, request, to, note)  # type: ignore[arg-type]
    if to == "checked" and priority is not None:
        request.priority = priority
    return request


def changeable(unit: Unit, request_id: str, action: str = "change", *, states: frozenset[State] = EDITABLE) -> Request:
    """The request, held against other writers, if the actor may change it now.

    Raises NotFoundError, DeniedError, and ConflictError after the freeze or in another state than ``states``.
    """
    request = find(unit, Request, request_id, what=_REQUEST, action=action, lock=True)
    campaign = unit.get(Campaign, request.campaign_id, what="campaign")
    refuse_frozen(unit, campaign)
    if request.state not in states:
        raise ConflictError(
            f"Request {request.id} is {request.state} and is changed no more. Maybe withdraw it and file a new one."
        )
    return request


def nameable(unit: Unit, request_id: str) -> Request:
    """The request, held against other writers, if the actor may change its names now. Raises as ``changeable``."""
    return changeable(unit, request_id, states=NAMEABLE)


def whose(unit: Unit, employer_id: str | None) -> str:
    """The employer that is meant: an employer's own, or the one that the bureau names. Raises InvalidError."""
    own = unit.actor.employer_id
    if own is not None and employer_id in (None, own):
        return own
    if employer_id is None:
        fault = FileFault(place=FORM, column="employer_id", expected="the employer for whom this is filed")
        raise InvalidError("1 field of the form cannot be used, nothing was done.", [fault])
    return employer_id


def last_request(unit: Unit, employer_id: str) -> Request | None:
    """The employer's latest request with a site, in whatever campaign, as far as the actor sees it."""
    chosen = (
        select(Request)
        .where(Request.employer_id == employer_id, Request.deleted_at.is_(None), Request.site_name != "")
        .where(visible(unit.actor, Request))
        .order_by(Request.id.desc())
        .limit(1)
    )
    return unit.session.scalar(chosen)


def _merged(before: Contact, checked: Checked) -> Contact:
    given = checked.form
    return Contact(
        name=before.name if given.contact is None else given.contact.strip(),
        phone=before.phone if checked.phone is None else checked.phone,
    )


def _copy_site(last: Request, request: Request) -> None:
    for name in ("site_name", "site_city", "site_province", "site_lat", "site_lon", "site_source"):
        setattr(request, name, getattr(last, name))


def _take(unit: Unit, request: Request, checked: Checked) -> None:
    form = checked.form
    if checked.site is not None:
        _keep_site(request, checked.site)
    if form.priority_claim is not None:
        request.priority_claim = form.priority_claim.strip()
    if form.remarks is not None:
        request.remarks = form.remarks.strip()
    if form.origins is not None:
        _keep_origins(unit, request, checked)


def _keep_site(request: Request, site: Found) -> None:
    request.site_name, request.site_city, request.site_province = site.name, site.city, site.province
    request.site_lat, request.site_lon, request.site_source = site.lat, site.lon, site.source


def _keep_origins(unit: Unit, request: Request, checked: Checked) -> None:
    """Keeps the origins that are named by their ids, adds the others, takes away what is no longer there."""
    known = {origin.id: origin for origin in request.origins}
    faults = []
    kept: set[str] = set()
    for at, given in enumerate(checked.origins):
        values = {key: value for key, value in given.items() if key != "id"}
        origin_id = given["id"]
        if origin_id is None:
            # The id too: the log is written before the relationship fills it in.
            unit.add(RequestOrigin(request=request, request_id=request.id, number=at + 1, state="checked", **values))
        elif origin_id in known and origin_id not in kept:
            kept.add(origin_id)
            _update(known[origin_id], values | {"number": at + 1})
        else:
            expected = "the id of an origin of this request, once, or none for a new one"
            faults.append(FileFault(place=FORM, column=f"origins.{at}.id", value=origin_id, expected=expected))
    faults += _below_names(unit, checked.origins, known)
    if faults:
        raise InvalidError(f"{len(faults)} of the form's fields cannot be used, nothing was done.", faults)
    for origin_id, origin in known.items():
        if origin_id not in kept:
            release_all(unit, origin_id)
            unit.delete(origin)
    unit.session.flush()
    unit.session.expire(request, ["origins"])


def _update(origin: RequestOrigin, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(origin, name) != value:
            setattr(origin, name, value)


def _below_names(unit: Unit, given: list[dict[str, Any]], known: Mapping[str, RequestOrigin]) -> Iterator[FileFault]:
    """A headcount cannot fall below the highest place that a named worker holds."""
    highest = (
        select(Worker.origin_id, func.max(Worker.place))
        .where(Worker.origin_id.in_(list(known)))
        .group_by(Worker.origin_id)
    )
    taken = {row[0]: row[1] for row in unit.session.execute(highest)} if known else {}
    for at, origin in enumerate(given):
        most, heads = taken.get(origin["id"]), origin["headcount"]
        if most is not None and (heads is None or heads < most):
            expected = f"at least {most}, the highest place that a named worker holds"
            advice = "Maybe release or move that worker first."
            yield FileFault(place=FORM, column=f"origins.{at}.headcount", value=heads, expected=expected, advice=advice)


def release_all(unit: Unit, origin_id: str) -> None:
    """Named workers of an origin that goes keep their names and lose their places."""
    for worker in unit.session.scalars(select(Worker).where(Worker.origin_id == origin_id)):
        worker.origin_id = worker.place = None


def forget_contact(unit: Unit, request: Request) -> None:
    """Destroys the key of the request's contact person."""
    destroy(unit, [request.id])


def _refuse_incomplete(unit: Unit, vault: Vault, request: Request) -> None:
    faults = lacking(_wanted(request, contact_of(unit, vault, request) or Contact()))
    if not request.origins:
        faults.append(FileFault(place=FORM, column="origins", expected="at least one place that workers come from"))
    if faults:
        count = "1 field is" if len(faults) == 1 else f"{len(faults)} fields are"
        raise InvalidError(f"{count} missing, nothing was done.", faults)


def _wanted(request: Request, contact: Contact) -> Iterator[tuple[str, object]]:
    yield "site.name", request.site_name
    if request.site_name:
        yield "site.lat", request.site_lat
    yield "contact", contact.name
    yield "phone", contact.phone
    for at, origin in enumerate(request.origins):
        yield f"origins.{at}.place.name", origin.place_name
        if origin.place_name:
            yield f"origins.{at}.place.lat", origin.lat
        yield f"origins.{at}.headcount", origin.headcount
        yield f"origins.{at}.ready", origin.ready
        yield f"origins.{at}.due", origin.due
