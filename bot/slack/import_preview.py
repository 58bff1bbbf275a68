"""What was understood of a document, before anything is filed. Pure.

Within Slack's limits for any document: everything here is the beginning of a list, and says how much more
there is. What comes from the document stands in plain runs of text, so it pings nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.text import Block, Inline, context, listed, paragraph, plain, said, shorten, source
from bot.slack.views import TITLE, ModalView
from bot.tasks.importing import Mention, Understood
from bot.template.answers import is_empty
from bot.template.form import Form, Page
from bot.template.read import Unplaced

MOST_PAGES = 40
MOST_NAMES = 30
MOST_NOTES = 12
MOST_LINES = 40
LINE = 400
"""Characters of a page's labels."""
NAME = 100
PLACELESS = 160
"""Characters of a line that has no place."""
ROOM = 2900
"""Characters of all of them together: they are one block."""

SIGNS_NOTHING = "Ticks of roles are not taken over: importing signs nothing. Each signer is asked anew."
KEPT = "Nothing of the document is lost: its whole text is kept with the task."


def preview(form: Form, understood: Understood, draft_id: str, template: str, name: str | None) -> ModalView:
    """The modal after reading. `template` is what menus call it, `name` the file's."""
    return {
        "type": "modal",
        "callback_id": ids.IMPORTED,
        "title": plain("What was understood", TITLE),
        "submit": plain("Go on", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(d=draft_id),
        "blocks": [
            paragraph(said(shorten(understood.title, 500) or "No title yet", bold=True)),
            context(_summary(understood, template, name)),
            context("It is saved as a draft. Go on leads to Review, where nothing is filed before Create."),
            *_sentences(understood),
            *_filled(form, understood),
            *people(understood.mentions),
            *([context(SIGNS_NOTHING)] if form.roles else []),
            *unplaced(understood.unplaced),
            context(KEPT),
        ],
    }


def _summary(understood: Understood, template: str, name: str | None) -> str:
    parts = [
        f"Template: {shorten(template, NAME)}",
        f"{understood.answered} of {understood.asked} fields are answered",
        f"from {shorten(name, NAME)}" if name else "from what you pasted",
    ]
    return " · ".join(parts)


def _sentences(understood: Understood) -> list[Block]:
    """What the new task doesn't take, and what stands in the way of filing it."""
    sentences = [*understood.notes, *(problem.message for problem in understood.problems)]
    return items("Please note:", [[said(shorten(each, LINE))] for each in sentences], MOST_NOTES)


def _filled(form: Form, understood: Understood) -> list[Block]:
    """By page, the labels of the fields that have an answer."""
    lines = [(page, _answered(page, understood)) for page in form.pages]
    runs = [
        [said(f"{shorten(page.title, NAME)}: ", bold=True), said(shorten(", ".join(labels), LINE))]
        for page, labels in lines
        if labels
    ]
    return items("Filled in:", runs, MOST_PAGES)


def _answered(page: Page, understood: Understood) -> list[str]:
    return [
        field.label
        for field in page.fields
        if field.asked and not is_empty(understood.answers.get(field.key))
    ]


def people(mentions: Sequence[Mention]) -> list[Block]:
    """Whom the document names, and whether they were found."""
    return items("People:", [_person(each) for each in mentions], MOST_NAMES)


def _person(mention: Mention) -> list[Inline]:
    """Whom a name means. In a modal a mention shows the name and pings nobody."""
    label = shorten(mention.label, NAME)
    head = said(f"{label}: ", bold=True)
    if mention.user:
        who: Inline = {"type": "user", "user_id": mention.user}
        return [head, who, *([said(" will be asked to sign")] if mention.signs else [])]
    name = said(f"“{shorten(mention.name, NAME)}”: {shorten(mention.why, NAME)}. ")
    todo = (
        "Choose on Review who signs." if mention.signs else "It stays as text; choose a person on its page."
    )
    return [head, name, said(todo)]


def unplaced(lines: Sequence[Unplaced]) -> list[Block]:
    """The lines that have no place, with their numbers, as they stand in the document."""
    if not lines:
        return [context("Every line of the document has its place.")]
    shown = _fitting([f"{each.line}: {shorten(each.text, PLACELESS)}" for each in lines[:MOST_LINES]])
    rest = len(lines) - len(shown)
    have = "1 line has" if len(lines) == 1 else f"{len(lines):,} lines have"
    blocks = [
        context(f"{have} no place in this template, and won't stand in the task's document:"),
        source("\n".join(shown)),
    ]
    return [*blocks, context(f"And {rest:,} more.")] if rest else blocks


def _fitting(lines: list[str]) -> list[str]:
    """The first lines that fit into one block; one at least."""
    kept: list[str] = []
    room = ROOM
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept


def items(head: str, entries: list[list[Inline]], most: int) -> list[Block]:
    """A heading, the first entries, and how many more there are; nothing for no entries."""
    if not entries:
        return []
    rest = len(entries) - most
    more = [context(f"And {rest:,} more.")] if rest > 0 else []
    return [paragraph(said(head, bold=True)), listed(entries[:most]), *more]
