"""What one person is offered to do beside a task's document. Pure."""

from __future__ import annotations

from typing import Any

from bot.slack import ids, shown
from bot.slack.views import button
from bot.tasks.permitted import permitted
from bot.tasks.rights import Action
from bot.tasks.task import SignOffState, Task

STEPS = {
    Action.EDIT: ("Edit", ids.EDIT),
    Action.REQUEST_CHANGES: ("Request changes", ids.REQUEST_CHANGES),
    Action.RETRACT: ("Retract", ids.RETRACT),
    Action.REASSIGN: ("Hand over", ids.REASSIGN),
    Action.NOT_NEEDED: ("Not needed", ids.NOT_NEEDED),
    Action.SNOOZE: ("Snooze", ids.SNOOZE),
    Action.TICK: ("Progress", ids.PROGRESS),
    Action.START: ("Start", ids.START),
    Action.FINISH: ("Mark as done", ids.FINISH),
    Action.CLOSE: ("Close task", ids.CLOSE),
    Action.REOPEN: ("Reopen task", ids.REOPEN),
}
"""What the button of a step says, and its id."""
AT_ONCE = (Action.START, Action.FINISH)
"""Steps that ask nothing more, so that what was shown is all that the person went by."""


def buttons(task: Task, who: str, *, admin: bool = False, boxes: bool = False) -> list[dict[str, Any]]:
    """A button for each step that this person may take now, and History for all; `boxes`: whether it has any to tick."""
    unnamed = any(each.state is SignOffState.NOBODY for each in task.sign_offs)
    naming = unnamed and permitted(Action.NAME, task, who, admin=admin)
    first = [button("Name who signs", ids.NAME_SIGNERS, **shown.brief(task))] if naming else []
    steps = [
        button(label, action_id, **shown.facts(task, state=action in AT_ONCE))
        for action, (label, action_id) in STEPS.items()
        if (boxes or action is not Action.TICK) and permitted(action, task, who, admin=admin)
    ]
    earlier = [button("Revisions", ids.REVISIONS, **shown.brief(task))] if task.revision > 1 else []
    return [*first, *steps, *earlier, button("History", ids.HISTORY, **shown.brief(task))]
