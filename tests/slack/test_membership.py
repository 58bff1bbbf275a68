"""Who is in a channel, as it is read from a small Slack: pages, refusals, limits, and lost events."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import Clock
from bot.sandbox.server import Sandbox
from bot.slack import members, membership
from bot.slack.membership import Membership
from bot.slack.people import People
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.directory import is_member
from tests.databases import new_database

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
QUIET = "quiet"


class Watch:
    """A private channel with two people, in which a card is to stand; nothing has been read yet."""

    def __init__(self, sandbox: Sandbox, db: Database) -> None:
        self.sandbox = sandbox
        self.channel = sandbox.add_channel(QUIET, private=True, members=["Ada Lovelace", "Alan Turing"])
        self.db = db
        self.desk = Desk(db, sandbox.clock.now, lambda *_: None)
        client = AsyncWebClient(sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
        people = People(self.desk, client, sandbox.clock.now)
        self.membership = Membership(self.desk, client, people, sandbox.team_id, sandbox.bot_user_id)

    async def knows(self) -> list[str]:
        """The first names of those who are known to be in the channel."""
        names = ("Ada", "Grace", "Katherine", "Alan", "Linus")
        team, ids = self.sandbox.team_id, {name: self.sandbox.person(name).id for name in names}
        return await self.db.read(
            lambda session: [name for name in names if is_member(session, team, self.channel, ids[name])]
        )

    def slips(self, name: str, *, into: bool) -> None:
        """Somebody comes or goes, and the event is lost."""
        members = self.sandbox._world.workspace.channels[self.channel].members
        (members.add if into else members.discard)(self.sandbox.person(name).id)

    async def after(self, **time: float) -> int:
        """Moves the clock, and reads what is due."""
        self.sandbox.clock.move(timedelta(**time))
        return await self.membership.refresh()


@pytest.fixture
async def watch(tmp_path: Path) -> AsyncIterator[Watch]:
    db = Database.open(new_database(tmp_path / "tasks.db"))
    async with Sandbox(MANIFEST, clock=Clock(NOW, running=False)) as sandbox:
        ready = Watch(sandbox, db)
        await file_in(ready, ready.channel)
        yield ready
    await db.close()


async def file_in(watch: Watch, channel: str) -> None:
    """A task whose card is to stand in the channel."""
    team = watch.sandbox.team_id
    template = await watch.desk.save_template("# TASK-XXX: [Title]\n")
    await watch.desk.save_draft(
        team,
        "UADA",
        channel,
        template_hash=template,
        answers={"title": "x"},
        page=0,
        plan={"channel": channel},
    )
    await watch.desk.create(team, "UADA", channel)


def called(watch: Watch, method: str = "conversations.members") -> int:
    return sum(each.method == method for each in watch.sandbox.calls)


async def test_the_members_are_read_over_all_pages(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "PAGE", 1)
    assert await watch.membership.refresh() == 1
    assert await watch.knows() == ["Ada", "Alan"]
    assert called(watch) == 3


async def test_what_no_event_told_is_known_an_hour_later(watch: Watch) -> None:
    await watch.membership.refresh()
    watch.slips("Ada", into=False)
    watch.slips("Grace", into=True)
    assert await watch.after(minutes=59) == 0
    assert await watch.knows() == ["Ada", "Alan"]
    assert await watch.after(minutes=1) == 1
    assert await watch.knows() == ["Grace", "Alan"]


async def test_of_a_public_channel_the_members_are_not_read_since_all_may_read_its_tasks(
    watch: Watch,
) -> None:
    await watch.membership.refresh()
    await file_in(watch, watch.sandbox.channel_id("general"))
    before = called(watch)
    assert await watch.membership.refresh() == 1
    known = await watch.desk.channel(watch.sandbox.team_id, watch.sandbox.channel_id("general"))
    assert known and not known.private
    assert called(watch) == before


async def test_a_channel_that_became_private_is_read_by_its_next_hour(watch: Watch) -> None:
    general = watch.sandbox.channel_id("general")
    await file_in(watch, general)
    await watch.membership.refresh()
    watch.sandbox._world.workspace.channels[general].kind = "private"
    await watch.after(hours=1)
    ada = watch.sandbox.person("Ada").id
    assert await watch.db.read(lambda session: is_member(session, watch.sandbox.team_id, general, ada))


@pytest.mark.parametrize("error", ["ratelimited", "internal_error"])
async def test_a_passing_refusal_leaves_what_was_known_and_is_tried_again(watch: Watch, error: str) -> None:
    await watch.membership.refresh()
    watch.slips("Ada", into=False)
    limited = {"status": 429, "retry_after": 90} if error == "ratelimited" else {}
    watch.sandbox.fail("conversations.members", error, **limited)  # type: ignore[arg-type]
    await watch.after(hours=1)
    assert await watch.knows() == ["Ada", "Alan"]
    assert await watch.after(seconds=90) == 1
    assert await watch.knows() == ["Alan"]


async def test_a_slack_that_gives_no_answer_is_not_asked_about_the_other_channels_too(watch: Watch) -> None:
    for name in ("one", "two"):
        await file_in(watch, watch.sandbox.add_channel(name))
    watch.sandbox.fail("conversations.info", "internal_error", times=3)
    assert await watch.membership.refresh() == 3
    assert called(watch, "conversations.info") == 1
    assert await watch.after(minutes=1) == 3
    assert called(watch, "conversations.info") == 2


@pytest.mark.parametrize("method", ["conversations.members", "conversations.info"])
async def test_a_channel_that_slack_shows_no_more_has_no_members_that_are_known(
    watch: Watch, method: str
) -> None:
    await watch.membership.refresh()
    watch.sandbox.fail(method, "channel_not_found")
    await watch.after(hours=1)
    assert await watch.knows() == []
    assert await watch.after(hours=1) == 1
    assert await watch.knows() == ["Ada", "Alan"]


async def test_without_the_scope_nobody_is_known_and_nothing_breaks(watch: Watch) -> None:
    watch.sandbox.fail("conversations.members", "missing_scope")
    assert await watch.membership.refresh() == 1
    assert await watch.knows() == []


async def test_whoever_needs_it_first_waits_no_longer_than_a_press_may_and_the_tick_reads_it_then(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "PATIENCE", 0.05)
    standing = watch.sandbox.hold("conversations.members")
    await watch.membership.know(watch.channel)
    assert await watch.knows() == []
    standing.release()
    assert await watch.membership.refresh() == 1
    assert await watch.knows() == ["Ada", "Alan"]


async def test_what_was_read_an_instant_ago_is_not_asked_again(watch: Watch) -> None:
    await watch.membership.know(watch.channel)
    await watch.membership.know(watch.channel)
    await watch.membership.know(None)
    assert await watch.knows() == ["Ada", "Alan"]
    assert called(watch) == 1
