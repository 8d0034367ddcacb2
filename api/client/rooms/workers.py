"""Calls of the room workers. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.workers import (
    NearList,
    PeopleFilledAnswer,
    PeoplePlaceBody,
    PlacesAnswer,
    TwiceAnswer,
    WorkerAnswer,
    WorkerBody,
)
from api.client.pages import Pages


class Workers:
    """The calls of the room workers."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_workers(self, row_id: str, *, limit: int = 50) -> Pages[WorkerAnswer]:
        """List named workers.

        Masked, in the order in which they came.
        """
        return self._calls.pages(
            WorkerAnswer, "/requests/{row_id}/workers", at={"row_id": row_id}, query={"limit": limit}
        )

    def create_worker(self, row_id: str, body: WorkerBody, *, key: str | None = None) -> WorkerAnswer:
        """Add a worker.

        One by one what a roster does for many.
        """
        return self._calls.value(
            WorkerAnswer, "POST", "/requests/{row_id}/workers", at={"row_id": row_id}, body=body, key=key or new_key()
        )

    def read_worker(self, row_id: str) -> WorkerAnswer:
        """Read a worker.

        Masked.
        """
        return self._calls.value(WorkerAnswer, "GET", "/workers/{row_id}", at={"row_id": row_id})

    def change_worker(self, row_id: str, body: WorkerBody, *, version: int | str) -> WorkerAnswer:
        """Correct a worker.

        What is left out stays as it is.
        """
        return self._calls.value(
            WorkerAnswer, "PATCH", "/workers/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def delete_worker(self, row_id: str, *, version: int | str) -> None:
        """Take a worker off.

        The place is free again; the name is gone for good, also from the log and from backups.
        """
        self._calls.nothing("DELETE", "/workers/{row_id}", at={"row_id": row_id}, version=version)

    def assign_place(self, row_id: str, body: PeoplePlaceBody, *, version: int | str) -> WorkerAnswer:
        """Give a worker a place.

        A worker who has another place moves.
        """
        return self._calls.value(
            WorkerAnswer, "PUT", "/workers/{row_id}/place", at={"row_id": row_id}, body=body, version=version
        )

    def release_place(self, row_id: str, *, version: int | str) -> WorkerAnswer:
        """Release a worker's place.

        The worker stays on the request.
        """
        return self._calls.value(
            WorkerAnswer, "DELETE", "/workers/{row_id}/place", at={"row_id": row_id}, version=version
        )

    def list_places(self, row_id: str) -> PlacesAnswer:
        """Who has which place?

        By origin; what is not taken is unnamed.
        """
        return self._calls.value(PlacesAnswer, "GET", "/requests/{row_id}/places", at={"row_id": row_id})

    def fill_places(self, row_id: str) -> PeopleFilledAnswer:
        """Give every worker a place.

        The lowest free place of the origin that pickup or home names. Done again it changes nothing.
        """
        return self._calls.value(PeopleFilledAnswer, "POST", "/requests/{row_id}/places/fill", at={"row_id": row_id})

    def list_contacts(self, row_id: str, *, ventilated: bool = False) -> NearList:
        """Who sat near a worker?

        Close contacts by seat, in the published plan. Who asked is noted in the audit log.
        """
        return self._calls.value(
            NearList, "GET", "/workers/{row_id}/contacts", at={"row_id": row_id}, query={"ventilated": ventilated}
        )

    def list_contacts_of_place(self, row_id: str, place: int, *, ventilated: bool = False) -> NearList:
        """Who sat near a place?

        The same for a place that nobody is named for.
        """
        return self._calls.value(
            NearList,
            "GET",
            "/origins/{row_id}/places/{place}/contacts",
            at={"row_id": row_id, "place": place},
            query={"ventilated": ventilated},
        )

    def list_named_twice(self, row_id: str) -> TwiceAnswer:
        """Who is on two requests?

        By document, found without opening any name.
        """
        return self._calls.value(TwiceAnswer, "GET", "/campaigns/{row_id}/named-twice", at={"row_id": row_id})
