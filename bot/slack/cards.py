"""A task as messages: the card in its channel, what its people are told, the summary. Pure.

What was typed travels in plain_text objects and rich text runs only, so that it pings nobody and is shown
as it was typed. What is long is shortened with `…`: it stands in full in the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack import facts, standing
from bot.slack.message import (
    Message,
    actions,
    changes_button,
    export_button,
    fitting,
    heading,
    message,
    open_button,
    progress_button,
    retract_button,
    rich,
    room_beside,
    sign_off_button,
)
from bot.slack.standing import Names, called, flat
from bot.slack.text import Block, Inline, context, joined, paragraph, quiet, said, shorten, split, spoken
from bot.tasks.handed import HandedOver
from bot.tasks.permitted import permitted
from bot.tasks.rights import Action
from bot.tasks.task import SignOff, SignOffState, Task
from bot.template.answers import Value
from bot.template.form import Form

TITLE = 600
TEXT = 900
HANDED = 2000
"""How much of a message may be said of who handed its roles over, and why."""
NOTHING: Mapping[str, HandedOver] = {}
ROLES = 5000
"""How much of a message its roles may take: more than thirty with the longest names."""


def titled(task: Task, limit: int = TITLE) -> str:
    """What people call a task: `TASK-012: Fix the login`."""
    return f"{task.key}: {flat(task.title, limit)}"


def card(
    task: Task, form: Form, answers: Mapping[str, Value], names: Names, closing: tuple[str, str] | None = None
) -> Message:
    """The task's live message in its channel, for any template.

    Key and title, state, header choices and people, "Sign by", the first text, while it is
    open the checklists' progress, the roles, where it came from; "Sign off" only while somebody is waited for.
    `closing`: who closed it (a user id), and why.
    """
    title = titled(task)
    known = _known(task, form, answers, names)
    text = _first_text(form, answers)
    bar = facts.bar(form, answers) if task.state.live else ""
    words = [title, *(f"{label}: {value}" for label, value in [*known, *([text] if text else [])]), bar]
    words += [_closed(*closing, names)] if closing else []
    roles = _roles(task, names, room_beside(words))
    blocks = [heading(title), rich(*_labelled(known))]
    blocks += [rich(*_labelled([text], "\n"))] if text else []
    blocks += [context(bar)] if bar else []
    blocks += [rich(said("\n".join(roles)))] if roles else []
    blocks += [rich(said(words[-1]))] if closing else []
    blocks += _origin(task)
    buttons = [sign_off_button(task), changes_button(task)] if _awaited(task) else []
    ticking = [progress_button(task)] if bar else []
    blocks.append(actions(*buttons, open_button(task), *ticking, export_button(task)))
    return message([*words, *roles], blocks)


def forgotten(task: Task, form: Form, names: Names, closing: tuple[str, str] | None = None) -> Message:
    """The card of a task whose texts retention deleted: what is left, and that there was more. Nothing in it opens
    anything, since nothing is there.
    """
    title, known = titled(task), _known(task, form, {}, names)
    day = task.forgotten_at.date().isoformat() if task.forgotten_at else "an unknown day"
    ends = [_closed(*closing, names)] if closing else []
    ends.append(
        f"What it said was deleted on {day} and isn't kept any more. Its history is: /task audit {task.key}"
    )
    words = [title, *(f"{label}: {value}" for label, value in known), *ends]
    roles = _roles(task, names, room_beside(words))
    shown = [rich(said("\n".join(roles)))] if roles else []
    blocks = [heading(title), rich(*_labelled(known)), *shown, rich(said("\n".join(ends)))]
    return message([*words, *roles], blocks)


def asked(task: Task, user: str, names: Names, handed: Mapping[str, HandedOver] = NOTHING) -> Message:
    """A signer's direct message: what is asked of them, or, once nothing is, why not.

    `handed`: who handed them a role, and why.
    """
    wanted = task.asked_of(user)
    title = titled(task)
    if not wanted:
        line = _no_longer(task, user)
        return message([line], [rich(said(line)), actions(*_retracting(task, user), open_button(task))])
    line = f"{_who_asks(task, wanted, user, names)} to sign {title}"
    if all(each.state is SignOffState.CHANGES_REQUESTED for each in wanted):
        line = f"{_who_wished(wanted, user, names)} requested changes to {title}. Sign it as soon as you are content with it"
    roles = [_confirms(each, user, names) for each in wanted]
    why = [_handed(role, how, names) for role, how in handed.items()]
    why = fitting(why, min(HANDED, room_beside([line]) // 2), lambda rest: f"and {rest} more roles")
    roles = fitting(roles, min(ROLES, room_beside([line, *why])), lambda rest: f"and as {rest} more")
    by = f"Please sign by {task.sign_by.isoformat()}." if task.sign_by else ""
    lines = [line, *roles, *why, by]
    body = rich(said(line, bold=True), said("\n" + "\n".join(filter(None, lines[1:]))))
    buttons = [sign_off_button(task), changes_button(task), *_retracting(task, user), open_button(task)]
    return message(lines, [body, actions(*buttons)])


def done(task: Task, names: Names) -> Message:
    """In the channel: everybody has signed, and who as what."""
    given = [each for each in task.sign_offs if each.state is SignOffState.SIGNED]
    line = f"{titled(task)} is done" + (": everybody has signed." if given else ".")
    signed = _roles(task, names, room_beside([line]))
    lines = [rich(said("\n".join(signed)))] if signed else []
    return message([line, *signed], [rich(said(line, bold=True)), *lines, actions(open_button(task))])


def summary(markdown: str) -> Message:
    """One part of a summary, as Markdown that pings nobody; bot/tasks/pieces.py makes parts that fit."""
    return message([spoken(markdown)], [{"type": "markdown", "text": quiet(markdown)}])


def tell(sentence: str, task: Task | None = None) -> Message:
    """One private sentence, in full if a message holds it, and what opens the task it is about."""
    parts = list(split(shorten(sentence, room_beside([])))) or [" "]
    more = [actions(open_button(task))] if task else []
    return message([sentence], [*(paragraph(said(part)) for part in parts), *more])


def _awaited(task: Task) -> bool:
    """Whether anybody may still answer: also who requested changes, and signs when content."""
    return any(task.asked_of(person) for each in task.sign_offs for person in each.people)


def _known(task: Task, form: Form, answers: Mapping[str, Value], names: Names) -> list[tuple[str, str]]:
    """State, header facts and "Sign by": labels and values."""
    state = ("State", flat(task.label(form.statuses), facts.FACT))
    by = [("Sign by", task.sign_by.isoformat())] if task.sign_by else []
    return [state, *facts.facts(form, answers, names), *by]


def _first_text(form: Form, answers: Mapping[str, Value]) -> tuple[str, str] | None:
    found = facts.first_text(form, answers)
    return (found[0], shorten(found[1], TEXT)) if found else None


def _labelled(pairs: list[tuple[str, str]], between: str = " ") -> list[Inline]:
    """Lines of a bold label and its value."""
    runs: list[Inline] = []
    for number, (label, value) in enumerate(pairs):
        runs += [said(("\n" if number else "") + f"{label}:", bold=True), said(between + value)]
    return runs


def _roles(task: Task, names: Names, room: int) -> list[str]:
    """Where each role stands, one line each, in at most `room` characters."""
    lines = [standing.standing(task, each, names) for each in task.sign_offs]
    return fitting(lines, min(ROLES, room), lambda rest: f"and {rest} more roles: press Open to see all")


def _closed(who: str, reason: str, names: Names) -> str:
    return f"Closed by {called(names, who)}: {shorten(reason, TEXT) or 'the reason is no longer kept'}"


def _origin(task: Task) -> list[Block]:
    """A link to the message that the task was made from; the address is built by us, never typed."""
    if not task.source:
        return []
    return [rich({"type": "link", "url": task.source, "text": "The message it was made from"})]


def _retracting(task: Task, user: str) -> list[dict[str, Any]]:
    """The button for whoever has a signature that they can take back."""
    return [retract_button(task)] if permitted(Action.RETRACT, task, user) else []


def _who_asks(task: Task, wanted: Sequence[SignOff], user: str, names: Names) -> str:
    """An author who only stands in for somebody else has named nobody but them."""
    if task.author != user:
        return f"{called(names, task.author)} asks you"
    return "You named yourself" if any(each.person == user for each in wanted) else "You are asked"


def _who_wished(wanted: Sequence[SignOff], user: str, names: Names) -> str:
    """Who wants the changes: who is away learns that their stand-in does."""
    others = {each.stand_in for each in wanted if each.stand_in and each.stand_in != user}
    return joined([called(names, each) for each in sorted(others)]) or "You"


def _confirms(sign_off: SignOff, user: str, names: Names) -> str:
    """What a signature for the role would say; it has not been given yet, and must not read as if it had."""
    instead = f", for {called(names, str(sign_off.person))} who is away," if sign_off.person != user else ""
    role = f"As {flat(sign_off.role, 60)}{instead} you"
    return (
        f"{role} confirm: “{flat(sign_off.statement, 300)}”" if sign_off.statement else f"{role} sign it off"
    )


def _handed(role: str, how: HandedOver, names: Names) -> str:
    said = f"{called(names, how.who)} handed you the role {flat(role, standing.ROLE)}: {shorten(how.reason, TEXT)}"
    if not how.wish:
        return said
    return f"{said}\nChanges had been requested in this role, and you decide anew: {shorten(how.wish, TEXT)}"


def _no_longer(task: Task, user: str) -> str:
    """Why nothing is asked of the person (any more)."""
    title = titled(task)
    if given := task.given_for(user):
        roles = flat(joined([flat(each.role, standing.ROLE) for each in given]), 300)
        who = "You" if given[0].signer == user else flat(given[0].name, standing.SIGNER)
        day = given[-1].day.isoformat()
        return f"{who} signed {title} as {roles} on {day}. There is nothing more to do."
    if not task.state.live:
        return f"{title} is {task.state.value}, so your signature is no longer needed."
    return f"You are no longer asked to sign {title}. There is nothing to do."
