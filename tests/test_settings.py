"""Settings: what each may be, and one clear line for what it may not be."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from bot.setting_kinds import address, days, duration, hours, keeping, pairs, users, zone
from bot.settings import Filing, Settings, SettingsError, Stored, Surroundings, given, load, load_stored
from tests.conftest import OURS

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-bot", "SLACK_APP_TOKEN": "xapp-1-app"}
LONG = "write a duration such as 24h, 30m or 2s, of 365d at most"
HOURS = "write working hours such as 09:00-17:30, or 00:00-24:00 for always"
DAYS = "write working days such as mon-fri, mon-sun or mon,wed,fri"
ZONE = "write the name of a zone, such as Europe/London or UTC"
PORT = "write a port's number, from 0 to 65535"
URL = "write a URL that begins with http:// or https:// and ends in /, such as https://slack.com/api/"
REGION = "write a country such as DE, or a part of one such as DE-BY"
FACTOR = "write a number from 1 to 10, such as 1.5"
MOST = "write a whole number from 1 to 1000"
CHANNEL = "write a channel's id, such as C0123456789"
KEEP = "write for how long, such as 365d, of 3650d at most; or off, to delete nothing"
PAIRS = "write pairs of two roles, such as Developer/Code Reviewer, with commas between them"
PEOPLE = "write people's ids, such as U0123456789, with commas between them"

DEFAULTS = {
    "SLACK_SIGNING_SECRET": None,
    "PORT": None,
    "SLACK_API_URL": "https://slack.com/api/",
    "DATABASE_URL": "sqlite:///countersign.db",
    "COUNTERSIGN_TEMPLATES": None,
    "COUNTERSIGN_CHANNEL": None,
    "COUNTERSIGN_REMIND_AFTER": timedelta(hours=24),
    "COUNTERSIGN_REMIND_EVERY": timedelta(hours=24),
    "COUNTERSIGN_REMIND_BACKOFF": 1.0,
    "COUNTERSIGN_REMIND_MOST": 10,
    "COUNTERSIGN_ESCALATE_AFTER": timedelta(hours=72),
    "COUNTERSIGN_WORKING_HOURS": (time(9), time(17, 30)),
    "COUNTERSIGN_WORKING_DAYS": {0, 1, 2, 3, 4},
    "COUNTERSIGN_HOLIDAYS": None,
    "COUNTERSIGN_TIMEZONE": "UTC",
    "COUNTERSIGN_SUMMARY_CRON": None,
    "COUNTERSIGN_SUMMARY_CHANNEL": None,
    "COUNTERSIGN_TICK": timedelta(seconds=15),
    "COUNTERSIGN_ADMINS": set(),
    "COUNTERSIGN_SEPARATE": (),
    "COUNTERSIGN_KEEP": None,
    "COUNTERSIGN_LOG_FORMAT": "console",
}

RIGHT = [
    ("PORT", "0", 0),
    ("PORT", "65535", 65535),
    ("PORT", "off", None),
    ("SLACK_API_URL", "http://127.0.0.1:8080/api/", "http://127.0.0.1:8080/api/"),
    ("SLACK_API_URL", "https://[::1]:8080/", "https://[::1]:8080/"),
    ("DATABASE_URL", "sqlite:////var/lib/c.db", "sqlite:////var/lib/c.db"),
    ("COUNTERSIGN_TEMPLATES", "forms/task.md", Path("forms/task.md")),
    ("COUNTERSIGN_CHANNEL", "C0123456789", "C0123456789"),
    ("COUNTERSIGN_CHANNEL", "off", None),
    ("COUNTERSIGN_REMIND_AFTER", "30m", timedelta(minutes=30)),
    ("COUNTERSIGN_REMIND_AFTER", " 365 d ", timedelta(days=365)),
    ("COUNTERSIGN_REMIND_EVERY", "2s", timedelta(seconds=2)),
    ("COUNTERSIGN_REMIND_BACKOFF", "1.5", 1.5),
    ("COUNTERSIGN_REMIND_MOST", "3", 3),
    ("COUNTERSIGN_ESCALATE_AFTER", "12h", timedelta(hours=12)),
    ("COUNTERSIGN_ESCALATE_AFTER", "off", None),
    ("COUNTERSIGN_WORKING_HOURS", "00:00-24:00", (time(0), time(0))),
    ("COUNTERSIGN_WORKING_HOURS", "08:15 - 12:45", (time(8, 15), time(12, 45))),
    ("COUNTERSIGN_WORKING_DAYS", "mon-sun", {0, 1, 2, 3, 4, 5, 6}),
    ("COUNTERSIGN_WORKING_DAYS", "Sun-Thu", {6, 0, 1, 2, 3}),
    ("COUNTERSIGN_WORKING_DAYS", "mon, wed, fri", {0, 2, 4}),
    ("COUNTERSIGN_HOLIDAYS", "off", None),
    ("COUNTERSIGN_HOLIDAYS", "de-by", "DE-BY"),
    ("COUNTERSIGN_HOLIDAYS", " GB", "GB"),
    ("COUNTERSIGN_TIMEZONE", "Europe/London", "Europe/London"),
    ("COUNTERSIGN_TICK", "1d", timedelta(days=1)),
    ("COUNTERSIGN_ADMINS", "U1, W2 U3", {"U1", "W2", "U3"}),
    ("COUNTERSIGN_SEPARATE", "off", ()),
    ("COUNTERSIGN_SEPARATE", " Developer / Code Reviewer", (("Developer", "Code Reviewer"),)),
    ("COUNTERSIGN_SEPARATE", "A/B, B/C D", (("A", "B"), ("B", "C D"))),
    ("COUNTERSIGN_KEEP", "365d", timedelta(days=365)),
    ("COUNTERSIGN_KEEP", "3650d", timedelta(days=3650)),
    ("COUNTERSIGN_KEEP", "Off", None),
    ("COUNTERSIGN_LOG_FORMAT", "json", "json"),
]

WRONG = [
    ("SLACK_BOT_TOKEN", "xapp-1-app", "write the Bot User OAuth Token, which begins with xoxb-"),
    ("SLACK_BOT_TOKEN", "xoxb-…", "write the Bot User OAuth Token, which begins with xoxb-"),
    ("SLACK_APP_TOKEN", "xoxb-1-bot", "write the app-level token, which begins with xapp-"),
    ("SLACK_APP_TOKEN", "xapp-", "write the app-level token, which begins with xapp-"),
    ("PORT", "web", PORT),
    ("PORT", "-1", PORT),
    ("PORT", "65536", PORT),
    ("SLACK_API_URL", "slack.com", URL),
    ("SLACK_API_URL", "https://slack.com/api", URL),
    ("SLACK_API_URL", "http:///", URL),
    ("SLACK_API_URL", "http://[::1/", URL),
    ("SLACK_API_URL", "http://slack..com/", URL),
    ("SLACK_API_URL", "http://slack.com:443443/", URL),
    ("SLACK_API_URL", "http://ada:hush@slack.com/", URL),
    ("SLACK_API_URL", "http://slack.com/api?a=/", URL),
    ("SLACK_API_URL", "http://slack .com/", URL),
    ("COUNTERSIGN_CHANNEL", "#general", CHANNEL),
    ("COUNTERSIGN_REMIND_AFTER", "24", LONG),
    ("COUNTERSIGN_REMIND_AFTER", "0h", LONG),
    ("COUNTERSIGN_REMIND_AFTER", "-1h", LONG),
    ("COUNTERSIGN_REMIND_AFTER", "366d", LONG),
    ("COUNTERSIGN_REMIND_AFTER", "9" * 5000 + "s", LONG),
    ("COUNTERSIGN_REMIND_EVERY", "a day", LONG),
    ("COUNTERSIGN_REMIND_BACKOFF", "0.5", FACTOR),
    ("COUNTERSIGN_REMIND_BACKOFF", "nan", FACTOR),
    ("COUNTERSIGN_REMIND_BACKOFF", "twice", FACTOR),
    ("COUNTERSIGN_HOLIDAYS", "Bavaria", REGION),
    ("COUNTERSIGN_HOLIDAYS", "DE-ZZ", REGION),
    ("COUNTERSIGN_REMIND_MOST", "0", MOST),
    ("COUNTERSIGN_REMIND_MOST", "2.5", MOST),
    ("COUNTERSIGN_WORKING_HOURS", "9-17", HOURS),
    ("COUNTERSIGN_WORKING_HOURS", "09:00-25:00", HOURS),
    (
        "COUNTERSIGN_WORKING_HOURS",
        "17:30-09:00",
        "the working hours must end after they begin, on the same day: write such as 09:00-17:30",
    ),
    (
        "COUNTERSIGN_WORKING_HOURS",
        "09:00-09:00",
        "the working hours must end after they begin, on the same day: write such as 09:00-17:30",
    ),
    ("COUNTERSIGN_WORKING_DAYS", "weekdays", DAYS),
    ("COUNTERSIGN_WORKING_DAYS", "mon-wed-fri", DAYS),
    ("COUNTERSIGN_TIMEZONE", "Middle Earth", ZONE),
    ("COUNTERSIGN_TIMEZONE", "Europe", ZONE),
    ("COUNTERSIGN_TIMEZONE", "/etc/passwd", ZONE),
    ("COUNTERSIGN_TICK", "5", LONG),
    ("COUNTERSIGN_ADMINS", "ada, grace", PEOPLE),
    ("COUNTERSIGN_SEPARATE", "Developer", PAIRS),
    ("COUNTERSIGN_SEPARATE", "Developer/", PAIRS),
    ("COUNTERSIGN_SEPARATE", "A/B/C", PAIRS),
    ("COUNTERSIGN_SEPARATE", "Developer/developer", PAIRS),
    ("COUNTERSIGN_SEPARATE", "A/B,", PAIRS),
    ("COUNTERSIGN_KEEP", "365", KEEP),
    ("COUNTERSIGN_KEEP", "0d", KEEP),
    ("COUNTERSIGN_KEEP", "3651d", KEEP),
    ("COUNTERSIGN_KEEP", "a year", KEEP),
    ("COUNTERSIGN_LOG_FORMAT", "xml", "write console or json"),
]


def field(settings: Settings, variable: str) -> Any:
    """A setting by its variable's name."""
    (name,) = (name for name, field in Settings.model_fields.items() if field.alias == variable)
    return getattr(settings, name)


