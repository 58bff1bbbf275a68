"""Which route says what of whom, what a forger would send to it, and all that may not change by it."""

from collections.abc import Iterable
from typing import Any, Literal
from unittest.mock import MagicMock

from sqlalchemy import Table, select
from sqlmodel import Session

from bot.sandbox.client import Client
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.slack import ids, routes
from bot.tasks.refusing import REFUSED
from bot.tasks.tables import drafts, events, notes, revisions, sign_offs, signatures, tasks
from tests.stories.conftest import Story
from tests.stories.window import Window, text_of

Says = Literal["task", "page of a task", "draft", "form", "nobody's"]
"""A route's value names a task, or a draft; or only its modal's private_metadata does; or neither."""

SAYS: dict[tuple[str, str], Says] = {
    ("command", ids.COMMAND): "nobody's",
    ("shortcut", ids.NEW_TASK): "nobody's",
    ("shortcut", ids.MAKE_TASK): "nobody's",
    ("action", ids.TYPED): "nobody's",
    ("view", ids.IMPORT): "nobody's",
    **{("action", each): "nobody's" for each in (ids.LIST_BACK, ids.LIST_NEXT)},
    ("view", ids.AWAY): "nobody's",
    **{("action", each): "nobody's" for each in (ids.AWAY, ids.END_ABSENCE)},
    **{("action", each): "nobody's" for each in (ids.HOME_NEW, ids.HOME_BACK, ids.HOME_NEXT)},
    **{("action", each): "draft" for each in (ids.OPEN_FORM, ids.RESUME, ids.DISCARD, ids.LOOK_AGAIN)},
    **{
        ("action", each): "form"
        for each in (
            *(ids.BACK, ids.JUMP, ids.GO_TO, ids.TO_REVIEW, ids.TEMPLATE, ids.ADD_ITEM, ids.REMOVE_ITEM),
            *(ids.REPLACE, ids.MORE_ROLES, ids.CHANGE_MINE, ids.READ_SIDE),
        )
    },
    **{("view", each): "form" for each in (ids.PAGE, ids.REVIEW, ids.EDIT_REVIEW, ids.CLASHES, ids.IMPORTED)},
    **{
        ("action", each): "task"
        for each in (
            *(ids.SIGN_OFF, ids.SIGN_AGAIN, ids.REQUEST_CHANGES, ids.RETRACT, ids.REASSIGN, ids.NOT_NEEDED),
            *(ids.EDIT, ids.PROGRESS, ids.START, ids.FINISH, ids.CLOSE, ids.REOPEN, ids.NAME_SIGNERS),
            *(ids.OPEN_TASK, ids.READ_ON, ids.EXPORT, ids.HISTORY, ids.OLDER),
            *(ids.REVISIONS, ids.EARLIER_REVISIONS, ids.SHOW_REVISION, ids.COMPARE, ids.SNOOZE),
        )
    },
    **{("action", each): "page of a task" for each in (ids.BOXES_BACK, ids.BOXES_NEXT)},
    **{
        ("view", each): "page of a task"
        for each in (
            *(ids.SIGN, ids.CHANGES, ids.RETRACTION, ids.HANDING, ids.SKIPPING, ids.CLOSING, ids.REOPENING),
            *(ids.NAME, ids.PROGRESS, ids.REVISIONS, ids.SNOOZING),
        )
    },
}
"""Everything that routes.table takes: a new one has its line here, or a test fails."""

KEPT = (tasks, sign_offs, signatures, revisions, notes, drafts)
"""What no forger may change."""


def taken() -> set[tuple[str, str]]:
    """All that the bot takes from Slack."""
    return {(kind, name) for kind, name in routes.table(MagicMock(), MagicMock())}


def of(*says: Says) -> list[tuple[str, str]]:
    """The routes that say this."""
    return [route for route, what in SAYS.items() if what in says]


async def kept(story: Story) -> dict[str, list[Any]]:
    """Every row that matters, and every event but refusals."""

    def rows(session: Session, table: Table) -> list[Any]:
        return [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]

    def read(session: Session) -> dict[str, list[Any]]:
        happened = select(events.c.team_id, events.c.hash).where(events.c.kind != REFUSED)
        found = [tuple(row) for row in session.execute(happened)]
        return {**{each.name: rows(session, each) for each in KEPT}, "events": found}

    return await story.bot.desk._db.read(read)


async def refusals(story: Story, chain: str) -> list[tuple[str, str]]:
    """(who, why) of the refusals in a chain."""
    own = select(events.c.who, events.c.facts).where(events.c.chain == chain, events.c.kind == REFUSED)
    return await story.bot.desk._db.read(
        lambda session: [
            (row.who, row.facts["why"]) for row in session.execute(own.order_by(events.c.number))
        ]
    )


class Forger:
    """A person with a message and an open page of their own, from which they send what the bot never put there."""

    def __init__(self, story: Story, person: Person, message: SeenMessage) -> None:
        self._story = story
        self._person = person
        self._message = message

    async def sends(self, kind: str, name: str, value: str, metadata: str) -> str:
        """What the bot says to it: a press with this value, or a submit, in a modal with this metadata; a press
        without a modal where that is "".
        """
        page = Window(self._story, self._person)
        page.forge(callback_id=name if kind == "view" else ids.PAGE, private_metadata=metadata)
        if kind == "view":
            return text_of(await page.submits())
        action = {"type": "button", "action_id": name, "block_id": "b", "value": value}
        if metadata:
            await page.acts(action)
            return self._person.modal.text if self._person.modal else ""
        before = len(self._person.notices)
        current = self._person._screen.current(self._message)
        await Client(self._person._world).act_on_message(self._person.user, current, action, {})
        await self._person._world.changes.until(lambda: self._person.notices[before:] or None, 5)
        return "\n".join(self._person.notices[before:])


def only(routes: Iterable[tuple[str, str]], kind: str) -> list[str]:
    """The ids of one kind."""
    return [name for each, name in routes if each == kind]
