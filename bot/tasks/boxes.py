"""The boxes of a task's checklists, as they are ticked one by one. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.substance import Step
from bot.template.form import Field, Form


class Box(BaseModel):
    """A checklist's item, where people tick it."""

    model_config = ConfigDict(frozen=True)

    place: tuple[Step, ...]
    """Where it stands in the answers."""
    field: str
    """The key of its checklist; of one in a group, `group.checklist`."""
    number: int
    """Which of that checklist's boxes it is, from 0; through all entries of a group."""
    under: tuple[str, ...]
    """What its list stands under, from the page on: `("Definition of Done", "Code")`, `("Steps", "Step 2: Build", "Subtasks")`."""
    above: tuple[str, ...]
    """The texts of the items that it stands below, the outermost first."""
    text: str
    """What it says, on one line."""
    done: bool
    """Whether it is ticked."""

    @property
    def id(self) -> tuple[str, int]:
        """What events call it: the same for all revisions of one substance."""
        return self.field, self.number


def boxes(form: Form, answers: Mapping[str, Any]) -> list[Box]:
    """All boxes, in the form's order."""
    found: list[Box] = []
    for page in form.pages:
        asked = (field for field in page.fields if field.asked)
        found += _of_fields(asked, answers, (), "", (page.title,))
    return _numbered(found)


def _of_fields(
    fields: Iterable[Field],
    answers: Mapping[str, Any],
    place: tuple[Step, ...],
    prefix: str,
    under: tuple[str, ...],
) -> Iterator[Box]:
    """`place` and `prefix` lead to these fields: the place of their group's entry, and the group's key."""
    for field in fields:
        value, there = answers.get(field.key), (*place, field.key)
        if not isinstance(value, list):
            continue
        if field.kind == "checklist":
            yield from _of_items(
                value, there, prefix + field.key, _joined(*under, field.heading, field.label), ()
            )
        elif field.kind == "group":
            for number, entry in enumerate(value):
                about = _joined(*under, field.heading, _entry(field, number, entry))
                yield from _of_fields(field.fields, entry, (*there, number), f"{prefix}{field.key}.", about)


def _of_items(
    items: list[Any], place: tuple[Step, ...], field: str, under: tuple[str, ...], above: tuple[str, ...]
) -> Iterator[Box]:
    for at, item in enumerate(items):
        text, done = str(item["text"]), bool(item.get("done"))
        yield Box(place=(*place, at), field=field, number=0, under=under, above=above, text=text, done=done)
        yield from _of_items(item.get("items") or [], (*place, at, "items"), field, under, (*above, text))


def _entry(group: Field, number: int, entry: Mapping[str, Any]) -> str:
    """What an entry of a group is called: `Step 2: Build it`."""
    words = (entry.get(field.key) for field in group.fields if field.kind == "text")
    named = next((text for text in words if isinstance(text, str) and text), "")
    return f"{group.label} {number + 1}: {named}" if named else f"{group.label} {number + 1}"


def _joined(*words: str | None) -> tuple[str, ...]:
    """The words, each once: a list is often called as its heading is."""
    return tuple(dict.fromkeys(word for word in words if word))


def _numbered(found: Iterable[Box]) -> list[Box]:
    """The boxes with their numbers within their checklists."""
    seen: dict[str, int] = {}
    numbered = []
    for box in found:
        number = seen.get(box.field, 0)
        seen[box.field] = number + 1
        numbered.append(box.model_copy(update={"number": number}))
    return numbered
