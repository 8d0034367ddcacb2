"""What a call may end with, as the service tells it (problem+json, RFC 9457): one error for each status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell or parameter that cannot be used: where it stands, what it is, what was expected."""

    place: str
    row: int | None
    column: str | None
    value: Any
    expected: str
    advice: str


class ClientError(Exception):
    """Any call that did not succeed."""


class UnreachableError(ClientError):
    """The service did not answer, however often it was asked."""


class UnreadableError(ClientError):
    """The answer is not what the service's description promises: maybe it is another version, or no such service."""


class ProblemError(ClientError):
    """The service refused. ``detail`` is a sentence with advice, ``faults`` are its rows."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.kind = str(document.get("type", "about:blank"))
        self.title = str(document.get("title", ""))
        self.detail = str(document.get("detail", ""))
        self.faults: Sequence[Fault] = tuple(_fault(row) for row in document.get("faults") or ())
        self.fault_count = int(document.get("fault_count", len(self.faults)))
        super().__init__(f"{status} {self.title}: {self.detail}")


class BadRequestError(ProblemError):
    """400: the request cannot be understood."""


class SignInError(ProblemError):
    """401: nobody is signed in, or no longer."""


class NotAllowedError(ProblemError):
    """403: not in this role."""


class NotFoundError(ProblemError):
    """404: there is no such thing, or it is not for you."""


class NotNowError(ProblemError):
    """409: not in this state, or there already."""


class StaleError(ProblemError):
    """412: somebody else has changed it in between."""


class TooLargeError(ProblemError):
    """413: the body is too large."""


class MediaTypeError(ProblemError):
    """415: this kind of content cannot be read."""


class UnusableError(ProblemError):
    """422: the input cannot be used; ``faults`` say which cells."""


class BusyError(ProblemError):
    """429: the service has its hands full. ``retry_after``: seconds to wait, where it says so."""

    retry_after: float | None = None


class ServiceFaultError(ProblemError):
    """500 and above: a fault of the service."""


class NotReadyError(ServiceFaultError):
    """503: something that the service needs is not there."""


_BY_STATUS: Mapping[int, type[ProblemError]] = {
    400: BadRequestError,
    401: SignInError,
    403: NotAllowedError,
    404: NotFoundError,
    409: NotNowError,
    412: StaleError,
    413: TooLargeError,
    415: MediaTypeError,
    422: UnusableError,
    429: BusyError,
    503: NotReadyError,
}


def problem_of(status: int, document: Mapping[str, Any]) -> ProblemError:
    """The error for an answer."""
    kind = _BY_STATUS.get(status, ServiceFaultError if status >= 500 else ProblemError)
    return kind(status, document)


def _fault(row: Mapping[str, Any]) -> Fault:
    return Fault(
        place=str(row.get("place", "")),
        row=row.get("row"),
        column=row.get("column"),
        value=row.get("value"),
        expected=str(row.get("expected", "")),
        advice=str(row.get("advice", "")),
    )
