"""Events: each is counted, and one that can't be taken is an error, which Slack is not told is taken."""

import pytest

from bot.slack.happened import Happened
from bot.slack.hearing import Hearing
from tests.slack.tally import Tally

BODY = {"event_id": "Ev1", "team_id": "T1", "event": {"type": "channel_archive", "channel": "C1"}}


async def test_an_event_is_counted() -> None:
    tally, taken = Tally(), list[str]()

    async def take(event: Happened) -> None:
        taken.append(event.type)

    await Hearing({"channel_archive": take}, tally).event(BODY)
    assert (taken, tally.acks, tally.failures) == (["channel_archive"], ["event"], [])


async def test_an_event_that_fails_is_counted_as_an_error_and_raised() -> None:
    tally = Tally()

    async def fails(event: Happened) -> None:
        raise ValueError(event.type)

    with pytest.raises(ValueError, match="channel_archive"):
        await Hearing({"channel_archive": fails}, tally).event(BODY)
    assert tally.failures == ["event"]
