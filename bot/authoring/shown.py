"""Form -> what `countersign template check` prints for a person. Text of the template is never markup."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.authoring.checked import example, key_pattern, title
from bot.template.form import Field, Form, Page, Value
from bot.template.text import to_text
from bot.terminal import visible

MOST = 120
"""Characters that are shown of a label, an example or a default; the JSON has the whole."""

Row = tuple[str, Text, str, Text]
"""Line, field, kind, and what it offers or starts as."""


def shown(form: Form) -> RenderableType:
    """The pages and fields, the roles, and what was understood with doubt."""
    table = plain_table("Line", "Page and field", "Kind", "Options, example, default")
    for page in form.pages:
        for row in _page(page):
            table.add_row(*row)
        table.add_section()
    parts: list[RenderableType] = [
        _text(f"{key_pattern(form)}: {title(form)}", "bold"),
        _summary(form),
        table,
    ]
    if form.roles:
        roles = plain_table("Line", "Role", "Signs")
        for role in form.roles:
            roles.add_row(str(role.line), _text(role.role), _text(role.statement))
        parts.append(roles)
    return Group(*parts, *_doubts(form))


def _summary(form: Form) -> Text:
    asked = sum(1 for _ in form.asked())
    counts = [(len(form.pages), "page"), (asked, "field to fill in"), (len(form.roles), "role that signs")]
    named = (f"{count} {_many(name, count)}" for count, name in counts if count)
    return Text(", ".join(named), "dim")


def _many(name: str, count: int) -> str:
    first, *rest = name.split(" ")
    if count == 1:
        return name
    return " ".join((first + "s", *rest)).replace("that signs", "that sign")


def plain_table(*columns: str) -> Table:
    """A table with a header and without a frame; lines are numbers on the right."""
    table = Table(header_style="bold", show_edge=False, pad_edge=False)
    for column in columns:
        table.add_column(column, justify="right" if column == "Line" else "left", overflow="fold")
    return table


def _page(page: Page) -> Iterator[Row]:
    yield "", _text(page.title, "bold"), "", Text()
    under: str | None = None
    for field in page.fields:
        if field.heading not in (None, under, field.label):
            yield "", _text(f"  {field.heading}", "italic"), "", Text()
        under = field.heading
        yield from _rows(field, "  " if field.heading in (None, field.label) else "    ")


def _rows(field: Field, indent: str) -> Iterator[Row]:
    kind = f"{field.kind}, required" if field.required else field.kind
    yield str(field.line), _text(indent + field.label), kind, _text(offer(field), "dim")
    for below in field.fields:
        yield from _rows(below, indent + "  ")


def offer(field: Field) -> str:
    """What a field offers to choose, shows as an example or a constant, and starts as."""
    parts = []
    if field.options:
        parts.append(" | ".join(field.options))
    elif field.text:
        parts.append(field.text)
    if field.rows:
        parts.append(f"{len(field.rows)} rows{' and a sum' if field.total else ''}")
    if field.repeats:
        parts.append("any number")
    if field.default is not None:
        parts.append(f"starts as: {_brief(field, field.default)}")
    shows = example(field)
    said = "" if shows is None else _brief(field, shows)
    if said or (field.placeholder and not field.options):
        parts.append(f"e.g. {said or field.placeholder}")
    return "; ".join(parts)


def _brief(field: Field, value: Value | None) -> str:
    if field.kind == "group":
        count = len(value or ())
        return f"{count} item" if count == 1 else f"{count} items"
    lines = [line for line in (line.strip() for line in to_text(field, value).splitlines()) if line]
    if field.kind in ("code", "markdown") and len(lines) > 1:
        return f"{lines[0]} … ({len(lines)} lines)"
    return ", ".join(lines)


def _doubts(form: Form) -> Iterator[RenderableType]:
    if not form.unsure:
        yield Text("Every line was understood without doubt.")
        return
    yield Text("Understood with doubt:", "bold")
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column(justify="right", no_wrap=True)
    lines.add_column(overflow="fold")
    for doubt in form.unsure:
        lines.add_row(f"  line {doubt.line}:", Text(visible(doubt.message)))
    yield lines


def _text(text: str, style: str = "") -> Text:
    short = text if len(text) <= MOST else text[: MOST - 1] + "…"
    return Text(visible(short.replace("\n", " ").replace("\t", " ")), style)
