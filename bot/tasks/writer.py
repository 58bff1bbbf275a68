"""One thread that writes, and commits in groups.

A COMMIT waits for the disk, so units of work that are queued at the same moment share one. Each runs in a
savepoint of its own, so what one raises undoes only that one. If the group as a whole rolls back, each unit
is run again alone; units therefore have no effects but those in the database.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.tasks.errors import DatabaseError
from bot.tasks.trouble import translated

MOST = 64
"""How many units share one COMMIT at most. Nobody waits for a group to fill."""


@dataclass(frozen=True)
class Unit:
    """Work for one transaction, and where its outcome is awaited."""

    work: Callable[[Session], Any]
    future: Future[Any] = field(default_factory=Future)
    context: Context = field(default_factory=copy_context)
    """The caller's: for which request it is, which log lines and outbox rows name."""


@dataclass(frozen=True)
class Outcome:
    """What came of a unit: a value, or what it raised."""

    value: Any = None
    error: BaseException | None = None


class Writer:
    """The thread, and its queue."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect()
        self._queue: SimpleQueue[Unit | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="countersign-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Session], Any]) -> Future[Any]:
        """Queue the work; its outcome, once it is on disk. DatabaseError if the writer is closed."""
        unit = Unit(work)
        with self._closing:
            if self._closed:
                raise DatabaseError("The database is closed: Countersign is stopping.")
            self._queue.put(unit)
        return unit.future

    def close(self) -> None:
        """Finish what is queued, then end the thread. Blocks."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        with self._connection as connection:
            while going:
                group, going = self._next_group()
                units = [unit for unit in group if unit.future.set_running_or_notify_cancel()]
                for unit, outcome in zip(units, _together(connection, units), strict=True):
                    _answer(unit, outcome)

    def _next_group(self) -> tuple[list[Unit], bool]:
        """Waits for one unit, then takes what else is queued; False once no more will come."""
        group: list[Unit] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == MOST:
                return group, True
            try:
                item = self._queue.get_nowait()
            except Empty:
                return group, True
        return group, False


def _together(connection: Connection, units: Sequence[Unit]) -> list[Outcome]:
    """The outcomes of the units, all on disk: in one transaction, or else each in its own."""
    if not units:
        return []
    try:
        transaction = connection.begin()
    except SQLAlchemyError as error:
        return [Outcome(error=error)] * len(units)
    try:
        with transaction:
            return [_run_unit(connection, unit) for unit in units]
    except (SQLAlchemyError, _Lost) as error:
        _driver(connection).rollback()  # A COMMIT that failed may leave the transaction open.
        if len(units) == 1:
            return [Outcome(error=error.cause if isinstance(error, _Lost) else error)]
    return [outcome for unit in units for outcome in _together(connection, [unit])]


def _run_unit(connection: Connection, unit: Unit) -> Outcome:
    """Run it in a savepoint. _Lost if that rolled back the whole transaction, the neighbours' work too."""
    session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
    try:
        value = unit.context.run(unit.work, session)
        session.commit()
        outcome = Outcome(value)
    except BaseException as error:  # noqa: BLE001
        # Whatever a unit raises is its caller's to handle; this thread has to outlive it.
        outcome = Outcome(error=error)
    if _driver(connection).in_transaction:
        session.close()
        return outcome
    with suppress(SQLAlchemyError):  # The savepoint that it would undo went with the transaction.
        session.close()
    raise _Lost(outcome.error)


class _Lost(Exception):
    """The database gave up the whole transaction, as SQLite does on a full or a failing disk."""

    def __init__(self, cause: BaseException | None) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _answer(unit: Unit, outcome: Outcome) -> None:
    if outcome.error is None:
        unit.future.set_result(outcome.value)
    else:
        unit.future.set_exception(translated(outcome.error))
