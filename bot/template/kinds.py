"""What kind of answer a blank asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.template.blanks import choices
from bot.template.field import Kind

PERSON = re.compile(r"\b(?:assignees?|owners?|reviewers?|approvers?|authors?)\b", re.IGNORECASE)
TEAM = re.compile(r"\b(?:teams?|groups?)\b", re.IGNORECASE)
LINK = re.compile(r"\b(?:urls?|links?)\b", re.IGNORECASE)
DATE = re.compile(r"yyyy-mm-dd|date", re.IGNORECASE)
LONGEST_PLACEHOLDER = 150
"""Slack: a placeholder is at most 150 characters."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a blank is asked."""

    kind: Kind
    options: tuple[str, ...] = ()


def asked(label: str, text: str, key: re.Pattern[str], *, alone: bool) -> Asked:
    """How a blank is asked, by its label and its own text. `alone`: nothing else stands in its line."""
    if options := choices(text):
        return Asked("choice", options)
    if DATE.fullmatch(text):
        return Asked("date")
    if text and all(key.fullmatch(part.strip(" []{}`")) for part in text.split(",")):
        return Asked("tasks")
    if PERSON.search(label) and not TEAM.search(f"{label} {text}"):
        return Asked("person")
    if alone and LINK.search(f"{label} {text}"):
        return Asked("link")
    return Asked("text")


def placeholder(text: str) -> tuple[str, str]:
    """(placeholder, hint) of a blank's text: what is too long for the one is the hint as a whole."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST_PLACEHOLDER:
        return flat, ""
    cut = flat[: LONGEST_PLACEHOLDER - 1]
    return cut[: cut.rfind(" ")] + "…" if " " in cut else cut + "…", flat
