"""What two people changed at once, side by side, with a choice for each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.slack import ids, views
from bot.slack.inputs import State
from bot.slack.sheet import Sheet
from bot.slack.standing import Names, ago, called, flat
from bot.slack.text import (
    MOST_SENT,
    Block,
    context,
    first_parts,
    paragraph,
    plain,
    said,
    size,
    source,
    split,
)
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.edit_drafts import Choice
from bot.tasks.merging import Clash
from bot.tasks.results import Look
from bot.tasks.revisions import Revision
from bot.template.form import Form

PART = 2900
"""Characters of a text in one block."""
MOST_BLOCKS = 94
"""Blocks of clashes. Slack: a modal holds at most 100; the rest is for what stands above and below."""
MOST_PARTS = 43
"""Blocks of each of two texts that stand alone on a modal and are shortened even so."""
MOST_TEXT = 100_000
"""Bytes of each of them, in a call. Slack: a view is at most 250,000 bytes."""
LABEL, WHO = 120, 60
"""Characters of a field's label, and of a person's name, where they are part of a line."""
OPTION = 75
"""Slack: an option's text holds at most 75 characters."""
NOTHING = "(nothing)"
MINE, THEIRS = "mine", "theirs"

Path = tuple[int, int]
"""Where a field stands: its page, and its place there."""


class Seen(NamedTuple):
    """What the views are drawn from, besides the form."""

    look: Look
    """What saving the edit would do now."""
    made: Sequence[Revision]
    """The task's revisions."""
    names: Names
    """Of those who made them."""
    now: datetime
    """Aware."""


