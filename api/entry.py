"""The way in from the shell: it knows what Ctrl-C means before the slow imports begin, in which it would be a crash."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ABORTED = 130


def main() -> None:
    """Runs the command line of this process. Ctrl-C while it is being loaded ends it at once with a word."""
    with ctrl_c_ends_at_once():
        from api.cli import main as run  # noqa: PLC0415
    try:
        run()
    except KeyboardInterrupt:
        _abort(signal.SIGINT, None)


@contextmanager
def ctrl_c_ends_at_once() -> Iterator[None]:
    """For slow imports, before anything is done that could be lost. Where Ctrl-C means something else, it still does.

    An exception would come up in the middle of an import, where libraries turn it into other errors.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, _abort)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _abort(_number: int, _frame: FrameType | None) -> None:
    os.write(2, b"Aborted.\n")
    os._exit(_ABORTED)
