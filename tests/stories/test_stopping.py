"""The bot is asked to stop while Slack hangs: it ends in time, leaves nothing locked, and goes on where it was."""

import signal
import sqlite3
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import pytest

from tests.stories.process import Scene, scene
from tests.stories.test_restart import asked, in_channel, to_review
from tests.stories.test_signing import ROLES

Play = Callable[..., AbstractAsyncContextManager[Scene]]


@pytest.fixture(params=["socket", "http"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """`async with play() as scene`: the bot's process, over this transport."""
    return lambda **more: scene(request.param, tmp_path, **more)


def leases(folder: Path) -> list[str | None]:
    """Until when each row is leased that was begun, and isn't known to be true."""
    with closing(sqlite3.connect(folder / "tasks.db")) as database:
        return [until for (until,) in database.execute("SELECT lease_until FROM outbox WHERE unsure")]


def files(folder: Path) -> list[str]:
    """Of the database: SQLite keeps what is not written into it yet in a second one."""
    return [path.name for path in folder.glob("tasks.db*")]


async def test_a_slack_that_hangs_keeps_no_bot_from_stopping_and_nothing_comes_twice(
    play: Play, tmp_path: Path
) -> None:
    async with play() as scene:
        ada = await to_review(scene, ROLES)
        hold = scene.sandbox.hold("chat.postMessage", after_effect=True)
        await ada.presses("Create")
        await hold.reached()
        await scene.process.asked_to_stop()
        assert await scene.process.stopped() == 0
        assert (files(tmp_path), leases(tmp_path)) == (["tasks.db"], [None])
        assert "outbox.cut_off" in scene.process.log
        hold.lose()
        await scene.process.start()
        await scene.process.settled()
        assert len(in_channel(scene)) == 1
        assert [len(asked(scene.person(name))) for name in ROLES.values()] == [1, 1, 1, 1]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("play", ["socket"], indirect=True)
async def test_a_second_signal_ends_it_at_once(play: Play, end: signal.Signals) -> None:
    async with play() as scene:
        ada = await to_review(scene, {})
        hold = scene.sandbox.hold("chat.postMessage")
        await ada.presses("Create")
        await hold.reached()
        await scene.process.asked_to_stop()
        scene.process.send(end)
        assert await scene.process.stopped() == -end
        hold.lose()
