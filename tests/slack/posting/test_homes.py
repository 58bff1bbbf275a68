"""Homes on their way to Slack: drawn once, kept to its limits, and again after whatever went wrong."""

from typing import Any

import pytest

from bot.slack.happened import Happened, read
from bot.slack.home import Home
from tests.slack.posting.conftest import ADA, GRACE, Room

DRAWN = "views.publish"


def opening(room: Room, name: str, event_id: str = "Ev1", **event: Any) -> Happened:
    """What Slack tells of somebody who opens one of the app's tabs."""
    said = {"type": "app_home_opened", "user": room.id(name), "tab": "home", **event}
    return read({"event_id": event_id, "team_id": room.sandbox.team_id, "event": said})


async def opens(room: Room, name: str, *again: Happened) -> None:
    """Somebody opens their Home, by these events, or for the first time; it is drawn after each."""
    for event in again or [opening(room, name)]:
        await Home(room.desk, room.outbox.wake).opened(event)
        await room.outbox.drain()


async def test_the_messages_beside_it_are_no_home(room: Room) -> None:
    await opens(room, ADA, opening(room, ADA, tab="messages"))
    assert (room.calls(DRAWN), await room.desk.outbox.next_due()) == (0, None)


async def test_an_event_that_comes_twice_draws_once(room: Room) -> None:
    await opens(room, ADA, opening(room, ADA), opening(room, ADA))
    assert room.calls(DRAWN) == 1


@pytest.mark.parametrize(("as_it_was", "drawings"), [(True, 1), (False, 2)])
async def test_a_home_that_shows_what_it_should_is_left_and_an_older_one_is_not(
    room: Room, as_it_was: bool, drawings: int
) -> None:
    await opens(room, ADA)
    home = room.person(ADA).home
    assert home
    view = home.view.content if as_it_was else {**home.view.content, "private_metadata": "older"}
    await opens(room, ADA, opening(room, ADA, "Ev2", view=view))
    assert room.calls(DRAWN) == drawings


async def test_fifty_changes_are_one_drawing(room: Room) -> None:
    await opens(room, GRACE)
    for number in range(50):
        await room.files(f"Task {number}")
    await room.settled()
    assert room.calls(DRAWN) == 2
    home = room.person(GRACE).home
    assert home and "Waiting for you (50)" in home.text


@pytest.mark.parametrize("lost", [True, False])
async def test_a_home_that_could_not_be_drawn_or_whose_answer_was_lost_is_drawn_again(
    room: Room, lost: bool
) -> None:
    room.sandbox.fail(DRAWN, after_effect=lost, drop=lost)
    await opens(room, ADA)
    await room.after(60)
    home = room.person(ADA).home
    assert (room.calls(DRAWN), home and home.buttons[:1]) == (2, ["New task"])


async def test_a_limit_is_heeded(room: Room) -> None:
    room.sandbox.fail(DRAWN, "ratelimited", status=429, retry_after=30)
    await opens(room, ADA)
    await room.after(29)
    assert room.person(ADA).home is None
    await room.after(3)
    assert room.person(ADA).home is not None


async def test_a_home_that_slack_does_not_take_tells_nobody_and_the_next_opening_tries_anew(
    room: Room,
) -> None:
    room.sandbox.fail(DRAWN, "not_enabled")
    await opens(room, ADA)
    (dead,) = (await room.desk.outbox.health()).dead
    assert dead == (f"home:{room.id(ADA)}", "views.publish: not_enabled")
    assert room.person(ADA).dms == []
    await opens(room, ADA, opening(room, ADA, "Ev2"))
    assert room.person(ADA).home is not None and (await room.desk.outbox.health()).dead == ()