def refusal(**values: str) -> str:
    """What is said to settings that can't be used."""
    with pytest.raises(SettingsError) as refused:
        given(**{**TOKENS, **values})
    return str(refused.value)


def test_every_setting_is_tried_here() -> None:
    every = {field.alias for field in Settings.model_fields.values()}
    assert every == set(DEFAULTS) | set(TOKENS)
    assert {name for name, _, _ in RIGHT} | {"SLACK_SIGNING_SECRET"} >= {
        name for name in DEFAULTS if not name.startswith("COUNTERSIGN_SUMMARY")
    }


@pytest.mark.parametrize(("variable", "default"), DEFAULTS.items(), ids=list(DEFAULTS))
def test_a_setting_that_is_not_set_has_its_default(variable: str, default: object) -> None:
    assert field(given(**TOKENS), variable) == default


@pytest.mark.parametrize(("variable", "text", "meant"), RIGHT, ids=[f"{row[0]}={row[1]}" for row in RIGHT])
def test_a_right_value_is_understood(variable: str, text: str, meant: object) -> None:
    assert field(given(**{**TOKENS, variable: text}), variable) == meant


@pytest.mark.parametrize(
    ("variable", "text", "line"), WRONG, ids=[f"{row[0]}={row[1][:20]}" for row in WRONG]
)
def test_a_wrong_value_gives_one_line_that_says_what_it_may_be(variable: str, text: str, line: str) -> None:
    assert refusal(**{variable: text}) == f"{variable}: {line}"


