"""Calls of the room carriers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.carriers import CarrierAnswer, CarrierBody, CarrierChange
from api.client.pages import Pages


class Carriers:
    """The calls of the room carriers."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_carriers(self, *, name: str | None = None, limit: int = 50) -> Pages[CarrierAnswer]:
        """List carriers.

        In order of creation; a carrier sees itself.
        """
        return self._calls.pages(CarrierAnswer, "/carriers", query={"name": name, "limit": limit})

    def create_carrier(self, body: CarrierBody, *, key: str | None = None) -> CarrierAnswer:
        """Add a carrier.

        Its people get accounts by invitation.
        """
        return self._calls.value(CarrierAnswer, "POST", "/carriers", body=body, key=key or new_key())

    def read_carrier(self, row_id: str) -> CarrierAnswer:
        """Read a carrier.

        One carrier.
        """
        return self._calls.value(CarrierAnswer, "GET", "/carriers/{row_id}", at={"row_id": row_id})

    def change_carrier(self, row_id: str, body: CarrierChange, *, version: int | str) -> CarrierAnswer:
        """Change a carrier.

        A carrier may change its own.
        """
        return self._calls.value(
            CarrierAnswer, "PATCH", "/carriers/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def delete_carrier(self, row_id: str, *, version: int | str) -> None:
        """Delete a carrier.

        It is gone from the lists; nobody may have an account for it any more.
        """
        self._calls.nothing("DELETE", "/carriers/{row_id}", at={"row_id": row_id}, version=version)
