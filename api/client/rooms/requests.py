"""Calls of the room requests. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Literal

from api.client.calls import Calls, new_key
from api.client.models.requests import (
    EventList,
    FormAnswer,
    ProofAnswer,
    ProofList,
    RequestAnswer,
    RequestBody,
    RequestChange,
    RequestLine,
    StepBody,
)
from api.client.pages import Pages


class Requests:
    """The calls of the room requests."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_requests(
        self,
        *,
        campaign_id: str | None = None,
        employer_id: str | None = None,
        state: Literal[
            "draft", "submitted", "returned", "checked", "planned", "travelling", "arrived", "closed", "withdrawn"
        ]
        | None = None,
        limit: int = 50,
    ) -> Pages[RequestLine]:
        """List requests.

        In order of creation; an employer sees its own.
        """
        return self._calls.pages(
            RequestLine,
            "/requests",
            query={"campaign_id": campaign_id, "employer_id": employer_id, "state": state, "limit": limit},
        )

    def create_request(self, body: RequestBody, *, key: str | None = None) -> RequestAnswer:
        """File a request.

        A draft, which may lack anything; what it has must be right. All faults are told at once, by field.
        """
        return self._calls.value(RequestAnswer, "POST", "/requests", body=body, key=key or new_key())

    def read_form(self, *, campaign_id: str, employer_id: str | None = None) -> FormAnswer:
        """Begin a request.

        What the employer said the last time, or when it signed up, so that nothing is asked twice.
        """
        return self._calls.value(
            FormAnswer, "GET", "/requests/form", query={"campaign_id": campaign_id, "employer_id": employer_id}
        )

    def read_request(self, row_id: str) -> RequestAnswer:
        """Read a request.

        The whole request.
        """
        return self._calls.value(RequestAnswer, "GET", "/requests/{row_id}", at={"row_id": row_id})

    def change_request(self, row_id: str, body: RequestChange, *, version: int | str) -> RequestAnswer:
        """Change a request.

        Until the freeze. A request that was checked already goes back to be checked again.
        """
        return self._calls.value(
            RequestAnswer, "PATCH", "/requests/{row_id}", at={"row_id": row_id}, body=body, version=version
        )

    def list_steps(self, row_id: str) -> EventList:
        """Which way did a request go?

        Every step with who and when.
        """
        return self._calls.value(EventList, "GET", "/requests/{row_id}/steps", at={"row_id": row_id})

    def take_step(self, row_id: str, body: StepBody, *, version: int | str) -> RequestAnswer:
        """Take a request to another state.

        `submitted` by the employer; `returned`, `checked` and `closed` by the bureau; `withdrawn` by either.
        """
        return self._calls.value(
            RequestAnswer, "POST", "/requests/{row_id}/steps", at={"row_id": row_id}, body=body, version=version
        )

    def list_proofs(self, row_id: str) -> ProofList:
        """List a request's papers.

        What they are; their bytes are at `content`.
        """
        return self._calls.value(ProofList, "GET", "/requests/{row_id}/proofs", at={"row_id": row_id})

    def create_proof(
        self, row_id: str, body: bytes, *, name: str = "proof", content_type: str | None = None, key: str | None = None
    ) -> ProofAnswer:
        """Add a paper.

        A PDF, PNG or JPEG file that proves the claim for priority.
        """
        return self._calls.value(
            ProofAnswer,
            "POST",
            "/requests/{row_id}/proofs",
            at={"row_id": row_id},
            body=body,
            content_type=content_type,
            key=key or new_key(),
            query={"name": name},
        )

    def read_proof(self, row_id: str, proof_id: str) -> bytes:
        """Read a paper.

        To be saved, never to be shown inside a page of this service.
        """
        return self._calls.data(
            "GET", "/requests/{row_id}/proofs/{proof_id}/content", at={"row_id": row_id, "proof_id": proof_id}
        )

    def delete_proof(self, row_id: str, proof_id: str, *, version: int | str) -> None:
        """Take a paper away.

        It stays on record.
        """
        self._calls.nothing(
            "DELETE",
            "/requests/{row_id}/proofs/{proof_id}",
            at={"row_id": row_id, "proof_id": proof_id},
            version=version,
        )
