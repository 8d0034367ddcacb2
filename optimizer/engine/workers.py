"""Parts worked on in other processes, over pipes that carry jobs out and plans back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from optimizer.engine.division import SAME_WIDTH
from optimizer.engine.far import Far
from optimizer.engine.workshop import Done, Job, do


@dataclass(slots=True)
class Workers:
    """A workshop of worker processes; without any, or when the last is gone, it works in this process.

    ``fixed_width``: how many jobs a wave has where a plan must come out the same on every machine; then nobody far is
    asked. Else it follows the number of workers. ``far``: workers elsewhere, as many of them as are ready.
    ``helping``: this process does a job as well.
    """

    pipes: list[Connection]
    should_stop: Callable[[], bool]
    fixed_width: int | None = None
    far: Far | None = None
    helping: bool = False
    lost: int = field(init=False, default=0)

    @property
    def width(self) -> int:
        """How many jobs are done side by side now."""
        return self.fixed_width or max(SAME_WIDTH, self.hands)

    @property
    def hands(self) -> int:
        """How many jobs are really done at once."""
        return self._here() + len(self._far_pipes())

    def work(self, jobs: Sequence[Job]) -> list[Done | None]:
        """The jobs done, in their order; None for one whose worker died over it."""
        found: list[Done | None] = []
        while len(found) < len(jobs):
            far = self._far_pipes()
            found += self._side_by_side(jobs[len(found) : len(found) + len(far) + self._here()], far)
        return found

    def _here(self) -> int:
        return max(1, len(self.pipes) + self.helping)

    def _far_pipes(self) -> list[Connection]:
        if self.far is None or self.fixed_width is not None:
            return []
        return self.far.pipes[: max(0, self.far.ready.value)]

    def _side_by_side(self, jobs: Sequence[Job], far: list[Connection]) -> list[Done | None]:
        ends = [*far, *self.pipes]  # who is far gets its job first, for it is longest on its way
        asked = [(pipe, self._send(pipe, job, pipe in far)) for pipe, job in zip(ends, jobs, strict=False)]
        here = [do(job, self.should_stop) for job in jobs[len(ends) :]]
        return [*(self._receive(pipe) if sent else None for pipe, sent in asked), *here]

    def _send(self, pipe: Connection, job: Job, is_far: bool) -> bool:
        try:
            if is_far:
                pipe.send(job.seconds)
            pipe.send(job)
        except OSError:
            self._drop(pipe)
            return False
        return True

    def _receive(self, pipe: Connection) -> Done | None:
        try:
            done: Done | None = pipe.recv()
        except (EOFError, OSError):
            self._drop(pipe)
            return None
        return done

    def _drop(self, pipe: Connection) -> None:
        """Asks this worker no more: its process is gone."""
        self.lost += 1
        if pipe in self.pipes:
            self.pipes.remove(pipe)
        elif self.far is not None:
            self.far.pipes.remove(pipe)


def serve(pipe: Connection, stop: Event) -> None:
    """Does the jobs that come through a pipe until it is closed."""
    while True:
        try:
            job: Job = pipe.recv()
            pipe.send(do(job, stop.is_set))
        except (EOFError, OSError):
            return
