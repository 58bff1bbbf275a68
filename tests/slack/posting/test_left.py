"""Whose account was deactivated while nobody listened: Slack is asked before they are reminded."""

import asyncio
from datetime import timedelta

import pytest

from bot.slack import poster
from bot.slack.limits import Rate
from tests.slack.posting.conftest import ADA, GRACE, Room

A_DAY = timedelta(days=1, minutes=1)
GONE = "The account is deactivated, so nobody is asked to sign as Developer now."


async def a_day_later(room: Room) -> None:
    """Grace, who is asked, is to be reminded, and the sweep has looked."""
    room.sandbox.clock.move(A_DAY)
    await room.reminds()
    await room.settled()
    await room.desk.absences.turn_over()
    await room.settled()


def reminders(room: Room) -> int:
    """How often Grace was reminded."""
    return sum("A task is waiting for your sign-off" in each.text for each in room.person(GRACE).dms)


async def test_who_left_is_reminded_of_nothing_and_the_author_is_told_once(room: Room) -> None:
    await room.files(reviewer=None)
    await room.settled()
    before = len(room.person(GRACE).dms)
    room.sandbox.change_person(GRACE, deleted=True)
    await a_day_later(room)
    await a_day_later(room)
    told = [each for each in room.person(ADA).dms if "account is deactivated" in each.text]
    assert len(room.person(GRACE).dms) == before
    assert len(told) == 1 and GONE in told[0].text


async def test_what_changed_of_an_account_counts_for_the_reminder(room: Room) -> None:
    await room.files(reviewer=None)
    room.sandbox.change_person(GRACE, tz="Asia/Tokyo")
    await a_day_later(room)
    grace = room.id(GRACE)
    assert (await room.desk.people(room.sandbox.team_id, [grace]))[grace].zone == "Asia/Tokyo"


async def test_what_is_heard_while_a_conversation_is_opened_stays(room: Room) -> None:
    await room.files(reviewer=None)
    hold, grace = room.sandbox.hold("conversations.open"), room.id(GRACE)
    sending = asyncio.create_task(room.outbox.drain())
    await hold.reached()
    known = (await room.desk.people(room.sandbox.team_id, [grace]))[grace]
    await room.desk.remember_person(known.model_copy(update={"active": False}))
    hold.release()
    await sending
    now = (await room.desk.people(room.sandbox.team_id, [grace]))[grace]
    assert not now.active and now.dm_channel


@pytest.mark.parametrize("failing", ["internal_error", "user_not_found"])
async def test_where_slack_does_not_say_the_reminder_comes(room: Room, failing: str) -> None:
    await room.files(reviewer=None)
    room.sandbox.fail("users.info", failing)
    await a_day_later(room)
    assert reminders(room) == 1


async def test_where_slack_asks_to_wait_the_reminder_waits_too(room: Room) -> None:
    await room.files(reviewer=None)
    room.sandbox.fail("users.info", "ratelimited", status=429, retry_after=30, times=2)
    await a_day_later(room)
    before = reminders(room)
    for _ in range(2):  # The author is to be reminded as well, and may be asked about first.
        room.sandbox.clock.move(timedelta(seconds=40))
        await room.settled()
    assert (before, reminders(room)) == (0, 1)


async def test_slack_is_not_asked_of_everybody_at_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster, "ACCOUNTS", Rate(burst=1, per_second=1))
    await room.files(reviewer=None)
    room.sandbox.clock.move(A_DAY)
    await room.reminds()
    await room.outbox.drain()
    before = room.calls("users.info")
    await room.settled()
    assert (before, room.calls("users.info")) == (1, 2)


async def test_slack_is_asked_of_nobody_of_whom_it_told_lately(room: Room) -> None:
    await room.files(reviewer=None)
    later = room.sandbox.clock.now() + A_DAY
    for known in (await room.desk.people(room.sandbox.team_id, [room.id(ADA), room.id(GRACE)])).values():
        await room.desk.remember_person(known.model_copy(update={"fetched_at": later}))
    await a_day_later(room)
    assert room.calls("users.info") == 0
