"""Calls of the room employers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.employers import EmployerAnswer, EmployerBody, EmployerChange
from api.client.pages import Pages


class Employers:
    """The calls of the room employers."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_employers(
        self, *, name: str | None = None, district: str | None = None, limit: int = 50
    ) -> Pages[EmployerAnswer]:
        """List employers.

        In order of creation; an employer sees itself.
        """
        return self._calls.pages(
            EmployerAnswer, "/employers", query={"name": name, "district": district, "limit": limit}
        )

    def create_employer(self, body: EmployerBody, *, key: str | None = None) -> EmployerAnswer:
        """Add an employer.

        Most sign up by themselves, by a campaign's link.
        """
        return self._calls.value(EmployerAnswer, "POST", "/employers", body=body, key=key or new_key())

    def read_employer(self, row_id: str) -> EmployerAnswer:
        """Read an employer.

        One employer.
        """
        return self._calls.value(EmployerAnswer, "GET", "/employers/{row_id}", at={"row_id": row_id})

    def change_employer(self, row_id: str, body: EmployerChange, *, version: int | str) -> EmployerAnswer:
        """Change an employer.

        An employer may change its own.
        """
        return self._calls.value(
            EmployerAnswer, "PATCH", "/employers/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def delete_employer(self, row_id: str, *, version: int | str) -> None:
        """Delete an employer.

        It is gone from the lists; nobody may have an account for it any more.
        """
        self._calls.nothing("DELETE", "/employers/{row_id}", at={"row_id": row_id}, version=version)
