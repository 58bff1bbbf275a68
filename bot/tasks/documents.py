"""A task as a document: the template filled in, and, when all have signed, its footer. Pure.

The footer stands behind one marker line; only the last such line of a text counts, so an answer that
holds one changes nothing. The text above the marker, up to and with its last line break, is what the
footer's last hash is of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from bot.tasks.markdown import escaped
from bot.tasks.people import PersonInfo, day_in
from bot.tasks.substance import sha256
from bot.tasks.task import Signature, SignOff, SignOffState, Task
from bot.template.answers import Answers
from bot.template.footer import MARKER as MARKER
from bot.template.footer import SIGNED, UNSIGNED
from bot.template.form import Field, Form
from bot.template.parse import parse
from bot.template.render import Kept, SignOffLine, render

_MARKER_LINE = re.compile(rf"^{re.escape(MARKER)}\r?$", re.MULTILINE)

People = Mapping[str, PersonInfo]
"""What is known of people, by user id."""


@lru_cache(maxsize=64)
def form_of(template: str) -> Form:
    """The form of a template's text. Templates are few and never change, so each is parsed once."""
    return parse(template)


def document(form: Form, answers: Mapping[str, Any], task: Task, people: People, default_zone: str) -> str:
    """The task's latest state as Markdown, with what is unanswered left out. Days are the author's own.

    `default_zone` is the IANA name for an author whose own isn't known.
    """
    kept = kept_of(form, task, people, default_zone)
    return render(form, named(form, answers, names_of(people)), kept=kept)


def kept_of(form: Form, task: Task, people: People, default_zone: str) -> Kept:
    """What the bot keeps of the task, as its document says it."""
    zone = people[task.author].zone if task.author in people else None
    return Kept(
        key=task.key,
        status=task.label(form.statuses) if form.statuses else None,
        created=day_in(zone, task.created_at, default_zone).isoformat(),
        updated=day_in(zone, task.updated_at, default_zone).isoformat(),
        sign_offs={each.role: _line(task, each, people) for each in task.sign_offs},
    )


def names_of(people: People) -> dict[str, str]:
    """The displayed names, by user id."""
    return {user: person.name for user, person in people.items()}


def named(form: Form, answers: Mapping[str, Any], names: Mapping[str, str]) -> Answers:
    """The answers with displayed names in place of picked people; an unknown id stands for itself."""
    return _named(form.asked(), answers, names)


def users_in(form: Form, answers: Mapping[str, Any]) -> set[str]:
    """The ids of all people who were picked in the answers."""
    return set(_users(form.asked(), answers))


def signed(text: str, task: Task, head: str) -> str:
    """The document, whole: `text` (ending in a line break), the marker line and the footer.

    `head` is the hash of the last event of the task's chain. What nobody signed doesn't say that it is signed.
    """
    above = text if text.endswith("\n") else text + "\n"
    given = [signature_line(each) for each in task.counting()]
    lines = [
        MARKER,
        "",
        "---",
        "",
        f"**{task.key}**, revision {task.revision}, {SIGNED if given else UNSIGNED}.",
        "",
        *([*given, ""] if given else []),
        f"- {'What was signed' if given else 'What it says'}: `sha256:{task.substance_hash}`",
        f"- Task history up to here: `sha256:{head}`",
        f"- This document above the line: `sha256:{sha256(above)}`",
    ]
    return above + "\n".join(lines) + "\n"


def sealed_name(key: str, text: str) -> str:
    """What the file of this signed document is called."""
    _, footer = split(text)
    return f"{key}-{'done' if footer and f', {UNSIGNED}.' in footer else 'signed'}.md"


def split(text: str) -> tuple[str, str | None]:
    """(the text above the marker, the footer with its marker); the footer is None where there is no marker."""
    found = list(_MARKER_LINE.finditer(text))
    if not found:
        return text, None
    at = found[-1].start()
    return text[:at], text[at:]


def signature_line(signature: Signature) -> str:
    """What the footer says of a signature, as a line of Markdown."""
    role, name = escaped(signature.role, also="<"), escaped(signature.name, also="<")
    day = signature.day.isoformat()
    return f"- {role}: {name} (`{signature.signer}`), {day}, revision {signature.revision}"


def _named(fields: Iterable[Field], answers: Mapping[str, Any], names: Mapping[str, str]) -> Answers:
    result = dict(answers)
    for field in fields:
        value = answers.get(field.key)
        if user := _user(field, value):
            result[field.key] = names.get(user, user)
        elif field.kind == "group" and isinstance(value, list):
            result[field.key] = [_named(field.fields, item, names) for item in value]
    return result


def _users(fields: Iterable[Field], answers: Mapping[str, Any]) -> Iterator[str]:
    for field in fields:
        value = answers.get(field.key)
        if user := _user(field, value):
            yield user
        elif field.kind == "group" and isinstance(value, list):
            for item in value:
                yield from _users(field.fields, item)


def _user(field: Field, value: Any) -> str | None:
    """The id of a picked person; None for any other value."""
    if field.kind == "person" and isinstance(value, Mapping) and value.get("user"):
        return str(value["user"])
    return None


def _line(task: Task, sign_off: SignOff, people: People) -> SignOffLine:
    if sign_off.state is SignOffState.NOT_NEEDED:
        return SignOffLine(not_needed=sign_off.reason or "")
    if signature := task.signature_of(sign_off):
        return SignOffLine(done=True, name=signature.name, day=signature.day.isoformat())
    person = people.get(sign_off.person or "")
    return SignOffLine(name=person.name if person else sign_off.person)
