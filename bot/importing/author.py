"""Whose the tasks become: somebody whom the workspace is known to have, since nobody could take them over. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.importing.files import ImportFailed
from bot.tasks.people import PersonInfo

ALIKE = 0.8
"""From which likeness on (1: the same) another id is taken for the one that was meant."""


def found(people: Sequence[PersonInfo], wanted: str, team: str, *, unknown: bool) -> PersonInfo | None:
    """The person with this id among those who are known in the workspace.

    None where the id is nobody's and `unknown` allows that, as before anybody has used the bot. ImportFailed,
    with what to do, if it is nobody's, a bot's, or of somebody who left.
    """
    known = {each.id: each for each in people}
    person = known.get(wanted)
    if person is None and not unknown:
        raise ImportFailed(_nobody(known, wanted, team))
    if person and (person.kind == "bot" or not person.active):
        why = "is a bot" if person.kind == "bot" else "has an account that is deactivated"
        raise ImportFailed(f"{person.name} ({person.id}) {why}: name somebody else with --author")
    return person


def _nobody(known: dict[str, PersonInfo], wanted: str, team: str) -> str:
    near = get_close_matches(wanted, list(known), 1, ALIKE)
    meant = f". Did you mean {near[0]}, {known[near[0]].name}?" if near else "."
    return (
        f"nobody with the id {wanted} is known in {team}{meant} An id stands in the person's Slack profile, "
        "“Copy member ID”. If it is right, let them type /task in Slack once, or add --unknown-author"
    )
