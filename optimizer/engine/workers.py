"""Parts worked on in other processes, over pipes that carry jobs out and plans back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from optimizer.engine.workshop import Done, Job, do


@dataclass(slots=True)
class Workers:
    """A workshop of worker processes; without any, or when the last is gone, it works in this process.

    ``width``: how many jobs a wave has. Where a plan must come out the same on every machine it is given and does not
    follow the number of workers.
    """

    pipes: list[Connection]
    should_stop: Callable[[], bool]
    width: int
    lost: int = field(init=False, default=0)

    def work(self, jobs: Sequence[Job]) -> list[Done | None]:
        """The jobs done, in their order; None for one whose worker died over it."""
        found: list[Done | None] = []
        while len(found) < len(jobs):
            wave = jobs[len(found) : len(found) + max(1, len(self.pipes))]
            found += self._side_by_side(wave) if self.pipes else [do(job, self.should_stop) for job in wave]
        return found

    def _side_by_side(self, jobs: Sequence[Job]) -> list[Done | None]:
        asked = [(pipe, self._send(pipe, job)) for pipe, job in zip(self.pipes, jobs, strict=False)]
        found = [self._receive(pipe) if sent else None for pipe, sent in asked]
        gone = [pipe for (pipe, _), done in zip(asked, found, strict=True) if done is None]
        self.pipes = [pipe for pipe in self.pipes if pipe not in gone]
        self.lost += len(gone)
        return found

    def _send(self, pipe: Connection, job: Job) -> bool:
        try:
            pipe.send(job)
        except OSError:
            return False
        return True

    def _receive(self, pipe: Connection) -> Done | None:
        try:
            done: Done = pipe.recv()
        except (EOFError, OSError):
            return None
        return done


def serve(pipe: Connection, stop: Event) -> None:
    """Does the jobs that come through a pipe until it is closed."""
    while True:
        try:
            job: Job = pipe.recv()
            pipe.send(do(job, stop.is_set))
        except (EOFError, OSError):
            return
