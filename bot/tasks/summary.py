"""Open tasks as a Markdown digest. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.tasks.markdown import escaped
from bot.tasks.task import SignOff, SignOffState, State, Task

ORDER = (State.IN_REVIEW, State.STARTED, State.OPEN)
"""What is nearest to being done comes first."""

MOST = 9000
"""Characters of one message: Slack refuses somewhat more (12,000 in `markdown` blocks)."""

EMPTY = "No task is open here. Type /task to file one."


def render(tasks: Iterable[Task], names: Mapping[str, str], now: datetime) -> str:
    """The open tasks by state, each with whom it waits for and since when.

    `names` are the displayed names by user id; an unknown id stands for itself.
    """
    live = [task for task in tasks if task.state.live]
    if not live:
        return EMPTY + "\n"
    lines = [f"## {len(live)} open task{'s' if len(live) > 1 else ''}"]
    for state in ORDER:
        if own := [task for task in live if task.state is state]:
            lines += ["", f"### {state.value.capitalize()} ({len(own)})", ""]
            lines += [line for task in own for line in _lines(task, names, now)]
    return "\n".join(lines) + "\n"


def split(text: str, most: int = MOST) -> list[str]:
    """The text in parts of at most `most` characters, cut between lines; a longer line is cut within."""
    parts = [""]
    for line in text.splitlines(keepends=True):
        for piece in (line[at : at + most] for at in range(0, len(line), most)):
            if len(parts[-1]) + len(piece) > most:
                parts.append("")
            parts[-1] += piece
    return parts


def _lines(task: Task, names: Mapping[str, str], now: datetime) -> list[str]:
    facts = [
        f"**{task.key}** {escaped(task.title)}",
        escaped(task.priority or ""),
        f"assigned to {_name(task.assignee, names)}" if task.assignee else "",
        f"sign by {task.sign_by.isoformat()}" if task.sign_by else "",
    ]
    waiting = [line for each in task.sign_offs if (line := _waiting(each, names, now))]
    return ["- " + " · ".join(filter(None, facts)), *(f"  - {line}" for line in waiting)]


def _waiting(sign_off: SignOff, names: Mapping[str, str], now: datetime) -> str | None:
    """Whom the role waits for; None if it waits for nobody."""
    role = escaped(sign_off.role)
    if sign_off.state is SignOffState.NOBODY:
        return f"{role}: nobody yet"
    who = _name(sign_off.person, names)
    if sign_off.state is SignOffState.CHANGES_REQUESTED:
        return f"{role}: {who} requested changes"
    if sign_off.state is SignOffState.ASKED:
        return f"{role}: waiting for {who} {_since(sign_off.asked_at or now, now)}"
    return None


def _name(user: str | None, names: Mapping[str, str]) -> str:
    return escaped(names.get(user or "", user or ""))


def _since(asked: datetime, now: datetime) -> str:
    """In whole days that have passed."""
    days = (now - asked).days
    return f"for {days} day{'s' if days > 1 else ''}" if days > 0 else "for less than a day"
