"""A small Slack, a desk, and the outbox between them; the clock stands until it is moved."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.sandbox.server import Sandbox
from bot.slack.outbox import Outbox
from bot.tasks import posts
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Readers
from bot.tasks.draft import new_draft_id
from bot.tasks.events import Fact
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.results import SummaryOrdered
from bot.tasks.rhythm import AtWork
from bot.tasks.store_events import append, task_chain
from bot.tasks.store_outbox import want
from bot.tasks.task import Task
from tests.databases import new_database
from tests.slack.posting.samples import NOW, TEMPLATE

MANIFEST = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text(encoding="utf-8"))
ADA, GRACE, ALAN = "Ada Lovelace", "Grace Hopper", "Alan Turing"


class Room:
    """What the tests hold in their hands. Ada files, Grace is the developer, Alan reviews."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self.sandbox = sandbox
        self.client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        self._database = database
        self.desk = Desk(database, sandbox.clock.now, lambda *_: sandbox.clock.now())
        self.outbox = self.another()

    def another(self, *, history: bool = True, at_work: AtWork = lambda _, now: now) -> Outbox:
        """An outbox as a second process, or the first one after a restart, has it."""
        return Outbox(self.desk, self.client, self.sandbox.clock.now, at_work, history=history)

    def work_ends(self, after: timedelta) -> None:
        """Nobody is at work from then on until the next morning, fifteen hours from now."""
        now = self.sandbox.clock.now()
        ends, morning = now + after, now + timedelta(hours=15)
        self.outbox = self.another(at_work=lambda _, at: morning if ends <= at < morning else at)

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    def id(self, name: str) -> str:
        return self.person(name).user.id

    async def files(self, title: str = "Fix the login", *, reviewer: str | None = ALAN) -> Task:
        """Ada files a task in #general, for Grace and (unless told otherwise) Alan to sign."""
        signers = {"Developer": self.id(GRACE), "Reviewer": self.id(reviewer) if reviewer else None}
        plan = {"channel": self.sandbox.channel_id("general"), "signers": signers}
        draft, ada = new_draft_id(), self.id(ADA)
        template = await self.desk.save_template(TEMPLATE)
        await self.desk.save_draft(
            self.sandbox.team_id,
            ada,
            draft,
            template_hash=template,
            answers={"title": title},
            page=0,
            plan=plan,
        )
        return (await self.desk.create(self.sandbox.team_id, ada, draft)).task

    async def signs(self, name: str, task: Task) -> Task:
        """Somebody signs everything that the task asks of them."""
        team, who = self.sandbox.team_id, self.id(name)
        showing = await self.desk.show_for_signing(team, task.id, who)
        signed = await self.desk.sign(
            team,
            task.id,
            who,
            [each.id for each in showing.sign_offs],
            revision=showing.task.revision,
            substance_hash=showing.task.substance_hash,
            document_hash=showing.document_hash,
            comment=None,
            place="card",
        )
        return signed.task

    async def edits(self, task: Task, title: str) -> Task:
        """Ada gives the task another title."""
        form, _ = await self.desk.answers(task)
        draft = await self.desk.save_draft(
            *(task.team, task.author, new_draft_id()),
            template_hash=task.template_hash,
            answers={form.title.key: title},
            page=0,
            edits=task.id,
        )
        return (await self.desk.edits.save(task.team, task.author, draft.id)).task

    async def latest(self, task: Task) -> Task:
        """The task as it stands now."""
        found = await self.desk.task(task.team, task.id)
        assert found
        return found

    def deletes(self, message: SeenMessage) -> None:
        """Somebody who may takes a message of the bot's away."""
        workspace = self.sandbox._world.workspace
        workspace.delete(workspace.channels[message.channel].messages[message.ts])

    async def happens(self, task: Task, facts: list[Fact], wanted: list[posts.Wanted]) -> None:
        """These facts come to the task's chain, and this is wanted."""
        now = self.sandbox.clock.now()

        def write(session: Session) -> None:
            append(session, task.team, task_chain(task.id), facts)
            want(session, task.team, now, wanted)

        await self._database.write(write)

    async def marks(self, task: Task) -> None:
        """Want the task's card to show its latest state."""
        team, now = self.sandbox.team_id, self.sandbox.clock.now()
        await self._database.write(lambda session: want(session, team, now, [posts.card(task.id)]))

    async def wants_document(self, task: Task, revision: int) -> None:
        """Want the document of some revision."""
        team, now = self.sandbox.team_id, self.sandbox.clock.now()
        wanted = [posts.document(task.id, revision)]
        await self._database.write(lambda session: want(session, team, now, wanted))

    async def orders_summary(self) -> SummaryOrdered:
        """Ada asks for a summary in #general."""
        general = self.sandbox.channel_id("general")
        ordered = await self.desk.summaries.order(self.sandbox.team_id, Readers(general), self.id(ADA))
        assert ordered is not None
        return ordered

    async def clears_others(self) -> None:
        """Nothing but summaries waits any more."""
        for row in await self.desk.outbox.claim(1000, timedelta(0)):
            if row.kind == posts.Kind.SUMMARY:
                await self.desk.outbox.later(row, self.sandbox.clock.now(), "", unsure=False)
            else:
                await self.desk.outbox.finished(row)

    async def reminds(self, every: timedelta = timedelta()) -> int:
        """Want reminders for whoever has one due, and the next ones tomorrow."""
        tomorrow = self.sandbox.clock.now() + timedelta(days=1)
        return await self.desk.reminders.remind(lambda *_: tomorrow, lambda _, now: now, every)

    async def after(self, seconds: float) -> int:
        """Move the clock, and send what is due then."""
        self.sandbox.clock.move(timedelta(seconds=seconds))
        return await self.outbox.drain()

    async def settled(self) -> None:
        """Send all that becomes due in the next ten seconds, second by second."""
        await self.outbox.drain()
        for _ in range(10):
            await self.after(1)

    def calls(self, method: str) -> int:
        """How often a method was called, whatever came of it."""
        return sum(each.method == method for each in self.sandbox.calls)

    def general(self) -> list[SeenMessage]:
        return self.person(ADA).channel("general")


async def remember_all(room: Room) -> None:
    """The bot knows the five people and the two channels."""
    for name in (ADA, GRACE, ALAN):
        known = PersonInfo(team=room.sandbox.team_id, id=room.id(name), name=name, fetched_at=NOW)
        await room.desk.remember_person(known)
    general = ChannelInfo(
        team=room.sandbox.team_id,
        id=room.sandbox.channel_id("general"),
        name="general",
        private=False,
        bot_is_in=True,
        fetched_at=NOW,
    )
    await room.desk.remember_channel(general)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A working Monday morning."""
    database = Database.open(new_database(tmp_path / "tasks.db"))
    async with Sandbox(MANIFEST, clock=Clock(NOW, running=False)) as sandbox:
        ready = Room(sandbox, database)
        await remember_all(ready)
        yield ready
    await database.close()
