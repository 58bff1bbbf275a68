"""A form's screen as a modal, and what a person typed there back as answers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack import asking, ids, inputs, moved, screens, values
from bot.slack.asked import OPTION_FRAME, Input, Path
from bot.slack.screens import Screen
from bot.slack.sheet import Sheet
from bot.slack.text import Block, context, joined, paragraph, plain, said, shorten, within
from bot.template.answers import Answers, Problem
from bot.template.form import Form

ModalView = dict[str, Any]

TITLE = 24
"""Slack: a modal's title and its buttons hold at most 24 characters."""
BUTTON = 75
NOTE = 500
"""Characters of a sentence above a page, and of one at a field: it may name what the template names."""
CHANGING = "Template: changing it keeps the title and what both ask. The rest waits in this draft until you change back."
MENU, SHORTEST = 30_000, 30
"""Bytes of a menu's options, and of each one's text, where there are many."""
FAR, NEAR = 200, 40
"""How many pages the menu offers of very many, and how many on each side of the one that is shown."""


def page(sheet: Sheet, note: str = "", problems: Sequence[Problem] = ()) -> ModalView:
    """The modal of one screen. `note` is a sentence above everything; `problems` are named there too."""
    all_screens = sheet.screens
    screen = all_screens[sheet.screen]
    last = sheet.screen == len(all_screens) - 1
    submit, row = "Review" if last else "Next", moves(sheet)
    head = [
        paragraph(
            said(asking.title(sheet.form, screen), bold=True),
            said(f"\n{_saving(sheet, submit, row)}"),
        ),
        *_moved_on(sheet),
        *row,
    ]
    return {
        "type": "modal",
        "callback_id": ids.PAGE,
        "title": plain(_title(sheet), TITLE),
        "submit": plain(submit, TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": sheet.facts(),
        "blocks": [
            *notes(note, problems),
            *head,
            *_templates(sheet),
            *_resume(sheet),
            *asking.blocks(sheet.form, sheet.answers, screen, sheet.nonce, sheet.replaced),
            *_items(sheet, screen),
        ],
    }


def _title(sheet: Sheet) -> str:
    return f"Edit {sheet.edits.key}" if sheet.edits else "New task"


def notes(note: str, problems: Sequence[Problem] = ()) -> list[Block]:
    """What stands above a page: a sentence, and what is wrong on it."""
    lines = [note, *(problem.message for problem in problems)]
    return [paragraph(said("⚠ "), said(shorten(line, NOTE), bold=True)) for line in lines if line]


def answers_of(sheet: Sheet, state: inputs.State, touched: inputs.State | None = None) -> Answers:
    """The answers with what stands in a submitted or pressed view; blocks that are not ours are passed over.

    `touched` is the part of it that was changed there, if that is known.
    """
    if touched is not None and not touched:
        return dict(sheet.answers)
    group = moved.group(sheet.form, sheet.answers, state, sheet.drawn)
    if group is None:
        return _read(sheet.form, sheet.answers, state if touched is None else touched)
    room, state = moved.as_last(sheet.answers, state, group)
    return moved.without_double(sheet.answers, _read(sheet.form, room, state), group)


def _read(form: Form, before: Answers, state: inputs.State) -> Answers:
    known = screens.all_inputs(form, before)
    answers = dict(before)
    for block_id in state:
        one = _input_at(known, block_id)
        if one is None:
            continue
        old = values.get(form, answers, one)
        new = inputs.read(one, state, ids.block(block_id.split("/")[0], *one.path), old)
        if new is not None and new != old:
            answers = values.put(form, answers, one, new)
    return answers


def _input_at(known: dict[Path, Input], block_id: str) -> Input | None:
    """The input of a block; code has its language in a second one."""
    path = ids.path_of(block_id) or ()
    code = known.get(path[:-1]) if path[-1:] == (0,) else None
    return known.get(path) or (code if code and code.field.kind == "code" else None)


def items_of(answers: Answers, key: str) -> list[Any]:
    """The items of a repeated group."""
    value = answers.get(key)
    return list(value) if isinstance(value, list) else []


def errors_of(sheet: Sheet, state: inputs.State, problems: Sequence[Problem]) -> dict[str, str]:
    """Problems as Slack's `errors`: by the block ids of the view that was submitted."""
    known = screens.all_inputs(sheet.form, sheet.answers)
    by_key = {problem.key: problem.message for problem in reversed(problems)}
    found = {}
    for block_id in state:
        path = ids.path_of(block_id)
        one = known.get(path) if path else None
        if one is not None and values.key(sheet.form, one) in by_key:
            found[block_id] = shorten(by_key[values.key(sheet.form, one)], NOTE)
    return found


def moves(sheet: Sheet) -> list[Block]:
    """Back, Jump to… and Review, as far as they lead anywhere from here. Slack refuses a row of nothing."""
    elements: list[dict[str, Any]] = []
    drawn = sheet.screens
    here = drawn[min(sheet.screen, len(drawn) - 1)]
    if sheet.screen:
        elements.append(button("Back", ids.BACK))
    if len(sheet.form.pages) > 1:
        elements.append(_jump(sheet.form, here.page))
    if sheet.screen < len(drawn) - 1:
        elements.append(button("Review", ids.TO_REVIEW))  # on the last page, the submit button is Review
    row: Block = {"type": "actions", "block_id": f"{sheet.nonce}:moves", "elements": elements}
    return [row] if elements else []


def _jump(form: Form, here: int) -> dict[str, Any]:
    """The menu of pages; `here` is the one that is shown. Of very many pages it offers those nearby, and of
    the rest each so-many-th.
    """
    every = -(-len(form.pages) // FAR)
    offered = [n for n in range(len(form.pages)) if n % every == 0 or abs(n - here) <= NEAR]
    options = [
        {"text": plain(f"{n + 1}. {form.pages[n].title}", BUTTON), "value": ids.pack(p=n)} for n in offered
    ]
    select: dict[str, Any] = {
        "type": "static_select",
        "action_id": ids.JUMP,
        "placeholder": plain("Jump to…", 150),
    }
    return {**select, **inputs.offered(_in_menu(options))}


def _in_menu(options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Options that together leave room on the modal for what it asks."""
    room = max(MENU // max(1, len(options)) - OPTION_FRAME, SHORTEST)
    return [{**option, "text": plain(within(option["text"]["text"], room), BUTTON)} for option in options]


def button(label: str, action_id: str, *, style: str | None = None, **facts: Any) -> dict[str, Any]:
    """A button; what it is about travels in its value."""
    drawn: dict[str, Any] = {"type": "button", "text": plain(label, BUTTON), "action_id": action_id}
    if facts:
        drawn["value"] = ids.pack(**facts)
    return {**drawn, "style": style} if style else drawn


def _templates(sheet: Sheet) -> list[Block]:
    """On the first page, if there are several: the menu that changes the template."""
    if len(sheet.choices) < 2 or sheet.screen:
        return []
    options = _in_menu([{"text": plain(each.title, BUTTON), "value": each.value} for each in sheet.choices])
    menu: dict[str, Any] = {"type": "static_select", "action_id": ids.TEMPLATE}
    menu |= {"placeholder": plain("Template", 150), **inputs.offered(options)}
    hashes = [each.template_hash for each in sheet.choices]
    if sheet.template_hash in hashes:
        menu["initial_option"] = options[hashes.index(sheet.template_hash)]
    return [{"type": "section", "text": plain(CHANGING), "accessory": menu}]


def _saving(sheet: Sheet, first: str, row: list[Block]) -> str:
    """Every press that leads away saves: `Next saves this page; so do Back, Jump to… and Review.`"""
    drawn = [element for block in row for element in block["elements"]]
    others = [(element.get("text") or element["placeholder"])["text"] for element in drawn]
    also = f"; so {'do' if len(others) > 1 else 'does'} {joined(others)}" if others else ""
    does = "keeps this page in your draft" if sheet.edits else "saves this page"
    line = f"{first} {does}{also}"
    ended = line if line.endswith("…") else line + "."
    return f"{ended} {sheet.edits.key} changes with Save, after Review." if sheet.edits else ended


def _moved_on(sheet: Sheet) -> list[Block]:
    """Above a page of an edit that began before somebody else's was saved."""
    edit = sheet.edits
    if edit is None or edit.base == edit.stands:
        return []
    return [
        context(
            f"You began with revision {edit.base}, and {edit.key} is at revision {edit.stands} by now. What "
            "others changed isn't shown here. It stays when you save; where you both changed the same, you are asked."
        )
    ]


def _resume(sheet: Sheet) -> list[Block]:
    if not sheet.others:
        return []
    line = (
        "You have an unfinished draft."
        if sheet.others == 1
        else f"You have {sheet.others} unfinished drafts."
    )
    return [{"type": "section", "text": plain(line), "accessory": button("Resume", ids.RESUME)}]


def _items(sheet: Sheet, screen: Screen) -> list[Block]:
    group = screen.group
    if group is None or not group.repeats:
        return []
    about: dict[str, Any] = {"p": screen.group_at[0], "f": screen.group_at[1], "n": screen.items}
    elements = [button(f"Add {group.label}", ids.ADD_ITEM, **about)]
    if screen.item is not None:
        elements.append(button(f"Remove this {group.label}", ids.REMOVE_ITEM, i=screen.item, **about))
    return [{"type": "actions", "block_id": f"{sheet.nonce}:items", "elements": elements}]
