"""A client of the service: typed calls, pages that go on, progress as it comes, problems as errors.

    with Client("http://127.0.0.1:8000", key="…") as client:
        for campaign in client.campaigns.list_campaigns():
            print(campaign.name, campaign.state)

It needs httpx and pydantic alone; nothing of the service itself is loaded.
"""

from __future__ import annotations

from api.client.client import Client
from api.client.errors import (
    BadRequestError,
    BusyError,
    ClientError,
    Fault,
    MediaTypeError,
    NotAllowedError,
    NotFoundError,
    NotNowError,
    NotReadyError,
    ProblemError,
    ServiceFaultError,
    SignInError,
    StaleError,
    TooLargeError,
    UnreachableError,
    UnreadableError,
    UnusableError,
)
from api.client.pages import Page, Pages

__all__ = [
    "BadRequestError",
    "BusyError",
    "Client",
    "ClientError",
    "Fault",
    "MediaTypeError",
    "NotAllowedError",
    "NotFoundError",
    "NotNowError",
    "NotReadyError",
    "Page",
    "Pages",
    "ProblemError",
    "ServiceFaultError",
    "SignInError",
    "StaleError",
    "TooLargeError",
    "UnreachableError",
    "UnreadableError",
    "UnusableError",
]
