"""A JSON text -> the answers that it gives, and everything in them that the template can't take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from bot.template.answers import Answers, check
from bot.template.form import Field, Form

DEEPEST = 400
"""How many arrays and objects may stand in each other: lists as deep as Markdown has them, two for each."""
TOO_MUCH = (
    f"can't be answers: it nests more than {DEEPEST} levels deep, or holds a number of thousands of digits"
)
AS_READ = {"answers", "unplaced"}
"""What `countersign template read --json` prints."""
NOT_ASKED = "the template shows this and doesn't ask it: leave it out"
UNKNOWN = "the template asks nothing by this key; `countersign template check --json` lists the keys"


class GivenError(Exception):
    """The text holds no answers; str() says why in one line."""


class Given(NamedTuple):
    """What a file of answers holds."""

    answers: Answers
    unplaced: int
    """How many lines `read` could not place, if the answers come from there."""


def given(text: str) -> Given:
    """The answers in a JSON text: an object by keys, bare or as `read` prints it. GivenError if it has none."""
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as wrong:
        raise GivenError(f"is not JSON: line {wrong.lineno}, column {wrong.colno}: {wrong.msg}") from None
    except UnicodeEncodeError:
        raise GivenError("holds half a character (such as \\ud83d alone), which no document can") from None
    except (RecursionError, ValueError):
        raise GivenError(TOO_MUCH) from None
    if not _is_shallow(found):
        raise GivenError(TOO_MUCH)
    if not isinstance(found, dict):
        raise GivenError('holds no answers: write an object of keys and values, such as {"title": "…"}')
    if "answers" in found and found.keys() <= AS_READ and isinstance(found["answers"], dict):
        unplaced = found.get("unplaced")
        return Given(found["answers"], len(unplaced) if isinstance(unplaced, list) else 0)
    return Given(found, 0)


def _is_shallow(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [child for each in level for child in _children(each)]
        if not level:
            return True
    return False


def _children(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def problems(form: Form, answers: Answers) -> list[str]:
    """What stands in the way of a document of these answers, one sentence each; [] if nothing does."""
    fields = {field.key: field for page in form.pages for field in page.fields}
    strange = [f"{key}: {why}" for key, why in _strange(fields, answers)]
    return strange + [f"{problem.message} ({problem.key})" for problem in check(form, answers)]


def _strange(fields: dict[str, Field], answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The keys that nothing is asked by, those of a group's items too, and why."""
    for key, value in answers.items():
        field = fields.get(key)
        if field is None:
            yield key, UNKNOWN
        elif not field.asked:
            yield key, NOT_ASKED
        elif field.kind == "group" and isinstance(value, list):
            below = {each.key: each for each in field.fields}
            for place, item in enumerate(value):
                if isinstance(item, dict):
                    yield from ((f"{key}[{place}].{name}", why) for name, why in _strange(below, item))
