"""The templates in use, understood once each."""

from __future__ import annotations

from bot.tasks.desk import Desk
from bot.template.form import Form
from bot.template.parse import parse


class Forms:
    """The form that new drafts are made from, and those of older drafts by their template's hash."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, Form] = {}
        self._current = ""

    async def use(self, template: str) -> None:
        """Makes this template the one of every new draft; it is kept, so that running drafts keep theirs."""
        self._current = await self._desk.save_template(template)
        self._known[self._current] = parse(template)

    @property
    def current(self) -> tuple[str, Form]:
        """The template's hash and its form."""
        return self._current, self._known[self._current]

    async def of(self, template_hash: str) -> Form:
        """The form of a template that was once in use. KeyError if there was none with this hash."""
        if template_hash not in self._known:
            self._known[template_hash] = parse(await self._desk.template_text(template_hash))
        return self._known[template_hash]
