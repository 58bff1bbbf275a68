"""What the command shows: for a person in lines, for a program in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.importing.work import Checked
from bot.tasks.importing import Mention, Understood
from bot.terminal import visible

MOST = 200
"""Lines of a document that a person is shown as not placed."""


def lines(checked: Checked) -> Iterator[str]:
    """What was understood of a document, what has no place in a task, and why none can be made of it."""
    yield visible(checked.given.name)
    if checked.same_as:
        yield f"  holds the same text as {visible(checked.same_as)}: one task is made of both"
        return
    said = checked.said
    if said:
        yield f"  Title: {visible(said.title) or 'none'}"
    yield f"  Template: {visible(checked.template)}"
    if said:
        yield f"  Answered: {said.answered} of {said.asked} fields"
        yield from _below("People:", (_person(each) for each in said.mentions))
        yield from _below("Not taken over:", said.notes)
        yield from _rest(said)
    yield from _below("No task can be made of it:", checked.refused)


def _rest(said: Understood) -> Iterator[str]:
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


def as_json(checked: Checked) -> dict[str, Any]:
    """One document for a program. Every name is always there; null, "", {} and [] stand for nothing."""
    said = checked.said
    return {
        "file": checked.given.name,
        "template": checked.template,
        "title": said.title if said else None,
        "key": checked.task.key if checked.task else None,
        "answers": said.answers if said else {},
        "unplaced": [{"line": each.line, "text": each.text} for each in said.unplaced] if said else [],
        "people": [_person_json(each) for each in said.mentions] if said else [],
        "notes": list(said.notes) if said else [],
        "problems": list(checked.refused),
    }


def _person_json(each: Mention) -> dict[str, Any]:
    return {"label": each.label, "name": each.name, "user": each.user}
