"""What Slack is asked about people, and how long a press waits for it."""

from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.slack import people
from bot.tasks.database import Database
from tests.databases import new_database
from tests.slack.test_audience import MANIFEST, NOW, Place


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    database = Database.open(new_database(tmp_path / "tasks.db"))
    async with Sandbox(MANIFEST, clock=Clock(NOW, running=False)) as sandbox:
        sandbox.add_person("Moana Auckland", tz="Pacific/Auckland")
        yield Place(sandbox, database)
    await database.close()


async def test_slack_is_asked_for_the_zone_of_whom_nobody_knows(place: Place) -> None:
    moana = place.sandbox.person("Moana").user.id
    assert await place.people.zone(place.sandbox.team_id, moana) == ZoneInfo("Pacific/Auckland")


async def test_one_press_does_not_wait_twice_for_a_slack_that_says_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PATIENCE", 0.02)
    held, team = place.sandbox.hold("users.info"), place.sandbox.team_id
    moana = place.sandbox.person("Moana").user.id
    assert (await place.people.look_up(team, [moana]))[0] == {}
    assert await place.people.zone(team, moana) == ZoneInfo("UTC")
    held.lose()
    place.sandbox.clock.move(people.VAIN)
    monkeypatch.setattr(people, "PATIENCE", 10)
    assert await place.people.zone(team, moana) == ZoneInfo("Pacific/Auckland")
