"""The list of a person's drafts as a modal. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack import ids
from bot.slack.sheet import Sheet
from bot.slack.text import Block, context, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.draft import Draft

MOST = 40
"""Two blocks for each draft; a modal holds 100 blocks."""


def view(drafts: Sequence[tuple[Draft, Sheet]], zone: ZoneInfo) -> ModalView:
    """All drafts, the latest first, each with its form, a button to go on and one to throw it away. `zone` is their
    owner's.
    """
    blocks: list[Block] = [part for draft, sheet in drafts[:MOST] for part in _draft(draft, sheet, zone)]
    if len(drafts) > MOST:
        blocks.append(
            context(
                f"{len(drafts) - MOST} older drafts come up when some of these are filed, saved or discarded."
            )
        )
    return {
        "type": "modal",
        "callback_id": ids.DRAFTS,
        "title": plain("Your drafts", TITLE),
        "close": plain("Close", TITLE),
        "blocks": blocks or [paragraph(said("You have no drafts left. Type /task to begin a task."))],
    }


def discard_button(draft_id: str, title: str, *, edit: bool) -> dict[str, Any]:
    """The button that throws a draft away, once that is confirmed."""
    what = f"What you changed in “{title}”" if edit else f"What you filled in for “{title}”"
    confirm = {
        "title": plain("Discard this draft?", 100),
        "text": plain(f"{what} will be deleted.", 300),
        "confirm": plain("Discard", 30),
        "deny": plain("Keep it", 30),
    }
    return {**button("Discard", ids.DISCARD, d=draft_id), "confirm": confirm}


def _draft(draft: Draft, sheet: Sheet, zone: ZoneInfo) -> list[Block]:
    title = shorten(_title(sheet), 150)
    of = f", edit of revision {sheet.edits.base}" if sheet.edits else ""
    discard = discard_button(draft.id, title, edit=sheet.edits is not None)
    saved = f"{of} (saved {draft.updated_at.astimezone(zone):%Y-%m-%d %H:%M})"
    return [
        paragraph(said(title, bold=True), said(saved)),
        {"type": "actions", "elements": [button("Resume", ids.RESUME, d=draft.id), discard]},
    ]


def _title(sheet: Sheet) -> str:
    """`Rotate the keys`; of an edit `TASK-012: Rotate the keys`."""
    title = str(sheet.answers.get(sheet.form.title.key) or "") or "No title yet"
    return f"{sheet.edits.key}: {title}" if sheet.edits else title
