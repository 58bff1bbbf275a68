"""People and channels as Slack knows them now, kept in rows for ten minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import Failed, calling
from bot.slack.happened import Happened
from bot.tasks.desk import Desk
from bot.tasks.people import ChannelInfo, Kind, PersonInfo, day_in, zone_info

log = structlog.get_logger()

TRUSTED = timedelta(days=1)
"""How long it is believed what sort of account somebody has: of a change an event tells."""
FRESH = timedelta(minutes=10)
PATIENCE = 1.0
"""Seconds that a press may wait for Slack's word about people and a channel, all together."""
VAIN = timedelta(seconds=10)
"""So long after a press has waited for Slack's word about somebody in vain, nothing that can do without waits for it:
a press may ask for more than one thing, and has three seconds in all."""
UNKNOWN = {"user_not_found", "user_not_visible", "users_not_found", "channel_not_found"}


class People:
    """Asks Slack about people and channels, and remembers. `client` doesn't retry."""

    def __init__(self, desk: Desk, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._client = client
        self._now = now
        self._in_vain: dict[tuple[str, str], datetime] = {}

    async def names(self, team: str, users: Iterable[str]) -> dict[str, str]:
        """Displayed names by user id, as far as they are known here; nobody is asked."""
        return {user: info.name for user, info in (await self._desk.people(team, users)).items()}

    async def zone(self, team: str, user: str) -> ZoneInfo:
        """The person's time zone. Slack is asked, for a moment, about somebody who isn't known here yet; where it
        gives none, the one for those whose own isn't known.
        """
        known = (await self._desk.people(team, [user])).get(user)
        if known is None and not self._waited_in_vain(team, user):
            known = (await self.look_up(team, [user]))[0].get(user)
        return zone_info(known.zone if known else None, self._desk.zone)

    async def today(self, team: str, user: str) -> date:
        """Which day it is for the person."""
        return self._now().astimezone(await self.zone(team, user)).date()

    def today_of(self, known: PersonInfo) -> date:
        """The same for somebody of whom this is known."""
        return day_in(known.zone, self._now(), self._desk.zone)

    async def look_up(
        self, team: str, users: Iterable[str], channel: str | None = None, *, patience: float | None = None
    ) -> tuple[dict[str, PersonInfo], ChannelInfo | None, bool]:
        """People and a channel, side by side; asks Slack only for what is not fresh, for `patience` seconds at most
        (None: as long as a press may wait).

        Gives what is known, and whether all of it is fresh. Who is unknown to Slack is left out, and an
        unknown channel is None.
        """
        wanted = sorted({user for user in users if user})
        known = await self._desk.people(team, wanted)
        stale = [user for user in wanted if user not in known or self._now() - known[user].fetched_at > FRESH]
        asking = [asyncio.ensure_future(self._person(team, user)) for user in stale]
        if channel and not channel.startswith("D"):  # of a direct message there is nothing to know
            asking.append(asyncio.ensure_future(self.channel(team, channel)))
        fresh = True
        if asking:
            _, late = await asyncio.wait(asking, timeout=PATIENCE if patience is None else patience)
            fresh = not late and all(task.result() for task in asking)
            self._note(team, {user for user, task in zip(stale, asking, strict=False) if task in late})
            for task in late:
                task.cancel()
        found = await self._desk.people(team, wanted)
        return found, await self._desk.channel(team, channel) if channel else None, fresh

    def _note(self, team: str, users: Iterable[str]) -> None:
        """These were waited for in vain just now."""
        now = self._now()
        lately = {whom: at for whom, at in self._in_vain.items() if now - at < VAIN}
        self._in_vain = lately | {(team, user): now for user in users}

    def _waited_in_vain(self, team: str, user: str) -> bool:
        at = self._in_vain.get((team, user))
        return at is not None and self._now() - at < VAIN

    async def changed(self, event: Happened) -> None:
        """An account has changed: its name, its zone, what sort it is. Slack tells it by an event."""
        if event.account and await self._desk.remember_event(event.id):
            await self._desk.remember_person(person_of(event.team, event.account, self._now()))

    async def _person(self, team: str, user: str) -> bool:
        """Asks about one person and remembers the answer; False when Slack gave none."""
        try:
            answer = await calling("users.info", self._client.users_info(user=user))
        except Failed as failed:
            return failed.code in UNKNOWN
        await self._desk.remember_person(person_of(team, answer["user"], self._now()))
        return True

    async def channel(self, team: str, channel: str) -> bool:
        """Asks about one channel and remembers the answer; False when Slack gave none."""
        try:
            answer = await calling("conversations.info", self._client.conversations_info(channel=channel))
        except Failed as failed:
            if failed.code in UNKNOWN:
                await self._desk.remember_channel(_hidden(team, channel, self._now()))
            return failed.code in UNKNOWN
        await self._desk.remember_channel(channel_of(team, answer["channel"], self._now()))
        return True


def person_of(team: str, user: Mapping[str, Any], now: datetime) -> PersonInfo:
    """Slack's user object as what we keep."""
    profile: Mapping[str, Any] = user.get("profile") or {}
    # The full name, not the one that people choose for chatting: it stands under what they sign.
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name")
    return PersonInfo(
        team=team,
        id=str(user["id"]),
        name=str(name or user.get("name") or user["id"]),
        zone=user.get("tz") or None,
        kind=_kind(team, user),
        active=not user.get("deleted"),
        fetched_at=now,
    )


def _kind(team: str, user: Mapping[str, Any]) -> Kind:
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or (user.get("team_id") or team) != team:
        return "other workspace"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else "full"


def channel_of(team: str, channel: Mapping[str, Any], now: datetime) -> ChannelInfo:
    """Slack's channel object as what we keep."""
    direct = bool(channel.get("is_im") or channel.get("is_mpim"))
    return ChannelInfo(
        team=team,
        id=str(channel["id"]),
        name=str(channel.get("name") or ""),
        private=direct or bool(channel.get("is_private")),
        archived=bool(channel.get("is_archived")),
        bot_is_in=bool(channel.get("is_member")),
        shared=bool(channel.get("is_ext_shared")),
        fetched_at=now,
    )


def _hidden(team: str, channel: str, now: datetime) -> ChannelInfo:
    """A channel that Slack does not show to the bot: private, and the bot is not in it."""
    return ChannelInfo(team=team, id=channel, name="", private=True, fetched_at=now)


def why_not_post(channel: ChannelInfo) -> str | None:
    """Why the bot can't post in a channel, and what to do; None if it can."""
    name = f"#{channel.name}" if channel.name else "that channel"
    if channel.archived:
        return f"{name} is archived, so nothing can be posted there. Choose another channel."
    if not channel.bot_is_in:
        return f"Countersign is not in {name}. Invite it there with /invite, or choose another channel."
    return None
