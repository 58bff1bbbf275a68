"""The message about an edit, in words and at Slack's limits."""

from typing import Any

import pytest

from bot.slack import ids
from bot.slack.edited import GONE, edited, settled
from bot.slack.message import Message
from bot.tasks.again import Outdated
from bot.tasks.comparing import Change, Comparison
from bot.tasks.diffing import Line
from bot.tasks.task import SignOff, SignOffState, State
from tests.slack.posting.samples import ADA, GRACE, NAMES, accepted, shown, sign_off, signed, task

SCOPE = Change(key="scope", label="Scope", section="Task Description")
FOUND = Comparison(changes=(SCOPE,), lines=(Line("-", "**Scope**: Keys"), Line("+", "**Scope**: All keys")))
HOSTILE = "<!channel> & *x* `y` \U0001f680 " * 5000


def taken(
    signed: tuple[SignOff, ...] = (sign_off(),), wished: tuple[SignOff, ...] = (), *editors: str
) -> Outdated:
    return Outdated(signed=signed, wished=wished, revision=1, editors=editors or (ADA,))


def message(what: Outdated, found: Comparison | None = FOUND, **changes: Any) -> Message:
    drawn = edited(task(revision=2, **changes), GRACE, what, found, NAMES)
    accepted(drawn)
    return drawn


def buttons(drawn: Message) -> list[str]:
    return [each["action_id"] for each in drawn.blocks[-1]["elements"]]


def test_it_says_who_changed_what_and_shows_it_line_by_line() -> None:
    drawn = message(taken())
    for text in (shown(drawn), drawn.bare.text):
        assert "Ada Lovelace changed TASK-001: Fix the login after you signed it as Developer." in text
        assert "Changed: Task Description (Scope)." in text
        assert "- **Scope**: Keys\n+ **Scope**: All keys" in text


def test_the_first_button_signs_again_what_was_signed_and_is_packed_with_what_is_shown() -> None:
    drawn = message(taken())
    assert buttons(drawn) == [ids.SIGN_AGAIN, ids.REQUEST_CHANGES, ids.COMPARE, ids.OPEN_TASK]
    value = ids.unpack(drawn.blocks[-1]["elements"][0]["value"])
    assert value == {"t": 1, "k": "TASK-001", "v": 1, "r": 2, "h": "s"}


def test_who_only_wanted_changes_is_offered_to_sign_off() -> None:
    drawn = message(taken((), (sign_off(),)))
    assert "after you requested changes as Developer." in shown(drawn)
    assert buttons(drawn)[0] == ids.SIGN_OFF


def test_both_are_said_of_who_did_both() -> None:
    other = sign_off(2, role="Reviewer")
    text = shown(message(taken((sign_off(),), (other,), GRACE, ADA)))
    assert "You and Ada Lovelace changed" in text
    assert "after you signed it as Developer and requested changes as Reviewer." in text


def test_of_many_editors_the_first_are_named() -> None:
    text = shown(message(taken((sign_off(),), (), *(f"U{n}" for n in range(9)))))
    assert "U0, U1, U2 and 6 more changed" in text


def test_what_was_taken_back_and_what_isnt_kept_is_said() -> None:
    assert "every change was taken back again" in shown(message(taken(), Comparison(changes=(), lines=())))
    drawn = message(taken(), None)
    assert GONE in shown(drawn) and ids.COMPARE not in buttons(drawn)


@pytest.mark.parametrize(
    "lines",
    [
        (Line("+", HOSTILE),),
        tuple(Line("-", f"{n} {HOSTILE[:300]}") for n in range(3000)),
        tuple(Line("+", "") for _ in range(20_000)),
        (Line("+", "x"), Line("+", "\ud800\0")),
    ],
)
def test_slack_takes_it_whatever_changed(lines: tuple[Line, ...]) -> None:
    changes = tuple(Change(key="k", label=HOSTILE, section=HOSTILE) for _ in range(30))
    roles = tuple(sign_off(n, role=HOSTILE) for n in range(60))
    drawn = message(taken(roles, roles), Comparison(changes=changes, lines=lines), title=HOSTILE)
    assert len(drawn.blocks) <= 50


def test_how_many_lines_are_left_out_is_said() -> None:
    lines = tuple(Line("+", f"{number:0100}") for number in range(200))
    drawn = message(taken(), Comparison(changes=(SCOPE,), lines=lines))
    kept = sum(f"{number:0100}" in shown(drawn) for number in range(200))
    assert 50 < kept < 200
    assert f"And {200 - kept} more lines: press Show what changed." in shown(drawn)


@pytest.mark.parametrize(
    ("state", "of", "said"),
    [
        (
            SignOffState.CHANGES_REQUESTED,
            State.OPEN,
            "You requested changes to TASK-001: Fix the login as Developer, after its change.",
        ),
        (
            SignOffState.ASKED,
            State.OPEN,
            "Your signature as Developer is asked for TASK-001: Fix the login, after its change",
        ),
        (
            SignOffState.ASKED,
            State.CLOSED,
            "TASK-001: Fix the login is closed by now. There is nothing for you to do.",
        ),
        (SignOffState.NOT_NEEDED, State.OPEN, "You are no longer asked to sign TASK-001: Fix the login."),
    ],
)
def test_what_is_settled_says_how_it_stands(state: SignOffState, of: State, said: str) -> None:
    who = None if state is SignOffState.NOT_NEEDED else GRACE
    drawn = settled(task(sign_off(state=state, person=who), state=of), GRACE)
    accepted(drawn)
    assert said in shown(drawn) and buttons(drawn) == [ids.OPEN_TASK]


def test_what_was_signed_again_says_when() -> None:
    said = "You signed TASK-001: Fix the login as Developer on 2026-11-22, after its change. There is nothing more"
    assert said in shown(settled(signed(), GRACE))
