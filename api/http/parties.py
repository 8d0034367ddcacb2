"""Employers and carriers in answers: whoever only reads sees contact and phone masked."""

from __future__ import annotations

from typing import TypeVar

from api.http.account_schemas import CarrierAnswer, EmployerAnswer
from api.service.accounts.tables import Carrier, Employer
from api.service.actor import Actor
from api.service.people.masks import mask_name, mask_phone
from api.service.policy import sees_clear

A = TypeVar("A", EmployerAnswer, CarrierAnswer)


def told(answer: type[A], row: Employer | Carrier, actor: Actor) -> A:
    """The row as this actor may see it."""
    found = answer.model_validate(row)
    if sees_clear(actor, "read", row.__tablename__):
        return found
    return found.model_copy(
        update={"contact": row.contact and mask_name(row.contact), "phone": row.phone and mask_phone(row.phone)}
    )
