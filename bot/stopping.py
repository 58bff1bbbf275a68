"""How a running program is asked to stop: by SIGTERM, or by Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import cast

SIGNALS = (signal.SIGTERM, signal.SIGINT)
SECONDS = 9.5
"""How long a stop may take. Whoever asked for it kills what runs for longer than ten."""


@contextmanager
def until_stopped(seconds: float = SECONDS) -> Iterator[None]:
    """A signal ends what is in it in good order, also while it is still starting; a second one at once.

    What hangs after that many seconds (a name that is being looked up in a thread, say) is left behind,
    with exit code 1: what was stored is on disk, and what was cut off is taken up by the next start.
    """
    loop = asyncio.get_running_loop()
    task = cast("asyncio.Task[None]", asyncio.current_task())

    def stop() -> None:
        for name in SIGNALS:
            loop.remove_signal_handler(name)
            signal.signal(name, signal.SIG_DFL)
        last = threading.Timer(seconds, _leave, [seconds])
        last.daemon = True
        last.start()
        task.cancel()

    for name in SIGNALS:
        loop.add_signal_handler(name, stop)
    with suppress(asyncio.CancelledError):
        yield


def _leave(seconds: float) -> None:
    sys.stderr.write(f"The stop took more than {seconds:g} seconds: what still hangs is left behind.\n")
    sys.stderr.flush()
    os._exit(1)
