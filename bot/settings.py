"""The only reader of the environment (and of a file `.env`).

A wrong value stops the start with one line for each wrong setting: its name, what is wrong with it, and what it may be.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class SettingsError(Exception):
    """The environment holds a value that cannot be used; str() is one line for each."""


def duration(value: object) -> object:
    """'24h', '30m', '2s' or '1d' as elapsed time."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d+)\s*([smhd])\s*", value)
    if not found or not int(found[1]):
        raise ValueError("write a duration such as 24h, 30m or 2s")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def hours(value: object) -> object:
    """'09:00-17:30' as two times of the day; '00:00-24:00' is always and reads as two midnights."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)\s*", value)
    try:
        if not found:
            raise ValueError
        begin = time(int(found[1]), int(found[2]))
        end = time(0) if found[3] + found[4] == "2400" else time(int(found[3]), int(found[4]))
    except ValueError:
        raise ValueError("write working hours such as 09:00-17:30, or 00:00-24:00 for always") from None
    if end <= begin and end != time(0):
        raise ValueError("the working hours must end after they begin, on the same day")
    return begin, end


def days(value: object) -> object:
    """'mon-fri', 'mon-sun' or 'mon,wed,fri' as weekday numbers, Monday 0."""
    if not isinstance(value, str):
        return value
    found: set[int] = set()
    for part in value.lower().replace(" ", "").split(","):
        ends = part.split("-")
        if len(ends) > 2 or any(end not in DAYS for end in ends):
            raise ValueError("write working days such as mon-fri, mon-sun or mon,wed,fri")
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(found)


def names(value: object) -> object:
    """'U1, U2' as a set of user ids."""
    return frozenset(re.split(r"[,\s]+", value.strip())) - {""} if isinstance(value, str) else value


def off(value: object) -> object:
    """'off' and nothing are both: not set."""
    return None if isinstance(value, str) and value.strip().lower() in ("", "off") else value


Duration = Annotated[timedelta, BeforeValidator(duration)]
UserIds = Annotated[frozenset[str], NoDecode, BeforeValidator(names)]
Off = BeforeValidator(off)


class Settings(BaseSettings):
    """Everything that an operator can set. Durations are elapsed time; hours and days are the person's own."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    bot_token: SecretStr = Field(alias="SLACK_BOT_TOKEN")
    """The workspace's bot token, `xoxb-…`."""
    app_token: Annotated[SecretStr | None, Off] = Field(None, alias="SLACK_APP_TOKEN")
    """The app-level token, `xapp-…`, with `connections:write`. When set, Socket Mode is used."""
    signing_secret: Annotated[SecretStr | None, Off] = Field(None, alias="SLACK_SIGNING_SECRET")
    """Checks that requests come from Slack; needed when there is no app-level token (HTTP mode)."""
    port: Annotated[int | None, Off] = Field(None, alias="PORT", ge=0, le=65535)
    """HTTP mode's port (3000 when not set). In Socket Mode, when set, `/healthz` is served there."""
    api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL", pattern=r"^https?://.+/$")
    """Where Slack's Web API is; ends in a slash. The sandbox and GovSlack have their own."""
    database_url: str = Field("sqlite:///countersign.db", alias="DATABASE_URL")
    """Where tasks are kept: `sqlite:///FILE`."""

    templates: Annotated[Path | None, Off] = Field(None, alias="COUNTERSIGN_TEMPLATES")
    """A Markdown file: the form. Not set: the default template."""
    channel: Annotated[str | None, Off] = Field(None, alias="COUNTERSIGN_CHANNEL", pattern=r"^[CG][A-Z0-9]+$")
    """The id of the channel for cards, where the command's own channel can't be used."""
    remind_after: Duration = Field(timedelta(hours=24), alias="COUNTERSIGN_REMIND_AFTER")
    """How long after being asked a signer gets the first reminder."""
    remind_every: Duration = Field(timedelta(hours=24), alias="COUNTERSIGN_REMIND_EVERY")
    """How long after a reminder the next one comes."""
    working_hours: Annotated[tuple[time, time], NoDecode, BeforeValidator(hours)] = Field(
        (time(9), time(17, 30)), alias="COUNTERSIGN_WORKING_HOURS"
    )
    """When reminders may come, in the person's own zone; two midnights: always."""
    working_days: Annotated[frozenset[int], NoDecode, BeforeValidator(days)] = Field(
        frozenset(range(5)), alias="COUNTERSIGN_WORKING_DAYS"
    )
    """On which days reminders may come, Monday 0."""
    timezone: str = Field("UTC", alias="COUNTERSIGN_TIMEZONE")
    """An IANA zone: for people for whom Slack gives none, and for the scheduled summary."""
    summary_cron: Annotated[str | None, Off] = Field(None, alias="COUNTERSIGN_SUMMARY_CRON")
    """When the summary is posted: five crontab fields, in `timezone`."""
    summary_channel: Annotated[str | None, Off] = Field(
        None, alias="COUNTERSIGN_SUMMARY_CHANNEL", pattern=r"^[CG][A-Z0-9]+$"
    )
    """The id of the channel where the scheduled summary is posted."""
    tick: Duration = Field(timedelta(seconds=15), alias="COUNTERSIGN_TICK")
    """How often the sweeps look for what is due."""
    admins: UserIds = Field(frozenset(), alias="COUNTERSIGN_ADMINS")
    """User ids of people who may read every task."""
    log_format: Literal["console", "json"] = Field("console", alias="COUNTERSIGN_LOG_FORMAT")
    """How log lines are written."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if not self.app_token and not self.signing_secret:
            raise ValueError(
                "set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode), from your app's page at api.slack.com/apps"
            )
        if bool(self.summary_cron) != bool(self.summary_channel):
            raise ValueError(
                "COUNTERSIGN_SUMMARY_CRON and COUNTERSIGN_SUMMARY_CHANNEL go together: set both, or neither"
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(
                f"COUNTERSIGN_TIMEZONE: {self.timezone!r} is not a zone; write one such as Europe/London"
            ) from None
        return self


class Given(Settings):
    """Settings that look at nothing but what they are given: for the demo and for tests."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The given values alone: no environment and no file."""
        return (init_settings,)


def load() -> Settings:
    """The settings of this environment, and of a file `.env` in this folder.

    Raises SettingsError with one line for each wrong value; a secret's value is never repeated.
    """
    return _made(Settings, {})


def given(**values: object) -> Settings:
    """Settings from these values alone, by the variables' names. SettingsError as with `load`."""
    return _made(Given, values)


def _made(kind: type[Settings], values: dict[str, object]) -> Settings:
    try:
        return kind(**values)  # type: ignore[arg-type]
    except ValidationError as wrong:
        raise SettingsError("\n".join(_line(dict(error)) for error in wrong.errors())) from None


def _line(error: dict[str, object]) -> str:
    place = error.get("loc")
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"{name} is not set: put it into the environment or into a file .env"
    if error["type"] == "string_pattern_mismatch":
        message = (
            "write a URL that begins with http:// or https:// and ends in /"
            if name == "SLACK_API_URL"
            else "write a channel's id, such as C0123456789"
        )
    return f"{name}: {message}" if name else message
