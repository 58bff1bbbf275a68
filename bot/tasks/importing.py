"""A filled document -> what a new task would be made of. Pure. Of a task that is there: see reimporting.py.

Nothing here signs: a ticked role is asked anew, and its line comes back as not placed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.errors import NotADocument
from bot.tasks.names import Names
from bot.tasks.people import PersonInfo
from bot.template.answers import Answers, Problem, check, unanswered
from bot.template.form import Field, Form
from bot.template.kept import Kept
from bot.template.read import Read, Unplaced, read

LARGEST = 1_000_000
"""Bytes of one document."""


class Mention(BaseModel):
    """A name in a document, where the form asks for a person, or on a role's line."""

    model_config = ConfigDict(frozen=True)

    label: str
    """The field's label, or the role."""
    name: str
    """As the document has it."""
    user: str | None = None
    """The id of the one person who is called so; None if it can't be told who is meant, or they can't sign."""
    signs: bool = False
    """Whether it stands on a role's line."""
    why: str = ""
    """Where `user` is None, why: words that can follow a colon."""


class Understood(BaseModel):
    """What a document says, in the words of a form."""

    model_config = ConfigDict(frozen=True)

    template: str
    """The form's source text."""
    title: str
    """The title; "" if the document has none."""
    answers: Answers
    """As a draft keeps them: a matched person is `{"user": "U…"}`, any other name stays text."""
    signers: Mapping[str, str]
    """User ids by role, of people who can be asked; a role whose line is ticked is asked anew."""
    mentions: tuple[Mention, ...]
    """Every name, matched or not: those of the fields, then those of the roles."""
    unplaced: tuple[Unplaced, ...]
    """The lines that answer nothing the form asks, in their order; ticked roles are among them."""
    key: str | None
    """The key that the document names; the new task gets one of its own."""
    notes: tuple[str, ...]
    """What else the document says and the new task doesn't take: a sentence each."""
    answered: int
    """How many of the form's fields have an answer, the template's own items among them."""
    asked: int
    """How many fields the form has."""
    problems: tuple[Problem, ...]
    """What stands in the way of filing this as it is."""


def text_of(raw: bytes) -> str:
    """A document's text, without the mark that some editors put in front of UTF-8. NotADocument."""
    if len(raw) > LARGEST:
        raise NotADocument("it is larger than 1 MB, which is the most that a document may be")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotADocument(
            f"it is not text in UTF-8: byte {wrong.start + 1} can't be read. Save it as UTF-8 and try again"
        ) from None
    if "\0" in text:
        raise NotADocument("it is not a text: it holds NUL bytes. Take the Markdown file itself")
    if not text.strip():
        raise NotADocument("it is empty. Fill in a template and try again")
    return text


def understood(form: Form, document: str, people: Iterable[PersonInfo]) -> Understood:
    """What a document gives a new task. Takes any text, never raises.

    `people` are those of the one workspace. A name is matched to the only active person who is called so,
    by name or id, in any case; bots and other workspaces' people are never meant. Only full members sign.
    """
    found = read(form, document)
    placing = Placing(Names(people))
    answers = placing.answers(form.asked(), found.answers)
    signers = dict(placing.signers(form, found.kept))
    return Understood(
        template=form.template,
        title=str(answers.get(form.title.key) or ""),
        answers=answers,
        signers=signers,
        mentions=tuple(placing.mentions),
        unplaced=found.unplaced,
        key=found.kept.key,
        notes=tuple(_notes(form, found.kept)),
        answered=_answered(form, found),
        asked=len(list(form.asked())),
        problems=tuple(check(form, answers)),
    )


def key_in(form: Form, document: str) -> str | None:
    """The key in the document's first heading, as the form understands it."""
    return read(form, document).kept.key


def best(forms: Sequence[Form], document: str) -> Form:
    """The form that leaves the fewest lines unplaced; of several the one with the most answers, then the first.

    There is at least one.
    """
    if len(forms) == 1:
        return forms[0]

    def fit(form: Form) -> tuple[int, int]:
        found = read(form, document)
        return len(found.unplaced), -_answered(form, found)

    return min(forms, key=fit)


class Placing:
    """Puts people in place of names, and notes every name that it met."""

    def __init__(self, names: Names) -> None:
        self.mentions: list[Mention] = []
        self._names = names

    def answers(self, fields: Iterable[Field], answers: Mapping[str, Any]) -> Answers:
        """The answers with people in place of the names that were matched, in groups too."""
        placed = dict(answers)
        for field in fields:
            value = answers.get(field.key)
            if field.kind == "person" and isinstance(value, str) and value:
                placed[field.key] = self._person(field.label, value)
            elif field.kind == "group" and isinstance(value, list):
                placed[field.key] = [self.answers(field.fields, item) for item in value]
        return placed

    def signers(self, form: Form, kept: Kept) -> Iterator[tuple[str, str]]:
        """(role, user id) of the roles whose lines name somebody who can be asked."""
        for role in dict.fromkeys(role.role for role in form.roles):
            line = kept.sign_offs.get(role)
            if line and line.name:
                found, why = self._names.signer(line.name)
                self.mentions.append(
                    Mention(label=role, name=line.name, user=found and found.id, signs=True, why=why)
                )
                if found:
                    yield role, found.id

    def _person(self, label: str, name: str) -> Any:
        found, why = self._names.person(name)
        self.mentions.append(Mention(label=label, name=name, user=found and found.id, why=why))
        return {"user": found.id} if found else name


def _answered(form: Form, found: Read) -> int:
    return len(list(form.asked())) - len(unanswered(form, found.answers))


def _notes(form: Form, kept: Kept) -> Iterator[str]:
    """What the bot keeps itself, where the document says something else than a new task."""
    if kept.key:
        yield f"The document is called {kept.key}. The new task gets a key of its own."
    if form.statuses and kept.status not in (None, form.statuses[0]):
        yield f"The document's status is {kept.status}. The new task starts as {form.statuses[0]}."
    for role in dict.fromkeys(role.role for role in form.roles):
        line = kept.sign_offs.get(role)
        if line and line.done:
            yield f"{role} has signed the document. An import signs nothing, so the role is asked anew."
        elif line and line.not_needed is not None:
            yield f"The document says that {role} need not sign: {line.not_needed}. The new task leaves that open."
