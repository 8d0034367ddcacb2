"""Who answers the telephone for a request: name and phone, sealed under a key of the request's own."""

from __future__ import annotations

from dataclasses import dataclass

from api.service.accounts.tables import Employer
from api.service.people.documents import phone_number
from api.service.people.keys import key_of, make_key
from api.service.people.masks import GONE, mask_name, mask_phone
from api.service.people.sealing import seal_fields, unseal_fields
from api.service.people.vault import Vault
from api.service.policy import sees_clear
from api.service.requests.tables import Request
from api.service.store import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at the employer; both empty: none was given."""

    name: str = ""
    phone: str = ""


def contact_before(unit: Unit, vault: Vault, employer: Employer, last: Request | None) -> Contact | None:
    """What a new request begins with: the contact of the last one, else what the employer said when it signed up.

    A phone that a form would not take is left out. None: nothing is known.
    """
    if last is not None and last.contact is not None:
        return contact_of(unit, vault, last)
    try:
        phone = phone_number(employer.phone or "")
    except ValueError:
        phone = ""
    known = Contact(name=employer.contact or "", phone=phone)
    return None if known == Contact() else known


def keep_contact(unit: Unit, vault: Vault, request: Request, contact: Contact) -> None:
    """Seals the contact into the request. What is the same as before is not sealed anew."""
    key = key_of(unit, vault, request.id)
    if key is None:
        key = make_key(unit, vault, request.id, "contact", campaign_id=request.campaign_id)
    elif request.contact is not None and contact == _opened(key, request):
        return
    request.contact = seal_fields(key, request.id, {"name": contact.name, "phone": contact.phone})


def contact_of(unit: Unit, vault: Vault, request: Request) -> Contact | None:
    """The contact as it is, for changing it; None: there is none, or it was forgotten."""
    key = None if request.contact is None else key_of(unit, vault, request.id)
    return None if key is None else _opened(key, request)


def shown_contact(unit: Unit, vault: Vault, request: Request) -> Contact:
    """The contact as the actor may see it: clear for the employer itself and for whoever has to call, else masked."""
    contact = contact_of(unit, vault, request)
    if contact is None:
        return Contact() if request.contact is None else Contact(name=GONE, phone=GONE)
    if sees_clear(unit.actor, "read", "requests"):
        return contact
    return Contact(name=mask_name(contact.name), phone=mask_phone(contact.phone))


def _opened(key: bytes, request: Request) -> Contact:
    assert request.contact is not None
    return Contact(**unseal_fields(key, request.id, request.contact))
