"""What the command shows: for a person in lines, for a program in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.importing.checked import Checked
from bot.tasks.comparing import sections
from bot.tasks.importing import Mention, Understood
from bot.tasks.reimporting import Reimported, based
from bot.terminal import visible

MOST = 200
"""Lines of a document that a person is shown as not placed."""


def lines(checked: Checked) -> Iterator[str]:
    """What was understood of a document, what has no place in a task, and why none can be made of it."""
    yield visible(checked.given.name)
    if checked.same_as:
        yield f"  holds the same text as {visible(checked.same_as)}: one task is made of both"
        return
    if checked.edits:
        yield f"  Edits: {checked.edits.key}: {visible(checked.edits.title)}"
    elif checked.said:
        yield f"  Title: {visible(checked.said.title) or 'none'}"
    yield f"  Template: {visible(checked.template)}"
    if checked.said:
        yield f"  Answered: {checked.said.answered} of {checked.said.asked} fields"
    if checked.edit:
        yield from _changes(checked.edit)
    if found := checked.said or checked.edit:
        yield from _below("People:", (_person(each) for each in found.mentions))
        yield from _below("Not taken over:", found.notes)
        yield from _rest(found)
    what = f"{checked.edits.key} can't be edited by it:" if checked.edits else "No task can be made of it:"
    yield from _below(what, checked.refused)


def _changes(edit: Reimported) -> Iterator[str]:
    yield f"  {based(edit)}"
    if edit.changes:
        yield f"  Changes: {visible(sections(edit.changes))}"
        yield from _below(
            "Not in the document, so taken away:", [sections(edit.left_out)] if edit.left_out else []
        )
    elif not edit.clashes:
        yield f"  It changes nothing in {edit.task.key}, so there is nothing to save."


def _rest(said: Understood | Reimported) -> Iterator[str]:
    if not said.unplaced:
        yield "  Every line was placed."
    rest = [f"line {each.line}: {each.text.strip()}" for each in said.unplaced[:MOST]]
    if more := len(said.unplaced) - len(rest):
        rest.append(f"and {more} lines more, which --json shows too")
    yield from _below("Not placed, and in no answer:", rest)


def _person(each: Mention) -> str:
    what = f"{each.label}, asked to sign" if each.signs and each.user else each.label
    if each.user:
        return f"{what}: {each.name} ({each.user})"
    so = "nobody is asked" if each.signs else "the name stays text"
    return f"{what}: {each.name}, not matched: {each.why}; {so}"


def _below(heading: str, sentences: Iterable[str]) -> Iterator[str]:
    """The heading and the sentences, if there are any."""
    found = [f"    {visible(sentence)}" for sentence in sentences]
    yield from [f"  {heading}", *found] if found else []


def next_steps(found: Iterable[Checked]) -> list[str]:
    """What the bot does about the tasks that were made and edited, in a line; none where it has nothing to do."""
    after = [each for each in found if each.task and not each.idle]
    tasks = [each.task for each in after if each.task]
    carded = [each for each in after if each.task and each.task.channel]
    does = {
        "posts the cards": any(each.edits is None for each in carded),
        "brings edited cards up to date": any(each.revision for each in carded),
        "asks the signers": any(each.person for task in tasks for each in task.waiting()),
    }
    said = [what for what, so in does.items() if so]
    *first, last = said or [""]
    line = " and ".join([", ".join(first), last] if first else [last])
    return [f"The bot {line}, now or when it runs next."] if said else []


def as_json(checked: Checked) -> dict[str, Any]:
    """One document for a program. Every name is always there; null, "", {} and [] stand for nothing."""
    said, edit = checked.said, checked.edit
    found = said or edit
    return {
        "file": checked.given.name,
        "template": checked.template,
        "title": found.title if found else None,
        "edits": checked.edits.key if checked.edits else None,
        "changes": [each.label for each in edit.changes] if edit else [],
        "key": checked.task.key if checked.task else None,
        "revision": checked.revision,
        "answers": found.answers if found else {},
        "unplaced": [{"line": each.line, "text": each.text} for each in found.unplaced] if found else [],
        "people": [_person_json(each) for each in found.mentions] if found else [],
        "notes": list(found.notes) if found else [],
        "problems": list(checked.refused),
    }


def _person_json(each: Mention) -> dict[str, Any]:
    return {"label": each.label, "name": each.name, "user": each.user}
