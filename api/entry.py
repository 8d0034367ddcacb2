"""The way in from the shell: it knows what Ctrl-C means before the slow imports begin, in which it would be a crash."""

import os
import signal
from types import FrameType

_ABORTED = 130


def main() -> None:
    """Runs the command line of this process. Ctrl-C while it is being loaded ends it at once with a word."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _abort)
    from api.cli import main as run  # noqa: PLC0415

    if signal.getsignal(signal.SIGINT) is _abort:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except KeyboardInterrupt:
        _abort(signal.SIGINT, None)


def _abort(_number: int, _frame: FrameType | None) -> None:
    """An exception would come up in the middle of an import, where libraries turn it into other errors."""
    os.write(2, b"Aborted.\n")
    os._exit(_ABORTED)
