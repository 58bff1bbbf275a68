"""Where everything that is posted is pinned up, in place of Slack: the real delivery, without the calls."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from bot.slack import ids
from bot.slack.deliver import Delivery
from bot.slack.failures import Failed, Fate, NotYet
from bot.slack.message import Message
from bot.slack.poster import Placed, Poster
from bot.slack.uploads import Place, Uploads
from bot.tasks.desk import Desk
from bot.tasks.posts import Kind, OutboxRow
from tests.tasks.cast import at_any_hour


class Board:
    """What stands posted, by target. It takes the places of the Poster and of the Uploads."""

    def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
        self.shown: dict[str, Message] = {}
        """What each target's message shows now; of those that come anew each time, the last."""
        self.files: dict[str, str] = {}
        """The text of each file, by target."""
        self.reminders: list[tuple[str, Message]] = []
        """To whom (a user id) and what; in order."""
        self._desk, self._now = desk, now
        self._ts = count(1)
        self._at: dict[tuple[str, str], str] = {}
        self._delivery = Delivery(desk, cast(Poster, self), cast(Uploads, self), now, at_any_hour)

    def looks(self) -> dict[str, tuple[str, list[str]]]:
        """What each target's message says and offers. Which version of the task a button knows isn't seen."""
        return {target: (message.text, buttons(message)) for target, message in self.shown.items()}

    async def drain(self) -> None:
        """Everything that waits comes true."""
        while rows := await self._desk.outbox.claim(100, timedelta(minutes=3)):
            for row in rows:
                await self._deliver(row)

    async def _deliver(self, row: OutboxRow) -> None:
        try:
            await self._delivery.deliver(row)
        except NotYet as later:
            await self._desk.outbox.later(row, self._now(), str(later), unsure=False)
        else:
            await self._desk.outbox.finished(row)

    async def post(
        self, row: OutboxRow, channel: str, message: Message, thread_ts: str | None = None
    ) -> Placed:
        """As the Poster does it."""
        ts = f"{next(self._ts)}.0"
        self._at[channel, ts] = row.target
        self._pin(row.target, message)
        return Placed(channel=channel, ts=ts, found=False)

    async def wait_until(self, moment: datetime, _row: OutboxRow, _channel: str, why: str) -> None:
        """As the Poster does it; no answer is ever lost here."""
        if (wait := moment - self._now()) > timedelta():
            raise NotYet(wait, why)

    async def update(self, _team: str, channel: str, ts: str, message: Message) -> None:
        """As the Poster does it."""
        self._pin(self._at[channel, ts], message)

    async def delete(self, _team: str, channel: str, ts: str) -> None:
        """As the Poster does it. Where a new one stands for the same target already, that one stays."""
        target = self._at.pop((channel, ts))
        if target not in self._at.values():
            self.shown.pop(target)

    async def account(self, _team: str, _user: str) -> dict[str, Any]:
        """As the Poster does it, where Slack says nothing."""
        raise Failed("users.info", "internal_error", Fate.PASSING)

    async def open(self, user: str) -> str:
        """As the Poster does it."""
        return f"D{user}"

    async def share(self, row: OutboxRow, place: Place, _name: str, text: str) -> None:
        """As the Uploads do it."""
        self.files[row.target] = text
        await self._desk.outbox.posted(row, place.channel, f"{next(self._ts)}.0", file_id="F1")

    def _pin(self, target: str, message: Message) -> None:
        self.shown[target] = message
        kind, _, user = target.partition(":")
        if kind == Kind.REMINDER:
            self.reminders.append((user, message))


def buttons(message: Message | None) -> list[str]:
    """The action ids of a message's buttons, in order; none where nothing was posted."""
    return list(_actions(message.blocks)) if message else []


def signable(message: Message | None) -> bool:
    """Whether there is a button to sign with."""
    return ids.SIGN_OFF in buttons(message)


def _actions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "action_id" in part:
            yield part["action_id"]
        part = list(part.values())
    for each in part if isinstance(part, list) else ():
        yield from _actions(each)
