"""The history as a modal: whatever people wrote, Slack takes it, and nothing is left out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.checks.view import check_view
from bot.sandbox.seen import block_lines, button_texts
from bot.slack import ids
from bot.slack.auditing import view
from bot.slack.views import ModalView
from bot.tasks.account import Account, Line
from tests.slack.posting.samples import task

LONDON = ZoneInfo("Europe/London")
SUMMER = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
HOSTILE = "<!channel> *bold* 🚀" * 150


def line(number: int, **more: object) -> Line:
    at = SUMMER + timedelta(minutes=number)
    values = {"number": number, "at": at, "name": "Ada", "said": "signed as Developer", "revision": 1}
    return Line.model_validate({**values, **more})


def account(*lines: Line, **more: object) -> Account:
    latest = tuple(sorted(lines, key=lambda each: -each.number))
    return Account.model_validate({"lines": latest, "events": len(lines), "head": "f" * 64, **more})


def text(drawn: ModalView) -> str:
    return "\n".join(block_lines(drawn["blocks"], str))


def walk(told: Account) -> list[ModalView]:
    """Every page, by its button Older."""
    pages = [view(task(), told, LONDON)]
    while "Older" in button_texts(pages[-1]["blocks"]):
        rows = [each for block in pages[-1]["blocks"] for each in block.get("elements", [])]
        value = next(each["value"] for each in rows if each.get("action_id") == ids.OLDER)
        pages.append(view(task(), told, LONDON, ids.number(ids.unpack(value), "n")))
    return pages


@pytest.mark.parametrize("reason", [HOSTILE[:3000], "🚀" * 3000, "\u202e\x00\ud800" * 1000, None])
def test_slack_takes_every_page_and_every_event_stands_on_one(reason: str | None) -> None:
    hostile = {
        "name": "🚀" * 80,
        "signed_as": HOSTILE,
        "said": HOSTILE * 9,
        "reason": reason,
        "lost": not reason,
    }
    pages = walk(account(*(line(number, **hostile) for number in range(1, 101))))
    for page in pages:
        check_view(page)
    assert sum(text(page).count("2026-07-01") for page in pages) == 100
    assert "1 of 100." in text(pages[-1])


def test_times_are_the_readers() -> None:
    assert "2026-07-01 10:31:00 Ada signed as Developer, revision 1" in text(
        view(task(), account(line(1)), LONDON)
    )


def test_words_that_name_the_revision_are_not_followed_by_it() -> None:
    drawn = text(view(task(), account(line(1, said="edited it: revision 2", revision=2)), LONDON))
    assert "Ada edited it: revision 2\n" in drawn


def test_a_name_that_a_signature_froze_stands_beside_the_present_one() -> None:
    drawn = text(view(task(), account(line(1, signed_as="Ada Byron")), LONDON))
    assert "Ada (then called Ada Byron) signed as Developer" in drawn


def test_one_event_on_a_page_is_one_and_more_are_several() -> None:
    one, two = (text(view(task(), account(*lines), LONDON)) for lines in ([line(1)], [line(1), line(2)]))
    assert "Event 1 of 1." in one
    assert "Events 2 to 1 of 2." in two


def test_no_sign_of_markdown_stands_in_the_history() -> None:
    assert "`" not in text(view(task(), account(line(1)), LONDON))


def test_a_reason_that_retention_took_is_told() -> None:
    assert "no longer kept" in text(view(task(), account(line(1, lost=True)), LONDON))


def test_a_history_without_readable_events_says_so() -> None:
    told = account(head="", wrong=("Event 1 can't be read.", "The row is gone."))
    drawn = view(task(), told, LONDON)
    check_view(drawn)
    assert "doesn't hold: Event 1 can't be read. There is one more finding." in text(drawn)
