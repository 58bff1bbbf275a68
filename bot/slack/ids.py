"""Every command, callback, action and block id, and the packing of values.

Ids are constants, so that a button posted before a restart works after it. What a button is about
travels in its value, packed as JSON: never in the id, and never by formatting strings.
"""

from __future__ import annotations

import json
from typing import Any

COMMAND = "/task"

# Shortcuts' callback ids, as in manifest.yml.
NEW_TASK = "new_task"
MAKE_TASK = "make_task"

# Views' callback ids.
PAGE = "page"
REVIEW = "review"
EDIT_REVIEW = "edit_review"
CLASHES = "clashes"
SIDE = "side"
SIGN = "sign"
CHANGES = "changes"
RETRACTION = "retraction"
HANDING = "handing"
SKIPPING = "skipping"
SNOOZING = "snoozing"
AWAY = "away"
"""The page on which somebody says that they are away, and the button that opens it."""
CLOSING = "closing"
REOPENING = "reopening"
READ = "read"
REVISION = "revision"
COMPARISON = "comparison"
AUDIT = "audit"
NAME = "name"
DRAFTS = "drafts"
IMPORT = "import"
READING = "reading"
IMPORTED = "imported"
LIST = "list"
HOME = "home"
SAID = "said"

# Actions in the walk through the form.
BACK = "back"
JUMP = "jump"
TO_REVIEW = "to_review"
GO_TO = "go_to"
ADD_ITEM = "add_item"
REMOVE_ITEM = "remove_item"
REPLACE = "replace"
MORE_ROLES = "more_roles"
TEMPLATE = "template"
CHANGE_MINE = "change_mine"
READ_SIDE = "read_side"
RESUME = "resume"
DISCARD = "discard"
OPEN_FORM = "open_form"
TYPED = "typed"
"""A command whose page could not be opened, typed once more by a button."""

LOOK_AGAIN = "look_again"
"""A document that is being read, or was: what became of it."""

# Actions on cards, private messages and reminders.
EDIT = "edit"
SIGN_OFF = "sign_off"
SIGN_AGAIN = "sign_again"
REQUEST_CHANGES = "request_changes"
RETRACT = "retract"
REASSIGN = "reassign"
NOT_NEEDED = "not_needed"
SNOOZE = "snooze"
END_ABSENCE = "end_absence"
START = "start"
FINISH = "finish"
CLOSE = "close"
REOPEN = "reopen"
OPEN_TASK = "open_task"
READ_ON = "read_on"
EXPORT = "export"
HISTORY = "history"
OLDER = "older"
NAME_SIGNERS = "name_signers"
REVISIONS = "revisions"
"""The button, and its modal."""
EARLIER_REVISIONS = "earlier_revisions"
SHOW_REVISION = "show_revision"
COMPARE = "compare"
PROGRESS = "progress"
"""The button, and its modal."""
BOXES_BACK = "boxes_back"
BOXES_NEXT = "boxes_next"
LIST_BACK = "list_back"
LIST_NEXT = "list_next"
HOME_NEW = "home_new"
HOME_BACK = "home_back"
HOME_NEXT = "home_next"

# Review's inputs.
CHANNEL = "channel"
SIGN_BY = "sign_by"
SIGNER = "signer"
ROLE = "role"
WHOSE = "whose"
"""Whose text stays, where two people changed the same field."""

DAY = "day"
FIRST_DAY = "first_day"
LAST_DAY = "last_day"
STAND_IN = "stand_in"
CLOCK = "clock"
"""When somebody wants to be reminded again."""
COMMENT = "comment"
REASON = "reason"
BOXES = "boxes"
GOES = "g"
"""In a button's value: where it stands nothing will be left of it once it was answered."""
VALUE = "value"
"""The one element's action id in any other input block."""
LANGUAGE = "language"

MOST_NUMBER = 2**31 - 1
"""PostgreSQL: so much a column of whole numbers holds. Nothing that this app counts comes near it."""
VALUE_LIMIT = 2000
"""Slack: a button's value holds at most 2,000 characters; private_metadata 3,000."""


class NotOurs(Exception):
    """A value or private_metadata that this app did not write."""


def pack(**facts: Any) -> str:
    """Facts as a value that fits a button. Raises ValueError when it would not fit."""
    packed = json.dumps(facts, separators=(",", ":"), ensure_ascii=True)
    if len(packed) > VALUE_LIMIT:
        raise ValueError(f"a button's value of {len(packed)} characters does not fit")
    return packed


def unpack(packed: str | None) -> dict[str, Any]:
    """The facts of a packed value; nothing packed gives {}. Raises NotOurs for anything else."""
    if not packed:
        return {}
    try:
        facts = json.loads(packed)
    except ValueError:
        raise NotOurs("the value is not JSON") from None
    if not isinstance(facts, dict):
        raise NotOurs("the value is not an object")
    return facts


def text(facts: dict[str, Any], name: str) -> str:
    """One fact that must be there. Raises NotOurs if it isn't, or is no text."""
    found = facts.get(name)
    if not isinstance(found, str):
        raise NotOurs(f"no text {name}")
    return found


def number(facts: dict[str, Any], name: str) -> int:
    """One fact that must be there. Raises NotOurs if it isn't, or is no whole number that a row could hold."""
    found = facts.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or abs(found) > MOST_NUMBER:
        raise NotOurs(f"no number {name}")
    return found


def block(nonce: str, *path: int) -> str:
    """A block id: a nonce, fresh for each drawing of a view, and the path of a field by numbers.

    Slack keeps what was typed into a block whose id stays, so a new drawing needs a new id.
    """
    return "/".join((nonce, *map(str, path)))


def path_of(block_id: str) -> tuple[int, ...] | None:
    """The path of a field's block id, or None for a block that is not a field's."""
    _, *steps = block_id.split("/")
    return tuple(int(step) for step in steps) if steps and all(step.isdecimal() for step in steps) else None
