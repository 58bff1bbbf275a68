"""How much text a structure holds in all."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.composition import counted

SHOWN = ("text", "alt_text")
"""Fields whose strings a person sees; texts of text objects and of rich text are ``text`` too."""


def characters(structure: Any) -> int:
    """All displayed characters in a structure of blocks, as Slack counts them (see ``counted``).

    Without recursion, so that no depth of nesting can hurt.
    """
    total, waiting = 0, [structure]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            kind = "mrkdwn" if value.get("type") == "mrkdwn" else "plain_text"
            total += sum(counted(value[name], kind) for name in SHOWN if isinstance(value.get(name), str))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return total
