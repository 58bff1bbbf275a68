"""The only reader of the environment (and of a file `.env`).

A wrong value stops the start with one line for each wrong setting: its name, what is wrong with it, and what it may be.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal, LiteralString, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LONGEST = timedelta(days=365)
CHANNEL_ID = r"^[CG][A-Z0-9]+$"
WHOLE = "whole"
"""The kind of an error whose message is the whole line, since it is about several settings."""
NO_WAY_IN: LiteralString = (
    "SLACK_APP_TOKEN is not set (or SLACK_SIGNING_SECRET, for HTTP mode): "
    "see “Run it in your workspace” in README.md"
)


class SettingsError(Exception):
    """The environment holds a value that cannot be used; str() is one line for each."""


def duration(value: object) -> object:
    """'24h', '30m', '2s' or '1d' as elapsed time, of a year at most: later sums of dates must not overflow."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*([0-9]{1,8})\s*([smhd])\s*", value)
    elapsed = timedelta(**{UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta() < elapsed <= LONGEST:
        raise ValueError("write a duration such as 24h, 30m or 2s, of 365d at most")
    return elapsed


def hours(value: object) -> object:
    """'09:00-17:30' as two times of the day; '00:00-24:00' is always and reads as two midnights."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*([0-9]{2}):([0-9]{2})\s*-\s*([0-9]{2}):([0-9]{2})\s*", value)
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


def users(value: object) -> object:
    """'U1, U2' as a set of user ids."""
    if not isinstance(value, str):
        return value
    found = frozenset(re.split(r"[,\s]+", value)) - {""}
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", user) for user in found):
        raise ValueError("write people's ids, such as U0123456789, with commas between them")
    return found


def pairs(value: object) -> object:
    """'Developer/Code Reviewer, Author/Approver' as pairs of names."""
    if not isinstance(value, str):
        return value
    found = tuple(tuple(" ".join(name.split()) for name in pair.split("/")) for pair in value.split(","))
    if not all(len(pair) == 2 and all(pair) and pair[0].casefold() != pair[1].casefold() for pair in found):
        raise ValueError(
            "write pairs of two roles, such as Developer/Code Reviewer, with commas between them"
        )
    return found


def zone(value: object) -> object:
    """'Europe/London', if there is such a zone."""
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: a folder of zones, such as Europe, or a name that no file can have.
        raise ValueError("write the name of a zone, such as Europe/London or UTC") from None
    return value


def token(prefix: str, name: str) -> BeforeValidator:
    """A check that takes a token only if it is of this kind: the two of an app are easily mixed up."""

    def taken(value: object) -> object:
        if not isinstance(value, str):
            return value
        if not re.fullmatch(rf"{prefix}[A-Za-z0-9-]+", value.strip()):
            raise ValueError(f"write the {name}, which begins with {prefix}")
        return value.strip()

    return BeforeValidator(taken)


def off(value: object) -> object:
    """'off' and nothing are both: not set."""
    return None if isinstance(value, str) and value.strip().lower() in ("", "off") else value


def none_if_off(value: object) -> object:
    """The same for what may be several: none of them."""
    return () if off(value) is None else value


Duration = Annotated[timedelta, BeforeValidator(duration)]
UserIds = Annotated[frozenset[str], NoDecode, BeforeValidator(users)]
Pairs = Annotated[tuple[tuple[str, str], ...], NoDecode, BeforeValidator(pairs), BeforeValidator(none_if_off)]
BotToken = Annotated[SecretStr, token("xoxb-", "Bot User OAuth Token")]
AppToken = Annotated[SecretStr | None, token("xapp-", "app-level token"), BeforeValidator(off)]
Off = BeforeValidator(off)
Zone = Annotated[str, BeforeValidator(zone)]
Templates = Annotated[Path | None, Off]
Channel = Annotated[Annotated[str, Field(pattern=CHANNEL_ID)] | None, Off]
Hours = Annotated[tuple[time, time], NoDecode, BeforeValidator(hours)]
Days = Annotated[frozenset[int], NoDecode, BeforeValidator(days)]
DATABASE = "sqlite:///countersign.db"
DAY = timedelta(hours=24)
OFFICE = (time(9), time(17, 30))
WEEKDAYS = frozenset(range(5))
Read = TypeVar("Read", bound="Surroundings")


class Surroundings(BaseSettings):
    """Settings out of the environment and the file `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )


class Stored(Surroundings):
    """Of the settings, what is needed to read what is kept: no tokens."""

    database_url: str = Field(DATABASE, alias="DATABASE_URL")
    """As in Settings."""
    timezone: Zone = Field("UTC", alias="COUNTERSIGN_TIMEZONE")
    """As in Settings."""


class Reminding(Surroundings):
    """Of the settings, when people are reminded."""

    remind_after: Duration = Field(DAY, alias="COUNTERSIGN_REMIND_AFTER")
    """How long after being asked a signer gets the first reminder."""
    remind_every: Duration = Field(DAY, alias="COUNTERSIGN_REMIND_EVERY")
    """How long after a reminder the next one comes."""
    remind_backoff: float = Field(1.0, alias="COUNTERSIGN_REMIND_BACKOFF", ge=1, le=10)
    """By what each wait is longer than the one before it."""
    remind_most: int = Field(10, alias="COUNTERSIGN_REMIND_MOST", ge=1, le=1000)
    """How many reminders of one thing there are at most."""
    working_hours: Hours = Field(OFFICE, alias="COUNTERSIGN_WORKING_HOURS")
    """When reminders may come, in the person's own zone; two midnights: always."""
    working_days: Days = Field(WEEKDAYS, alias="COUNTERSIGN_WORKING_DAYS")
    """On which days reminders may come, Monday 0."""


class Filing(Stored, Reminding):
    """Of the settings, what is needed to make tasks beside a running bot: no tokens. All are as in Settings."""

    templates: Templates = Field(None, alias="COUNTERSIGN_TEMPLATES")
    """As in Settings."""
    channel: Channel = Field(None, alias="COUNTERSIGN_CHANNEL")
    """As in Settings."""
    admins: UserIds = Field(frozenset(), alias="COUNTERSIGN_ADMINS")
    """As in Settings."""


class Settings(Reminding):
    """Everything that an operator can set. Durations are elapsed time; hours and days are the person's own."""

    bot_token: BotToken = Field(alias="SLACK_BOT_TOKEN")
    """The workspace's bot token, `xoxb-…`."""
    app_token: AppToken = Field(None, alias="SLACK_APP_TOKEN")
    """The app-level token, `xapp-…`, with `connections:write`. When set, Socket Mode is used."""
    signing_secret: Annotated[SecretStr | None, Off] = Field(
        None, alias="SLACK_SIGNING_SECRET", validate_default=True
    )
    """Checks that requests come from Slack; needed when there is no app-level token (HTTP mode)."""
    port: Annotated[int | None, Off] = Field(None, alias="PORT", ge=0, le=65535)
    """HTTP mode's port (3000 when not set), where `/healthz` is answered too. Socket Mode opens one for that if set."""
    api_url: str = Field("https://slack.com/api/", alias="SLACK_API_URL", pattern=r"^https?://.+/$")
    """Where Slack's Web API is; ends in a slash. The sandbox and GovSlack have their own."""
    database_url: str = Field(DATABASE, alias="DATABASE_URL")
    """Where tasks are kept: `sqlite:///FILE`."""

    templates: Templates = Field(None, alias="COUNTERSIGN_TEMPLATES")
    """A Markdown file, or a folder of them: the forms. Not set: the default template."""
    channel: Channel = Field(None, alias="COUNTERSIGN_CHANNEL")
    """The id of the channel for cards, where the command's own channel can't be used."""
    timezone: Zone = Field("UTC", alias="COUNTERSIGN_TIMEZONE")
    """An IANA zone: for people for whom Slack gives none, and for the scheduled summary."""
    summary_cron: Annotated[str | None, Off] = Field(None, alias="COUNTERSIGN_SUMMARY_CRON")
    """When the summary is posted: five crontab fields, in `timezone`."""
    summary_channel: Channel = Field(None, alias="COUNTERSIGN_SUMMARY_CHANNEL", validate_default=True)
    """The id of the channel where the scheduled summary is posted."""
    tick: Duration = Field(timedelta(seconds=15), alias="COUNTERSIGN_TICK")
    """How often the sweeps look for what is due."""
    admins: UserIds = Field(frozenset(), alias="COUNTERSIGN_ADMINS")
    """User ids of people who may read every task, and do with it what its author may."""
    separate: Pairs = Field((), alias="COUNTERSIGN_SEPARATE")
    """Pairs of roles that one person can't hold both; none: nothing is kept apart."""
    log_format: Literal["console", "json"] = Field("console", alias="COUNTERSIGN_LOG_FORMAT")
    """How log lines are written."""

    @field_validator("signing_secret")
    @classmethod
    def _one_way_in(cls, secret: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if secret is None and "app_token" in others.data and others.data["app_token"] is None:
            raise PydanticCustomError(WHOLE, NO_WAY_IN)
        return secret

    @field_validator("summary_channel")
    @classmethod
    def _goes_with_its_cron(cls, channel: str | None, others: ValidationInfo) -> str | None:
        if "summary_cron" in others.data and bool(others.data["summary_cron"]) != bool(channel):
            raise ValueError("this goes together with COUNTERSIGN_SUMMARY_CRON: set both, or neither")
        return channel


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
    return _loaded(Settings)


def load_stored() -> Stored:
    """Of those, what is needed to read what is kept. SettingsError as with `load`."""
    return _loaded(Stored)


def load_filing() -> Filing:
    """Of those, what is needed to make tasks. SettingsError as with `load`."""
    return _loaded(Filing)


def _loaded(kind: type[Read]) -> Read:
    try:
        return _made(kind, {})
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(f"The file .env can't be read as text in UTF-8 ({unreadable})") from None


def given(**values: object) -> Settings:
    """Settings from these values alone, by the variables' names. SettingsError as with `load`."""
    return _made(Given, values)


def _made(kind: type[Read], values: dict[str, object]) -> Read:
    try:
        return kind(**values)  # type: ignore[arg-type]
    except ValidationError as wrong:
        lines = [_line(str(error["loc"][0]), error["type"], error["msg"]) for error in wrong.errors()]
        raise SettingsError("\n".join(lines)) from None


MAY_BE = {
    "PORT": "write a port's number, from 0 to 65535",
    "SLACK_API_URL": "write a URL that begins with http:// or https:// and ends in /",
    "COUNTERSIGN_CHANNEL": "write a channel's id, such as C0123456789",
    "COUNTERSIGN_SUMMARY_CHANNEL": "write a channel's id, such as C0123456789",
    "COUNTERSIGN_REMIND_BACKOFF": "write a number from 1 to 10, such as 1.5",
    "COUNTERSIGN_REMIND_MOST": "write a whole number from 1 to 1000",
    "COUNTERSIGN_LOG_FORMAT": "write console or json",
}
"""What to write, for settings whose rule is pydantic's own."""


def _line(place: str, kind: str, message: str) -> str:
    field = Settings.model_fields.get(place)
    name = str(field.alias) if field else place
    if kind == "missing":
        return f"{name} is not set: put it into the environment or into a file .env"
    if kind == WHOLE:
        return message
    if kind == "value_error":
        return f"{name}: {message.removeprefix('Value error, ')}"
    return f"{name}: {MAY_BE.get(name, message)}"
