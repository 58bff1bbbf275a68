"""The templates in use, understood once each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from bot.slack.later import Later
from bot.slack.naming import name_of, shown_names
from bot.tasks.desk import Desk
from bot.template.form import Form
from bot.template.parse import parse

Texts = Mapping[str, str]
"""Templates by their files' names, in the order in which they are offered."""

PATIENCE = 0.5
"""Seconds that a form waits for a template that was changed; a press must be answered within three."""


class Offered(BaseModel):
    """A template that a new form can be made from."""

    model_config = ConfigDict(frozen=True)

    name: str
    """Its file's name without `.md`; what is typed after `/task new`."""
    title: str
    """What it is called in menus."""
    hash: str
    """The SHA-256 of its text."""
    form: Form
    """What it asks."""


class Forms:
    """The forms that new drafts are made from, and those of older drafts by their template's hash."""

    def __init__(self, desk: Desk, later: Later, look: Callable[[], Texts]) -> None:
        """`look` gives the templates as they are now; it reads files, so it is called in a thread."""
        self._desk = desk
        self._later = later
        self._look = look
        self._known: dict[str, Form] = {}
        self._offered: tuple[Offered, ...] = ()
        self._one_at_a_time = asyncio.Lock()

    @property
    def offered(self) -> tuple[Offered, ...]:
        """All that can be chosen from; the first is what `/task` begins with."""
        return self._offered

    @property
    def first(self) -> Offered:
        """What a new form is made from, where nothing else is said."""
        return self._offered[0]

    def named(self, word: str) -> Offered | None:
        """The template whose file has this name, with or without `.md`, in any case."""
        wanted = name_of(word)
        exactly = [each for each in self._offered if each.name == wanted]
        roughly = [each for each in self._offered if each.name.casefold() == wanted.casefold()]
        return next(iter([*exactly, *roughly]), None)

    async def of(self, template_hash: str) -> Form:
        """The form of a template that was once in use. KeyError if there was none with this hash."""
        if template_hash not in self._known:
            text = await self._desk.template_text(template_hash)
            self._known[template_hash] = await asyncio.to_thread(parse, text)
        return self._known[template_hash]

    async def refresh(self) -> None:
        """Takes what was changed, added or removed since; each text is kept, so that drafts keep theirs."""
        async with self._one_at_a_time:
            texts = await asyncio.to_thread(self._look)
            if [(each.name, each.form.template) for each in self._offered] != _named(texts):
                self._offered = await self._understood(texts)

    async def fresh(self) -> None:
        """Before a new form. What takes longer to read is taken by the form after it."""
        done = asyncio.Event()
        self._later.run(self._refresh_and_tell(done))
        try:
            async with asyncio.timeout(PATIENCE):
                await done.wait()
        except TimeoutError:
            return

    async def _refresh_and_tell(self, done: asyncio.Event) -> None:
        try:
            await self.refresh()
        finally:
            done.set()

    async def _understood(self, texts: Texts) -> tuple[Offered, ...]:
        found = []
        for name, text in _named(texts):
            template_hash = await self._desk.save_template(text)
            found.append((name, template_hash, await self.of(template_hash)))
        titles = shown_names([(name, form) for name, _, form in found])
        return tuple(
            Offered(name=name, title=title, hash=template_hash, form=form)
            for (name, template_hash, form), title in zip(found, titles, strict=True)
        )


def _named(texts: Texts) -> list[tuple[str, str]]:
    """By the names that are typed; of files that differ in what can't be typed, the first."""
    named: dict[str, str] = {}
    for file, text in texts.items():
        named.setdefault(name_of(file), text)
    return list(named.items())
