"""Who is picked on the pages of a form and can't be: a bot, which reads no message, and who has no account any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from bot.slack.people import People
from bot.slack.request import Request
from bot.slack.sheet import Sheet
from bot.tasks.desk import Desk
from bot.tasks.documents import users_in
from bot.tasks.errors import NotKept
from bot.tasks.people import PersonInfo
from bot.template.answers import Problem, normal
from bot.template.form import Field


class Picked:
    """What stands against those who are picked. Whom a task named before an edit of it may stay."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk = desk
        self._people = people

    async def asked(self, request: Request, sheet: Sheet) -> list[Problem]:
        """Of those who stand in the view; Slack is asked, for a moment, about who isn't known here."""
        users = users_in_view(request.modal.state)
        if not users:
            return []
        await self._people.look_up(request.team, users)
        return await self.known(request.team, sheet, users)

    async def known(self, team: str, sheet: Sheet, users: Collection[str] | None = None) -> list[Problem]:
        """By what is known here, of these users; of all who are picked, if None."""
        wanted = users_in(sheet.form, normal(sheet.form, sheet.answers)) if users is None else users
        people = await self._desk.people(team, wanted) if wanted else {}
        refused = {user: info for user, info in people.items() if info.why_not_picked()}
        if refused and sheet.edits:
            named = await self._named(team, sheet.edits.task_id)
            refused = {user: info for user, info in refused.items() if user not in named}
        return problems(sheet, refused) if refused else []

    async def _named(self, team: str, task_id: int) -> set[str]:
        """Whom the task names; nobody where that isn't kept, and can't be edited either."""
        task = await self._desk.task(team, task_id)
        try:
            return users_in(*await self._desk.answers(task)) if task else set()
        except NotKept:
            return set()


def users_in_view(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> set[str]:
    """Who is picked in a view's state. Pure."""
    elements = (element for block in state.values() for element in block.values())
    return {str(user) for element in elements if (user := element.get("selected_user"))}


def problems(sheet: Sheet, refused: Mapping[str, PersonInfo]) -> list[Problem]:
    """A sentence for each field in which somebody of these is picked, in the form's order. Pure."""
    return list(_wrong(sheet.form.asked(), normal(sheet.form, sheet.answers), refused, ""))


def _wrong(
    fields: Iterable[Field], answers: Mapping[str, Any], refused: Mapping[str, PersonInfo], begin: str
) -> Iterator[Problem]:
    for field in fields:
        key, value = begin + field.key, answers.get(field.key)
        if field.kind == "group" and isinstance(value, list):
            for place, item in enumerate(value):
                yield from _wrong(field.fields, item, refused, f"{key}[{place}].")
        elif (
            field.kind == "person"
            and isinstance(value, dict)
            and (info := refused.get(str(value.get("user"))))
        ):
            said = f"{info.name} can't be chosen as {field.label}: {info.why_not_picked()}. Choose a person."
            yield Problem(key=key, label=field.label, message=said)
