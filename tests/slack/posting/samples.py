"""Tasks as the cards meet them, in small and at the extremes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.texts import characters
from bot.slack.message import MOST_TEXT, Message
from bot.tasks.snoozing import Own
from bot.tasks.task import Signature, SignOff, SignOffState, State, Task
from bot.template.form import Form
from bot.template.parse import parse

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TEMPLATE = """# TASK-XXX: [Title]

**Team**: [Name of the team]
**Priority**: [P0 | P1 | P2]
**Points**: [1, 2, 3, 5]
**Assignee**: [Name]
**Status**: [To Do | In Progress | In Review | Done]

## Why

**Objective**: [What for]

## Ready when

- [ ] Tested
- [ ] Written down
- [ ] Deployed

## Sign-Off

- [ ] **Developer**: Implementation complete - [Name] - [Date]
- [ ] **Reviewer**: Approved - [Name] - [Date]
"""
FORM: Form = parse(TEMPLATE)
ADA, GRACE = "UADA", "UGRACE"
LONDON = Own(ZoneInfo("Europe/London"), time(9), lambda moment: moment)
"""The time of somebody there who works at any hour."""
NAMES = {ADA: "Ada Lovelace", GRACE: "Grace Hopper"}


def sign_off(number: int = 1, **changes: Any) -> SignOff:
    """A role that Grace is asked for."""
    asked = SignOff(
        id=number,
        role="Developer",
        statement="Implementation complete",
        person=GRACE,
        state=SignOffState.ASKED,
        asked_at=NOW - timedelta(days=3),
    )
    return asked.model_copy(update=changes)


def task(*sign_offs: SignOff, **changes: Any) -> Task:
    """TASK-001 of Ada's, for Grace to sign unless told otherwise."""
    plain = Task(
        id=1,
        team="T1",
        key="TASK-001",
        title="Fix the login",
        author=ADA,
        channel="C1",
        created_at=NOW,
        updated_at=NOW,
        template_hash="t",
        substance_hash="s",
        document_hash="d",
        sign_offs=sign_offs or (sign_off(),),
    )
    return plain.model_copy(update=changes)


def signed(**changes: Any) -> Task:
    """The same task, signed by Grace and so done."""
    signature = Signature(
        sign_off_id=1,
        role="Developer",
        statement="Implementation complete",
        signer=GRACE,
        revision=1,
        substance_hash="s",
        document_hash="d",
        name="Grace Brewster Hopper",
        day=date(2026, 11, 22),
        at=NOW,
        place="card",
    )
    given = {"signatures": (signature,), "state": State.DONE, **changes}
    return task(sign_off(state=SignOffState.SIGNED)).model_copy(update=given)


def texts(structure: Any) -> list[str]:
    """Every text that a message's blocks show, those of buttons too."""
    if isinstance(structure, dict):
        own = [structure["text"]] if isinstance(structure.get("text"), str) else []
        return own + [text for value in structure.values() for text in texts(value)]
    return [text for value in structure for text in texts(value)] if isinstance(structure, list) else []


def shown(message: Message | None) -> str:
    """All that a message shows, in lines."""
    assert message is not None
    return "\n".join(texts(message.blocks))


def kinds(structure: Any) -> set[str]:
    """The types of everything in a message's blocks."""
    if isinstance(structure, dict):
        own = {structure["type"]} if isinstance(structure.get("type"), str) else set()
        return own.union(*(kinds(value) for value in structure.values()))
    return set().union(*(kinds(value) for value in structure)) if isinstance(structure, list) else set()


def accepted(message: Message | None) -> None:
    """Raises Refusal if Slack would not take the message, posted or as an update.

    `markdown` blocks have a limit of their own; of what all others may hold together only reports tell.
    """
    assert message is not None
    assert characters([each for each in message.blocks if each["type"] != "markdown"]) <= MOST_TEXT
    check_message({"text": message.text, "blocks": message.blocks}, "chat.postMessage")
    check_message({"text": message.text, "blocks": message.blocks}, "chat.update")
    assert len(message.text) <= 3000
