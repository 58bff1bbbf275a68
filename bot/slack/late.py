"""What others are told of a role that somebody was asked for and has not answered. Pure."""

from __future__ import annotations

from datetime import date

from bot.slack.cards import titled
from bot.slack.message import Message, actions, message, open_button, reassign_button, rich
from bot.slack.standing import Names, called, roles_of
from bot.slack.text import said
from bot.tasks.task import SignOff, Task


def for_author(task: Task, sign_off: SignOff, names: Names, day: date) -> Message:
    """In a direct message: who has not answered since `day`, the author's own, with what can be done about it."""
    head = titled(task)
    who = _whom(sign_off, names)
    line = f"{who} has been asked since {day.isoformat()} to sign as {roles_of([sign_off], 60)}, and has not answered."
    do = "If somebody else should sign, reassign it."
    body = rich(said(head, bold=True), said(f"\n{line} {do}"))
    return message([head, f"{line} {do}"], [body, actions(reassign_button(task), open_button(task))])


def in_thread(sign_off: SignOff, names: Names, day: date) -> Message:
    """In the card's thread: one line."""
    line = f"{roles_of([sign_off], 60)}: waiting for {_whom(sign_off, names)} since {day.isoformat()}"
    return message([line], [rich(said(line))])


def _whom(sign_off: SignOff, names: Names) -> str:
    """Whose role it is, and who stands in for them."""
    whom = called(names, str(sign_off.person))
    return f"{called(names, sign_off.stand_in)} (for {whom})" if sign_off.stand_in else whom
