"""The list of a person's drafts as a modal. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.text import Block, context, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.draft import Draft
from bot.template.form import Form

MOST = 40
"""Two blocks for each draft; a modal holds 100 blocks."""


def view(drafts: Sequence[tuple[Draft, Form]]) -> ModalView:
    """All drafts, the latest first, each with a button to go on and one to throw it away."""
    blocks: list[Block] = [part for draft, form in drafts[:MOST] for part in _draft(draft, form)]
    if len(drafts) > MOST:
        blocks.append(
            context(f"{len(drafts) - MOST} older drafts come up when some of these are filed or discarded.")
        )
    return {
        "type": "modal",
        "callback_id": ids.DRAFTS,
        "title": plain("Your drafts", TITLE),
        "close": plain("Close", TITLE),
        "blocks": blocks or [paragraph(said("You have no drafts left. Type /task to begin a task."))],
    }


def _draft(draft: Draft, form: Form) -> list[Block]:
    title = str(draft.answers.get(form.title.key) or "") or "No title yet"
    saved = f" (saved {draft.updated_at:%Y-%m-%d %H:%M} UTC)"
    discard = button("Discard", ids.DISCARD, d=draft.id)
    discard["confirm"] = {
        "title": plain("Discard this draft?", 100),
        "text": plain(f"What you filled in for “{shorten(title, 150)}” will be deleted.", 300),
        "confirm": plain("Discard", 30),
        "deny": plain("Keep it", 30),
    }
    return [
        paragraph(said(shorten(title, 150), bold=True), said(saved)),
        {"type": "actions", "elements": [button("Resume", ids.RESUME, d=draft.id), discard]},
    ]
