"""Situations in which two people press at the same instant, what they press, and what comes of it."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel
from sqlmodel import Session

from bot.tasks import store_tasks
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.errors import TaskError
from bot.tasks.step import Shown, shown
from bot.tasks.task import Task
from tests.databases import new_database
from tests.tasks.cast import ALICE, GRACE, LIN, MALLORY, TEAM, TEMPLATE, Clock, draft, in_a_day, person, sign
from tests.tasks.editors import begin, edit
from tests.tasks.leftovers import left
from tests.tasks.taking import REASON, fresh, request

THREE = TEMPLATE + "- [ ] **DevOps**: Deployed - [Name] - [Date]\n"
DEVELOPER, TECH_LEAD, DEVOPS = 0, 1, 2
"""Where the roles stand: Grace is asked as Developer, Lin as Tech Lead, nobody as DevOps."""

OBJECTIVE = "goal.objective"

Answer = tuple[str, Any]
"""What somebody is told: "done" and what they see then, or the kind of the refusal and its sentence."""


class Outcome(NamedTuple):
    """What is left when both have pressed."""

    left: Any
    """All rows that matter: see leftovers.py."""
    first: Answer
    """What is told to who is named first in the pair, whoever came first."""
    second: Answer


class Stage:
    """One database, which stands as it was before each pair; and two copies of the bot on it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        url = new_database(path)
        self._databases = [Database.open(url) for _ in range(2)]
        self.clock = Clock()
        self.desk, self.other = (Desk(each, self.clock, in_a_day) for each in self._databases)

    def keep(self) -> sqlite3.Connection:
        """All that stands in the file now."""
        kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self._path)) as live:
            live.backup(kept)
        return kept

    def restore(self, kept: sqlite3.Connection) -> None:
        """Let the file stand so again."""
        with closing(sqlite3.connect(self._path)) as live:
            kept.backup(live)

    async def left(self) -> Any:
        """What stands there, without what no two runs share."""
        return await self._databases[0].read(left)

    async def close(self) -> None:
        for each in self._databases:
            await each.close()


class Sight(NamedTuple):
    """A task as both see it before they press."""

    task: Task
    drafts: dict[str, str]
    """Edits of the task that are ready to be saved, by whose they are; both change the same field."""

    @property
    def shown(self) -> Shown:
        return shown(self.task)

    def role(self, at: int) -> int:
        """The id of a role's sign-off."""
        return self.task.sign_offs[at].id


Press = Callable[[Desk, Sight], Awaitable[Any]]


def _signs(who: str, at: int) -> Press:
    """Signs a role, on a page that was opened before."""

    async def press(desk: Desk, seen: Sight) -> Any:
        task = seen.task
        return await desk.sign(
            TEAM,
            task.id,
            who,
            [seen.role(at)],
            revision=task.revision,
            substance_hash=task.substance_hash,
            document_hash=task.document_hash,
            comment=None,
            place="card",
        )

    return press


PRESSES: dict[str, Press] = {
    "Grace signs": _signs(GRACE, DEVELOPER),
    "Lin signs": _signs(LIN, TECH_LEAD),
    "Grace requests changes": lambda desk, seen: desk.steps.request_changes(
        TEAM, seen.shown, GRACE, [seen.role(DEVELOPER)], REASON
    ),
    "Grace retracts": lambda desk, seen: desk.steps.retract(TEAM, seen.shown, GRACE, [seen.role(DEVELOPER)]),
    "Alice hands Developer over": lambda desk, seen: desk.steps.reassign(
        TEAM, seen.shown, ALICE, seen.role(DEVELOPER), MALLORY, REASON
    ),
    "Grace hands Developer over": lambda desk, seen: desk.steps.reassign(
        TEAM, seen.shown, GRACE, seen.role(DEVELOPER), LIN, REASON
    ),
    "Tech Lead isn't needed": lambda desk, seen: desk.steps.not_needed(
        TEAM, seen.shown, ALICE, seen.role(TECH_LEAD), REASON
    ),
    "Alice names DevOps": lambda desk, seen: desk.name_signers(
        TEAM, seen.task.id, ALICE, {seen.role(DEVOPS): MALLORY}
    ),
    "Lin starts": lambda desk, seen: desk.steps.start(TEAM, seen.shown, LIN),
    "Alice finishes": lambda desk, seen: desk.steps.finish(TEAM, seen.shown, ALICE),
    "Alice closes": lambda desk, seen: desk.steps.close(TEAM, seen.shown, ALICE, REASON),
    "Alice saves an edit": lambda desk, seen: desk.edits.save(TEAM, ALICE, seen.drafts[ALICE]),
    "Lin saves an edit": lambda desk, seen: desk.edits.save(TEAM, LIN, seen.drafts[LIN]),
    "Lin ticks a box": lambda desk, seen: desk.progress.tick(TEAM, seen.shown, LIN, {0: True}),
    "Grace signs again": lambda desk, seen: desk.sign_again(TEAM, seen.shown, GRACE),
    "Alice reopens": lambda desk, seen: desk.steps.reopen(TEAM, seen.shown, ALICE, REASON),
}
"""By what they are called in a failure; Lin is the assignee."""


async def _asked(desk: Desk) -> Task:
    answers = {"title": "Fix the login", "assignee": {"user": LIN}}
    return (await desk.create(TEAM, ALICE, await draft(desk, answers, template=THREE))).task


async def _wished(desk: Desk) -> Task:
    return await request(desk, await _asked(desk), GRACE, reason="Too small")  # Not what is pressed for then.


async def _one_missing(desk: Desk) -> Task:
    task = await _without_devops(desk, await _asked(desk))
    return (await sign(desk, task, GRACE)).task


