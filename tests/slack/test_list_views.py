"""What stands on a list, in words; and that Slack takes it, however long titles, names and searches are."""

from datetime import date
from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import ids
from bot.slack.list_views import WORDS, Asked, Reader, empty, read, view
from bot.tasks.listing import PAGE, Entry, Page, Which
from bot.tasks.task import SignOffState, State, Task
from tests.slack.posting.samples import ADA, GRACE, NAMES, sign_off, signed, task, texts

READER = Reader(GRACE, "acme", date(2026, 11, 30))
EMOJI = "🙂" * 3000


def entry(task: Task, **more: Any) -> Entry:
    return Entry.model_validate({"task": task, "waits": False, "signs": False, **more})


def page(*entries: Entry, **more: Any) -> Page:
    said = {"first": 0, "total": len(entries), "waiting": sum(each.waits for each in entries)}
    return Page(entries=entries, **{**said, **more})


def lines(one: Entry, which: Which | None = Which.ALL, reader: Reader = READER) -> list[str]:
    """What is said of one task."""
    drawn = view(Asked(which), page(one), NAMES, reader)
    check_view(drawn)
    return "".join(texts(drawn["blocks"][1])).splitlines()


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (task(), "Open · waiting for you as Developer"),
        (
            task(sign_off(person=ADA), sign_off(2, role="DevOps", person=ADA)),
            "Open · waiting for Ada Lovelace as Developer and DevOps",
        ),
        (
            task(sign_off(person=ADA, stand_in=GRACE), sign_off(2, role="DevOps", person=ADA)),
            "Open · waiting for you for Ada Lovelace as Developer and Ada Lovelace as DevOps",
        ),
        (
            task(sign_off(person=GRACE, stand_in=ADA)),
            "Open · waiting for Ada Lovelace for you as Developer",
        ),
        (
            task(sign_off(state=SignOffState.CHANGES_REQUESTED), state=State.IN_REVIEW),
            "In review · changes requested by you as Developer",
        ),
        (
            task(sign_off(person=None, state=SignOffState.NOBODY)),
            "Open · nobody is asked yet to sign as Developer",
        ),
        (task(sign_off(person="UGONE"), priority="P0"), "Open · waiting for UGONE as Developer · P0"),
        (task(sign_by=date(2026, 11, 30)), "Open · waiting for you as Developer · sign by 2026-11-30"),
        (task(sign_by=date(2026, 11, 29)), "Open · waiting for you as Developer · was due 2026-11-29"),
        (signed(sign_by=date(2026, 11, 30)), "Done"),
        (task(state=State.CLOSED), "Closed"),
    ],
)
def test_the_second_line_says_where_a_task_stands_and_who_is_waited_for(one: Task, said: str) -> None:
    assert lines(entry(one))[1] == said


def test_the_key_leads_to_the_card_if_there_is_one_and_the_workspace_is_known() -> None:
    posted = entry(task(), card=("C1", "17.000500"))
    assert "https://acme.slack.com/archives/C1/p17000500" in str(
        view(Asked(Which.ALL), page(posted), NAMES, READER)
    )
    for one, reader in ((posted, Reader(GRACE, None, READER.today)), (entry(task()), READER)):
        assert "https://" not in str(view(Asked(Which.ALL), page(one), NAMES, reader))
        assert lines(one, reader=reader)[0] == "TASK-001 Fix the login"


@pytest.mark.parametrize(
    ("one", "offered"),
    [
        (entry(task(), waits=True, signs=True), [ids.SIGN_OFF, ids.OPEN_TASK]),
        (entry(task(), waits=True), [ids.OPEN_TASK]),
        (
            entry(task(sign_off(person=None, state=SignOffState.NOBODY), author=GRACE), waits=True),
            [ids.NAME_SIGNERS, ids.OPEN_TASK],
        ),
        (entry(task(sign_off(person=None, state=SignOffState.NOBODY))), [ids.OPEN_TASK]),
    ],
)
def test_each_task_offers_what_the_reader_can_do(one: Entry, offered: list[str]) -> None:
    drawn = view(Asked(Which.ALL), page(one), NAMES, READER)
    assert [each["action_id"] for each in drawn["blocks"][2]["elements"]] == offered


def test_what_waits_stands_apart_from_what_else_is_theirs_on_each_page() -> None:
    both = page(entry(task(), waits=True), entry(task()), first=PAGE, total=42, waiting=21)
    said = texts(view(Asked(Which.FIRST), both, NAMES, READER)["blocks"])
    assert "Waiting for you (21), the longest waiting first" in said
    assert "Yours, and waiting for others (21), what is to be signed soonest first" in said
    assert "21 to 22 of 42." in said


@pytest.mark.parametrize("asked", [Asked(Which.MINE), Asked(None, 'keys " \\ 🙂')])
def test_a_button_leads_to_the_page_that_it_says(asked: Asked) -> None:
    middle = page(*[entry(task())] * PAGE, first=PAGE, total=3 * PAGE)
    *_, moves = view(asked, middle, NAMES, READER)["blocks"]
    assert [read(ids.unpack(each["value"])) for each in moves["elements"]] == [(asked, 0), (asked, 2 * PAGE)]


@pytest.mark.parametrize(
    "forged", [{}, {"l": "x", "w": "", "n": 0}, {"l": "all", "w": 1, "n": 0}, {"l": "all", "w": "", "n": "0"}]
)
def test_a_list_that_there_is_not_is_refused(forged: dict[str, Any]) -> None:
    with pytest.raises(ids.NotOurs):
        read(forged)


@pytest.mark.parametrize("asked", [*(Asked(which) for which in Which), Asked(None, EMOJI[:WORDS])])
def test_slack_takes_a_page_of_the_longest_of_everything(asked: Asked) -> None:
    roles = [sign_off(number, role=EMOJI, person=f"U{number}") for number in range(30)]
    long = entry(task(*roles, title=EMOJI, priority=EMOJI), waits=True, signs=True, card=("C1", "1.0"))
    names = {f"U{number}": EMOJI for number in range(30)}
    full = page(*[long] * PAGE, first=PAGE, total=1000)
    check_view(view(asked, full, names, Reader(GRACE, "acme", READER.today, EMOJI)))
    check_view(view(asked, page(), names, READER))


@pytest.mark.parametrize("asked", [*(Asked(which) for which in Which), Asked(None, "keys")])
def test_where_nothing_is_it_says_what_to_type(asked: Asked) -> None:
    assert "/task" in empty(asked) and empty(asked).endswith(".")
