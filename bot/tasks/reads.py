"""The use cases that only look: at tasks, their texts, and whether somebody may read them."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from bot.tasks import again, drafts, exporting, history, reading
from bot.tasks.account import Account, account
from bot.tasks.again import Outdated
from bot.tasks.database import Database
from bot.tasks.errors import NotYours
from bot.tasks.escalating import Step
from bot.tasks.handed import Handed, handed
from bot.tasks.late import Meant, meant
from bot.tasks.refusing import Refusing, admit
from bot.tasks.results import Exported
from bot.tasks.rights import Action
from bot.tasks.since import since
from bot.tasks.step import check_copy
from bot.tasks.task import SignOff, Task
from bot.template.answers import Answers
from bot.template.form import Form


class Reads:
    """What may be looked up. The desk is one of these."""

    def __init__(self, db: Database, refusing: Refusing, zone: str) -> None:
        """`zone` is the IANA name for the days of people whose own time zone isn't known."""
        self._db = db
        self.refusing = refusing
        self.zone = zone

    async def task(self, team: str, task_id: int) -> Task | None:
        """The task with this id; None if this workspace has none."""
        return await self._db.read(lambda session: reading.task(session, team, task_id))

    async def task_by_key(self, team: str, key: str) -> Task:
        """The task with this key, in any case. UnknownTask, with the one that may be meant, if there is none."""
        return await self._db.read(lambda session: reading.by_key(session, team, key))

    async def answers(self, task: Task) -> tuple[Form, Answers]:
        """The form of the task's own template, and its answers, ticks included. NotKept."""
        return await self._db.read(lambda session: reading.answers(session, task))

    async def closing(self, task: Task) -> tuple[str, str] | None:
        """Who closed the task (a user id), and why; None if it isn't closed."""
        return await self._db.read(lambda session: reading.closing(session, task))

    async def handed(self, task: Task, user: str) -> Handed:
        """Who handed the person the roles that they are asked for, and why."""
        return await self._db.read(lambda session: handed(session, task, user))

    async def told_late(self, team: str, task_id: int, step: Step, at: datetime) -> Meant:
        """The roles of which others were told then that they wait."""
        return await self._db.read(lambda session: meant(session, team, task_id, step, at))

    async def document(self, task: Task) -> str:
        """The task as a document, in its latest state; names as known now, or as frozen in signatures. NotKept."""
        return await self._db.read(lambda session: reading.document(session, task, self.zone))

    async def exported(self, task: Task) -> Exported:
        """The task as a file: the signed document, as it was stored, where all have signed; else its latest
        state. NotKept.
        """
        return await self._db.read(lambda session: exporting.exported(session, task, self.zone))

    async def document_file(self, task: Task) -> str:
        """The latest state for a file, which can come back as an edit while the task isn't done. NotKept."""
        return await self._db.read(lambda session: exporting.document(session, task, self.zone))

    async def text(self, team: str, text_hash: str) -> str:
        """A stored document or summary by its SHA-256. KeyError if it isn't kept."""
        return await self._db.read(lambda session: reading.text(session, team, text_hash))

    async def may_read(
        self, team: str, task: Task, who: str, *, admins: Iterable[str] = (), there: bool = False
    ) -> bool:
        """Whether the person may read the task, by what is known of them and of the card's channel.

        `there`: they were seen to be in that channel just now.
        """
        admin = who in set(admins)
        return await self._db.read(
            lambda session: reading.may_read(session, task, who, admin=admin, there=there)
        )

    async def must_read(
        self, team: str, task: Task, who: str, *, admin: bool = False, there: bool = False
    ) -> None:
        """The same, as a use case: NotAllowed if they may not, which is written down."""
        await self.refusing.run(
            Action.READ,
            team,
            task.id,
            who,
            lambda session: admit(session, Action.READ, task, who, admin=admin, there=there),
            within=self._db.read,
        )

    async def check_copy(self, team: str, who: str, task_id: int, key: str, version: int) -> None:
        """That what a button or modal says of the task it was drawn for can be so. UnknownTask, ShownForAnother,
        NotSoFar, which are written down.
        """
        await self.refusing.run(
            Action.READ,
            team,
            task_id,
            who,
            lambda session: check_copy(reading.must_find(session, team, task_id), key, version),
            within=self._db.read,
        )

    async def check_draft(self, team: str, who: str, draft_id: str) -> None:
        """NotYours, which is written down, if there is such a draft and it is somebody else's."""
        owner = await self._db.read(lambda session: drafts.owner_of(session, team, draft_id))
        if owner not in (None, who):
            await self.refusing.foreign(team, draft_id, who)
            raise NotYours

    async def since(self, task: Task, version: int, reader: str) -> str:
        """What others than the reader have changed since that version, in words; "" for nothing. No event is
        read if it is the present one.
        """
        if version >= task.version:
            return ""
        entries = await self._db.read(lambda session: history.of_task(session, task))
        return since(entries, task, version, reader)

    async def account(self, task: Task, zone: tzinfo | None = None) -> Account:
        """Who did what with the task when and why, and whether its history holds. Moments are in `zone`, else UTC."""
        return await self._db.read(lambda session: account(session, task, zone))

    async def waiting_for(self, team: str, user: str) -> list[tuple[Task, SignOff]]:
        """What the person is asked to sign and has not, the longest waiting first."""
        return await self._db.read(lambda session: reading.waiting_for(session, team, user))

    async def outdated(self, task: Task, user: str) -> Outdated | None:
        """Which of this person's answers an edit took, and they have not answered since; None for none."""
        return await self._db.read(lambda session: again.outdated(session, task, user))
