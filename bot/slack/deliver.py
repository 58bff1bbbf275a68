"""Making true what a row of the outbox says: one small function for each kind, found in one table.

What is sent is rendered here, from the latest state. A function that returns has made its row true.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.slack import cards, edited
from bot.slack.deliver_late import LateDelivery
from bot.slack.deliver_reminders import ReminderDelivery
from bot.slack.facts import people_in
from bot.slack.failures import Failed, Fate, Hopeless, NotYet
from bot.slack.home import HomeTab
from bot.slack.message import Message
from bot.slack.poster import Poster
from bot.slack.uploads import Place, Uploads
from bot.tasks.again import Outdated
from bot.tasks.desk import Desk
from bot.tasks.documents import form_of, sealed_name
from bot.tasks.errors import NotKept
from bot.tasks.posts import Kind, OutboxRow, PostedMessage
from bot.tasks.rhythm import AtWork
from bot.tasks.task import State, Task

T = TypeVar("T")

SOON = timedelta(seconds=1)
MOST_SOON = 10
"""Times that, at the most, between two looks whether a message is there."""


class Delivery:
    """Everything that is posted. Raises NotYet, Hopeless and Failed; `now` is aware, UTC."""

    def __init__(
        self,
        desk: Desk,
        poster: Poster,
        uploads: Uploads,
        now: Callable[[], datetime],
        at_work: AtWork,
    ) -> None:
        self._desk = desk
        self._poster = poster
        self._uploads = uploads
        self._home_tab = HomeTab(desk, poster)
        self._reminders = ReminderDelivery(desk, poster, self._dm, now, at_work)
        self._late = LateDelivery(desk, poster, now, at_work)

    async def deliver(self, row: OutboxRow) -> None:
        """Make the row true."""
        await BY_KIND[Kind(row.kind)](self, row)

    async def card(self, row: OutboxRow) -> None:
        """The task's card shows its latest state."""
        task = await self._task(row)
        if task is None or task.channel is None:
            return
        if task.forgotten_at:
            await self._forgotten(row, task)
            return
        form, answers = await _kept(self._desk.answers(task))
        closing = await self._desk.closing(task)
        names = await self._names(task, people_in(form, answers) | set(closing[:1] if closing else ()))
        await self._live(row, task.channel, cards.card(task, form, answers, names, closing), task)

    async def asked(self, row: OutboxRow) -> None:
        """The signer's message shows what is asked of them; it isn't begun when nothing is any more."""
        task, user = await self._task(row), str(row.ref["user"])
        if task is None:
            return
        begun = row.unsure or await self._desk.outbox.message(row.team, row.target)
        # Who is away gets it when they are back, if it still waits then.
        if begun or any(each.stand_in in (None, user) for each in task.asked_of(user)):
            channel = await self._dm(row.team, user)
            handed = await self._desk.handed(task, user)
            names = await self._names(task, {each.who for each in handed.values()})
            await self._live(row, channel, cards.asked(task, user, names, handed), task)

    async def edited(self, row: OutboxRow) -> None:
        """Who had signed, or wanted changes, has a message that says what was edited since, and how it stands; it
        isn't begun when nothing waits for them because of an edit (any more).
        """
        task, user = await self._task(row), str(row.ref["user"])
        if task is None:
            return
        taken = await self._desk.outdated(task, user)
        begun = row.unsure or await self._desk.outbox.message(row.team, row.target)
        if begun or taken:
            channel = await self._dm(row.team, user)
            await self._live(row, channel, await self._edited(task, user, taken), task)

    async def late(self, row: OutboxRow) -> None:
        """The author has been told of a role that waits, and reads what became of it."""
        await self._late.author(row, self._dm)

    async def late_in_thread(self, row: OutboxRow) -> None:
        """So has the card's thread."""
        await self._late.thread(row, lambda: self._after(row, f"card:{row.ref['task_id']}"))

    async def reminder(self, row: OutboxRow) -> None:
        """Somebody has been reminded."""
        await self._reminders.new(row)

    async def reminded(self, row: OutboxRow) -> None:
        """Somebody's last reminder is up to date."""
        await self._reminders.latest(row)

    async def gone(self, row: OutboxRow) -> None:
        """A message isn't there any more."""
        await self._reminders.gone(row)

    async def home(self, row: OutboxRow) -> None:
        """Somebody's Home tab shows the latest state."""
        await self._home_tab.show(row)

    async def done(self, row: OutboxRow) -> None:
        """The channel has been told that all have signed this revision."""
        task = await self._task(row)
        if task and task.channel and task.state is State.DONE and task.revision == row.ref["revision"]:
            await self._once(row, task.channel, cards.done(task, await self._names(task)))

    async def document(self, row: OutboxRow) -> None:
        """The revision's document stands in the card's thread; a later revision has a row of its own."""
        task = await self._task(row)
        if task and task.channel and task.revision == row.ref["revision"]:
            card = await self._after(row, f"card:{task.id}")
            text = await _kept(self._desk.document_file(task))
            await self._uploads.share(row, Place(card.channel, card.ts), f"{task.key}.md", text)

    async def signed_document(self, row: OutboxRow) -> None:
        """The signed document, as it was stored, stands in the card's thread."""
        task = await self._task(row)
        if task and task.channel:
            card = await self._after(row, f"card:{task.id}")
            text = await self._text(row)
            name = sealed_name(task.key, text)
            await self._uploads.share(row, Place(card.channel, card.ts), name, text)

    async def export(self, row: OutboxRow) -> None:
        """Whoever asked for it has the document as a file among their direct messages."""
        task = await self._task(row)
        if task:
            there = Place(await self._dm(row.team, str(row.ref["user"])))
            found = await _kept(self._desk.exported(task))
            await self._uploads.share(row, there, found.name, found.text)

    async def summary(self, row: OutboxRow) -> None:
        """A part of a summary is posted; the parts after the first go into the first one's thread, each after
        the one before it.
        """
        part, thread = int(row.ref["part"]), None
        if part:
            await self._after(row, f"summary:{row.ref['summary']}:{part - 1}")
            thread = (await self._after(row, f"summary:{row.ref['summary']}:0")).ts
        channel = row.ref["channel"] or await self._dm(row.team, str(row.ref["asked_by"]))
        await self._once(row, str(channel), cards.summary(await self._text(row)), thread)

    async def tell(self, row: OutboxRow) -> None:
        """Somebody has been told a sentence; a bot, whom an older task may name, isn't: Slack lets nobody write to it."""
        known = (await self._desk.people(row.team, [user := str(row.ref["user"])])).get(user)
        if known and known.kind == "bot":
            return
        channel = await self._dm(row.team, user)
        task = await self._task(row) if "task_id" in row.ref else None
        await self._once(row, channel, cards.tell(await self._text(row), task))

    async def _forgotten(self, row: OutboxRow, task: Task) -> None:
        """The card says that its texts are gone; one that can't be changed any more stays, and nobody needs to know."""
        before = await self._desk.outbox.message(row.team, row.target)
        if before is None or before.ts is None:
            return
        form = form_of(await self._desk.template_text(task.template_hash))
        closing = await self._desk.closing(task)
        names = await self._names(task, set(closing[:1] if closing else ()))
        try:
            await self._redraw(
                row, before.channel, before.ts, cards.forgotten(task, form, names, closing), task
            )
        except Failed as failed:
            if failed.fate not in (Fate.GONE, Fate.DESTINATION):
                raise

    async def _edited(self, task: Task, user: str, taken: Outdated | None) -> Message:
        """What changed since the person answered; that it can't be shown, where a text isn't kept any more."""
        if taken is None:
            return edited.settled(task, user)
        names = await self._names(task, set(taken.editors))
        try:
            found = await self._desk.revisions.compare(task.team, task, taken.revision, task.revision)
        except NotKept:
            found = None
        return edited.edited(task, user, taken, found, names)

    async def _live(self, row: OutboxRow, channel: str, message: Message, task: Task) -> None:
        """Post the message, or let the one that is there show this; one that is gone is posted anew."""
        before = await self._desk.outbox.message(row.team, row.target)
        if before is None or before.ts is None:
            await self._begin(row, channel, message, task)
        elif before.payload_hash != message.hash:
            try:
                await self._redraw(row, before.channel, before.ts, message, task)
            except Failed as failed:
                if failed.fate is not Fate.GONE:
                    raise
                await self._desk.outbox.forget(row.team, row.target)
                await self._begin(row, channel, message, task)

    async def _begin(self, row: OutboxRow, channel: str, message: Message, task: Task) -> None:
        """Post it; one that an earlier attempt had posted is redrawn, since it shows that moment's state."""
        placed = await self._poster.post(row, channel, message)
        if placed.found:
            await self._redraw(row, placed.channel, placed.ts, message, task)
        else:
            await self._remember(row, placed.channel, placed.ts, message, task)

    async def _redraw(self, row: OutboxRow, channel: str, ts: str, message: Message, task: Task) -> None:
        await self._poster.update(row.team, channel, ts, message)
        await self._remember(row, channel, ts, message, task)

    async def _remember(self, row: OutboxRow, channel: str, ts: str, message: Message, task: Task) -> None:
        await self._desk.outbox.posted(row, channel, ts, payload_hash=message.hash, version=task.version)

    async def _once(self, row: OutboxRow, channel: str, message: Message, thread: str | None = None) -> None:
        """Post it unless it was posted for this target, ever."""
        if await self._desk.outbox.message(row.team, row.target) is None:
            await self._post(row, channel, message, thread)

    async def _post(self, row: OutboxRow, channel: str, message: Message, thread: str | None = None) -> None:
        placed = await self._poster.post(row, channel, message, thread)
        await self._desk.outbox.posted(row, placed.channel, placed.ts, payload_hash=message.hash)

    async def _after(self, row: OutboxRow, target: str) -> PostedMessage:
        """The message that this one belongs to. NotYet while it isn't there, Hopeless if it never will be."""
        before = await self._desk.outbox.message(row.team, target)
        if before and before.ts:
            return before
        dead = dict((await self._desk.outbox.health()).dead)
        if target in dead:
            raise Hopeless(f"{target} could not be posted: {dead[target]}")
        # In a crowd the cards wait for their turn, and what belongs to them would ask each second.
        raise NotYet(SOON * min(row.attempts, MOST_SOON), f"waiting for {target}")

    async def _task(self, row: OutboxRow) -> Task | None:
        return await self._desk.task(row.team, int(row.ref["task_id"]))

    async def _text(self, row: OutboxRow) -> str:
        """The stored text that the row names."""
        return await _kept(self._desk.text(row.team, str(row.ref["text"])))

    async def _names(self, task: Task, more: set[str] | None = None) -> dict[str, str]:
        """Displayed names of everybody whom a message about the task may name."""
        signers = {person for each in task.sign_offs for person in each.people}
        people = await self._desk.people(task.team, {task.author, *signers, *(more or set())})
        return {user: info.name for user, info in people.items()}

    async def _dm(self, team: str, user: str) -> str:
        """The channel of the bot's messages with somebody, opened once and remembered."""
        known = (await self._desk.people(team, [user])).get(user)
        if known and known.dm_channel:
            return known.dm_channel
        channel = await self._poster.open(user)
        await self._desk.remember_direct(team, user, channel)
        return channel


async def _kept(text: Awaitable[T]) -> T:
    """What is rendered from stored texts. Hopeless where retention has taken them."""
    try:
        return await text
    except (KeyError, NotKept):
        raise Hopeless("the text is no longer kept") from None


BY_KIND: dict[Kind, Callable[[Delivery, OutboxRow], Awaitable[None]]] = {
    Kind.ASKED: Delivery.asked,
    Kind.EDITED: Delivery.edited,
    Kind.TELL: Delivery.tell,
    Kind.HOME: Delivery.home,
    Kind.CARD: Delivery.card,
    Kind.LATE: Delivery.late,
    Kind.DONE: Delivery.done,
    Kind.LATE_IN_THREAD: Delivery.late_in_thread,
    Kind.EXPORT: Delivery.export,
    Kind.REMINDED: Delivery.reminded,
    Kind.GONE: Delivery.gone,
    Kind.REMINDER: Delivery.reminder,
    Kind.SIGNED_DOCUMENT: Delivery.signed_document,
    Kind.DOCUMENT: Delivery.document,
    Kind.SUMMARY: Delivery.summary,
}
"""What makes a row of each kind true."""
