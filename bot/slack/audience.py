"""Who reads what is posted in a channel: only members of this workspace, or guests and others too."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed
from bot.slack.meeting import Meeting
from bot.slack.members import members
from bot.slack.people import TRUSTED, People, why_not_post
from bot.tasks.desk import Desk
from bot.tasks.digests import Nobody, Readers
from bot.tasks.people import PersonInfo

log = structlog.get_logger()

PATIENCE = 10.0
"""Seconds that Slack may take to say what sort of channel it is: nobody waits for this."""

UNPOSTABLE = (
    "The scheduled summary can't be posted in {}, which COUNTERSIGN_SUMMARY_CHANNEL names. {} The next one is tried at "
    "its time."
)


class Audience:
    """Asks who is in a channel. `client` doesn't retry."""

    def __init__(
        self,
        desk: Desk,
        client: AsyncWebClient,
        people: People,
        meeting: Meeting,
        now: Callable[[], datetime],
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._client = client
        self._people = people
        self._meeting = meeting
        self._now = now
        self._admins = admins

    async def of(self, team: str, channel: str) -> Readers:
        """Who reads there. Whom Slack says nothing about is taken for a guest."""
        await self._people.look_up(team, [], channel, patience=PATIENCE)
        try:
            inside = await members(self._client, channel)
        except Failed as failed:
            log.warning("who is in a channel can't be known", channel=channel, why=failed.code)
            return Readers(channel)
        found = await self._met(team, inside)
        insiders = all(_is_insider(found.get(each)) for each in inside)
        return Readers(channel, insiders=insiders)

    async def warn(self, team: str, channel: str) -> str | None:
        """Why nothing can be posted there; None if it can. It is said in the log, too."""
        _, known, _ = await self._people.look_up(team, [], channel, patience=PATIENCE)
        why = why_not_post(known) if known else None
        if why:
            log.warning("the scheduled summary can't be posted", channel=channel, why=why)
        return why

    async def scheduled(self, team: str, channel: str) -> Readers | Nobody:
        """Who reads there; nobody if nothing can be posted, of which who looks after the bot is to be told: nobody else
        asked for it.
        """
        if why := await self.warn(team, channel):
            return Nobody(UNPOSTABLE.format(channel, why), told=tuple(sorted(self._admins)))
        return await self.of(team, channel)

    async def _met(self, team: str, users: Iterable[str]) -> dict[str, PersonInfo]:
        """What is known of these people: where one is not known lately, from Slack's list of everybody."""
        known = await self._desk.people(team, users)
        fresh = {user: each for user, each in known.items() if self._now() - each.fetched_at <= TRUSTED}
        if all(user in fresh for user in users):
            return fresh
        return {each.id: each for each in await self._meeting.everybody(team)} | fresh


def _is_insider(person: PersonInfo | None) -> bool:
    """Apps of the workspace are no strangers."""
    return person is not None and person.kind in ("full", "bot")
