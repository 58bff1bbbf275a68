"""What a button or modal says of the task that it was drawn for, and how that comes back. Pure."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.slack import ids
from bot.slack.request import Request
from bot.slack.text import Block, paragraph, plain, said, shorten
from bot.slack.views import BUTTON, TITLE, ModalView
from bot.tasks.step import MOST_REASON, Shown, carried
from bot.tasks.task import State, Task

HEADLINE = 300
ANEW = "~"
"""What separates a block's name from a drawing's, where a modal was drawn anew: see retyped.py."""

EDITS = "e"
"""Under which name a form keeps the task that it changes: see sheet.py."""

Entered = dict[str, dict[str, dict[str, Any]]]
"""What stands in a view: block id -> action id -> what the element holds."""


class Copy(BaseModel):
    """Which task, as it was when, a button or modal was drawn for."""

    model_config = ConfigDict(frozen=True)

    task_id: int
    """The task's id."""
    key: str
    """Its key, as `step.carried` gives it."""
    version: int | None
    """Its version; None where the copy doesn't depend on it."""


def brief(task: Task) -> dict[str, Any]:
    """The facts for the value of a button that only opens something."""
    return {"t": task.id, "k": carried(task), "v": task.version}


def facts(task: Task, *, state: bool = False) -> dict[str, Any]:
    """The facts for a value or private_metadata: `ids.pack(**facts(task))`. `state`: for a step that means
    something else in another state.
    """
    where = {"s": task.state.value} if state else {}
    return {**brief(task), "r": task.revision, "h": task.substance_hash, **where}


def read(packed: dict[str, Any]) -> Shown:
    """The task as it was shown. ids.NotOurs for facts that this app did not write."""
    return Shown(
        task_id=ids.number(packed, "t"),
        key=ids.text(packed, "k"),
        revision=ids.number(packed, "r"),
        substance_hash=ids.text(packed, "h"),
        version=ids.number(packed, "v") if "v" in packed else 0,
        state=_state(packed),
    )


def copies(request: Request) -> list[Copy]:
    """The copies that a request says it is about: the pressed button's, the modal's around it, and the task that
    a form changes.
    """
    packed = [each for facts in _packed(request) for each in (facts, facts.get(EDITS))]
    found = [_copy(each) for each in packed if isinstance(each, dict)]
    return [each for each in found if each]


def drafts(request: Request) -> list[str]:
    """The drafts that a request says it is about."""
    return [facts["d"] for facts in _packed(request) if isinstance(facts.get("d"), str)]


def modal(
    task: Task, callback_id: str, title: str, submit: str, blocks: list[Block], *, state: bool = False
) -> ModalView:
    """A modal about the task, which remembers what it shows; its state too, if what it asks depends on that."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "submit": plain(submit, TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": ids.pack(**facts(task, state=state)),
        "blocks": [headline(task), *blocks],
    }


def headline(task: Task) -> Block:
    """Key and title."""
    return paragraph(said(f"{task.key} ", bold=True), said(shorten(task.title, HEADLINE)))


def reason_input(label: str, typed: str = "", hint: str = "") -> Block:
    """Where a reason is written, at most as long as is kept; `typed` stands in it already."""
    element = {
        "type": "plain_text_input",
        "action_id": ids.REASON,
        "multiline": True,
        "max_length": MOST_REASON,
        **({"initial_value": typed[:MOST_REASON]} if typed else {}),
    }
    block = {"type": "input", "block_id": ids.REASON, "label": plain(label, BUTTON), "element": element}
    return {**block, "hint": plain(hint, 150)} if hint else block


def reason(state: Entered) -> str:
    """What was typed there, unchecked."""
    return str(entered(state, ids.REASON).get("value") or "")


def entered(state: Entered, action_id: str) -> dict[str, Any]:
    """What the one element with this id holds; {} if there is none."""
    return next((elements[action_id] for elements in state.values() if action_id in elements), {})


def at_field(state: Entered, action_id: str, sentence: object) -> dict[str, Any]:
    """The ack that says a sentence at the element with this id, and leaves the modal as it is."""
    block_id = next((block_id for block_id, elements in state.items() if action_id in elements), action_id)
    return {"response_action": "errors", "errors": {block_id: str(sentence)}}


def _packed(request: Request) -> list[dict[str, Any]]:
    """What the pressed button and the modal remember. What isn't packed by this app is for its handler to judge."""
    found = []
    for value in (request.value, request.view.packed if request.view else ""):
        with suppress(ids.NotOurs):
            found.append(ids.unpack(value))
    return found


def _copy(packed: dict[str, Any]) -> Copy | None:
    try:
        task_id, key = ids.number(packed, "t"), ids.text(packed, "k")
    except ids.NotOurs:
        return None
    version = packed.get("v")
    return Copy(task_id=task_id, key=key, version=version if isinstance(version, int) else None)


def _state(packed: dict[str, Any]) -> State | None:
    if "s" not in packed:
        return None
    try:
        return State(ids.text(packed, "s"))
    except ValueError:
        raise ids.NotOurs("no state") from None
