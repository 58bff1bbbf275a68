"""The use cases of putting off a reminder."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from bot.tasks import directory, last_reminder, reading, store_events, store_homes, store_tasks
from bot.tasks.moves import fact
from bot.tasks.people import PersonInfo
from bot.tasks.refusing import Refusing, Write, admit
from bot.tasks.rights import Action
from bot.tasks.snoozing import Choice, Hours, Own, Picked, own_time, until
from bot.tasks.task import SignOff, Task

SNOOZED = "snoozed"
"""The kind of the event."""


class Turn(BaseModel):
    """A task that waits for somebody."""

    model_config = ConfigDict(frozen=True)

    task: Task
    """The task, as it stands now."""
    now: datetime
    """The present moment; aware, UTC."""
    own: Own
    """The time of the person."""


class Snoozed(Turn):
    """The same, put off."""

    until: datetime
    """When the person is reminded of it again; aware, UTC."""


class Snoozes:
    """Whose turn it is puts off their own reminders, and nobody else's. A refusal is an event, and raised."""

    def __init__(
        self, write: Write, refusing: Refusing, now: Callable[[], datetime], zone: str, hours: Hours
    ) -> None:
        """`zone` is the IANA name for people whose own time zone isn't known."""
        self._write = write
        self._refusing = refusing
        self._now = now
        self._zone = zone
        self._hours = hours

    def own(self, person: PersonInfo | None) -> Own:
        """The time of somebody, if known."""
        return own_time(person, self._hours, self._zone)

    async def open(self, team: str, task_id: int, who: str) -> Turn:
        """The task, for somebody who may put off being reminded of it. UnknownTask, NotAllowed."""

        def look(session: Session) -> Turn:
            task = _admitted(session, team, task_id, who)
            _menus_anew(session, self._now(), team, who)
            return Turn(task=task, now=self._now(), own=self._own(session, team, who))

        return await self._refusing.run(Action.SNOOZE, team, task_id, who, look)

    async def snooze(self, team: str, task_id: int, who: str, choice: Choice | Picked) -> Snoozed:
        """The person is reminded of all that is their turn in the task once, then, and not before. What was put
        off already is put off anew. UnknownTask, NotAllowed, NotThen.

        The rhythm of reminders stays as it is, and so does the task's version: what others have open shows
        just what it did.
        """

        def work(session: Session) -> Snoozed:
            now, own = self._now(), self._own(session, team, who)
            before = _admitted(session, team, task_id, who)
            moment = until(choice, before, now, own)
            theirs = [each for each in before.sign_offs if before.turn_of(each) == who]
            after = store_tasks.put_off(session, before, theirs, moment)
            _append(session, after, theirs, who, now, moment)
            store_homes.keep_current(session, now, team, [who])
            last_reminder.keep_true(session, now, team, [who])
            return Snoozed(task=after, now=now, own=own, until=moment)

        return await self._refusing.run(Action.SNOOZE, team, task_id, who, work)

    async def not_snoozed(self, team: str, who: str) -> None:
        """What the person chose in a menu did not come about: they can choose there again."""
        await self._write(lambda session: _menus_anew(session, self._now(), team, who))

    def _own(self, session: Session, team: str, who: str) -> Own:
        return self.own(directory.people_by_id(session, team, [who]).get(who))


def _admitted(session: Session, team: str, task_id: int, who: str) -> Task:
    task = reading.must_find(session, team, task_id)
    admit(session, Action.SNOOZE, task, who)
    return task


def _append(
    session: Session, task: Task, theirs: Sequence[SignOff], who: str, now: datetime, moment: datetime
) -> None:
    said = {"sign_offs": [each.id for each in theirs], "until": moment.isoformat()}
    snoozed = fact(task, SNOOZED, who, now, **said)
    store_events.append(session, task.team, store_events.task_chain(task.id), [snoozed])


def _menus_anew(session: Session, now: datetime, team: str, who: str) -> None:
    """The person's last reminder and their Home are drawn, even where they say what they did: a menu shows what was
    chosen in it, and may take the same choice no second time, until then.
    """
    last_reminder.draw_anew(session, now, team, who)
    store_homes.draw_anew(session, now, team, who)
