"""The database: one writer that commits in groups, a few readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session

T = TypeVar("T")


class Database:
    """Transactions, off the event loop."""

    @classmethod
    def open(cls, url: str, *, busy: timedelta = timedelta(seconds=2)) -> Database:
        """Open the database and bring it up to date. DatabaseError, in one line, if that can't be."""
        raise NotImplementedError

    async def write(self, work: Callable[[Session], T]) -> T:
        """The work in a transaction of its own: what it raises reaches only its caller."""
        raise NotImplementedError

    async def read(self, work: Callable[[Session], T]) -> T:
        """The work on one snapshot; it may write nothing."""
        raise NotImplementedError

    async def close(self) -> None:
        """Finish what is queued, then close."""
        raise NotImplementedError
