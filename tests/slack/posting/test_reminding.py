"""What a reminder says, and that it fits however much waits."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.slack.message import Message
from bot.slack.reminding import reminder
from bot.tasks.task import SignOff, SignOffState, Task
from tests.slack.posting.samples import ADA, NAMES, NOW, accepted, shown, sign_off, task, texts

TODAY = NOW.date()


def waiting(count: int, title: str = "Fix the login") -> list[tuple[Task, SignOff]]:
    tasks = [task(id=number, key=f"TASK-{number:03}", title=title) for number in range(1, count + 1)]
    return [(each, each.sign_offs[0]) for each in tasks]


def sent(pairs: list[tuple[Task, SignOff]], today: date = TODAY) -> Message:
    message = reminder(pairs, NAMES, NOW, today)
    assert message is not None
    return message


def buttons(message: Message) -> int:
    return sum("accessory" in block for block in message.blocks)


def test_nothing_waits_nothing_is_sent() -> None:
    assert reminder([], NAMES, NOW, TODAY) is None


def test_one_task_says_what_it_is_and_since_when() -> None:
    text = shown(sent(waiting(1)))
    assert "A task is waiting for your sign-off" in text
    assert "TASK-001: Fix the login\nas Developer · asked 3 days ago · from Ada Lovelace" in text


def test_a_day_that_has_passed_is_said_so() -> None:
    late = task(sign_by=date(2026, 11, 20))
    assert "was due 2026-11-20" in shown(sent([(late, late.sign_offs[0])]))


def test_a_day_has_passed_when_it_has_for_the_reader() -> None:
    late = task(sign_by=TODAY)
    pair = (late, late.sign_offs[0])
    assert "sign by 2026-11-23" in shown(sent([pair]))
    assert "was due 2026-11-23" in shown(sent([pair], today=TODAY + timedelta(days=1)))


def test_two_roles_of_one_task_are_one_line() -> None:
    both = task(sign_off(1), sign_off(2, role="Reviewer"))
    message = sent([(both, each) for each in both.sign_offs])
    assert buttons(message) == 1 and "as Developer and Reviewer" in shown(message)


@pytest.mark.parametrize(("count", "lines", "rest"), [(1, 1, 0), (48, 48, 0), (50, 48, 2), (500, 48, 452)])
def test_what_does_not_fit_is_counted(count: int, lines: int, rest: int) -> None:
    message = sent(waiting(count))
    assert buttons(message) == lines
    assert (f"and {rest} more" in shown(message)) is bool(rest)


@pytest.mark.parametrize("count", [1, 50, 500])
@pytest.mark.parametrize("title", ["x" * 3000, "&" * 3000, "😀" * 3000, "\n"])
def test_a_reminder_fits_with_the_longest_titles(count: int, title: str) -> None:
    accepted(sent(waiting(count, title)))


def test_who_was_asked_just_now_reads_so() -> None:
    fresh = task(sign_off(asked_at=NOW - timedelta(hours=2)))
    assert "asked in the last day" in shown(sent([(fresh, fresh.sign_offs[0])]))


def wish(number: int = 1, **more: Any) -> SignOff:
    """A role as which Grace wants changes."""
    return sign_off(number, state=SignOffState.CHANGES_REQUESTED, **{"reason": "Too large: split it", **more})


def nobody(number: int = 2, role: str = "Reviewer") -> SignOff:
    """A role that nobody is asked for."""
    return sign_off(number, role=role, state=SignOffState.NOBODY, person=None, asked_at=None)


def of(*sign_offs: SignOff, **changes: Any) -> list[tuple[Task, SignOff]]:
    """All of one task's roles, as they wait for its author."""
    one = task(*sign_offs, **changes)
    return [(one, each) for each in one.sign_offs]


def test_requested_changes_are_told_with_who_wants_them_and_why() -> None:
    message = sent(of(wish()))
    assert "TASK-001: Fix the login\nGrace Hopper requests changes as Developer: Too large" in shown(message)
    assert "A task is waiting for you" in shown(message)
    assert [block["accessory"]["text"]["text"] for block in message.blocks if "accessory" in block] == [
        "Open"
    ]


def test_roles_that_nobody_is_asked_for_come_with_the_button_to_name_somebody() -> None:
    message = sent(of(nobody(), nobody(3, "DevOps")))
    assert "nobody is asked yet to sign as Reviewer and DevOps" in shown(message)
    assert texts(message.blocks)[-2:] == ["Name who signs", "Open"]


def test_what_is_wanted_of_an_author_and_of_a_signer_comes_in_one_message() -> None:
    signs = task(id=2, key="TASK-002", title="Another")
    message = sent([*of(wish(), nobody()), (signs, signs.sign_offs[0])])
    text = shown(message)
    assert "2 tasks are waiting for you" in text
    places = [text.index(each) for each in ("Too large", "nobody is asked", "as Developer · asked")]
    assert places == sorted(places)


def test_a_reason_that_is_no_longer_kept_is_said_so() -> None:
    assert "the reason is no longer kept" in shown(sent(of(wish(reason=None))))


@pytest.mark.parametrize("reason", ["x" * 3000, "&" * 3000, "😀" * 3000])
def test_an_authors_reminder_fits_with_the_longest_reasons_and_many_roles(reason: str) -> None:
    many = [
        pair
        for number in range(1, 80)
        for pair in of(wish(reason=reason), nobody(), id=number, key=f"TASK-{number}", author=ADA)
    ]
    message = sent(many)
    accepted(message)
    assert "more. The next reminder shows them" in shown(message)
