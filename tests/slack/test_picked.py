"""Who can't be named in a form, and where that is said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack import picked
from bot.tasks.people import PersonInfo
from tests.slack.sheets import sheet

TEMPLATE = """\
# TASK-XXX: [Title]

**Assignee**: [Name]

## Steps

### Step 1: [What]

**Owner**: [Name]

### Step 2: [What]

**Owner**: [Name]
"""
ROBOT = {"user": "U1"}


def known(**account: Any) -> dict[str, PersonInfo]:
    return {"U1": PersonInfo(team="T1", id="U1", name="Robot", fetched_at=datetime.now(UTC), **account)}


def test_each_field_in_which_a_bot_is_picked_has_a_sentence() -> None:
    steps = [{"title": "Draft", "owner": {"user": "U2"}}, {"title": "Print", "owner": ROBOT}]
    found = picked.problems(
        sheet(TEMPLATE, answers={"assignee": ROBOT, "steps.step": steps}), known(kind="bot")
    )
    why = "a bot can't take part in a task. Choose a person."
    assert [(each.key, each.message) for each in found] == [
        ("assignee", f"Robot can't be chosen as Assignee: {why}"),
        ("steps.step[1].owner", f"Robot can't be chosen as Owner: {why}"),
    ]


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({"kind": "bot"}, "a bot can't take part in a task"),
        ({"active": False}, "the account is deactivated"),
        ({"kind": "guest"}, None),
        ({"kind": "other workspace"}, None),
        ({}, None),
    ],
)
def test_guests_can_be_assignees_and_bots_and_closed_accounts_cant(
    account: dict[str, Any], why: str | None
) -> None:
    assert known(**account)["U1"].why_not_picked() == why


def test_who_is_picked_is_read_out_of_a_view() -> None:
    state: dict[str, Any] = {
        "a": {"x": {"selected_user": "U1"}},
        "b": {"y": {"value": "U2"}},
        "c": {"z": {"selected_user": None}},
    }
    assert picked.users_in_view(state) == {"U1"}
