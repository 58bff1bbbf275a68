"""The real desk on a real file, the real messages on a board, and the papers on which somebody else keeps count."""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.tasks import posts, store_outbox
from bot.tasks.auditing import audit
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import TaskError
from bot.tasks.step import Shown, shown
from bot.tasks.task import Task
from bot.tasks.verifying import online
from tests.databases import new_database
from tests.tasks.board import Board
from tests.tasks.cast import (
    ALICE,
    GRACE,
    HERE,
    LIN,
    TEAM,
    Clock,
    again_in_a_day,
    at_any_hour,
    in_a_day,
    person,
)
from tests.tasks.holding import shows
from tests.tasks.instant import THREE
from tests.tasks.paper import CHECKLIST, Answers, Paper, Plan, Role
from tests.tasks.taking import events

T = TypeVar("T")

NAMES = {ALICE: "Alice Author", GRACE: "Grace Hopper", LIN: "Lin Chen"}
ROLES = ("Developer", "Tech Lead", "DevOps")
FIRST: Answers = {
    "title": "Fix the login",
    "goal.objective": "Keys",
    CHECKLIST: ["Tests pass", "Documentation is updated"],
}


class Office:
    """Everything is done at once here: a loop of its own runs what is asynchronous, a step at a time."""

    def __init__(self) -> None:
        self.papers: dict[int, Paper] = {}
        """By the tasks' ids."""
        self.away: dict[str, str] = {}
        """Who is away, and who stands in."""
        self.sights: dict[int, dict[int, Shown]] = {}
        """Each task as it was shown last, by revision."""
        self._loop = asyncio.new_event_loop()
        self._folder = tempfile.TemporaryDirectory()
        self._db = Database.open(new_database(Path(self._folder.name) / "countersign.db"))
        self._clock = Clock()
        self.desk = Desk(self._db, self._clock, in_a_day)
        self.steps = self.desk.steps
        self._board = Board(self.desk, self._clock)

    def close(self) -> None:
        self.run(self._db.close())
        self._loop.close()
        self._folder.cleanup()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(work)

    def opens(self) -> None:
        """The people are known."""
        for user, name in NAMES.items():
            self.run(self.desk.remember_person(person(user, name)))

    # Tasks

    def task(self, task_id: int) -> Task:
        """As it stands now."""
        found = self.run(self.desk.task(TEAM, task_id))
        assert found
        return found

    def sees(self, task_id: int) -> Shown:
        """As it is shown now."""
        now = shown(self.task(task_id))
        self.sights[task_id][now.revision] = now
        return now

    def ids(self, task_id: int, roles: Iterable[str]) -> list[int]:
        """The sign-offs of these roles."""
        by_role = {each.role: each.id for each in self.task(task_id).sign_offs}
        return [by_role[role] for role in roles]

    def says(self, task: Task) -> tuple[Answers, set[str]]:
        """What it says, and which items are ticked."""
        _, answers = self.run(self.desk.answers(task))
        items: Any = answers[CHECKLIST]
        return {**answers, CHECKLIST: [each["text"] for each in items]}, {
            each["text"] for each in items if each["done"]
        }

    def waiting(self) -> list[tuple[str, int, str]]:
        """Who is asked for what, by the lists of what waits for each: user, task and role."""
        lists = {user: self.run(self.desk.waiting_for(TEAM, user)) for user in NAMES}
        return [(user, task.id, each.role) for user, found in lists.items() for task, each in found]

    # Steps

    def takes(self, allowed: bool, work: Coroutine[Any, Any, Any]) -> None:
        """The step is taken, or refused with a sentence; nothing else."""
        try:
            self.run(work)
        except TaskError as refused:
            assert not allowed, f"refused, and should not be: {refused!r}"
            assert str(refused).endswith((".", "?"))
        else:
            assert allowed, "taken, and should be refused"

    def files(self, author: str, assignee: str, signers: dict[str, str | None]) -> None:
        """A task of somebody's, on which everybody named is asked to sign."""
        answers = {**FIRST, "assignee": {"user": assignee}}
        task = self.run(self._create(author, answers, signers))
        paper = Paper(author, answers, {role: Role() for role in ROLES}, revisions=[answers], away=self.away)
        for role, who in signers.items():
            if who:
                paper.roles[role].ask(who)
        self.papers[task.id], self.sights[task.id] = paper, {}

    async def _create(self, author: str, answers: Answers, signers: dict[str, str | None]) -> Task:
        draft, template = new_draft_id(), await self.desk.save_template(THREE)
        plan, given = {"channel": HERE, "signers": signers}, _typed(answers, frozenset())
        await self.desk.save_draft(
            TEAM, author, draft, template_hash=template, answers=given, page=0, plan=plan
        )
        return (await self.desk.create(TEAM, author, draft)).task

    async def sign(self, seen: Shown, who: str, roles: Iterable[str]) -> None:
        """As somebody is shown it now, if they are; else as a forger would."""
        task = await self.desk.task(TEAM, seen.task_id)
        assert task
        by_role = {each.role: each.id for each in task.sign_offs}
        try:
            document = (await self.desk.show_for_signing(TEAM, task.id, who)).document_hash
        except TaskError:
            document = task.document_hash
        await self.desk.sign(
            TEAM,
            task.id,
            who,
            [by_role[role] for role in roles],
            revision=seen.revision,
            substance_hash=seen.substance_hash,
            document_hash=document,
            comment=None,
            place="dm",
        )

    async def begin(self, task_id: int, who: str, draft: str, plan: Plan, *, admin: bool) -> None:
        """An edit under way."""
        task = await self.desk.task(TEAM, task_id)
        assert task
        await self.desk.save_draft(
            TEAM,
            who,
            draft,
            template_hash=task.template_hash,
            answers=_typed(plan.mine, plan.ticked),
            page=0,
            plan={"signers": dict(plan.named)},
            edits=task_id,
            base_revision=task.revision,
            admin=admin,
        )

    # Absences

    def leaves(self, who: str, stand_in: str) -> None:
        """Somebody is away from today on, for longer than this lasts, if they may be."""
        may = who != stand_in and not {who, stand_in} & self.away.keys() and who not in self.away.values()
        first = self._clock().date()
        self.takes(may, self.desk.absences.set(TEAM, who, stand_in, first, first + timedelta(days=365)))
        if may:
            self.away[who] = stand_in
        self.run(self.desk.absences.turn_over())

    def returns(self, who: str) -> None:
        """Somebody is there again, earlier than they said."""
        (absence,) = self.run(self.desk.absences.coming(TEAM, who))
        assert self.run(self.desk.absences.end(TEAM, who, absence.id))
        del self.away[who]
        for paper in self.papers.values():
            paper.back(who)
        self.run(self.desk.absences.turn_over())

    # What the bot does by itself

    def waits(self, hours: float) -> None:
        """Time passes, and the sweeps look."""
        self._clock.forward(hours=hours)
        self.run(self.desk.reminders.remind(again_in_a_day, at_any_hour))
        self.run(self.desk.witness_when_due())

    def sends(self) -> None:
        """Everything that waits comes true, and is true."""
        before = len(self._board.reminders)
        self.run(self._board.drain())
        for user, message in self._board.reminders[before:]:
            named = {self.task(each).key: self._wants(each, user) for each in self.papers}
            assert any(named.values()), f"{user} is reminded of nothing"
            assert all((key in message.text) == wanted for key, wanted in named.items())
        for task_id, paper in self.papers.items():
            shows(self._board, self.task(task_id), paper, NAMES)
        self._is_fresh()

    def _wants(self, task_id: int, user: str) -> bool:
        """Whether anything of the task is wanted of somebody."""
        return any(self.papers[task_id].turn(role) == user for role in ROLES)

    def _is_fresh(self) -> None:
        """Drawn anew, nothing that is posted would say or offer anything else."""
        before = self._board.looks()
        live = [_again(target) for target in before if target.startswith(("card:", "asked:", "edited:"))]
        self.run(self._db.write(lambda session: store_outbox.want(session, TEAM, self._clock(), live)))
        self.run(self._board.drain())
        stale = {
            target: (before[target], now)
            for target, now in self._board.looks().items()
            if now != before[target]
        }
        assert stale == {}, f"what is posted isn't what stands: {stale}"

    # What always holds

    def verifies(self) -> None:
        """Chains and rows agree, revisions have no gaps, and what was sealed is what stands."""
        assert self.run(self._db.read(audit)).findings == ()
        for task_id, paper in self.papers.items():
            task = self.task(task_id)
            made = [each for each in self.run(events(self._db, task)) if "template" in each.facts]
            assert [each.facts["revision"] for each in made] == list(range(1, len(paper.revisions) + 1))
            if task.signed_document_hash:
                self._sealed(task.signed_document_hash)

    def _sealed(self, document: str) -> None:
        text = self.run(self.desk.text(TEAM, document))
        assert all(each.holds for each in self.run(self._db.read(lambda session: online(session, text))))


def _typed(answers: Answers, ticked: frozenset[str]) -> Answers:
    """The answers as a form gives them."""
    items = [{"text": each, "done": each in ticked, "items": []} for each in answers[CHECKLIST]]
    return {**answers, CHECKLIST: items}


def _again(target: str) -> posts.Wanted:
    kind, task_id, *user = target.split(":")
    if kind == "card":
        return posts.card(int(task_id))
    return (posts.asked if kind == "asked" else posts.edited)(int(task_id), *user)
