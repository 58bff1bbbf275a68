"""The only reader of the environment (and of a file `.env`).

A wrong value stops the start with one line for each wrong setting: its name, what is wrong with it, and what it may be.
"""

from __future__ import annotations

import logging
from datetime import time, timedelta
from typing import Annotated, Literal, LiteralString, TypeVar

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.setting_kinds import (
    Address,
    AppToken,
    BotToken,
    Channel,
    Days,
    Duration,
    Hours,
    Keeping,
    Off,
    Pairs,
    Region,
    Templates,
    UserIds,
    Zone,
)

WHOLE = "whole"
"""The kind of an error whose message is the whole line, since it is about several settings."""
NO_WAY_IN: LiteralString = (
    "SLACK_APP_TOKEN is not set (or SLACK_SIGNING_SECRET, for HTTP mode): "
    "see “Run it in your workspace” in README.md"
)
WHERE_FROM = "“Run it in your workspace” in README.md says where it comes from"


class SettingsError(Exception):
    """The environment holds a value that cannot be used; str() is one line for each."""


FILE, ENCODING = ".env", "utf-8-sig"
"""Where settings stand too; some editors write a byte order mark first, which would be part of the first name."""
DATABASE = "sqlite:///countersign.db"
DAY = timedelta(hours=24)
OFFICE = (time(9), time(17, 30))
WEEKDAYS = frozenset(range(5))
Read = TypeVar("Read", bound="Surroundings")


class Surroundings(BaseSettings):
    """Settings out of the environment and the file `.env`."""

    model_config = SettingsConfigDict(
        env_file=FILE,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
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
    escalate_after: Annotated[Duration | None, Off] = Field(
        timedelta(hours=72), alias="COUNTERSIGN_ESCALATE_AFTER"
    )
    """How long after being asked a signer gets a hint to hand over, and then others are told; None: never."""
    working_hours: Hours = Field(OFFICE, alias="COUNTERSIGN_WORKING_HOURS")
    """When reminders may come, in the person's own zone; two midnights: always."""
    working_days: Days = Field(WEEKDAYS, alias="COUNTERSIGN_WORKING_DAYS")
    """On which days reminders may come, Monday 0."""
    holidays: Region = Field(None, alias="COUNTERSIGN_HOLIDAYS")
    """Whose public holidays are no working days: a country, or a part of one."""


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
    """HTTP mode's port (3000 when not set), for `/healthz` and `/metrics` too. Socket Mode opens one for those if set."""
    api_url: Address = Field("https://slack.com/api/", alias="SLACK_API_URL")
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
    keep: Keeping = Field(None, alias="COUNTERSIGN_KEEP")
    """How long after a task was done or closed its texts are deleted; None: never."""
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
    # What it would say of a line is said by surroundings.py, in words for who wrote the line.
    logging.getLogger("dotenv.main").disabled = True
    try:
        return _made(kind, {})
    except UnicodeDecodeError as wrong:
        why = f"byte {wrong.start + 1} is none. Save it as UTF-8, then try again"
        raise SettingsError(f"The file {FILE} can't be read as text in UTF-8: {why}") from None
    except OSError as wrong:
        why = f"{wrong.strerror}. Say the command as the user whose file it is"
        raise SettingsError(f"The file {FILE} can't be read: {why}") from None


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
        return f"{name} is not set: put it into the environment or into a file .env; {WHERE_FROM}"
    if kind == WHOLE:
        return message
    if kind == "value_error":
        return f"{name}: {message.removeprefix('Value error, ')}"
    return f"{name}: {MAY_BE.get(name, message)}"
