"""Nobody is there for three days: what people then see, and what comes when the bot is back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.person import Person
from bot.sandbox.server import Sandbox
from tests.stories.conftest import MANIFEST, MONDAY, Story, running
from tests.stories.test_signing import file

SIGNERS = {"Signs as Developer": "Alan Turing", "Signs as Tech Lead": "Grace Hopper"}
THURSDAY_AFTERNOON = MONDAY + timedelta(days=3, hours=5, minutes=30)
"""Both in London and in New York people are at work."""


class Workspace:
    """A sandbox in which the bot comes and goes: `async with workspace.bot() as story`."""

    def __init__(self, sandbox: Sandbox, transport: str, folder: Path) -> None:
        self.sandbox = sandbox
        self._transport = transport
        self._folder = folder

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[Story]:
        """The bot, on the same database each time."""
        async with running(self.sandbox, self._transport, self._folder) as bot:
            yield Story(self.sandbox, bot, self._transport)
        if self._transport == "socket":
            await self.sandbox.disconnected()


@pytest.fixture(params=["socket", "http"])
async def workspace(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Workspace]:
    """A Monday morning, over this transport."""
    clock = Clock()
    clock.set(MONDAY)
    async with Sandbox(MANIFEST, clock=clock) as sandbox:
        yield Workspace(sandbox, request.param, tmp_path)


async def two_tasks_wait(workspace: Workspace) -> tuple[Person, Person]:
    """For Alan, in London, and Grace, in New York; then the bot stops."""
    async with workspace.bot() as story:
        ada = story.person("Ada")
        for title in ("Rotate the signing keys", "Write it down"):
            await file(story, ada, title, SIGNERS)
            await ada.closes()
    return workspace.sandbox.person("Alan"), workspace.sandbox.person("Grace")


def reminders(person: Person) -> list[str]:
    """The timestamps of those that stand there: a new one has another."""
    return [message.ts for message in person.dms if "2 tasks are waiting for your sign-off" in message.text]


async def test_while_nobody_is_there_every_press_is_told_and_works_later(workspace: Workspace) -> None:
    alan, _ = await two_tasks_wait(workspace)
    await alan.presses("Sign off", on="TASK-001")
    await alan.sees("We had some trouble connecting", where="notices")
    await alan.types("/task")
    await alan.sees("/task failed", where="notices")
    assert alan.modal is None
    async with workspace.bot():
        await alan.presses("Sign off", on="TASK-001")
        assert alan.modal is not None and "TASK-001" in alan.modal.text


async def test_after_three_days_everybody_gets_one_reminder(workspace: Workspace) -> None:
    alan, grace = await two_tasks_wait(workspace)
    async with workspace.bot() as story:
        seen = []
        for minutes in range(3):
            await story.at(THURSDAY_AFTERNOON + timedelta(minutes=minutes))
            seen.append([*reminders(alan), *reminders(grace)])
        assert seen[0] == seen[1] == seen[2] and len(seen[0]) == 2


async def test_a_reminder_after_a_downtime_starts_the_rhythm_anew(workspace: Workspace) -> None:
    alan, _ = await two_tasks_wait(workspace)
    async with workspace.bot() as story:
        await story.at(THURSDAY_AFTERNOON)
        [first] = reminders(alan)
        await story.at(THURSDAY_AFTERNOON + timedelta(hours=23, minutes=59))
        assert reminders(alan) == [first]
        await story.at(THURSDAY_AFTERNOON + timedelta(hours=24, minutes=1))
        assert len(reminders(alan)) == 1 and reminders(alan) > [first]


async def test_who_signed_before_the_downtime_is_not_reminded(workspace: Workspace) -> None:
    alan, grace = await two_tasks_wait(workspace)
    async with workspace.bot():
        for key in ("TASK-001", "TASK-002"):
            await alan.presses("Sign off", on=f"to sign {key}")
            await alan.presses("Sign off")
    async with workspace.bot() as story:
        await story.at(THURSDAY_AFTERNOON)
        assert [len(reminders(each)) for each in (alan, grace)] == [0, 1]
