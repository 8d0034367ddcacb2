"""A client that sends each call again and again until it is answered."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import httpx

from api.client import Client
from api.client.errors import BusyError, ClientError, NotReadyError, ProblemError, ServiceFaultError, UnreachableError
from benchmarks.kills.acknowledged import Acknowledged

T = TypeVar("T")

_TIMEOUT = 20.0
_AGAIN_SECONDS = 0.3
_SHARE_REPEATED = 0.3
"""So many creates are sent once more after they were answered."""


class OverError(Exception):
    """The load is over; what is not answered by now is in doubt."""


class Caller:
    """One person at one client, in a thread of its own; ``number`` begins its chance."""

    def __init__(self, address: str, told: Acknowledged, over: threading.Event, number: int) -> None:
        self.told, self.over, self.dice = told, over, random.Random(number)
        self.client = Client(address, timeout=_TIMEOUT, transport=_Counting(told), sleep=self.pause)

    def run(self) -> None:
        """Does its work until it is told that it is over."""
        with self.client, suppress(OverError):
            while not self._done(lambda: self.surely(self.begin)):
                pass
            while True:
                self._done(self.work)

    def begin(self) -> None:
        """Signs in, where it has to."""

    def work(self) -> None:
        """One piece of work. Raises OverError, ProblemError for an answer that should not come."""
        raise NotImplementedError

    def surely(self, call: Callable[[], T]) -> T:
        """The answer to a call that may be repeated. Raises OverError, and ProblemError where it was refused."""
        while not self.over.is_set():
            try:
                return call()
            except (UnreachableError, BusyError, NotReadyError):
                pass
            except ServiceFaultError as error:
                self.told.unexpected.append(f"{type(self).__name__}: {error}")
            self.pause(_AGAIN_SECONDS)
        raise OverError

    def pause(self, seconds: float) -> None:
        """Waits. Raises OverError."""
        if self.over.wait(seconds):
            raise OverError

    def key(self, kind: str) -> str:
        """A new idempotency key that tells what it makes."""
        return f"kills-{kind}-{self.dice.getrandbits(64):016x}"

    def once_more(self, key: str, first: T, call: Callable[[], T], told: Callable[[T], object]) -> None:
        """Sends some of the creates again: what is ``told`` must be the same."""
        if self.dice.random() < _SHARE_REPEATED:
            self.told.repeat(key, same=told(self.surely(call)) == told(first))

    def _done(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except ClientError as error:
            faults = list(error.faults)[:2] if isinstance(error, ProblemError) else ""
            self.told.unexpected.append(f"{type(self).__name__}: {error} {faults}")
            self.pause(1.0)
            return False
        return True


class SignedIn(Caller):
    """A caller with an account, at work on a campaign."""

    def __init__(
        self,
        address: str,
        told: Acknowledged,
        over: threading.Event,
        number: int,
        login: str,
        password: str,
        campaign_id: str,
    ) -> None:
        super().__init__(address, told, over, number)
        self._login, self._password, self._campaign_id, self._number = login, password, campaign_id, number

    def begin(self) -> None:
        """A session, which lasts whatever is killed."""
        self.client.begin(self._login, self._password)


class _Counting(httpx.HTTPTransport):
    def __init__(self, told: Acknowledged) -> None:
        super().__init__()
        self._told = told

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = super().handle_request(request)
        except httpx.TransportError:
            self._told.count(0)
            raise
        self._told.count(answer.status_code)
        return answer
