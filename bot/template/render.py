"""(Form, answers) -> Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field as Default

from bot.template.form import Form, Frozen, Value


class SignOffLine(Frozen):
    """What a role's line in the sign-off section says."""

    done: bool = False
    """Whether the role has signed."""
    name: str | None = None
    """Who is asked or has signed, as displayed; None if nobody is."""
    day: str | None = None
    """When it was signed, YYYY-MM-DD."""
    not_needed: str | None = None
    """Why the role need not sign; None if it need."""


class Kept(Frozen):
    """What the bot keeps, and not the author's answers."""

    key: str | None = None
    """The task's key: TASK-012."""
    status: str | None = None
    """One of the form's statuses."""
    created: str | None = None
    """YYYY-MM-DD."""
    updated: str | None = None
    """YYYY-MM-DD."""
    sign_offs: Mapping[str, SignOffLine] = Default(default_factory=dict)
    """By role."""


NOTHING_KEPT = Kept()


def render(
    form: Form,
    answers: Mapping[str, Value],
    *,
    blanks: Literal["keep", "drop"] = "drop",
    kept: Kept = NOTHING_KEPT,
) -> str:
    """The document that the answers make of the template."""
    raise NotImplementedError
