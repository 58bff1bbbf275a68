"""People whom a document names and whom the bot has not met yet: looked for in Slack's list of everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, calling
from bot.slack.people import FRESH, person_of
from bot.tasks.desk import Desk
from bot.tasks.names import Names
from bot.tasks.people import PersonInfo

log = structlog.get_logger()

PAGE = 200
"""Slack advises no more than 200 people a call."""
MOST_PAGES = 10
"""Slack: some 20 calls of users.list a minute. Whoever stands further back is not found."""


class Meeting:
    """Finds people by their names. Who is not named is not written down."""

    def __init__(self, desk: Desk, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._client = client
        self._now = now
        self._listed: list[PersonInfo] = []
        self._listed_at: datetime | None = None

    async def meet(self, team: str, names: Iterable[str]) -> bool:
        """Remembers everybody of the workspace who has one of these names; whether anybody was unknown here.

        What Slack said is taken for ten minutes. Where it says nothing, nobody is found.
        """
        everybody = await self.everybody(team)
        found = await asyncio.to_thread(_called, everybody, set(names))
        before = await self._desk.people(team, found)
        for person in found.values():
            await self._desk.remember_person(person)
        return not found.keys() <= before.keys()

    async def everybody(self, team: str) -> list[PersonInfo]:
        """The people of the workspace, as far as Slack's first pages list them; none where it says nothing.

        What it said is taken for ten minutes.
        """
        now = self._now()
        if self._listed_at is None or now - self._listed_at > FRESH:
            try:
                self._listed, self._listed_at = await self._list(team, now), now
            except Failed as failed:
                log.warning("the people of the workspace could not be listed", error=str(failed))
                return []
        return self._listed

    async def _list(self, team: str, now: datetime) -> list[PersonInfo]:
        """The first pages of Slack's list. Failed."""
        people: list[PersonInfo] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            asking = self._client.users_list(limit=PAGE, cursor=cursor)
            answer = await calling("users.list", asking)
            people += [person_of(team, user, now) for user in answer["members"]]
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return people


def _called(people: list[PersonInfo], names: set[str]) -> dict[str, PersonInfo]:
    """Whom these names may mean, by id."""
    known = Names(people)
    return {person.id: person for name in names for person in known.called(name)}
