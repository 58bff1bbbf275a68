"""How long a work takes and how much memory, in a process of its own."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

FORK = multiprocessing.get_context("fork")
MOST = 20
"""How often a short work is done."""
Work = Callable[[str], Callable[[], object]]
"""From a text to what is measured; what is done on the way there is not."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a work has cost."""

    seconds: float
    """Of processor time, the shortest of some runs."""
    memory: int
    """How many KiB it held at most, besides what was held before. Pages of four, at least one."""


def alone(work: Work, text: str) -> Taken:
    """A work's cost in a new process. EOFError if that ended early."""
    here, there = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_measure, args=(work, text, there))
    child.start()
    there.close()
    found: Taken = here.recv()
    child.join()
    return found


def _measure(work: Work, text: str, there: Connection) -> None:
    there.send(taken(work(text), 0.5))


def taken(do: Callable[[], object], least: float) -> Taken:
    """The cost of something that is done at least twice, until so many seconds have gone or MOST times: the time of
    the shortest run, and the memory of the first, in which a form finds out what it then keeps."""
    gc.collect()
    gc.freeze()  # what is held before is not looked through again, as it would not be in a process that runs long
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the peak counts from here
    before, memory = _peak(), 0
    runs: list[float] = []
    while len(runs) < 2 or (sum(runs) < least and len(runs) < MOST):
        begun = time.process_time()
        do()
        runs.append(time.process_time() - begun)
        memory = memory or max(4, _peak() - before)
    return Taken(max(min(runs), 1e-6), memory)


def _peak() -> int:
    """KiB that this process has held at most since it was last asked to forget."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
