"""The key and the title in a document's first heading, whatever the template has there."""

from __future__ import annotations

import pytest

from bot.template.kept import Kept
from bot.template.parse import parse
from bot.template.read import read
from bot.template.render import render

TEMPLATES = {
    "# TASK-XXX: [Title]\n": "# TASK-012: Faster\n",
    "# TASK-XXX\n": "# TASK-012: Faster\n",
    "# TASK-XXX:\n": "# TASK-012: Faster\n",
    "# Task TASK-XXX\n": "# Task TASK-012: Faster\n",
    "# [Title] (TASK-XXX)\n": "# Faster (TASK-012)\n",
    "# [Title]\n": "# TASK-012: Faster\n",
    "# Change request\n": "# TASK-012: Change request: Faster\n",
    "# Change request: #\n": "# TASK-012: Change request: Faster #\n",
    "#\n": "# TASK-012: Faster\n",
    "RFC [Title]\n===\n": "TASK-012: RFC Faster\n===\n",
    "RFC [Title] of  \n===\n": "TASK-012: RFC Faster of  \n===\n",
    "Nothing of the kind.\n": "# TASK-012: Faster\n",
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_key_and_title_are_written_where_the_template_has_them(template: str) -> None:
    document = render(parse(template), {"title": "Faster"}, kept=Kept(key="TASK-012"))
    assert document.startswith(TEMPLATES[template])


@pytest.mark.parametrize("key", [None, "TASK-012"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_key_and_title_come_back(template: str, key: str | None) -> None:
    form = parse(template)
    found = read(form, render(form, {"title": "OPS-1: -> # x #"}, kept=Kept(key=key)))
    assert (found.answers["title"], found.kept.key) == ("OPS-1: -> # x #", key)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_key_alone_comes_back(template: str) -> None:
    form = parse(template)
    found = read(form, render(form, {}, kept=Kept(key="TASK-012")))
    assert (found.answers, found.kept.key) == ({}, "TASK-012")


def test_a_heading_that_somebody_wrote_otherwise_still_says_its_key_and_title() -> None:
    found = read(parse("# Change TASK-XXX of [Title]\n"), "# OPS-7: Faster\n")
    assert (found.answers, found.kept.key) == ({"title": "Faster"}, "OPS-7")
