"""What the bot keeps of a document, and not the author's answers."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field as Default

from bot.template.form import Frozen


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
    """What a document says besides the answers."""

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
