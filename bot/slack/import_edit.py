"""What was understood of a document that is of a task which is there, before anything is saved. Pure.

As in import_preview.py, everything here is the beginning of a list, and pings nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.slack import ids
from bot.slack.import_preview import KEPT, LINE, MOST_NOTES, MOST_PAGES, NAME, items, people, unplaced
from bot.slack.text import Block, Inline, context, paragraph, plain, said, shorten
from bot.slack.views import TITLE, ModalView
from bot.tasks.comparing import Change
from bot.tasks.merging import Clash
from bot.tasks.reimporting import ANEW, Reimported, based

DRAFTED = "It is saved as a draft. Go on leads to Review, where nothing is changed before Save."


def preview(found: Reimported, draft_id: str, name: str | None) -> ModalView:
    """The modal after reading; where there is something to save, it leads on. `name` is the file's."""
    wanted = bool(found.changes or found.clashes)
    return {
        "type": "modal",
        "callback_id": ids.IMPORTED,
        "title": plain("What was understood", TITLE),
        **({"submit": plain("Go on", TITLE)} if wanted else {}),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(d=draft_id),
        "blocks": [
            paragraph(said(_headline(found, wanted), bold=True)),
            context(f"{based(found)} {_whence(name)}"),
            *([context(DRAFTED)] if wanted else []),
            *_fields("Changes:", [each for each in found.changes if each not in found.left_out]),
            *_fields("Isn't in the document, so it would be taken away:", found.left_out),
            *_fields("Somebody else has changed these too; Review asks which text stays:", found.clashes),
            *_sentences(found),
            *people(found.mentions),
            *unplaced(found.unplaced),
            context(KEPT if wanted else ANEW.format(found.task.key)),
            *([context(ANEW.format(found.task.key))] if wanted else []),
        ],
    }


def _headline(found: Reimported, wanted: bool) -> str:
    title = f"{found.task.key}: {shorten(found.task.title, 300)}"
    return f"{title} will be edited" if wanted else f"Nothing changes in {title}. There is nothing to save."


def _whence(name: str | None) -> str:
    return f"Read from {shorten(name, NAME)}." if name else "Read from what you pasted."


def _fields(head: str, fields: Iterable[Change | Clash]) -> list[Block]:
    """By section, the labels of these fields."""
    by_section: dict[str, list[str]] = {}
    for each in fields:
        by_section.setdefault(each.section, []).append(each.label)
    entries: list[list[Inline]] = [
        [said(f"{shorten(section, NAME)}: ", bold=True), said(shorten(", ".join(labels), LINE))]
        for section, labels in by_section.items()
    ]
    return items(head, entries, MOST_PAGES)


def _sentences(found: Reimported) -> list[Block]:
    """What the document says and doesn't change, and what stands in the way of saving it."""
    sentences = [*found.notes, *(problem.message for problem in found.problems)]
    return items("Please note:", [[said(shorten(each, LINE))] for each in sentences], MOST_NOTES)
