"""Review: what would be filed, what is missing, where it goes and who signs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.slack import ids, values, views
from bot.slack.asked import LABEL
from bot.slack.inputs import State
from bot.slack.people import why_not_post
from bot.slack.sheet import Sheet
from bot.slack.text import (
    AROUND,
    MOST_SENT,
    Block,
    context,
    first_parts,
    paragraph,
    plain,
    said,
    shorten,
    size,
    source,
    split,
    within,
)
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.documents import named
from bot.tasks.people import ChannelInfo
from bot.tasks.task import Task
from bot.template.answers import Problem, check, normal, unanswered
from bot.template.render import render

PREVIEW = 2900
"""Characters of the document in one block."""
MOST_PREVIEW = 12
MOST_MISSING = 30
MOST_ROLES = 30
MOST_PROBLEMS = 8
"""Together fewer than the 100 blocks that a modal holds (Slack)."""
LINE, WORDS = 1000, 1500
"""Characters and bytes of a line about a page, a problem or a role: all of them leave room for the document."""


def review(sheet: Sheet, names: Mapping[str, str], channel: ChannelInfo | None, note: str = "") -> ModalView:
    """The modal before Create. `channel` is what is known of the one that is proposed; `note` stands above."""
    answers = normal(sheet.form, sheet.answers)
    title = str(answers.get(sheet.form.title.key) or "No title yet")
    blocks = [
        *views.notes(note),
        paragraph(said(shorten(title, LINE), bold=True)),
        context("Create files the task and posts its card. Until then nobody but you sees it."),
        *views.moves(sheet),
        *_problems(sheet, check(sheet.form, answers)),
        *_where(sheet, channel),
        *_signers(sheet),
        *_missing(sheet),
    ]
    return {
        "type": "modal",
        "callback_id": ids.REVIEW,
        "title": plain("Review", TITLE),
        "submit": plain("Create", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": sheet.facts(),
        "blocks": [*blocks, *_preview(sheet, names, MOST_SENT - size(blocks))],
    }


def plan_of(sheet: Sheet, state: State) -> dict[str, Any]:
    """The sheet's plan with what was chosen on Review: channel, sign_by and signers."""
    plan: dict[str, Any] = dict(sheet.plan)
    for block_id, elements in state.items():
        if ids.CHANNEL in elements:
            plan["channel"] = elements[ids.CHANNEL].get("selected_conversation")
        if ids.SIGN_BY in elements:
            plan["sign_by"] = elements[ids.SIGN_BY].get("selected_date")
        if ids.SIGNER in elements and (role := _role_at(sheet, block_id)):
            plan["signers"] = {
                **(plan.get("signers") or {}),
                role: elements[ids.SIGNER].get("selected_user"),
            }
    return plan


def errors(state: State, sheet: Sheet, channel: str | None, signers: Mapping[str, str]) -> dict[str, str]:
    """Sentences about the channel and about roles' people, by the block ids of the view."""
    found: dict[str, str] = {}
    for block_id, elements in state.items():
        if channel and ids.CHANNEL in elements:
            found[block_id] = channel
        role = _role_at(sheet, block_id) if ids.SIGNER in elements else None
        if role and role in signers:
            found[block_id] = signers[role]
    return found


def people_in(sheet: Sheet) -> set[str]:
    """The users who are picked in the answers."""
    return set(_users(list(sheet.answers.values())))


def filed(task: Task, *, new: bool) -> ModalView:
    """The last view: the task that was made, now or by an earlier press."""
    line = "is filed. Its card is on its way to the channel." if new else "is filed already."
    return {
        "type": "modal",
        "callback_id": ids.READ,
        "title": plain(task.key, TITLE),
        "close": plain("Done", TITLE),
        "blocks": [
            paragraph(said(task.key, bold=True), said(f" {line}")),
            paragraph(said(shorten(task.title, LINE))),
            {"type": "actions", "elements": [button("Open", ids.OPEN_TASK, t=task.id)]},
        ],
    }


def _users(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("user"), str):
            yield found["user"]
        found = list(found.values())
    if isinstance(found, list):
        for part in found:
            yield from _users(part)


def _problems(sheet: Sheet, found: Sequence[Problem]) -> list[Block]:
    drawn = [_problem(sheet, problem) for problem in found[:MOST_PROBLEMS]]
    left = len(found) - len(drawn)
    return [*drawn, context(f"And {left} more, which come up when these are mended.")] if left else drawn


