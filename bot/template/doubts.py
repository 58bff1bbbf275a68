"""What was understood with doubt."""

from __future__ import annotations

from collections.abc import Sequence

from bot.template.field import Page, Role, Unsure
from bot.template.layout import Section


def doubts(
    template: str, layout: Section, pages: Sequence[Page], roles: Sequence[Role]
) -> tuple[Unsure, ...]:
    """By line."""
    return ()