async def _done(desk: Desk) -> Task:
    return (await sign(desk, await _one_missing(desk), LIN)).task


async def _reopened(desk: Desk) -> Task:
    return await desk.steps.reopen(TEAM, shown(await _done(desk)), ALICE, REASON)


async def _closed(desk: Desk) -> Task:
    return await desk.steps.close(TEAM, shown(await _one_missing(desk)), ALICE, REASON)


async def _edited(desk: Desk) -> Task:
    """Grace's signature is dismissed."""
    return (await edit(desk, await _one_missing(desk), {OBJECTIVE: "Sign in"})).task


async def _without_devops(desk: Desk, task: Task) -> Task:
    return await desk.steps.not_needed(TEAM, shown(task), ALICE, task.sign_offs[DEVOPS].id, REASON)


class Situation(NamedTuple):
    """Where a task stands when two people press."""

    comes: Callable[[Desk], Awaitable[Task]]
    """How it came there."""
    new: tuple[str, ...] = tuple(PRESSES)
    """The presses that do something else here than in the situations above; one of each pair is such a one."""


SITUATIONS: dict[str, Situation] = {
    "asked": Situation(_asked),
    "changes requested": Situation(_wished, ("Grace signs", "Grace requests changes", "Alice saves an edit")),
    "one signature missing": Situation(_one_missing),
    "signature dismissed": Situation(_edited, ("Grace signs", "Grace signs again")),
    "done": Situation(_done),
    "reopened with all signatures": Situation(_reopened),
    "closed": Situation(_closed),
}


class Pairs:
    """Two people press in one situation: one after the other, or at once."""

    def __init__(self, stage: Stage, kept: sqlite3.Connection, seen: Sight, new: tuple[str, ...]) -> None:
        self._stage, self._kept, self._seen, self._new = stage, kept, seen, new
        self._known: dict[tuple[str, str], Outcome] = {}

    @classmethod
    async def begin(cls, stage: Stage, situation: str) -> "Pairs":
        """The people, the task, and everything posted that was to be."""
        for user, name in ((ALICE, "Alice"), (GRACE, "Grace"), (LIN, "Lin"), (MALLORY, "Mallory")):
            await stage.desk.remember_person(person(user, name))
        task = await SITUATIONS[situation].comes(stage.desk)
        drafts = {
            who: (await begin(stage.desk, task, who, {OBJECTIVE: f"As {who} says"})).id
            for who in (ALICE, LIN)
        }
        for row in await stage.desk.outbox.claim(100, Clock().now - Clock().now):
            await stage.desk.outbox.posted(row, "C1", "1.0")
            await stage.desk.outbox.finished(row)
        return cls(
            stage, stage.keep(), Sight(await fresh(stage.desk, task), drafts), SITUATIONS[situation].new
        )

    async def useful(self) -> list[str]:
        """The presses that do something here by themselves."""
        found = []
        for name in PRESSES:
            self._stage.restore(self._kept)
            if (await self._press(name))[0] == "done":
                found.append(name)
        return found

    async def every(self) -> list[tuple[str, str]]:
        """All pairs, in both orders, of which each does something here: what is refused stores nothing, on which
        another could come in between.
        """
        useful = await self.useful()
        return [pair for pair in product(useful, useful) if set(pair) & set(self._new)]

    async def in_turn(self, one: str, other: str) -> Outcome:
        """`one` presses, and when that has happened, `other`."""
        if (one, other) not in self._known:
            self._stage.restore(self._kept)
            first = await self._press(one)
            second = await self._press(other)
            self._known[one, other] = Outcome(await self._stage.left(), first, second)
        return self._known[one, other]

    async def is_of_an_order(self, one: str, other: str, outcome: Outcome) -> bool:
        """Whether it is what comes of it when one comes after the other, either way."""
        back = await self.in_turn(other, one)
        if outcome == Outcome(back.left, back.second, back.first):
            return True
        return outcome == await self.in_turn(one, other)

    async def between(self, one: str, other: str) -> Outcome:
        """`other` presses between what `one` has loaded and what `one` stores."""
        self._stage.restore(self._kept)
        second = await self._press(other)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store_tasks, "by_id", Loaded(self._seen.task))
            first = await self._press(one)
        return Outcome(await self._stage.left(), first, second)

    async def at_once(self, one: str, other: str) -> Outcome:
        """Both press, each at a copy of the bot of their own."""
        self._stage.restore(self._kept)
        first, second = await asyncio.gather(self._press(one), self._press(other, self._stage.other))
        return Outcome(await self._stage.left(), first, second)

    async def _press(self, name: str, desk: Desk | None = None) -> Answer:
        try:
            result = await PRESSES[name](desk or self._stage.desk, self._seen)
        except TaskError as refused:
            return type(refused).__name__, str(refused)
        return "done", list(_said(result))


class Loaded:
    """In place of `store_tasks.by_id`: the first transaction that asks gets the task as it was."""

    def __init__(self, old: Task) -> None:
        self._old, self._real = old, store_tasks.by_id
        self._first: Session | None = None

    def __call__(self, session: Session, team: str, task_id: int) -> Task | None:
        self._first = self._first or session
        return self._old if session is self._first else self._real(session, team, task_id)


def _said(result: Any) -> Iterator[Any]:
    """What somebody sees of what they did; a sealed document's hash stands for its text, with the whole history.

    What was done already is stored no more, so nothing looks whether the task is still as it was loaded.
    """
    if getattr(result, "new", True) is False or getattr(result, "changed", None) == 0:
        yield "it was so already"
    elif isinstance(result, Task):
        yield {**result.model_dump(), "signed_document_hash": None}
    elif isinstance(result, BaseModel):
        for name in type(result).model_fields:
            yield from _said(getattr(result, name))
    else:
        yield result
