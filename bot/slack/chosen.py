"""What is chosen on Review: where the card goes, the day, who signs. As inputs, and back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from bot.slack import ids
from bot.slack.asked import LABEL
from bot.slack.inputs import State
from bot.slack.people import why_not_post
from bot.slack.sheet import Sheet
from bot.slack.text import Block, plain, within
from bot.slack.views import button
from bot.tasks.draft import SIGN_BY_STOOD
from bot.tasks.people import ChannelInfo
from bot.template.field import Role

STOOD = "y"
"""The fact by which Review of an edit keeps which "Sign by" it showed as the task's: YYYY-MM-DD, "" for none."""
MOST_ROLES = 30
"""More roles than these are shown in turns: a modal holds 100 blocks (Slack)."""
HINT, WORDS = 1000, 1500
"""Characters of a hint, and bytes of a line about a role: all of them leave room for the document."""


def plan_of(sheet: Sheet, state: State, stood: object = None) -> dict[str, Any]:
    """The sheet's plan with what stands in the view's state: channel, sign_by and signers. `stood` is the view's
    fact of this name: what a day that is chosen there is chosen in place of.
    """
    plan: dict[str, Any] = dict(sheet.plan)
    for block_id, elements in state.items():
        if ids.CHANNEL in elements:
            plan["channel"] = elements[ids.CHANNEL].get("selected_conversation")
        if ids.SIGN_BY in elements:
            plan["sign_by"] = elements[ids.SIGN_BY].get("selected_date")
            plan |= {SIGN_BY_STOOD: stood} if isinstance(stood, str) else {}
        if ids.SIGNER in elements and (role := _role_at(sheet, block_id)):
            plan["signers"] = {
                **(plan.get("signers") or {}),
                role: elements[ids.SIGNER].get("selected_user"),
            }
    return plan


def errors(
    state: State, sheet: Sheet, no_channel: str | None, refused: Mapping[str, str], past: str | None = None
) -> dict[str, str]:
    """Sentences about the channel, the day and roles' people, by the block ids of the view."""
    found: dict[str, str] = {}
    for block_id, elements in state.items():
        if no_channel and ids.CHANNEL in elements:
            found[block_id] = no_channel
        if past and ids.SIGN_BY in elements:
            found[block_id] = past
        role = _role_at(sheet, block_id) if ids.SIGNER in elements else None
        if role and role in refused:
            found[block_id] = refused[role]
    return found


def why_not_by(sheet: Sheet, stood: object, today: date | None) -> str | None:
    """Why the task can't be signed by the day that is chosen; None if it can, or `today` (the author's) isn't known.
    A day that has passed may stay where it `stood`.
    """
    day = sheet.plan.get("sign_by")
    if not day or day == stood or today is None or str(day) >= today.isoformat():
        return None
    return f"{day} has passed. Please choose a day from today on, or none."


def channel(sheet: Sheet, known: ChannelInfo | None) -> Block:
    """Where the card goes; `known` is what is known of the channel that is proposed."""
    element: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": ids.CHANNEL,
        "placeholder": plain("Choose a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    proposed = sheet.plan.get("channel") or sheet.origin
    refused = why_not_post(known) if known else None
    if proposed and not refused and not str(proposed).startswith("D"):
        element["initial_conversation"] = proposed
    elif sheet.fallback:
        element["initial_conversation"] = sheet.fallback
    return _input(f"{sheet.nonce}:channel", "Channel", element, "Where the card is posted.", optional=False)


def sign_by(sheet: Sheet, stands: date | None = None) -> Block:
    """The day; `stands` is the one that a task has already."""
    day = sheet.plan.get("sign_by", stands.isoformat() if stands else None)
    element: dict[str, Any] = {"type": "datepicker", "action_id": ids.SIGN_BY}
    drawn = {**element, "initial_date": day} if day else element
    return _input(f"{sheet.nonce}:sign_by", "Sign by", drawn, "The day by which it should be signed.")


def signers(sheet: Sheet, asked: Collection[str] | None = None) -> list[Block]:
    """A picker for each role, or only for those that are `asked`, with who was chosen before."""
    roles = [each for each in enumerate(sheet.form.roles) if asked is None or each[1].role in asked]
    first = sheet.roles_from if sheet.roles_from in range(len(roles)) else 0
    drawn = [_signer(sheet, number, role) for number, role in roles[first : first + MOST_ROLES]]
    return [*drawn, *_more_roles(len(roles), first)]


def _signer(sheet: Sheet, number: int, role: Role) -> Block:
    chosen: Mapping[str, str | None] = sheet.plan.get("signers") or {}
    element: dict[str, Any] = {
        "type": "users_select",
        "action_id": ids.SIGNER,
        "placeholder": plain("Choose a person", 150),
    }
    if chosen.get(role.role):
        element["initial_user"] = chosen[role.role]
    hint = f"They confirm: “{role.statement}”" if role.statement else ""
    return _input(f"{sheet.nonce}:signer:{number}", f"Signs as {role.role}", element, hint)


def _more_roles(count: int, first: int) -> list[Block]:
    """Which roles are shown, and a press that saves and shows the next ones; after the last, the first."""
    shown = first + MOST_ROLES
    if count <= MOST_ROLES:
        return []
    more = button("More roles", ids.MORE_ROLES, r=shown if shown < count else 0)
    line = f"Roles {first + 1} to {min(shown, count)} of {count}."
    return [{"type": "section", "text": plain(line), "accessory": more}]


def _input(block_id: str, label: str, element: dict[str, Any], hint: str, *, optional: bool = True) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(within(label, WORDS), LABEL),
        "element": element,
        "optional": optional,
    }
    return {**block, "hint": plain(within(hint, WORDS), HINT)} if hint else block


def _role_at(sheet: Sheet, block_id: str) -> str | None:
    number = block_id.rpartition(":")[2]
    known = number.isdecimal() and int(number) < len(sheet.form.roles)
    return sheet.form.roles[int(number)].role if known else None
