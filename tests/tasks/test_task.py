"""Labels of states, facets, days: what is decided without a database."""

from datetime import UTC, date, datetime

import pytest

from bot.tasks.facets import facets
from bot.tasks.people import day_in
from bot.tasks.task import SignOff, SignOffState, State, Task, label
from bot.template.parse import parse
from tests.tasks.cast import ALICE, GRACE, LIN

AT = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
FULL = ("To Do", "In Progress", "In Review", "Done")


def task(**more: object) -> Task:
    asked = SignOff(id=1, role="Developer", statement="", person=GRACE, state=SignOffState.ASKED)
    values = {
        "team": "T1",
        "key": "TASK-001",
        "title": "Fix the login",
        "author": ALICE,
        "assignee": LIN,
        "created_at": AT,
        "updated_at": AT,
        "template_hash": "t",
        "substance_hash": "s",
        "document_hash": "d",
        "sign_offs": (asked,),
        **more,
    }
    return Task.model_validate(values)


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (FULL, ["To Do", "In Progress", "In Review", "Done", "Done (closed)"]),
        (
            ("New", "Ready", "Busy", "Checked", "Shipped"),
            ["New", "Ready", "Checked", "Shipped", "Shipped (closed)"],
        ),
        (("Open", "Doing", "Done"), ["Open", "Doing", "Doing", "Done", "Done (closed)"]),
        (("Open", "Done"), ["Open", "Open", "Open", "Done", "Done (closed)"]),
        (("Open",), ["Open", "Open", "Open", "Open", "Open (closed)"]),
        ((), ["open", "started", "in review", "done", "closed"]),
    ],
)
def test_states_are_said_in_the_templates_words(statuses: tuple[str, ...], words: list[str]) -> None:
    assert [label(state, statuses) for state in State] == words


@pytest.mark.parametrize("state", [State.DONE, State.CLOSED])
def test_nobody_is_waited_for_once_it_is_over(state: State) -> None:
    assert task(state=state).waiting() == () == task(state=state).asked_of(GRACE)


def test_one_who_requested_changes_may_still_sign() -> None:
    wish = SignOff(id=1, role="Lead", statement="", person=GRACE, state=SignOffState.CHANGES_REQUESTED)
    assert task(sign_offs=(wish,)).asked_of(GRACE) == (wish,)
    assert task(sign_offs=(wish,)).waiting() == ()


def test_the_assignee_is_who_is_labelled_so_before_another_person() -> None:
    form = parse("# X: [Title]\n\n**Reviewer**: [Name]\n**Owner**: [Name]\n")
    assert facets(form, {"reviewer": {"user": "U1"}, "owner": {"user": "U2"}}).assignee == "U2"


def test_without_a_label_the_first_person_is_the_assignee() -> None:
    form = parse("# X: [Title]\n\n**Approver**: [Name]\n**Reviewer**: [Name]\n")
    assert facets(form, {"approver": {"user": "U1"}, "reviewer": {"user": "U2"}}).assignee == "U1"


def test_the_rank_of_a_severity_is_its_place_among_the_options() -> None:
    form = parse("# X: [Title]\n\n**Severity**: [High | Middle | Low]\n")
    assert facets(form, {"severity": "Low"})[1:] == ("Low", 2)
    assert facets(form, {"severity": "Whatever"})[1:] == (None, None)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Tokyo", 24),
        ("America/New_York", 23),
        (None, 23),
        ("No/Such_Place", 23),
        ("../etc/passwd", 23),
        ("Europe", 23),
        ("x" * 300, 23),
    ],
)
def test_a_day_is_the_one_where_the_person_is(zone: str | None, day: int) -> None:
    assert day_in(zone, AT) == date(2026, 11, day)
