"""Review: what would be filed, what is missing, where it goes and who signs. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from bot.slack import chosen, ids, values, views
from bot.slack.last import last
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
from bot.template.field import Field
from bot.template.render import render

PREVIEW = 2900
"""Characters of the document in one block."""
MOST_PREVIEW = 12
MOST_MISSING = 30
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
        *problems(sheet, check(sheet.form, answers)),
        chosen.channel(sheet, channel),
        chosen.sign_by(sheet),
        *chosen.signers(sheet),
        *missing(sheet),
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


def people_in(sheet: Sheet) -> set[str]:
    """The users who are picked in the answers."""
    return set(_users(list(sheet.answers.values())))


def filed(task: Task, *, new: bool, away: Sequence[str] = ()) -> ModalView:
    """The last view: the task that was made, now or by an earlier press. `away`: what is to be said of signers."""
    line = "is filed. Its card is on its way to the channel." if new else "is filed already."
    return last(task, f"{task.key} {line}", away=away)


def _users(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        if isinstance(found.get("user"), str):
            yield found["user"]
        found = list(found.values())
    if isinstance(found, list):
        for part in found:
            yield from _users(part)


def problems(sheet: Sheet, found: Sequence[Problem]) -> list[Block]:
    """What is wrong, each with a press that leads to its page."""
    drawn = [_problem(sheet, problem) for problem in found[:MOST_PROBLEMS]]
    left = len(found) - len(drawn)
    return [*drawn, context(f"And {left} more, which come up when these are mended.")] if left else drawn


def _problem(sheet: Sheet, problem: Problem) -> Block:
    go = button("Go there", ids.GO_TO, p=values.page_of(sheet.form, problem.key))
    return {"type": "section", "text": plain(within(f"⚠ {problem.message}", WORDS)), "accessory": go}


def missing(sheet: Sheet) -> list[Block]:
    """Pages with unanswered fields, each with a press that leads there."""
    by_page: dict[int, list[Field]] = {}
    for field in unanswered(sheet.form, sheet.answers):
        by_page.setdefault(values.page_of(sheet.form, field.key), []).append(field)
    if not by_page:
        return [context("Every field is filled in.")]
    drawn: list[Block] = [context("Not filled in:")]
    for page, fields in list(by_page.items())[:MOST_MISSING]:
        line = within(f"{sheet.form.pages[page].title}: {_listed(fields)}", WORDS)
        drawn.append(
            {"type": "section", "text": plain(line, LINE), "accessory": button("Fill in", ids.GO_TO, p=page)}
        )
    if len(by_page) > MOST_MISSING:
        drawn.append(context(f"And {len(by_page) - MOST_MISSING} more pages, which Jump to… reaches."))
    return drawn


def _listed(fields: Sequence[Field]) -> str:
    """`Objective, Unit Tests (File, Code)`: what several sub-headings ask alike is told apart by these."""
    named = []
    for heading, own in groupby(fields, key=lambda field: field.heading):
        labels = [field.label for field in own]
        named += labels if heading is None or labels == [heading] else [f"{heading} ({', '.join(labels)})"]
    return ", ".join(named)


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
