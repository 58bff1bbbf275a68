"""How being away looks: the page on which it is set and ended, and what is said of it. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot.slack import ids, shown
from bot.slack.away_words import Wish
from bot.slack.standing import Names, called, flat
from bot.slack.text import SECTION, Block, context, paragraph, plain, said
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.absence import Absence
from bot.tasks.planning import AbsenceSet

NOTE = (
    "Meanwhile somebody else signs for you, and is asked and reminded in your place. You may still sign yourself. "
    "What is unanswered comes back to you on the day after the last."
)
MOST_LISTED = 20
"""Absences on a page, of one's own and of those for whom one stands in."""
MOST_NAMED = 10
"""Roles that an answer names; of the others, how many there are."""
ROLE = 60
TYPED = 40
"""Characters of a name that was typed."""


def view(
    own: Sequence[Absence], others: Sequence[Absence], names: Names, wish: Wish | None = None, note: str = ""
) -> ModalView:
    """The page: when, and who; below it when the reader is away (`own`), and for whom they stand in (`others`).

    `wish` stands in its fields; `note` is a sentence above all.
    """
    drawing, asked = secrets.token_hex(4), wish or Wish()
    return {
        "type": "modal",
        "callback_id": ids.AWAY,
        "title": plain("Away", TITLE),
        "submit": plain("Set", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [
            *([paragraph(said(note, bold=True))] if note else []),
            context(NOTE),
            _day("First day away", ids.FIRST_DAY, asked.first, drawing),
            _day("Last day away", ids.LAST_DAY, asked.last, drawing),
            _picker(asked.user, drawing),
            *(_own(each, names) for each in own[:MOST_LISTED]),
            *(context(_other(each, names)) for each in others[:MOST_LISTED]),
        ],
    }


def wish_of(state: shown.Entered) -> Wish:
    """What stands in the fields now. ids.NotOurs for what no picker gives."""
    return Wish(
        first=_picked(state, ids.FIRST_DAY),
        last=_picked(state, ids.LAST_DAY),
        user=shown.entered(state, ids.STAND_IN).get("selected_user") or None,
    )


def which(wish: Wish, meant: Sequence[str]) -> str:
    """What is said of a name that was typed and isn't one person's, by the names of those who may be meant; "" where
    no question is left.
    """
    if wish.user or not wish.name:
        return ""
    typed = flat(wish.name, TYPED)
    if not meant:
        return f"Countersign doesn't know {typed} by this name. Please choose here who signs for you."
    named = [flat(each, ROLE) for each in meant[:MOST_NAMED]]
    more = [f"{len(meant) - len(named)} more"] if len(meant) > len(named) else []
    return f"By {typed} several people may be meant: {', '.join([*named, *more])}. Please choose here who signs for you."


def answer(done: AbsenceSet) -> str:
    """What was set, and what comes of it."""
    absence, name = done.absence, flat(done.name, 80)
    days = absence.first.isoformat()
    when = f"On {days}" if absence.first == absence.last else f"From {days} to {absence.last.isoformat()}"
    back = (absence.last + timedelta(days=1)).isoformat()
    if done.planned:
        what = "What waits for you then, and what comes in those days, is handed over."
    elif done.handed:
        what = f"{_count(done.handed)} for you now {'is' if done.handed == 1 else 'are'} handed over."
    else:
        what = "Nothing is handed over now; what comes in those days is."
    return (
        f"{when}, {name} signs for you. {what} You get back what is unanswered on {back}.{_kept(done, name)}"
    )


def again_button(wish: Wish) -> dict[str, Any]:
    """What opens the page with what was typed."""
    days = {"f": wish.first, "l": wish.last}
    facts = {name: day.isoformat() for name, day in days.items() if day}
    return button("Choose in a form", ids.AWAY, **facts, **({"u": wish.user} if wish.user else {}))


def wish_in(facts: dict[str, Any]) -> Wish:
    """What such a button remembers. ids.NotOurs for what this app did not write."""
    try:
        first, last = (date.fromisoformat(ids.text(facts, name)) if name in facts else None for name in "fl")
    except ValueError:
        raise ids.NotOurs("no day") from None
    return Wish(first=first, last=last, user=ids.text(facts, "u") if "u" in facts else None)


def _count(handed: int) -> str:
    return "1 sign-off that waits" if handed == 1 else f"{handed} sign-offs that wait"


def _kept(done: AbsenceSet, name: str) -> str:
    """Which roles the stand-in can't have, since one person can't hold both."""
    if not done.kept:
        return ""
    named = [f"{key} as {flat(role, ROLE)}" for key, role in done.kept[:MOST_NAMED]]
    more = len(done.kept) - len(named)
    rest = f" and {more} more" if more else ""
    return (
        f" Still yours to sign: {', '.join(named)}{rest}, since {name} has a role there that has to be another "
        "person's."
    )


def _day(label: str, action_id: str, chosen: date | None, drawing: str) -> Block:
    element = {"type": "datepicker", "action_id": action_id}
    initial = {"initial_date": chosen.isoformat()} if chosen else {}
    return _input(label, action_id, {**element, **initial}, drawing)


def _picker(chosen: str | None, drawing: str) -> Block:
    placeholder = plain("Choose a person", 150)
    element = {"type": "users_select", "action_id": ids.STAND_IN, "placeholder": placeholder}
    return _input(
        "Who signs for you?",
        ids.STAND_IN,
        {**element, **({"initial_user": chosen} if chosen else {})},
        drawing,
    )


def _input(label: str, action_id: str, element: dict[str, Any], drawing: str) -> Block:
    """A fresh id with each drawing: Slack keeps what stands in a block whose id stays."""
    block_id = f"{action_id}{shown.ANEW}{drawing}"
    return {"type": "input", "block_id": block_id, "label": plain(label, 75), "element": element}


def _own(absence: Absence, names: Names) -> Block:
    line = f"{absence.days}: {called(names, absence.stand_in)} signs for you."
    end = button("End", ids.END_ABSENCE, a=absence.id)
    return {"type": "section", "text": plain(line, SECTION), "accessory": end}


def _other(absence: Absence, names: Names) -> str:
    return f"{absence.days}: you sign for {called(names, absence.person)}."


def _picked(state: shown.Entered, action_id: str) -> date | None:
    day = shown.entered(state, action_id).get("selected_date")
    try:
        return date.fromisoformat(str(day)) if day else None
    except ValueError:
        raise ids.NotOurs("no day") from None
