"""What was read out of a document -> what `countersign template read` prints for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from bot.authoring.shown import plain_table
from bot.template.answers import is_empty
from bot.template.form import Field, Form
from bot.template.read import Read, Unplaced
from bot.template.text import to_text
from bot.terminal import visible


def found_json(found: Read) -> dict[str, Any]:
    """The answers by their keys, and the lines that are none: what `template render` takes."""
    unplaced = [{"line": each.line, "text": each.text} for each in found.unplaced]
    return {"answers": found.answers, "unplaced": unplaced}


def understood(form: Form, found: Read) -> RenderableType:
    """The answers, whole, page by page, and the lines that are none."""
    table = plain_table("Page and field", "Answer")
    for page in form.pages:
        told = [field for field in page.fields if not is_empty(found.answers.get(field.key))]
        if told:
            table.add_row(Text(visible(page.title), "bold"), Text())
            for field in told:
                table.add_row(_label(field), _block(_lines(field, found.answers[field.key])))
            table.add_section()
    return Group(table, *_rest(found.unplaced))


def _label(field: Field) -> Text:
    under = f"{field.heading}: " if field.heading not in (None, field.label) else ""
    return Text(visible(f"  {under}{field.label}"))


def _block(lines: Iterable[str]) -> Text:
    return Text("\n".join(visible(line.replace("\t", "    ")) for line in lines))


def _lines(field: Field, value: Any) -> Iterator[str]:
    match field.kind:
        case "checklist":
            yield from _items(value, "")
        case "group":
            for number, item in enumerate(value, 1):
                yield from _item(field, f"{number}. ", item)
        case _:
            yield from to_text(field, value).split("\n")


def _items(items: Iterable[dict[str, Any]], indent: str) -> Iterator[str]:
    for item in items:
        yield f"{indent}[{'x' if item.get('done') else ' '}] {item['text']}"
        yield from _items(item.get("items") or (), indent + "  ")


def _item(group: Field, number: str, item: Mapping[str, Any]) -> Iterator[str]:
    """An item's own fields, the first of them beside its number."""
    before = number
    for field in group.fields:
        value = item.get(field.key)
        if not is_empty(value):
            first, *more = _lines(field, value)
            yield f"{before}{field.label}: {first}"
            before = " " * len(number)
            yield from (f"{before}  {line}" for line in more)


def _rest(unplaced: Sequence[Unplaced]) -> Iterator[RenderableType]:
    if not unplaced:
        yield Text("Every line was placed.")
        return
    yield Text("Not placed, and in no answer:", "bold")
    yield from (Text(f"  line {each.line}: {visible(each.text)}") for each in unplaced)
