"""Review of an edit: what saving it changes, and whose signatures count no more. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import chosen, ids, review, views
from bot.slack.last import last
from bot.slack.sheet import Sheet
from bot.slack.standing import Names, called, flat
from bot.slack.text import (
    AROUND,
    MOST_SENT,
    Block,
    context,
    first_parts,
    joined,
    paragraph,
    plain,
    said,
    shorten,
    size,
    source,
    split,
)
from bot.slack.views import TITLE, ModalView
from bot.tasks.comparing import Comparison, sections
from bot.tasks.moves import day_of
from bot.tasks.results import Look, Saved
from bot.tasks.task import SignOff, SignOffState, Task
from bot.template.answers import check, normal

PART, MOST_PARTS = 2900, 12
"""Characters of what changes in one block, and how many blocks of it there are at most."""
LINE = 1000
ROLE, MOST_NAMED = 60, 8
"""Characters of a role, and how many people a sentence names."""
AGAIN = "they are asked again, and see what changed."


def view(sheet: Sheet, look: Look, names: Names, note: str = "") -> ModalView:
    """The modal before Save. `names` are of those who are asked again; `note` stands above."""
    answers = normal(sheet.form, sheet.answers)
    nobody = [each.role for each in look.task.sign_offs if each.state is SignOffState.NOBODY]
    title = str(answers.get(sheet.form.title.key) or "No title yet")
    above = [
        *views.notes(note),
        paragraph(said(f"{look.task.key} ", bold=True), said(shorten(title, LINE), bold=True)),
        *(paragraph(said(line)) for line in effects(look, names)),
    ]
    below = [
        *views.moves(sheet),
        *review.problems(sheet, check(sheet.form, answers)),
        *_another_day(sheet, look),
        chosen.sign_by(sheet, look.task.sign_by),
        *chosen.signers(sheet, nobody),
        *review.missing(sheet),
    ]
    return {
        "type": "modal",
        "callback_id": ids.EDIT_REVIEW,
        "title": plain("Review", TITLE),
        "submit": plain("Save", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": sheet.facts(**{chosen.STOOD: day_of(look.task) or ""}),
        "blocks": [*above, *changed_lines(look.comparison, MOST_SENT - size([*above, *below])), *below],
    }


def _another_day(sheet: Sheet, look: Look) -> list[Block]:
    """What others have made of "Sign by" meanwhile, where the edit changes it too, and to another day."""
    now, mine = day_of(look.task), sheet.plan.get("sign_by")
    if "sign_by" not in sheet.plan or now in (look.sign_by_was, mine):
        return []
    line = (
        f"⚠ Sign by was changed while you edited: it is {now or 'no day'} now, and you chose {mine or 'no day'}. "
        "The day that stands here when you press Save is the one that stays."
    )
    return [{"type": "section", "text": plain(line)}]


def effects(look: Look, names: Names) -> list[str]:
    """What saving does, in sentences."""
    task = look.task
    if not look.changes:
        return [
            f"Nothing that {task.key} says has changed, so it stays at revision {task.revision}, "
            "and every signature stays."
        ]
    lines = [f"What changes: {flat(sections(look.changes), LINE)}."]
    if look.base != task.revision:
        lines.append(
            f"You began with revision {look.base}, and {task.key} is at revision {task.revision} by now. "
            "What others changed stays; nobody else touched what you changed."
        )
    made = f"Save makes revision {task.revision + 1}. Until then nobody but you sees it."
    return [
        *lines,
        " ".join(filter(None, (made, dismissing(look.dismissed, names)))),
        *_answered(task, names),
    ]


def dismissing(signed: Sequence[SignOff], names: Names) -> str:
    """Whose signatures are dismissed by saving; "" if nobody's are."""
    if not signed:
        return ""
    return f"Saving dismisses the {_signatures(signed, names)}: {AGAIN}"


def _answered(task: Task, names: Names) -> list[str]:
    """Who requested changes, and is asked again once there are some."""
    wanted = [each for each in task.sign_offs if each.state is SignOffState.CHANGES_REQUESTED]
    if not wanted:
        return []
    verb = "requested changes and is" if len(wanted) == 1 else "requested changes and are"
    return [f"{_people(wanted, names)} {verb} asked again."]


def saved(what: Saved, names: Names) -> ModalView:
    """The last view: what was saved, now or by an earlier press."""
    lines = (_outcome(what), _dismissed(what.dismissed, names), _settled(what.settled, names))
    return last(what.task, *lines, away=what.away)


def saved_earlier(task: Task) -> ModalView:
    """The same for an edit that was saved before: whatever came since is none of its own."""
    return last(task, f"Your edit is saved already. {task.key} is at revision {task.revision} now.")


def changed_lines(comparison: Comparison, room: int) -> list[Block]:
    """What goes (-) and what comes (+), as far as there is room (bytes)."""
    if not comparison.lines:
        return []
    parts = list(split("\n".join(f"{each.mark} {each.text}" for each in comparison.lines), PART))
    shown = first_parts(parts, MOST_PARTS, room - MOST_PARTS * AROUND)
    drawn = [context("Line by line: - goes, + comes."), *(source(part) for part in shown)]
    more = context("More changes than there is room for here. Each page shows its own in full.")
    return [*drawn, more] if len(parts) > len(shown) else drawn


def _outcome(what: Saved) -> str:
    if not what.new:
        return f"Your edit is saved already. The task is at revision {what.task.revision} now."
    if what.revision:
        return f"Saved as revision {what.task.revision}: {flat(sections(what.changes), LINE)}."
    return f"Saved. What it says is as it was, so it stays at revision {what.task.revision}, and every signature stays."


def _dismissed(signed: Sequence[SignOff], names: Names) -> str:
    if not signed:
        return ""
    verb = "counts" if len(signed) == 1 else "count"
    return f"The {_signatures(signed, names)} {verb} no more: {AGAIN}"


def _settled(roles: Sequence[SignOff], names: Names) -> str:
    if not roles:
        return ""
    stand = [_stands(each, names) for each in roles[:MOST_NAMED]]
    more = [f"{len(roles) - len(stand)} more"] if len(roles) > len(stand) else []
    return f"Others settled meanwhile who signs, so whom you chose isn't asked: {joined([*stand, *more])}."


def _stands(sign_off: SignOff, names: Names) -> str:
    role = flat(sign_off.role, ROLE)
    return (
        f"{role} stays with {called(names, sign_off.person)}" if sign_off.person else f"{role} is not needed"
    )


def _signatures(signed: Sequence[SignOff], names: Names) -> str:
    """`signatures of Grace Hopper (Developer) and Alan Turing (DevOps)`."""
    return f"{'signature' if len(signed) == 1 else 'signatures'} of {_people(signed, names)}"


def _people(roles: Sequence[SignOff], names: Names) -> str:
    """`Grace Hopper (Developer) and Alan Turing (DevOps)`."""
    named = [f"{called(names, str(each.person))} ({flat(each.role, ROLE)})" for each in roles[:MOST_NAMED]]
    more = len(roles) - len(named)
    return joined([*named, f"{more} more"] if more else named)
