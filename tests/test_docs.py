"""What README.md and docs/ promise is there: files, commands, settings."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app
from bot.listening import PORT
from bot.settings import Settings, SettingsError, given

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
SETTING = re.compile(r"^\| `([A-Z_]+)` \| ?([^|]*?) ?\|", re.MULTILINE)
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-bot", "SLACK_APP_TOKEN": "xapp-1-app"}
ELSEWHERE = {"PORT": (f"`{PORT}`", None), "COUNTERSIGN_TEMPLATES": ("the default template", None)}
"""Defaults that stand not in the settings but where they are used: what README says, what is set."""


def links(page: Path) -> list[str]:
    """The files and folders of the clone that a page links to."""
    found: list[str] = LINK.findall(page.read_text(encoding="utf-8"))
    return [link for link in found if "://" not in link]


def code(pattern: str) -> list[str]:
    """What a pattern finds in the code of all pages."""
    parts = [part for page in PAGES for part in CODE.findall(page.read_text(encoding="utf-8"))]
    return [found for part in parts for found in re.findall(pattern, part)]


def settings() -> list[tuple[str, str]]:
    """Name and default of each setting in README's table."""
    return SETTING.findall(README.read_text(encoding="utf-8"))


def is_command(words: str) -> bool:
    """Whether the command line has what these words begin with: `template check`."""
    command = get_command(app)
    for word in words.split():
        if not isinstance(command, TyperGroup):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return not isinstance(command, TyperGroup)


def value(variable: str, text: str | None = None) -> object:
    """What a setting is if it is set to this text, or to nothing; the refusal where it must be set."""
    others = {name: value for name, value in TOKENS.items() if name != variable}
    chosen = given(**others, **({variable: text} if text else {}))
    return {field.alias: getattr(chosen, name) for name, field in Settings.model_fields.items()}[variable]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_every_link_of_a_page_leads_to_something_in_the_clone(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_the_links_are_found() -> None:
    assert {"manifest.yml", "LICENSE"} <= set(links(README))


def test_every_target_of_make_that_is_named_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(code(r"\bmake ([a-z]+)"))
    assert named >= {"demo", "run", "test"}
    assert {target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)} == set()


def test_every_command_that_is_named_is_there() -> None:
    named = set(code(r"\bcountersign ([a-z]+(?: [a-z]+)*)"))
    assert "template check" in named
    assert {words for words in named if not is_command(words)} == set()


def test_where_the_command_is_found_is_said_before_it_is_first_used() -> None:
    said = " ".join(README.read_text(encoding="utf-8").split())
    used = re.search(r"(?<!/)\bcountersign [a-z]", said)
    assert used and 0 < said.find("type `.venv/bin/countersign …`") < used.start()


def test_the_table_has_every_setting_once_and_no_other() -> None:
    known = [str(field.alias) for field in Settings.model_fields.values()]
    assert sorted(name for name, _ in settings()) == sorted(known)


@pytest.mark.parametrize(("variable", "said"), settings(), ids=[name for name, _ in settings()])
def test_the_table_gives_each_setting_its_default(variable: str, said: str) -> None:
    if variable in ELSEWHERE:
        assert (said, value(variable)) == ELSEWHERE[variable]
    elif said.startswith("`"):
        assert value(variable, said.strip("`")) == value(variable)
    elif variable in TOKENS:
        with pytest.raises(SettingsError, match=variable):
            value(variable)
    else:
        assert said in ("", "off")
        assert not value(variable)
