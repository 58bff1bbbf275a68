"""Who reads what is posted in a channel: what isn't known for certain counts as a stranger."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.slack import members
from bot.slack.audience import Audience
from bot.slack.meeting import Meeting
from bot.slack.people import People
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.digests import Nobody, Readers
from tests.databases import new_database

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text(encoding="utf-8"))
ADMIN = "U0000ADMIN"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Place:
    """A channel of two members."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        self.sandbox = sandbox
        self.desk = Desk(database, sandbox.clock.now, lambda *_: None)
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        now = sandbox.clock.now
        self.people, meeting = People(self.desk, client, now), Meeting(self.desk, client, now)
        self.audience = Audience(self.desk, client, self.people, meeting, now, frozenset({ADMIN}))
        self.channel = sandbox.add_channel("place", members=["Ada Lovelace", "Alan Turing"])

    async def insiders(self) -> bool:
        """Whether only members of the workspace are known to be in it."""
        return (await self.audience.of(self.sandbox.team_id, self.channel)).insiders

    def enters(self, name: str, kind: str) -> None:
        """Somebody new comes in."""
        self.sandbox.add_person(name, kind=kind)
        self.sandbox.invite(name, "place")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    database = Database.open(new_database(tmp_path / "tasks.db"))
    async with Sandbox(MANIFEST, clock=Clock(NOW, running=False)) as sandbox:
        yield Place(sandbox, database)
    await database.close()


async def test_members_of_the_workspace_and_its_apps_are_no_strangers(place: Place) -> None:
    place.enters("Build Bot", "bot")
    assert await place.insiders()
    assert (await place.audience.of(place.sandbox.team_id, place.channel)).channel == place.channel


@pytest.mark.parametrize("kind", ["guest", "single-channel guest", "other workspace"])
async def test_one_guest_is_enough(place: Place, kind: str) -> None:
    assert await place.insiders()
    place.enters("Gus Guest", kind)
    place.sandbox.clock.move(timedelta(minutes=11))
    assert not await place.insiders()


async def test_the_members_are_read_over_all_pages(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "PAGE", 1)
    place.enters("Gus Guest", "guest")
    assert not await place.insiders()


async def test_who_became_a_guest_while_nobody_listened_is_known_a_day_later(place: Place) -> None:
    await place.people.look_up(place.sandbox.team_id, [place.sandbox.person("Alan").id])
    place.sandbox.change_person("Alan Turing", kind="guest")
    assert await place.insiders()
    place.sandbox.clock.move(timedelta(days=1, minutes=1))
    assert not await place.insiders()


@pytest.mark.parametrize("method", ["conversations.members", "users.list"])
async def test_where_slack_says_nothing_everybody_is_a_stranger(place: Place, method: str) -> None:
    place.sandbox.fail(method)
    assert not await place.insiders()


async def test_a_channel_where_the_bot_is_not_is_said_in_the_log(place: Place) -> None:
    elsewhere = place.sandbox.add_channel("elsewhere", bot_is_in=False)
    with capture_logs() as said:
        for channel in (place.channel, elsewhere):
            await place.audience.warn(place.sandbox.team_id, channel)
    assert [each["channel"] for each in said if each["log_level"] == "warning"] == [elsewhere]
    assert "not in #elsewhere" in said[-1]["why"]


async def test_who_looks_after_the_bot_is_told_when_a_summary_is_due_that_cannot_be_posted(
    place: Place,
) -> None:
    team, elsewhere = place.sandbox.team_id, place.sandbox.add_channel("elsewhere", bot_is_in=False)
    assert isinstance(await place.audience.scheduled(team, place.channel), Readers)
    nobody = await place.audience.scheduled(team, elsewhere)
    assert isinstance(nobody, Nobody) and nobody.told == (ADMIN,)
    assert elsewhere in nobody.why and "Invite it there with /invite" in nobody.why
