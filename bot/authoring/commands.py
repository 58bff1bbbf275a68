"""`countersign template …`: what a template asks, and what becomes of answers, without Slack or a database."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.arguments import one_of
from bot.terminal import fail, named, once, read_text, say, show, visible, write_text

app = typer.Typer(
    name="template",
    help="See what a Markdown template asks, and try it out. `-` stands for standard input.",
    no_args_is_help=True,
)

Template = Annotated[str, typer.Argument(metavar="FILE", help="The template, a Markdown file in UTF-8.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


class Blanks(StrEnum):
    """What becomes of unanswered parts of the template."""

    keep = "keep"
    drop = "drop"


@app.command()
def check(file: Template, as_json: Json = False) -> None:
    """Show the form that a template becomes, and the lines that could have meant something else.

    In the JSON, "key" is the pattern of a task's key as in the first
    heading (TASK-XXX: at least three digits), "title" what that heading's
    blank says (or the word Title), "example" what a blank says or the
    template's own items show, "default" what starts as answered.
    Inside a group, keys are those of one item.
    """
    from bot.authoring.checked import checked
    from bot.authoring.shown import shown
    from bot.template.parse import parse

    form = parse(read_text(file).body)
    if as_json:
        _print_json(checked(form))
    else:
        show(shown(form))


@app.command()
def blank(file: Template) -> None:
    """Print the document without any answers: the template itself, byte for byte."""
    from bot.template.parse import parse
    from bot.template.render import render

    text = read_text(file)
    write_text(text.mark + render(parse(text.body), {}, blanks="keep"))


@app.command()
def render(
    file: Template,
    answers: Annotated[
        str,
        typer.Option(
            metavar="A.json", help="Values by their keys, bare or as `template read --json` prints."
        ),
    ],
    blanks: Annotated[
        Blanks,
        typer.Option(
            parser=one_of(Blanks),
            metavar="keep|drop",
            help="Whether unanswered parts stay as in the template or are left out.",
        ),
    ] = Blanks.drop,
) -> None:
    """Print the document that answers make of a template."""
    from bot.authoring.given import GivenError, given, problems
    from bot.template.parse import parse
    from bot.template.render import render as rendered

    once(file, answers)
    text = read_text(file)
    form = parse(text.body)
    try:
        found = given(read_text(answers).body)
    except GivenError as reason:
        fail(f"{visible(named(answers))} {reason}")
    wrong = problems(form, found.answers)
    if wrong:
        fail("\n".join(visible(line) for line in wrong))
    if found.unplaced:
        lines = "1 unplaced line is" if found.unplaced == 1 else f"{found.unplaced} unplaced lines are"
        say(f"of the answers in {named(answers)}, {lines} not in this document")
    write_text(text.mark + rendered(form, found.answers, blanks=blanks.value))


@app.command()
def read(
    file: Template,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The filled document, in UTF-8.")],
    as_json: Json = False,
) -> None:
    """Show the answers that a filled document holds, and the lines that answer nothing.

    The JSON is what `countersign template render` takes as answers.
    """
    from bot.authoring.understood import found_json, understood
    from bot.template.parse import parse
    from bot.template.read import read as found_in

    once(file, document)
    form = parse(read_text(file).body)
    found = found_in(form, read_text(document).body)
    if as_json:
        _print_json(found_json(found))
    else:
        show(understood(form, found))


def _print_json(value: Any) -> None:
    """In ASCII, so that it is the same in every terminal and holds nothing that could steer one."""
    write_text(json.dumps(value, indent=2) + "\n")
