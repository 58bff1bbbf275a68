"""The modals of a task's revisions: which there are, and what one of them said. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack import ids, inputs, shown
from bot.slack.pages import page
from bot.slack.request import View
from bot.slack.standing import Names, called, flat
from bot.slack.text import Block, context, paragraph, plain, said, within
from bot.slack.views import BUTTON, TITLE, ModalView, button
from bot.tasks.comparing import sections
from bot.tasks.revisions import Revision
from bot.tasks.task import Task

ON_A_PAGE = 20
"""Revisions: two blocks each, of the hundred that a modal holds."""
MOST_OFFERED = 500
"""Revisions that a menu offers, the latest: two menus of them are some 90,000 bytes."""
SECTIONS, WORDS = 600, 3000
"""Characters of the line that names what changed, and bytes: an emoji takes twelve."""
OLD, NEW = "revisions:old", "revisions:new"
"""Block ids of the two menus."""


def listed(task: Task, revisions: Sequence[Revision], names: Names, zone: ZoneInfo, first: int) -> ModalView:
    """The task's revisions, the latest first, from the `first` (counted from 0) on. Moments are in the reader's
    `zone`. With more than one, any two can be compared.
    """
    latest = list(reversed(revisions))
    drawn = latest[first : first + ON_A_PAGE]
    several = len(latest) > 1
    return {
        "type": "modal",
        "callback_id": ids.REVISIONS,
        "title": plain("Revisions", TITLE),
        **({"submit": plain("Compare", TITLE)} if several else {}),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(**shown.brief(task)),
        "blocks": [
            shown.headline(task),
            {"type": "actions", "elements": [button("Open", ids.OPEN_TASK, **shown.brief(task))]},
            *(_menus(latest) if several else []),
            *(block for each in drawn for block in _revision(task, each, names, zone)),
            *_turning(task, first, len(latest)),
        ],
    }


def document(task: Task, number: int, text: str, first: int) -> ModalView:
    """What the task said in this revision, as it was stored then, from part `first` on."""
    facts = shown.brief(task)
    ways = [button("All revisions", ids.REVISIONS, **facts), button("Open", ids.OPEN_TASK, **facts)]
    past = "" if number == task.revision else f" It is at revision {task.revision} by now."
    return {
        "type": "modal",
        "callback_id": ids.REVISION,
        "title": plain(f"Revision {number}", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [
            shown.headline(task),
            {"type": "actions", "elements": ways},
            context(f"The document as it was stored with revision {number}.{past}"),
            *page(text, first, ids.SHOW_REVISION, n=number, **facts),
        ],
    }


def chosen(view: View) -> tuple[int, int]:
    """(old, new) as they were chosen to be compared. ids.NotOurs for values that this app did not write."""
    return _chosen(view, OLD), _chosen(view, NEW)


def _revision(task: Task, one: Revision, names: Names, zone: ZoneInfo) -> list[Block]:
    facts = shown.brief(task)
    ways = [button("Show", ids.SHOW_REVISION, n=one.number, **facts)]
    if one.number > 1:
        before = one.number - 1
        ways.append(button("Compare with the one before", ids.COMPARE, o=before, n=one.number, **facts))
    head = f"Revision {one.number}" + (", the present one" if one.number == task.revision else "")
    lines = f"\n{called(names, one.author)}, {_moment(one.at, zone)}\n{_what(one)}"
    return [paragraph(said(head, bold=True), said(lines)), {"type": "actions", "elements": ways}]


def _what(one: Revision) -> str:
    if one.number == 1:
        return "The task as it was created."
    if not one.changed:
        return "What changed isn't known."
    return f"Changed: {within(flat(sections(one.changed), SECTIONS), WORDS)}."


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _menus(latest: Sequence[Revision]) -> list[Block]:
    """Two menus; they begin with the latest and the one before."""
    options = [_option(each) for each in latest[:MOST_OFFERED]]
    return [_menu(OLD, "Compare", options, options[1]), _menu(NEW, "with", options, options[0])]


def _menu(block_id: str, label: str, options: list[dict[str, Any]], initial: dict[str, Any]) -> Block:
    element = {
        "type": "static_select",
        "action_id": ids.VALUE,
        "initial_option": initial,
        **inputs.offered(options),
    }
    return {"type": "input", "block_id": block_id, "label": plain(label, BUTTON), "element": element}


def _option(one: Revision) -> dict[str, Any]:
    return {"text": plain(f"Revision {one.number}", BUTTON), "value": str(one.number)}


def _turning(task: Task, first: int, count: int) -> list[Block]:
    """The presses to later and to earlier revisions, where there are any."""
    facts, following = shown.brief(task), first + ON_A_PAGE
    ways = [button("Later ones", ids.REVISIONS, p=max(0, first - ON_A_PAGE), **facts)] if first else []
    if following < count:
        ways.append(button("Earlier ones", ids.EARLIER_REVISIONS, p=following, **facts))
    return [{"type": "actions", "elements": ways}] if ways else []


def _chosen(view: View, block_id: str) -> int:
    element = view.state.get(block_id, {}).get(ids.VALUE) or {}
    value = str((element.get("selected_option") or {}).get("value") or "")
    if not value.isdecimal():
        raise ids.NotOurs("no revision")
    return int(value)
