"""Working off the outbox: rows are claimed, made true side by side, and reported on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from structlog.contextvars import bound_contextvars

from bot.slack.backoff import backoff
from bot.slack.deliver import Delivery
from bot.slack.failures import Failed, Fate, Hopeless, NotYet
from bot.slack.poster import Poster
from bot.slack.telling import tell_of
from bot.slack.uploads import Uploads
from bot.slack.watching import Unwatched, Watch
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError
from bot.tasks.posts import REQUEST, OutboxRow
from bot.tasks.rhythm import AtWork

log = structlog.get_logger()

SIDE_BY_SIDE = 6
"""How many rows are in hand at once."""
LEASE = timedelta(minutes=3)
"""Longer than any delivery: a dozen calls, of at most ten seconds each, where a busy channel is searched."""
POLL = 1.0
"""Seconds between looks, since other processes want things too, and since the clock may be moved."""
LEAST = 0.02
"""Seconds between looks at the least, while another process has what is due."""
PATIENCE = 3.0
"""Seconds that `stop` gives to what is in hand: a stop as a whole takes less than the ten that most give it."""
LAST_WORDS = 1.0
"""Seconds that what is cut off then gets to write down that it was."""
CUT_OFF = "cut off, since the bot was stopped"
"""What stands in the row of it."""
ACCOUNT_REST = timedelta(minutes=1)
"""How long nothing is sent after Slack refused the app itself."""
MOST_GUESSES = 6
"""How often a code that is in no list is taken for a passing one."""


class Outbox:
    """Sends what the desk wants sent. One event loop; several processes may each run one.

    `client` must not retry (`retry_handlers=[]`): a repeated post could stand there twice. `now` is aware,
    UTC. `history`: look into channels for messages whose answer was lost; without the optional scope for
    that, Slack says so, and a lost answer may cost one message more. Direct messages can always be read.
    `at_work`: when somebody may be reminded, so that what is sent late doesn't come at night.
    """

    def __init__(
        self,
        desk: Desk,
        client: AsyncWebClient,
        now: Callable[[], datetime],
        at_work: AtWork,
        *,
        history: bool = True,
        watch: Watch | None = None,
    ) -> None:
        self._desk = desk
        self._now = now
        self._watch = watch or Unwatched()
        poster = Poster(client, now, history=history, posted=self._watch.posted)
        self._delivery = Delivery(desk, poster, Uploads(desk.outbox, client), now, at_work)
        self._in_hand: set[asyncio.Task[bool]] = set()
        self._claiming = asyncio.Lock()
        self._woken = asyncio.Event()
        self._stopping = False
        self._resting_until: datetime | None = None

    def wake(self) -> None:
        """Something was wanted: look now. To be called on the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Send what is due, as it becomes due, until stopped."""
        while not self._stopping:
            self._woken.clear()
            await self._claim_or_wait()
            await self._rest()

    async def stop(self) -> None:
        """Claim nothing more, and finish what is in hand, for three seconds at most.

        What is cut off is free at once, for another process or the next start, and unsure: it is looked for
        before it is sent again.
        """
        self._stopping = True
        self.wake()
        async with self._claiming:  # What is being claimed just now is in hand after this.
            in_hand = set(self._in_hand)
        if in_hand:
            _, late = await asyncio.wait(in_hand, timeout=PATIENCE)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=LAST_WORDS)

    async def drain(self) -> int:
        """Send everything that is due now, and what is in hand; how many rows became true.

        Also while `run` runs. DatabaseError if the rows can't be read.
        """
        count = 0
        while True:
            await self._claim()
            if not self._in_hand:
                return count
            finished, _ = await asyncio.wait(self._in_hand)
            count += sum(task.result() for task in finished if _went_well(task))

    async def _claim_or_wait(self) -> None:
        """A database that is locked or full for a while must not end the sending."""
        try:
            await self._claim()
        except DatabaseError as error:
            self._watch.failed("outbox")
            log.error("outbox.database", error=str(error))

    async def _claim(self) -> None:
        """Take as many rows in hand as there is room for.

        One at a time, since `run` and `drain` both ask: what one of them was given is in hand before the other
        looks. A clock that was put on ends a lease at once, and a row that is claimed twice is posted twice.
        """
        async with self._claiming:
            room = SIDE_BY_SIDE - len(self._in_hand)
            resting = self._resting_until is not None and self._now() < self._resting_until
            if room <= 0 or resting or self._stopping:
                return
            in_hand = [int(task.get_name()) for task in self._in_hand]
            for row in await self._desk.outbox.claim(room, LEASE, but=in_hand):
                task = asyncio.create_task(self._deliver(row), name=str(row.id))
                self._in_hand.add(task)
                task.add_done_callback(self._put_down)

    def _put_down(self, task: asyncio.Task[bool]) -> None:
        """One row less in hand. A row whose task broke stays leased, and is tried again after that."""
        self._in_hand.discard(task)
        self.wake()
        error = None if task.cancelled() else task.exception()
        if error:
            self._watch.failed("outbox")
        if isinstance(error, DatabaseError):
            log.error("outbox.database", error=str(error))
        elif error:
            log.error("outbox.broken", exc_info=error)

    async def _rest(self) -> None:
        """Until woken, or the next row is due, or the next look."""
        try:
            async with asyncio.timeout(await self._until_next()):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _until_next(self) -> float:
        """Seconds; a row that is due and can't be taken now is looked for again with the next poll."""
        if len(self._in_hand) >= SIDE_BY_SIDE or self._resting_until:
            return POLL
        try:
            due = await self._desk.outbox.next_due()
        except DatabaseError:
            return POLL
        return min(POLL, max(LEAST, (due - self._now()).total_seconds())) if due else POLL

    async def _deliver(self, row: OutboxRow) -> bool:
        """Make one row true and say so; False if it isn't true yet, or never will be."""
        wanted_by = {REQUEST: row.ref[REQUEST]} if REQUEST in row.ref else {}
        with bound_contextvars(delivery=row.id, target=row.target, **wanted_by):
            try:
                return await self._delivered(row)
            except asyncio.CancelledError:
                log.warning("outbox.cut_off")
                await self._later(row, timedelta(), CUT_OFF, unsure=True)
                raise

    async def _delivered(self, row: OutboxRow) -> bool:
        try:
            await self._delivery.deliver(row)
        except NotYet as wait:
            await self._later(row, wait.wait, str(wait), unsure=row.unsure)
        except Hopeless as reason:
            log.warning("outbox.hopeless", reason=str(reason))
            await self._desk.outbox.dead(row, str(reason))
        except Failed as failed:
            await self._after(row, failed)
        else:
            self._resting_until = None
            await self._desk.outbox.finished(row)
            log.info("outbox.sent", kind=row.kind, attempts=row.attempts)
            return True
        return False

    async def _after(self, row: OutboxRow, failed: Failed) -> None:
        """Wait and try again, or give up and say so, as the failure tells."""
        again = f"{failed}; will be tried again"
        log.warning("outbox.failed", method=failed.method, error=failed.code)
        guessing = failed.fate is Fate.UNKNOWN and row.attempts < MOST_GUESSES
        if failed.fate is Fate.LIMITED:
            await self._later(row, timedelta(seconds=failed.retry_after), again, unsure=row.unsure)
        elif failed.fate is Fate.ACCOUNT:
            await self._account(row, failed)
        elif failed.fate is Fate.PASSING or guessing:
            await self._later(row, backoff(row.attempts), again, unsure=True)
        else:
            await self._desk.outbox.dead(row, str(failed))
            await tell_of(self._desk, row, failed)
            self.wake()

    async def _account(self, row: OutboxRow, failed: Failed) -> None:
        """Nothing can be sent for now: keep all rows, rest, and say it once."""
        if self._resting_until is None:
            log.error("outbox.account_refused", error=failed.code)
        self._resting_until = self._now() + ACCOUNT_REST
        await self._later(row, ACCOUNT_REST, str(failed), unsure=row.unsure)

    async def _later(self, row: OutboxRow, wait: timedelta, why: str, *, unsure: bool) -> None:
        await self._desk.outbox.later(row, self._now() + wait, why, unsure)


def _went_well(task: asyncio.Task[bool]) -> bool:
    return not task.cancelled() and task.exception() is None
