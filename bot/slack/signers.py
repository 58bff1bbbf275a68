"""Name who signs: people for the roles that had nobody when the task was filed."""

from __future__ import annotations

from typing import Any

from bot.slack import ids, shown
from bot.slack.asked import LABEL
from bot.slack.people import People
from bot.slack.present import Present
from bot.slack.request import Answer, Request
from bot.slack.review import LINE, WORDS
from bot.slack.text import Block, context, paragraph, plain, said, shorten, within
from bot.slack.vetting import refused_signers
from bot.slack.views import TITLE, ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import HoldsBoth, Stale
from bot.tasks.rights import Action
from bot.tasks.task import SignOff, SignOffState, Task

ASKED = "They are asked to sign."
MOST_ROLES = 30
"""Roles on one modal; with more, the rest is named after these."""


class Signers:
    """Handlers of the button on the opened task, and of its modal."""

    def __init__(self, desk: Desk, present: Present, people: People, admins: frozenset[str]) -> None:
        self._desk = desk
        self._present = present
        self._people = people
        self._admins = admins

    async def open(self, request: Request) -> Answer:
        """The modal with a picker for each role that has nobody."""
        return await self._show(request, ids.number(request.facts, "t"))

    async def name(self, request: Request) -> Answer:
        """Asks the people who were picked; who can't sign is said at the picker. The desk knows the rights."""
        chosen = _chosen(request.modal.state)
        people, _, sure = await self._people.look_up(request.team, [user for _, _, user in chosen])
        refused = refused_signers({str(role): user for _, role, user in chosen}, people, sure=sure)
        if refused:
            errors = {block: refused[str(role)] for block, role, _ in chosen if str(role) in refused}
            return {"response_action": "errors", "errors": errors}
        task_id, named = ids.number(request.modal.facts, "t"), {role: user for _, role, user in chosen}
        admin = request.user in self._admins
        try:
            asked = await self._desk.name_signers(request.team, task_id, request.user, named, admin=admin)
        except Stale:
            return await self._show(request, task_id)
        except HoldsBoth as both:
            return await self._at_picker(request, task_id, both)
        return await self._present.done(request, asked, ASKED)

    async def _at_picker(self, request: Request, task_id: int, both: HoldsBoth) -> Answer:
        """The refusal, at the picker of the role that is kept apart."""
        task = await self._desk.task(request.team, task_id)
        blocks = {each.role: _block_id(each) for each in (task.sign_offs if task else ())}
        return {"response_action": "errors", "errors": {blocks[both.role]: str(both)}}

    async def _show(self, request: Request, task_id: int) -> Answer:
        admin = request.user in self._admins
        task = await self._desk.steps.open(Action.NAME, request.team, task_id, request.user, admin=admin)
        return await self._present.show(request, task, view(task))


def view(task: Task) -> ModalView:
    """A picker for each role that has nobody. Pure."""
    unnamed = _unnamed(task)
    return {
        "type": "modal",
        "callback_id": ids.NAME,
        "title": plain("Name who signs", TITLE),
        **({"submit": plain("Ask them", TITLE)} if unnamed else {}),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(**shown.brief(task)),
        "blocks": [
            paragraph(said(f"{task.key} ", bold=True), said(shorten(task.title, 300))),
            context(
                "Each gets a message with the button to sign." if unnamed else "Every role has somebody."
            ),
            *(_picker(each) for each in unnamed[:MOST_ROLES]),
        ],
    }


def _unnamed(task: Task) -> list[SignOff]:
    return [each for each in task.sign_offs if each.state is SignOffState.NOBODY]


def _block_id(sign_off: SignOff) -> str:
    return f"role:{sign_off.id}"


def _picker(sign_off: SignOff) -> Block:
    """The block's id names the role: what it is called may be longer than an id."""
    block: Block = {
        "type": "input",
        "block_id": _block_id(sign_off),
        "label": plain(within(f"Signs as {sign_off.role}", WORDS), LABEL),
        "element": {
            "type": "users_select",
            "action_id": ids.SIGNER,
            "placeholder": plain("Choose a person", 150),
        },
        "optional": True,
    }
    hint = plain(within(sign_off.statement, WORDS), LINE)
    return {**block, "hint": hint} if sign_off.statement else block


def _chosen(state: dict[str, dict[str, dict[str, Any]]]) -> list[tuple[str, int, str]]:
    """(block id, sign-off's id, user) of each picker that holds somebody."""
    found = []
    for block_id, elements in state.items():
        user = elements.get(ids.SIGNER, {}).get("selected_user")
        number = block_id.removeprefix("role:").split(shown.ANEW)[0]
        if user and number.isdecimal():
            found.append((block_id, int(number), str(user)))
    return found
