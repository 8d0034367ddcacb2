"""Calls of the room ledger. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from typing import Any, Literal

from api.client.calls import Calls, new_key
from api.client.models.ledger import (
    ProblemAnswer,
    ProblemBody,
    ProblemCounts,
    ProblemProofAnswer,
    ProblemProofBody,
    ProblemStepAnswer,
    ProblemStepBody,
)
from api.client.pages import Pages


class Ledger:
    """The calls of the room ledger."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_problems(
        self,
        *,
        campaign_id: str | None = None,
        employer_id: str | None = None,
        owner_id: str | None = None,
        district: str | None = None,
        state: Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"] | None = None,
        overdue: bool = False,
        limit: int = 50,
    ) -> Pages[ProblemAnswer]:
        """List problems.

        The oldest first; an employer sees its own.
        """
        return self._calls.pages(
            ProblemAnswer,
            "/problems",
            query={
                "campaign_id": campaign_id,
                "employer_id": employer_id,
                "owner_id": owner_id,
                "district": district,
                "state": state,
                "overdue": overdue,
                "limit": limit,
            },
        )

    def create_problem(self, body: ProblemBody, *, key: str | None = None) -> ProblemAnswer:
        """Raise a problem.

        It is found (发现). An employer raises its own.
        """
        return self._calls.value(ProblemAnswer, "POST", "/problems", body=body, key=key or new_key())

    def count_problems(
        self, *, by: Literal["employer", "district", "state", "owner"] = "state", campaign_id: str | None = None
    ) -> ProblemCounts:
        """Count open problems.

        Those not closed, and of them the overdue ones.
        """
        return self._calls.value(ProblemCounts, "GET", "/problems/counts", query={"by": by, "campaign_id": campaign_id})

    def read_ledger_workbook(
        self,
        *,
        lang: Literal["en", "zh"] = "zh",
        campaign_id: str | None = None,
        employer_id: str | None = None,
        owner_id: str | None = None,
        district: str | None = None,
        state: Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"] | None = None,
        overdue: bool = False,
    ) -> bytes:
        """Take the ledger away as a workbook.

        The oldest first, at most 20,000.
        """
        return self._calls.data(
            "GET",
            "/problems/workbook",
            query={
                "lang": lang,
                "campaign_id": campaign_id,
                "employer_id": employer_id,
                "owner_id": owner_id,
                "district": district,
                "state": state,
                "overdue": overdue,
            },
        )

    def read_ledger_document(
        self,
        *,
        campaign_id: str | None = None,
        employer_id: str | None = None,
        owner_id: str | None = None,
        district: str | None = None,
        state: Literal["found", "gathered", "submitted", "forwarded", "coordinated", "closed"] | None = None,
        overdue: bool = False,
    ) -> list[Any]:
        """Take the ledger away as JSON.

        With every step of each and what proves it, the oldest first, at most 20,000.
        """
        return self._calls.value(
            list[Any],
            "GET",
            "/problems/document",
            query={
                "campaign_id": campaign_id,
                "employer_id": employer_id,
                "owner_id": owner_id,
                "district": district,
                "state": state,
                "overdue": overdue,
            },
        )

    def read_problem(self, problem_id: str) -> ProblemAnswer:
        """Read a problem.

        One problem.
        """
        return self._calls.value(ProblemAnswer, "GET", "/problems/{problem_id}", at={"problem_id": problem_id})

    def change_problem(self, problem_id: str, body: ProblemBody, *, version: int | str) -> ProblemAnswer:
        """Change a problem.

        Other words, owner or due date, until it is closed.
        """
        return self._calls.value(
            ProblemAnswer, "PUT", "/problems/{problem_id}", at={"problem_id": problem_id}, body=body, version=version
        )

    def delete_problem(self, problem_id: str, *, version: int | str) -> None:
        """Delete a problem.

        One that was none; it stays on record.
        """
        self._calls.nothing("DELETE", "/problems/{problem_id}", at={"problem_id": problem_id}, version=version)

    def step_problem(self, problem_id: str, body: ProblemStepBody, *, version: int | str) -> ProblemAnswer:
        """Take a problem to its next state.

        发现, 汇总, 提交, 转办, 协调, 销号: one on, or one back with the reason; closed only with a proof.
        """
        return self._calls.value(
            ProblemAnswer,
            "POST",
            "/problems/{problem_id}/state",
            at={"problem_id": problem_id},
            body=body,
            version=version,
        )

    def list_problem_steps(self, problem_id: str) -> list[ProblemStepAnswer]:
        """Read a problem's way.

        Every step, the first one first.
        """
        return self._calls.value(
            list[ProblemStepAnswer], "GET", "/problems/{problem_id}/steps", at={"problem_id": problem_id}
        )

    def list_problem_proofs(self, problem_id: str) -> list[ProblemProofAnswer]:
        """List a problem's proofs.

        Words and papers, the first one first; a paper's bytes are at `content`.
        """
        return self._calls.value(
            list[ProblemProofAnswer], "GET", "/problems/{problem_id}/proofs", at={"problem_id": problem_id}
        )

    def create_problem_proof(
        self, problem_id: str, body: ProblemProofBody, *, key: str | None = None
    ) -> ProblemProofAnswer:
        """Add words that prove.

        That it is solved.
        """
        return self._calls.value(
            ProblemProofAnswer,
            "POST",
            "/problems/{problem_id}/proofs",
            at={"problem_id": problem_id},
            body=body,
            key=key or new_key(),
        )

    def create_problem_paper(
        self,
        problem_id: str,
        body: bytes,
        *,
        name: str = "proof",
        content_type: str | None = None,
        key: str | None = None,
    ) -> ProblemProofAnswer:
        """Add a paper that proves.

        A PDF, PNG or JPEG file that proves that it is solved.
        """
        return self._calls.value(
            ProblemProofAnswer,
            "POST",
            "/problems/{problem_id}/papers",
            at={"problem_id": problem_id},
            body=body,
            content_type=content_type,
            key=key or new_key(),
            query={"name": name},
        )

    def read_problem_paper(self, problem_id: str, proof_id: str) -> bytes:
        """Read a paper that proves.

        To be saved, never to be shown inside a page of this service.
        """
        return self._calls.data(
            "GET",
            "/problems/{problem_id}/proofs/{proof_id}/content",
            at={"problem_id": problem_id, "proof_id": proof_id},
        )
