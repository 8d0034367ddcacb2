"""Parts of a plan made here, done elsewhere: threads between the engine's pipes and the table of parts."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

import structlog
from sqlalchemy.exc import DBAPIError

from api.service.people.sealing import SealError
from api.service.plans.notices import Notices
from api.service.plans.parts import DONE, Parts
from optimizer.engine.far import Far

_log = structlog.stdlib.get_logger("fangang.worker")
_MOST_FAR = 16
_COUNT_SECONDS = 1.0
_TAKEN_WITHIN_SECONDS = 0.5
_ON_ITS_WAY_SECONDS = 2.0
_LOST = pickle.dumps(None)


@dataclass(slots=True)
class Asking:
    """What a worker needs for its own plans' parts; make one for each worker. Waiters are woken by notices."""

    parts: Parts
    _notices: Notices = field(init=False)
    _news: dict[str, threading.Event] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._notices = Notices(self.parts.database, DONE, self._heard)

    def close(self) -> None:
        """Ends the threads."""
        self._notices.close()

    @contextmanager
    def far(self) -> Iterator[Far]:
        """Far workers for one search, for as long as it runs."""
        context = multiprocessing.get_context("spawn")
        ready = context.Value("i", 0)
        ends = [context.Pipe() for _ in range(_MOST_FAR)]
        over = threading.Event()
        threads = [threading.Thread(target=self._serve, args=(mine,), daemon=True) for mine, _ in ends]
        threads.append(threading.Thread(target=self._count, args=(ready, over), daemon=True))
        for thread in threads:
            thread.start()
        try:
            yield Far([theirs for _, theirs in ends], ready)
        finally:
            over.set()
            for _, theirs in ends:
                theirs.close()
            for thread in threads:
                thread.join()

    def _serve(self, pipe: Connection) -> None:
        """Passes jobs on and answers with what became of them, until the engine's end is closed."""
        with pipe, suppress(EOFError, OSError):
            while True:
                seconds: float = pickle.loads(pipe.recv_bytes())
                pipe.send_bytes(self._done(pipe.recv_bytes(), seconds) or _LOST)

    def _done(self, work: bytes, seconds: float) -> bytes | None:
        """The result of a part; None where nobody has taken it soon, or it did not come back in time."""
        try:
            return self._waited_for(work, seconds)
        except (DBAPIError, SealError) as error:
            _log.warning("a part of a plan was lost", error=type(error).__name__)
            return None

    def _waited_for(self, work: bytes, seconds: float) -> bytes | None:
        begun = time.monotonic()
        news = threading.Event()
        part_id = self.parts.ask(work, seconds + _ON_ITS_WAY_SECONDS)
        self._news[part_id] = news
        try:
            if not news.wait(_TAKEN_WITHIN_SECONDS) and self.parts.call_off(part_id):
                return None
            news.wait(max(0.0, begun + seconds + _ON_ITS_WAY_SECONDS - time.monotonic()))
        finally:
            del self._news[part_id]
        return self.parts.fetch(part_id)

    def _heard(self, part_id: str) -> None:
        news = self._news.get(part_id)
        if news is not None:
            news.set()

    def _count(self, ready: Synchronized[int], over: threading.Event) -> None:
        while not over.is_set():
            with suppress(DBAPIError):
                ready.value = min(self.parts.hands(), _MOST_FAR)
            over.wait(_COUNT_SECONDS)
        ready.value = 0