def _problem(sheet: Sheet, problem: Problem) -> Block:
    go = button("Go there", ids.GO_TO, p=values.page_of(sheet.form, problem.key))
    return {"type": "section", "text": plain(within(f"⚠ {problem.message}", WORDS)), "accessory": go}


def _where(sheet: Sheet, channel: ChannelInfo | None) -> list[Block]:
    element: dict[str, Any] = {
        "type": "conversations_select",
        "action_id": ids.CHANNEL,
        "placeholder": plain("Choose a channel", 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    chosen = sheet.plan.get("channel") or sheet.origin
    refused = why_not_post(channel) if channel else None
    if chosen and not refused and not str(chosen).startswith("D"):
        element["initial_conversation"] = chosen
    elif sheet.fallback:
        element["initial_conversation"] = sheet.fallback
    day: dict[str, Any] = {"type": "datepicker", "action_id": ids.SIGN_BY}
    if sheet.plan.get("sign_by"):
        day["initial_date"] = sheet.plan["sign_by"]
    return [
        _input(f"{sheet.nonce}:channel", "Channel", element, "Where the card is posted.", optional=False),
        _input(f"{sheet.nonce}:sign_by", "Sign by", day, "The day by which it should be signed."),
    ]


def _signers(sheet: Sheet) -> list[Block]:
    chosen: Mapping[str, str | None] = sheet.plan.get("signers") or {}
    drawn: list[Block] = []
    first = sheet.roles_from if sheet.roles_from in range(len(sheet.form.roles)) else 0
    for number, role in list(enumerate(sheet.form.roles))[first : first + MOST_ROLES]:
        element: dict[str, Any] = {
            "type": "users_select",
            "action_id": ids.SIGNER,
            "placeholder": plain("Choose a person", 150),
        }
        if chosen.get(role.role):
            element["initial_user"] = chosen[role.role]
        hint = f"They confirm: “{role.statement}”" if role.statement else ""
        drawn.append(_input(f"{sheet.nonce}:signer:{number}", f"Signs as {role.role}", element, hint))
    return [*drawn, *_more_roles(sheet, first)]


def _more_roles(sheet: Sheet, first: int) -> list[Block]:
    """Which roles are shown, and a press that saves and shows the next ones; after the last, the first."""
    count, shown = len(sheet.form.roles), first + MOST_ROLES
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
    return {**block, "hint": plain(within(hint, WORDS), LINE)} if hint else block


def _role_at(sheet: Sheet, block_id: str) -> str | None:
    number = block_id.rpartition(":")[2]
    known = number.isdecimal() and int(number) < len(sheet.form.roles)
    return sheet.form.roles[int(number)].role if known else None


def _missing(sheet: Sheet) -> list[Block]:
    """Pages with unanswered fields, each with a press that leads there."""
    by_page: dict[int, list[str]] = {}
    for field in unanswered(sheet.form, sheet.answers):
        by_page.setdefault(values.page_of(sheet.form, field.key), []).append(field.label)
    if not by_page:
        return [context("Every field is filled in.")]
    drawn: list[Block] = [context("Not filled in:")]
    for page, labels in list(by_page.items())[:MOST_MISSING]:
        line = within(f"{sheet.form.pages[page].title}: {', '.join(labels)}", WORDS)
        drawn.append(
            {"type": "section", "text": plain(line, LINE), "accessory": button("Fill in", ids.GO_TO, p=page)}
        )
    if len(by_page) > MOST_MISSING:
        drawn.append(context(f"And {len(by_page) - MOST_MISSING} more pages, which Jump to… reaches."))
    return drawn


def _preview(sheet: Sheet, names: Mapping[str, str], room: int) -> list[Block]:
    """The document as it would be posted, as far as there is room (bytes)."""
    answers = normal(sheet.form, sheet.answers)
    document = render(sheet.form, named(sheet.form, answers, names), blanks="drop")
    parts = list(split(document, PREVIEW))
    shown = first_parts(parts, MOST_PREVIEW, room - MOST_PREVIEW * AROUND)
    drawn: list[Block] = [context("What will be posted:"), *(source(part) for part in shown)]
    if len(parts) > len(shown):
        drawn.append(context("The document goes on; the file that is posted holds all of it."))
    return drawn
