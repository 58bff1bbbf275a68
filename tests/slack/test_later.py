"""Work after an ack: what fails is counted, whoever tells the person."""

from structlog.testing import capture_logs

from bot.slack.later import Later
from tests.slack.tally import Tally


async def fails() -> None:
    raise ValueError("nobody foresaw this")


async def test_what_fails_is_logged_and_counted() -> None:
    tally = Tally()
    later = Later(tally)
    with capture_logs() as logs:
        later.run(fails())
        await later.close()
    assert ([line["event"] for line in logs], tally.failures) == (["work after an ack failed"], ["later"])


async def test_what_tells_its_person_itself_is_counted_too() -> None:
    tally = Tally()
    Later(tally).went_wrong()
    assert tally.failures == ["later"]
