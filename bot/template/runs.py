"""Runs of lines, found in a document without looking at all of their lines again at each place.

A template may have thousands of lines of one part, and a document thousands of places where nearly all of
them stand. So each run has a digest, and the document's lines have them too, for any stretch in one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BASE, MODULUS = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that follow each other."""

    lines: list[str]
    digest: int
    """The same for equal lines; different for nearly all others."""

    @classmethod
    def of(cls, lines: list[str]) -> Run:
        """The run of these lines."""
        return cls(lines, _digests(lines)[-1])


class Stretches:
    """The stretches of a document's lines."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._digests = _digests(lines)

    def has(self, run: Run, at: int) -> bool:
        """Whether the run stands at a place."""
        end = at + len(run.lines)
        if end > len(self._lines):
            return False
        before = self._digests[at] * pow(BASE, end - at, MODULUS)
        same = (self._digests[end] - before) % MODULUS == run.digest
        return same and list(self._lines[at:end]) == run.lines


def _digests(lines: Iterable[str]) -> list[int]:
    """Of the first lines, for each count of them from 0."""
    digests = [0]
    for line in lines:
        digests.append((digests[-1] * BASE + hash(line)) % MODULUS)
    return digests