def view(sheet: Sheet, seen: Seen, note: str = "") -> ModalView:
    """As many clashes as there is room for; the others come when these are settled."""
    head = [*views.notes(note), _head(seen.look)]
    room, drawn, shown = MOST_SENT - size(head), list[Block](), 0
    for clash in seen.look.clashes:
        blocks = _clash(sheet, clash, seen)
        fits = len(drawn) + len(blocks) <= MOST_BLOCKS and size(drawn) + size(blocks) <= room
        if drawn and not fits:
            break
        drawn += blocks if fits else _clash(sheet, clash, seen, shortened=True)
        shown += 1
    left = len(seen.look.clashes) - shown
    return {
        "type": "modal",
        "callback_id": ids.CLASHES,
        "title": plain("Which text stays?", TITLE),
        "submit": plain("Go on", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": sheet.facts(r=seen.look.task.revision),
        "blocks": [*head, *drawn, *([context(f"{left} more come after these.")] if left else [])],
    }


def chosen(form: Form, state: State) -> dict[str, Choice]:
    """Whose text stays, by the fields' keys; a field without a choice is left out."""
    found: dict[str, Choice] = {}
    for block_id, elements in state.items():
        option = (elements.get(ids.WHOSE) or {}).get("selected_option") or {}
        key = _key_at(form, block_id)
        if key and option.get("value") == MINE:
            found[key] = "mine"
        elif key and option.get("value") == THEIRS:
            found[key] = "theirs"
    return found


def whole(seen: Seen, clash: Clash, facts: Mapping[str, Any], first: int) -> ModalView:
    """One of two texts to read, from a part on. `facts`, as its press has them, say which."""
    mine = facts.get("w") == MINE
    parts = list(split((clash.mine if mine else clash.theirs).text or NOTHING, PART))
    shown = first_parts(parts[first:], MOST_PARTS)
    following = first + len(shown)
    more = button("Read on", ids.READ_SIDE, **{**facts, "n": following})
    line = f"{'Yours' if mine else _whose(clash, seen)}, part {first + 1} to {following} of {len(parts)}:"
    return {
        "type": "modal",
        "callback_id": ids.SIDE,
        "title": plain(seen.look.task.key, TITLE),
        "close": plain("Back", TITLE),
        "blocks": [
            paragraph(said(flat(_called(clash), LABEL), bold=True)),
            context(line),
            *map(source, shown),
            *([{"type": "actions", "elements": [more]}] if following < len(parts) else []),
        ],
    }


def _head(look: Look) -> Block:
    count = len(look.clashes)
    what = "One field was" if count == 1 else f"{count} fields were"
    return paragraph(
        said(f"{what} changed by you, and by somebody else.", bold=True),
        said(
            f"\nYou began with revision {look.base} of {look.task.key}, and it is at revision "
            f"{look.task.revision} by now. Please choose which text stays. Nothing is overwritten yet: "
            "you see what changes before you press Save."
        ),
    )


def _clash(sheet: Sheet, clash: Clash, seen: Seen, *, shortened: bool = False) -> list[Block]:
    """One field: both texts, and the choice."""
    path = _place(sheet.form, clash.key)
    change = button("Change yours", ids.CHANGE_MINE, p=path[0])
    return [
        paragraph(said(flat(_called(clash), LABEL), bold=True)),
        context(f"{_whose(clash, seen)}:"),
        *_text(clash.theirs.text, _facts(path, THEIRS), shortened=shortened),
        context("Yours:"),
        *_text(clash.mine.text, _facts(path, MINE), shortened=shortened),
        {"type": "actions", "elements": [change]},
        _choice(sheet, clash, path, seen),
    ]


def _text(text: str, facts: Mapping[str, Any], *, shortened: bool) -> list[Block]:
    """A text as it is; of one that has to be shortened its beginning, and a press that shows all of it."""
    parts = list(split(text or NOTHING, PART))
    shown = first_parts(parts, MOST_PARTS, MOST_TEXT) if shortened else parts
    cut = len(shown) < len(parts)
    press = button("Read it in full", ids.READ_SIDE, **facts, n=0)
    return [*map(source, shown), *([{"type": "actions", "elements": [press]}] if cut else [])]


def _choice(sheet: Sheet, clash: Clash, path: Path, seen: Seen) -> Block:
    """None is chosen in advance."""
    options = [
        {"text": plain(f"Revision {_number(clash, seen)}", OPTION), "value": THEIRS},
        {"text": plain("Yours", OPTION), "value": MINE},
    ]
    page, place = path
    return {
        "type": "input",
        "block_id": f"{sheet.nonce}:clash:{page}:{place}",
        "label": plain(f"Which text of {flat(_called(clash), LABEL)} stays?"),
        "element": {"type": "radio_buttons", "action_id": ids.WHOSE, "options": options},
    }


def _called(clash: Clash) -> str:
    """`Scope`, or with its page `Rollback Plan, Backup Location`."""
    return clash.label if clash.label == clash.section else f"{clash.section}, {clash.label}"


def _whose(clash: Clash, seen: Seen) -> str:
    """`Revision 3, by Grace Hopper, a minute ago`: the latest that changed the field."""
    made = _latest(clash, seen)
    if made is None:
        return f"Revision {seen.look.task.revision}"
    by = flat(called(seen.names, made.author), WHO)
    return f"Revision {made.number}, by {by}, {ago(made.at, seen.now)}"


def _number(clash: Clash, seen: Seen) -> int:
    made = _latest(clash, seen)
    return made.number if made else seen.look.task.revision


def _latest(clash: Clash, seen: Seen) -> Revision | None:
    changing = [each for each in seen.made if any(one.key == clash.key for one in each.changed)]
    return max(changing, key=lambda each: each.number, default=None)


def _facts(path: Path, side: str) -> dict[str, Any]:
    return {"p": path[0], "f": path[1], "w": side}


def _place(form: Form, key: str) -> Path:
    """Where the field stands."""
    places = (
        (page, place)
        for page, each in enumerate(form.pages)
        for place, field in enumerate(each.fields)
        if field.key == key
    )
    return next(places)


def _key_at(form: Form, block_id: str) -> str | None:
    """The key of the field that a choice is about; None for a block that is no choice."""
    steps = block_id.split(":")[2:]
    if len(steps) != 2 or not all(step.isdecimal() for step in steps):
        return None
    return field_at(form, int(steps[0]), int(steps[1]))


def field_at(form: Form, page: int, place: int) -> str | None:
    """The key of the field at this place; None if there is none."""
    fields = form.pages[page].fields if page < len(form.pages) else ()
    return fields[place].key if place < len(fields) else None
