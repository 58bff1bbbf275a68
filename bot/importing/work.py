"""What the command does: checks every document against the templates, then makes the tasks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import utc_now
from bot.importing import author
from bot.importing.checked import Checked, Order
from bot.importing.editing import Editor
from bot.importing.files import Given, ImportFailed
from bot.policy import policy
from bot.settings import Filing
from bot.tasks import directory
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import DatabaseError, TaskError, UnknownTeam
from bot.tasks.imported import Source
from bot.tasks.importing import best
from bot.tasks.people import ChannelInfo, PersonInfo
from bot.tasks.substance import sha256
from bot.template.form import Form
from bot.template.parse import parse
from bot.templates import ENDING, TemplateFiles, Unreadable


class Importer:
    """One workspace, one author, and the templates."""

    def __init__(
        self,
        desk: Desk,
        team: str,
        order: Order,
        forms: dict[str, Form],
        editor: Editor,
        author: PersonInfo | None,
    ) -> None:
        """`author` is what is known of whose the tasks become."""
        self.team = team
        self.order = order
        self.author = author
        self._desk = desk
        self._forms = forms
        self._editor = editor

    async def channel(self) -> ChannelInfo | None:
        """What is known of the cards' channel."""
        return await self._desk.channel(self.team, self.order.channel) if self.order.channel else None

    async def check(self, documents: Iterable[Given]) -> list[Checked]:
        """What would be made of each; nothing is made."""
        first: dict[str, Checked] = {}
        found = []
        for given in documents:
            earlier = first.get(given.text)
            if earlier is None:
                earlier = first[given.text] = await self._checked(given)
                found.append(earlier)
            else:
                found.append(earlier._replace(given=given, same_as=earlier.given.name))
        return found

    async def make(self, checked: Checked) -> Checked:
        """The same with its task, made or edited, or with why there is none."""
        if checked.refused:
            return checked
        if checked.said is None:
            return await self._editor.save(checked)
        draft_id, given = new_draft_id(), checked.given
        source = Source(given.text, Path(given.name).name, None, self.order.channel)
        try:
            await self._desk.imports.draft(self.team, self.order.author, draft_id, checked.said, source)
            created = await self._desk.create(self.team, self.order.author, draft_id)
        except (TaskError, DatabaseError) as reason:
            return checked._replace(refused=(str(reason),))
        return checked._replace(task=created.task)

    async def _checked(self, given: Given) -> Checked:
        form = best(list(self._forms.values()), given.text)
        if task := await self._desk.imports.task_of(self.team, form, given.text):
            hashes = {sha256(each.template): name for name, each in self._forms.items()}
            template = hashes.get(task.template_hash, "an earlier one")
            return await self._editor.check(given, template, task)
        template = next(name for name, each in self._forms.items() if each is form)
        said = await self._desk.imports.understand(self.team, form, given.text)
        return Checked(given, template, said, tuple(problem.message for problem in said.problems))


@asynccontextmanager
async def importer(settings: Filing, order: Order) -> AsyncIterator[Importer]:
    """Opens the database that is there already, and the templates. ImportFailed if something is in the way."""
    forms = _forms(settings, order.template)
    try:
        database = await asyncio.to_thread(Database.open, settings.database_url, must_exist=True)
    except DatabaseError as reason:
        raise ImportFailed(str(reason)) from None
    try:
        team = _team(await database.read(directory.teams), order.team)
        desk = Desk(database, utc_now, policy(settings).first_due, zone=settings.timezone)
        editor = Editor(desk, order.author, admin=order.author in settings.admins)
        people = await database.read(lambda session: directory.everybody(session, team))
        whose = author.found(people, order.author, team, unknown=order.unknown_author)
        yield Importer(desk, team, order, forms, editor, whose)
    except DatabaseError as reason:
        raise ImportFailed(str(reason)) from None
    finally:
        await database.close()


def _team(known: list[str], wanted: str | None) -> str:
    if wanted and (wanted in known or not known):
        return wanted
    if wanted:
        raise ImportFailed(str(UnknownTeam(wanted, known)))
    if not known:
        raise ImportFailed(
            "the database knows no workspace yet: name it with --team, as in the bot's log line “started”"
        )
    if len(known) > 1:
        raise ImportFailed(f"the database knows several workspaces: choose {', '.join(known)} with --team")
    return known[0]


def _forms(settings: Filing, wanted: str | None) -> dict[str, Form]:
    """By the templates' names."""
    try:
        texts = TemplateFiles(settings.templates).read()
    except Unreadable as reason:
        raise ImportFailed(f"COUNTERSIGN_TEMPLATES: {reason}") from None
    if wanted:
        texts = _chosen(texts, wanted)
    return {name: parse(text) for name, text in texts.items()}


def _chosen(texts: dict[str, str], wanted: str) -> dict[str, str]:
    """The template of this name, with or without its ending, or the one in this file."""
    for name, text in texts.items():
        if wanted.casefold() in (name.casefold(), name.casefold().removesuffix(ENDING)):
            return {name: text}
    if not Path(wanted).exists():
        raise ImportFailed(
            f"there is no template {wanted}, and no such file; the templates are {', '.join(texts)}"
        )
    try:
        return TemplateFiles(Path(wanted)).read()
    except Unreadable as reason:
        raise ImportFailed(f"--template: {reason}") from None
