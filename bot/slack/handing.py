"""Hand a role to somebody else, or say that it needs no signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack import ids, shown
from bot.slack.people import People
from bot.slack.present import Present
from bot.slack.request import Answer, Request
from bot.slack.standing import ROLE, Names, called, flat
from bot.slack.text import Block, context, plain
from bot.slack.views import ModalView
from bot.tasks.desk import Desk
from bot.tasks.errors import AlreadyTheirs, BadReason, CannotSign, HoldsBoth, Stale
from bot.tasks.handing import handable, skippable, wished
from bot.tasks.rights import Action
from bot.tasks.task import SignOff, Task

MOST_ROLES = 100
"""Slack: a menu has at most 100 options."""
NOTE = "Both are told why: whoever was asked before, and the other in the message with the button to sign."
UNSURE = "Slack could not say who this is just now, so nobody was asked. Please press again."
ANEW = "Changes were requested. Whoever takes such a role over decides anew:"
WISHES, WISH = 5, 300
"""How many requests for changes are said in the form, and how much of each."""
HANDED = "It is handed over."
SKIPPED = "The task doesn't wait for this role any more. Who was asked is told."


class Handing:
    """Handlers of the buttons Hand over and Not needed, of `/task reassign KEY`, and of their modals."""

    def __init__(self, desk: Desk, present: Present, people: People, admins: frozenset[str]) -> None:
        self._desk = desk
        self._present = present
        self._people = people
        self._admins = admins

    async def open(self, request: Request) -> Answer:
        """The button Hand over, beside the document."""
        return await self.show(request, ids.number(request.facts, "t"))

    async def show(self, request: Request, task_id: int) -> Answer:
        """The modal. Who may not hand over anything gets one private sentence (the desk's refusals)."""
        admin = request.user in self._admins
        task = await self._desk.steps.open(Action.REASSIGN, request.team, task_id, request.user, admin=admin)
        roles = handable(task, request.user, admin=admin)
        names = await self._names(request, roles)
        return await self._present.show(request, task, reassigning(task, roles, names))

    async def hand_over(self, request: Request) -> Answer:
        """The role, the person and the reason were given. What is wrong with one is said at its field."""
        state, user = request.modal.state, _person(request.modal.state)
        known, _, _ = await self._people.look_up(request.team, [user])
        if user not in known:
            return shown.at_field(state, ids.SIGNER, UNSURE)
        seen, role, reason = shown.read(request.modal.facts), _role(state), shown.reason(state)
        admin = request.user in self._admins
        try:
            asked = await self._desk.steps.reassign(
                request.team, seen, request.user, role, user, reason, admin=admin
            )
        except (AlreadyTheirs, CannotSign, HoldsBoth) as refused:
            return shown.at_field(state, ids.SIGNER, refused)
        except BadReason as refused:
            return shown.at_field(state, ids.REASON, refused)
        except Stale:
            return await self.show(request, seen.task_id)
        return await self._present.done(request, asked, HANDED)

    async def open_not_needed(self, request: Request) -> Answer:
        """The button Not needed, beside the document."""
        return await self._show_not_needed(request, ids.number(request.facts, "t"))

    async def not_needed(self, request: Request) -> Answer:
        """The role and the reason were given."""
        state, admin = request.modal.state, request.user in self._admins
        seen, reason = shown.read(request.modal.facts), shown.reason(state)
        try:
            await self._desk.steps.not_needed(
                request.team, seen, request.user, _role(state), reason, admin=admin
            )
        except BadReason as refused:
            return shown.at_field(state, ids.REASON, refused)
        except Stale:
            return await self._show_not_needed(request, seen.task_id)
        return {}

    async def _show_not_needed(self, request: Request, task_id: int) -> Answer:
        admin = request.user in self._admins
        task = await self._desk.steps.open(
            Action.NOT_NEEDED, request.team, task_id, request.user, admin=admin
        )
        roles = skippable(task)
        names = await self._names(request, roles)
        return await self._present.show(request, task, skipping(task, roles, names))

    async def _names(self, request: Request, roles: Sequence[SignOff]) -> Names:
        people = {user for each in roles for user in (each.person, each.stand_in) if user}
        return await self._people.names(request.team, people)


def reassigning(task: Task, roles: Sequence[SignOff], names: Names) -> ModalView:
    """Which of these roles, to whom, and why. Pure."""
    picker = {
        "type": "input",
        "block_id": ids.SIGNER,
        "label": plain("Who signs instead?", 75),
        "element": {
            "type": "users_select",
            "action_id": ids.SIGNER,
            "placeholder": plain("Choose a person", 150),
        },
    }
    blocks = [context(NOTE), *_wishes(roles, names), _menu(roles, names), picker, shown.reason_input("Why?")]
    return shown.modal(task, ids.HANDING, "Hand over", "Hand over", blocks)


def skipping(task: Task, roles: Sequence[SignOff], names: Names) -> ModalView:
    """Which of these roles needs no signature, and why. Pure."""
    blocks = [context(SKIPPED), _menu(roles, names), shown.reason_input("Why is it not needed?")]
    return shown.modal(task, ids.SKIPPING, "Not needed", "Not needed", blocks)


def _wishes(roles: Sequence[SignOff], names: Names) -> list[Block]:
    """What goes with a role's person, so that nobody hands an objection away without a word."""
    wishes = [(each, wish) for each in roles if (wish := wished(each))]
    lines = [
        f"{called(names, str(each.stand_in or each.person))} as {flat(each.role, ROLE)}: {flat(wish, WISH)}"
        for each, wish in wishes[:WISHES]
    ]
    more = [f"and {len(wishes) - WISHES} more"] if len(wishes) > WISHES else []
    return [context("\n".join([ANEW, *lines, *more]))] if wishes else []


def _menu(roles: Sequence[SignOff], names: Names) -> Block:
    """The roles, each with who is asked; the only one is chosen already."""
    options = [_option(each, names) for each in roles[:MOST_ROLES]]
    element = {"type": "static_select", "action_id": ids.ROLE, "options": options}
    chosen = {"initial_option": options[0]} if len(options) == 1 else {}
    return {
        "type": "input",
        "block_id": ids.ROLE,
        "label": plain("Role", 75),
        "element": {**element, **chosen},
    }


def _option(sign_off: SignOff, names: Names) -> dict[str, Any]:
    person = f" ({called(names, sign_off.person)})" if sign_off.person else ""
    return {"text": plain(f"{sign_off.role}{person}", 75), "value": str(sign_off.id)}


def _role(state: shown.Entered) -> int:
    """The chosen role's id. ids.NotOurs for a value that this app did not write."""
    value = str((shown.entered(state, ids.ROLE).get("selected_option") or {}).get("value") or "")
    if not value.isdecimal():
        raise ids.NotOurs("no role")
    return int(value)


def _person(state: shown.Entered) -> str:
    return str(shown.entered(state, ids.SIGNER).get("selected_user") or "")
