"""The use cases: each is one transaction, and returns what came of it.

Everything that must follow in Slack is written as outbox rows in the same transaction. A use case may
raise a TaskError (the rules forbid it) or a DatabaseError (nothing was changed); after that nothing raises.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from sqlmodel import Session

from bot.tasks import (
    again,
    directory,
    drafts,
    exporting,
    filing,
    naming,
    signing,
    witness,
)
from bot.tasks.absences import Absences
from bot.tasks.asking import FirstReminder
from bot.tasks.channels import Channels
from bot.tasks.database import Database
from bot.tasks.draft import Draft, Merge
from bot.tasks.edits import Edits
from bot.tasks.errors import Conflict
from bot.tasks.homes import Homes
from bot.tasks.imports import Imports
from bot.tasks.lookups import Lookups
from bot.tasks.moves import Answer
from bot.tasks.outbox import Clock, Outbox
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.progress import Progress
from bot.tasks.reads import Reads
from bot.tasks.refusing import Refusing
from bot.tasks.reminders import Reminders
from bot.tasks.results import Asked, Created, Showing, Signed
from bot.tasks.retention import Retention
from bot.tasks.revisions import Revisions
from bot.tasks.rights import Action
from bot.tasks.separate import Pairs
from bot.tasks.snoozes import Snoozes
from bot.tasks.snoozing import ANY_HOUR, Hours
from bot.tasks.step import Shown
from bot.tasks.steps import Steps
from bot.tasks.summaries import Summaries
from bot.tasks.task import Place, Task

T = TypeVar("T")

MOST_TRIES = 5
"""How often a use case starts anew when somebody else has changed the same task in between."""


class Desk(Reads):
    """Where everything that may happen to a task is asked for."""

    def __init__(
        self,
        db: Database,
        now: Clock,
        first_reminder: FirstReminder,
        *,
        zone: str = "UTC",
        separate: Pairs = (),
        hours: Hours = ANY_HOUR,
    ) -> None:
        """`zone` is the IANA name for the days of people whose own time zone isn't known; `separate` the roles
        that one person can't hold both; `hours` when people work, for who puts off a reminder.
        """
        self.outbox = Outbox(db, now)
        super().__init__(db, Refusing(self._write, now), zone)
        self._now = now
        self._first_reminder = first_reminder
        self._separate = separate
        self.channels = Channels(self._write, now)
        self.steps = Steps(self._write, now, first_reminder, zone, separate)
        self.progress = Progress(self.refusing, db.read, now, zone)
        self.edits = Edits(db, self.refusing, now, first_reminder, zone, separate)
        self.revisions = Revisions(db, zone)
        self.imports = Imports(db, self._write, self.refusing, now, zone)
        self.lookups = Lookups(db)
        self.reminders = Reminders(self._write, now)
        self.absences = Absences(db, self._write, now, first_reminder, zone, separate)
        self.retention = Retention(db, self._write, now)
        self.homes = Homes(db, self._write, now)
        self.snoozes = Snoozes(self._write, self.refusing, now, zone, hours)
        self.summaries = Summaries(db, self._write, self.refusing, now, zone)

    # Templates and drafts

    async def save_template(self, text: str) -> str:
        """Keep a template's text; its SHA-256. Templates are shared by all workspaces."""
        return await self._write(lambda session: drafts.save_template(session, text))

    async def template_text(self, template_hash: str) -> str:
        """The template's text. KeyError if it was never saved."""
        return await self._db.read(lambda session: drafts.template_text(session, template_hash))

    async def save_draft(
        self,
        team: str,
        owner: str,
        draft_id: str,
        *,
        template_hash: str,
        answers: Mapping[str, Any],
        page: int,
        origin_channel: str | None = None,
        source: str | None = None,
        plan: Mapping[str, Any] | None = None,
        merge: Merge | None = None,
        edits: int | None = None,
        base_revision: int | None = None,
        admin: bool = False,
    ) -> Draft:
        """Make the draft, or save over it: only the keys given in `answers` and `plan` are replaced.

        With `merge`, they and `page` are what a new draft begins with, and it says what becomes of one that is
        there, by what is saved at that moment, so that of two who save at once neither undoes the other.
        With `edits`, a new draft is an edit of the task with that id, as it was in `base_revision`: what isn't
        given is as it was there. A draft that became a task comes back unchanged.
        NotYours if it belongs to somebody else; of an edit also NotAllowed, NotKept, UnknownTask.
        """
        new = Draft(
            id=draft_id,
            team=team,
            owner=owner,
            template_hash=template_hash,
            answers=dict(answers),
            page=page,
            origin_channel=origin_channel,
            source=source,
            plan=dict(plan or {}),
            edits=edits,
            base_revision=base_revision,
            updated_at=self._now(),
        )
        if edits is not None:
            return await self.edits.save_draft(new, merge, admin=admin)
        return await self.refusing.with_draft(
            team, draft_id, owner, lambda session: drafts.save(session, new, merge)
        )

    async def draft(self, team: str, owner: str, draft_id: str) -> Draft | None:
        """The draft, also when it became a task; None if there is none of this owner."""
        return await self._db.read(lambda session: drafts.find(session, team, owner, draft_id))

    async def drafts(self, team: str, owner: str) -> list[Draft]:
        """The owner's drafts that became no task yet, the latest first."""
        return await self._db.read(lambda session: drafts.unfiled(session, team, owner))

    async def discard_draft(self, team: str, owner: str, draft_id: str) -> None:
        """Throw the draft away; nothing happens if there is none of this owner, or it became a task."""
        await self._write(lambda session: drafts.discard(session, self._now(), team, owner, draft_id))

    async def create(self, team: str, owner: str, draft_id: str) -> Created:
        """The draft becomes a task; a second call gives the task already made.

        DraftGone, TitleMissing, CannotSign (a chosen signer can't be asked), HoldsBoth.
        """
        return await self.refusing.with_draft(
            team,
            draft_id,
            owner,
            lambda session: filing.create(
                session,
                self._now(),
                self._first_reminder,
                self._separate,
                self.zone,
                team,
                owner,
                draft_id,
            ),
        )

    async def name_signers(
        self, team: str, task_id: int, who: str, signers: Mapping[int, str], *, admin: bool = False
    ) -> Asked:
        """Ask people (user ids by the sign-offs' ids) for roles that have nobody; who was asked stays asked.

        UnknownTask, NotAllowed, CannotSign, HoldsBoth.
        """
        return await self.refusing.run(
            Action.NAME,
            team,
            task_id,
            who,
            lambda session: naming.name_signers(
                session,
                self._now(),
                self._first_reminder,
                self._separate,
                self.zone,
                team,
                task_id,
                who,
                signers,
                admin=admin,
            ),
        )

    async def order_export(self, team: str, task: Task, user: str) -> None:
        """Want the task's document as a file in the person's direct messages; once for each call. NotKept."""
        await self._write(lambda session: exporting.order(session, self._now(), team, task, user))

    # Signing

    async def show_for_signing(self, team: str, task_id: int, who: str) -> Showing:
        """What the person may sign, and the document as it is shown to them, which is stored.

        UnknownTask, AlreadySigned, NotAsked, SignsBoth, NotAllowed (closed, or an account that can't sign).
        """
        return await self.refusing.run(
            Action.SIGN,
            team,
            task_id,
            who,
            lambda session: signing.show(session, self._now(), self._separate, self.zone, team, task_id, who),
        )

    async def sign(
        self,
        team: str,
        task_id: int,
        who: str,
        sign_off_ids: Iterable[int],
        *,
        revision: int,
        substance_hash: str,
        document_hash: str,
        comment: str | None,
        place: Place,
        persons: Collection[str] | None = None,
    ) -> Signed:
        """The person signs what they were shown; `persons`: whose roles these were then, where that was shown.

        UnknownTask, AlreadySigned, NotAsked, NotAllowed, SignsBoth, Stale (what was shown is not what stands now).
        """
        asked = Answer(
            who=who,
            sign_off_ids=tuple(sign_off_ids),
            revision=revision,
            substance_hash=substance_hash,
            document_hash=document_hash,
            comment=comment or None,
            place=place,
            persons=None if persons is None else frozenset(persons),
        )
        return await self.refusing.run(
            Action.SIGN,
            team,
            task_id,
            who,
            lambda session: signing.sign(
                session, self._now(), self._separate, self.zone, team, task_id, asked
            ),
        )

    async def sign_again(self, team: str, seen: Shown, who: str) -> Signed:
        """The person signs again what they had signed before an edit dismissed it, just as they were shown it.

        UnknownTask, AlreadySigned, NotAsked, NotAllowed, SignsBoth, Stale.
        """
        return await self.refusing.run(
            Action.SIGN,
            team,
            seen.task_id,
            who,
            lambda session: again.sign_again(
                session, self._now(), self._separate, self.zone, team, seen, who
            ),
        )

    # The day's witness, and what people are told

    async def witness_when_due(self) -> int:
        """Append the day's witness of all heads, once, however many ask; in how many workspaces it was."""
        return await self._write(lambda session: witness.append_when_due(session, self._now()))

    async def tell(self, team: str, user: str, sentence: str) -> None:
        """Want a private sentence told to somebody."""
        await self._write(lambda session: directory.tell(session, self._now(), team, user, sentence))

    # People, channels, events

    async def remember_person(self, person: PersonInfo) -> None:
        """Keep what Slack said of a person; a `dm_channel` of None leaves the known one."""
        await self._write(lambda session: directory.remember_person(session, person))

    async def remember_direct(self, team: str, user: str, channel: str) -> None:
        """Keep the channel of the bot's messages with somebody, and nothing else about them."""
        await self._write(lambda session: directory.remember_direct(session, team, user, channel))

    async def people(self, team: str, ids: Iterable[str]) -> dict[str, PersonInfo]:
        """What is known of these people, by id; who is unknown is left out."""
        wanted = tuple(ids)
        return await self._db.read(lambda session: directory.people_by_id(session, team, wanted))

    async def remember_channel(self, channel: ChannelInfo) -> None:
        """Keep what Slack said of a channel."""
        await self._write(lambda session: directory.remember_channel(session, channel))

    async def channel(self, team: str, channel_id: str) -> ChannelInfo | None:
        """What is known of a channel; None if nothing is."""
        return await self._db.read(lambda session: directory.channel(session, team, channel_id))

    async def remember_event(self, event_id: str) -> bool:
        """Whether this event of Slack's is new; False if it was seen in the last day."""
        return await self._write(lambda session: directory.remember_event(session, self._now(), event_id))

    async def _write(self, work: Callable[[Session], T]) -> T:
        """The work in its transaction, anew with fresh rows if another one came in between."""
        for _ in range(MOST_TRIES - 1):
            try:
                return await self._db.write(work)
            except Conflict:
                continue
        return await self._db.write(work)