def test_two_wrong_values_give_two_lines() -> None:
    lines = refusal(PORT="web", COUNTERSIGN_TICK="often").splitlines()
    assert lines == [f"PORT: {PORT}", f"COUNTERSIGN_TICK: {LONG}"]


def test_with_no_settings_each_line_names_what_to_set() -> None:
    with pytest.raises(SettingsError) as refused:
        load()
    assert str(refused.value).splitlines() == [
        "SLACK_BOT_TOKEN is not set: put it into the environment or into a file .env; "
        "“Run it in your workspace” in README.md says where it comes from",
        "SLACK_APP_TOKEN is not set (or SLACK_SIGNING_SECRET, for HTTP mode): "
        "see “Run it in your workspace” in README.md",
    ]


def test_a_signing_secret_does_without_an_app_token() -> None:
    settings = given(SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s3cret")
    assert settings.app_token is None
    assert settings.signing_secret is not None


def test_an_app_token_that_is_wrong_is_not_called_missing_too() -> None:
    assert len(refusal(SLACK_APP_TOKEN="hello").splitlines()) == 1


@pytest.mark.parametrize("one", ["COUNTERSIGN_SUMMARY_CRON", "COUNTERSIGN_SUMMARY_CHANNEL"])
def test_a_summary_needs_both_its_time_and_its_channel(one: str) -> None:
    assert refusal(**{one: "C0123456789"}) == (
        "COUNTERSIGN_SUMMARY_CHANNEL: this goes together with COUNTERSIGN_SUMMARY_CRON: set both, or neither"
    )


def test_a_summary_with_time_and_channel_is_fine() -> None:
    settings = given(
        **TOKENS, COUNTERSIGN_SUMMARY_CRON="0 9 * * mon-fri", COUNTERSIGN_SUMMARY_CHANNEL="C0123456789"
    )
    assert (settings.summary_cron, settings.summary_channel) == ("0 9 * * mon-fri", "C0123456789")


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_secret_stands_in_no_refusal(variable: str) -> None:
    secret = "xoxp-hush-hush hush"
    said = refusal(**{variable: secret, "SLACK_SIGNING_SECRET": secret, "PORT": "web"})
    assert said.splitlines()[0].startswith(f"{variable}: ")
    assert "hush" not in said


def test_a_secret_stands_in_no_picture_of_the_settings() -> None:
    settings = given(SLACK_BOT_TOKEN="xoxb-hush", SLACK_APP_TOKEN="xapp-hush", SLACK_SIGNING_SECRET="hush")
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"


def test_a_token_is_taken_without_the_space_around_it() -> None:
    assert given(**{**TOKENS, "SLACK_BOT_TOKEN": " xoxb-1\n"}).bot_token.get_secret_value() == "xoxb-1"


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (TOKENS | {"COUNTERSIGN_TICK": "1s"}).items():
        monkeypatch.setenv(name, value)
    assert load().tick == timedelta(seconds=1)


def test_a_file_named_env_is_read_and_the_environment_stands_above_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = ["SLACK_BOT_TOKEN=xoxb-1", "SLACK_APP_TOKEN=xapp-1", "PORT=1", "COUNTERSIGN_TICK='2s'", "OTHER=1"]
    Path(".env").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("PORT", "2")
    assert (load().port, load().tick) == (2, timedelta(seconds=2))


def test_an_empty_line_in_env_is_as_good_as_none() -> None:
    names = [name for name in DEFAULTS if name != "SLACK_SIGNING_SECRET"]
    text = "\n".join(
        [*(f"{name}={value}" for name, value in TOKENS.items()), *(f"{name}=" for name in names)]
    )
    Path(".env").write_text(text, encoding="utf-8")
    assert load().model_dump() == given(**TOKENS).model_dump()


def test_a_file_env_that_is_no_text_gives_one_line() -> None:
    Path(".env").write_bytes(b"SLACK_BOT_TOKEN=\xff\xfe")
    with pytest.raises(
        SettingsError, match=r"^The file \.env can't be read as text in UTF-8: byte 17 is none\."
    ):
        load()


def test_a_file_env_of_another_user_gives_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.setattr(Stored, "__init__", refuse)
    said = "The file .env can't be read: Permission denied. Say the command as the user whose file it is"
    with pytest.raises(SettingsError, match=f"^{re.escape(said)}$"):
        load_stored()


def test_given_settings_look_at_neither_environment_nor_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=1", encoding="utf-8")
    monkeypatch.setenv("COUNTERSIGN_TICK", "1s")
    assert given(**TOKENS).port is None
    assert given(**TOKENS).tick == timedelta(seconds=15)


def test_all_settings_have_a_name_that_the_tests_clear() -> None:
    assert all(str(field.alias).startswith(OURS) for field in Settings.model_fields.values())


@pytest.mark.parametrize("kind", [Stored, Filing])
def test_what_is_read_without_tokens_may_be_what_it_may_be_with_them(kind: type[Surroundings]) -> None:
    for name, field in kind.model_fields.items():
        whole = Settings.model_fields[name]
        assert (field.alias, field.default) == (whole.alias, whole.default)
        assert (field.annotation, str(field.metadata)) == (whole.annotation, str(whole.metadata))


NEARLY = st.text(st.sampled_from("0123456789:-,smhd onteuwfria²٣ \n"), max_size=20) | st.text(max_size=20)


@pytest.mark.parametrize(
    "parser",
    [address, duration, keeping, hours, days, users, pairs, zone],
    ids=lambda parser: parser.__name__,
)
@hypothesis.settings(deadline=None, max_examples=300)
@hypothesis.given(text=NEARLY)
def test_a_parser_takes_any_text_or_says_what_to_write(parser: Callable[[object], object], text: str) -> None:
    try:
        parser(text)
    except ValueError as wrong:
        assert str(wrong).startswith(("write ", "the working hours must end"))
        assert "\n" not in str(wrong)


@hypothesis.given(number=st.integers(1, 365), unit=st.sampled_from("smhd"))
def test_a_duration_is_what_is_written(number: int, unit: str) -> None:
    seconds = {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit]
    assert duration(f"{number}{unit}") == timedelta(seconds=number * seconds)


@hypothesis.given(begin=st.times(), end=st.times())
def test_working_hours_are_understood_exactly_if_they_end_after_they_begin(begin: time, end: time) -> None:
    begin, end = begin.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)
    try:
        understood = hours(f"{begin:%H:%M}-{end:%H:%M}")
    except ValueError:
        understood = None
    assert understood == ((begin, end) if begin < end or end == time(0) else None)
