"""What a reminder says, and that it fits however much waits."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.slack.message import Message
from bot.slack.reminding import reminded, reminder
from bot.tasks.snoozing import Own
from bot.tasks.task import SignOff, SignOffState, Task
from tests.slack.posting.samples import ADA, LONDON, NAMES, NOW, accepted, shown, sign_off, task, texts

TODAY = NOW.date()
KIRITIMATI = Own(ZoneInfo("Pacific/Kiritimati"), time(9), lambda moment: moment)
"""Fourteen hours ahead of UTC: a day later."""


LATE = {"escalated": 2, "role": "&" * 300}


def waiting(count: int, title: str = "Fix the login") -> list[tuple[Task, SignOff]]:
    tasks = [task(id=number, key=f"TASK-{number:03}", title=title) for number in range(1, count + 1)]
    return [(each, each.sign_offs[0]) for each in tasks]


def sent(pairs: list[tuple[Task, SignOff]], own: Own = LONDON) -> Message:
    message = reminder(pairs, NAMES, NOW, own)
    assert message is not None
    return message


def rows(message: Message) -> list[list[str]]:
    """What each line offers: buttons by their texts, menus by their placeholders and options."""
    found = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [[text for each in elements for text in texts(each)] for elements in found]


def answers(message: Message) -> int:
    return sum("Sign off" in row for row in rows(message))


def test_nothing_waits_nothing_is_sent() -> None:
    assert reminder([], NAMES, NOW, LONDON) is None


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
    late = task(sign_by=TODAY - timedelta(days=1))
    assert "was due 2026-11-22" in shown(sent([(late, late.sign_offs[0])], KIRITIMATI))


def test_two_roles_of_one_task_are_one_line() -> None:
    both = task(sign_off(1), sign_off(2, role="Reviewer"))
    message = sent([(both, each) for each in both.sign_offs])
    assert answers(message) == 1 and "as Developer and Reviewer" in shown(message)


@pytest.mark.parametrize(("count", "lines", "rest"), [(1, 1, 0), (24, 24, 0), (50, 24, 26), (500, 24, 476)])
def test_what_does_not_fit_is_counted(count: int, lines: int, rest: int) -> None:
    message = sent(waiting(count))
    assert answers(message) == lines
    assert (f"and {rest} more. Type /task list waiting" in shown(message)) is bool(rest)


@pytest.mark.parametrize("count", [1, 50, 500])
@pytest.mark.parametrize("title", ["x" * 3000, "&" * 3000, "😀" * 3000, "\n"])
def test_a_reminder_fits_with_the_longest_titles(count: int, title: str) -> None:
    accepted(sent(waiting(count, title)))
    accepted(sent([(each, sign_off.model_copy(update=LATE)) for each, sign_off in waiting(count, title)]))


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
    assert rows(message)[0][:2] == ["Open", "Snooze"]


def test_roles_that_nobody_is_asked_for_come_with_the_button_to_name_somebody() -> None:
    message = sent(of(nobody(), nobody(3, "DevOps")))
    assert "nobody is asked yet to sign as Reviewer and DevOps" in shown(message)
    assert rows(message)[0][:3] == ["Name who signs", "Open", "Snooze"]


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
    assert "more. Type /task list waiting to see them all." in shown(message)


def test_each_line_can_be_signed_handed_over_and_put_off() -> None:
    offered = ["1 hour", "This afternoon", "Tomorrow morning", "Next week", "A date…"]
    assert rows(sent(waiting(2))) == [["Sign off", "Hand over", "Snooze", *offered]] * 2


def test_what_sign_by_leaves_no_time_for_is_not_offered() -> None:
    today = task(sign_by=TODAY)
    assert rows(sent([(today, today.sign_offs[0])]))[0][3:] == ["1 hour", "This afternoon"]


def test_what_has_waited_for_long_can_be_handed_over() -> None:
    late = task(sign_off(escalated=1))
    hint = "Waiting since 2026-11-20. If somebody else should sign, hand it over."
    assert hint in shown(sent([(late, late.sign_offs[0])]))
    assert hint not in shown(sent(waiting(1)))


def test_a_stand_in_reads_for_whom_they_sign_and_hands_nothing_on() -> None:
    away = task(sign_off(stand_in="UALAN", escalated=1))
    message = sent([(away, away.sign_offs[0])])
    assert "as Developer (for Grace Hopper) · asked 3 days ago" in shown(message)
    assert rows(message)[0][:2] == ["Sign off", "Snooze"]
    assert "If somebody else should sign, ask Ada Lovelace to hand it over." in shown(message)


def test_a_stand_in_reads_which_of_several_roles_is_somebody_elses() -> None:
    both = task(sign_off(stand_in="UALAN"), sign_off(id=2, role="Tech Lead", person="UALAN"))
    message = sent([(both, each) for each in both.sign_offs])
    assert "as Developer (for Grace Hopper) and Tech Lead · " in shown(message)


def asleep(number: int, **until: float) -> tuple[Task, SignOff]:
    """A task that Grace put off."""
    one = task(sign_off(snoozed_until=NOW + timedelta(**until)), id=number, key=f"TASK-{number:03}")
    return one, one.sign_offs[0]


def test_what_was_put_off_is_a_quiet_line_with_when_it_comes() -> None:
    message = sent([*waiting(1), asleep(7, days=1), asleep(8, hours=1), asleep(9, days=3)])
    assert answers(message) == 1
    assert shown(message).endswith(
        "Snoozed: TASK-008 until today at 10:30; TASK-007 until tomorrow, 2026-11-24, at 09:30; "
        "TASK-009 until Thursday, 2026-11-26, at 09:30."
    )


def test_what_is_no_longer_put_off_has_its_line_again() -> None:
    assert answers(sent([asleep(1, hours=-1), asleep(2, seconds=0)])) == 2


def test_nothing_is_sent_where_all_is_put_off_and_what_stands_there_says_so() -> None:
    pairs = [asleep(1, hours=1)]
    assert reminder(pairs, NAMES, NOW, LONDON) is None
    text = shown(reminded(pairs, NAMES, NOW, LONDON))
    assert text == "Nothing waits for you just now\nSnoozed: TASK-001 until today at 10:30."


def test_however_much_is_put_off_it_fits() -> None:
    message = sent([*waiting(50, "x" * 3000), *(asleep(number, days=number) for number in range(51, 350))])
    accepted(message)
    assert "and 294 more." in shown(message)


@pytest.mark.parametrize("key", ["TASK-001", "ÄÖ-" + "1" * 60, "X" * 300 + "-1"])
def test_a_menu_fits_however_long_the_key(key: str) -> None:
    most = 2**31 - 1
    one = task(id=most, version=most, key=key)
    accepted(sent([(one, one.sign_offs[0])]))
