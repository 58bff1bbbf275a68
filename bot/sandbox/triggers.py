"""Trigger ids: valid for as long as an ack is waited for, and once."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.trouble import ApiError


@dataclass
class Trigger:
    """Leave to show one person one modal."""

    user: str
    """Id of the person who clicked."""
    view_id: str | None
    """The view in which it was, if it was in one."""
    channel: str | None
    """The channel in which it was, if it was in one."""
    until: datetime
    """It is worth nothing after this."""
    spent: bool = False
    """It was used."""


class Triggers:
    """Hands out trigger ids and takes them back. ``life`` is how long one is good for."""

    def __init__(self, clock: Clock, life: timedelta) -> None:
        self._clock = clock
        self._life = life
        self._given: dict[str, Trigger] = {}
        self.born_expired = 0
        """How many of the next ones are worth nothing from the start."""

    def give(self, user: str, *, view_id: str | None = None, channel: str | None = None) -> str:
        """A new trigger id."""
        until = self._clock.now() + self._life
        if self.born_expired:
            self.born_expired -= 1
            until -= self._life * 2
        trigger_id = f"{int(until.timestamp())}.{secrets.token_hex(8)}"
        self._given[trigger_id] = Trigger(user, view_id, channel, until)
        return trigger_id

    def take(self, trigger_id: object) -> Trigger:
        """Spend a trigger, whatever comes of it.

        Raises ApiError: ``expired_trigger_id``, ``exchanged_trigger_id``, ``invalid_arguments``.
        """
        trigger = self._given.get(str(trigger_id))
        if trigger is None:
            raise ApiError("invalid_arguments", ["[ERROR] invalid `trigger_id` [json-pointer:/trigger_id]"])
        if trigger.spent:
            raise ApiError("exchanged_trigger_id")
        trigger.spent = True
        if self._clock.now() > trigger.until:
            raise ApiError("expired_trigger_id")
        return trigger
