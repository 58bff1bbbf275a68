"""Sign off: a short modal that says what is signed, and the signature."""

from __future__ import annotations

from typing import Any

from bot.slack import ids
from bot.slack.asked import LABEL
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.request import Answer, Request
from bot.slack.text import VIEW, Block, context, first_parts, paragraph, plain, said, shorten, size, split
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAsked
from bot.tasks.results import Showing
from bot.tasks.task import Place, SignOff, Task

COMMENT_LIMIT = 3000
STATEMENT = 2500
MOST_PARTS = 8
"""Parts of a statement on a page."""
MOST_ROLES = 10
"""Slack: checkboxes hold at most ten options; who is asked for more signs the rest with a second press."""

WHO = "Slack could not say who you are just now, so nothing was signed. Please press Sign off again."


class Signing:
    """Handlers of the Sign off button, of `/task sign KEY`, and of the modal's submit."""

    def __init__(self, desk: Desk, modals: Modals, people: People) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people

    async def open(self, request: Request) -> Answer:
        """The Sign off button. Whoever isn't asked gets one private sentence (the desk's refusals)."""
        return await self.show(request, ids.number(request.facts, "t"), _place(request))

    async def show(self, request: Request, task_id: int, place: Place) -> Answer:
        """The modal with what this person would sign."""
        try:
            showing = await self._desk.show_for_signing(request.team, task_id, request.user)
        except NotAsked as refused:
            raise await self._as_told(request, refused, task_id, place) from None
        return await self._modals.show(request, view(showing, place))

    async def _as_told(self, request: Request, refused: NotAsked, task_id: int, place: Place) -> NotAsked:
        """The refusal; who is asked instead is said only to those who may read the task."""
        task = await self._desk.task(request.team, task_id)
        if place == "card" or (task and await self._desk.may_read(request.team, task, request.user)):
            return refused
        return NotAsked(refused.key, refused.who)

    async def sign(self, request: Request) -> Answer:
        """The signature. The modal closes; the card and the direct message show it.

        Nobody signs before Slack has said who they are: the name is frozen, and a guest must not count.
        """
        facts, state = request.modal.facts, request.modal.state
        roles = chosen(state)
        if not roles:
            return {
                "response_action": "errors",
                "errors": {ids.ROLE: "Choose at least one role to sign for."},
            }
        known, _, _ = await self._people.look_up(request.team, [request.user])
        if request.user not in known:
            return {"response_action": "errors", "errors": {ids.ROLE: WHO}}
        await self._desk.sign(
            request.team,
            ids.number(facts, "t"),
            request.user,
            roles,
            revision=ids.number(facts, "r"),
            substance_hash=ids.text(facts, "h"),
            document_hash=ids.text(facts, "o"),
            comment=comment(state),
            place=facts["w"],
        )
        return {}


def view(showing: Showing, place: Place) -> ModalView:
    """What is signed: the task, its revision, and for each role the statement. Pure."""
    task = showing.task
    shown = _first(showing.sign_offs)
    facts = ids.pack(t=task.id, r=task.revision, h=task.substance_hash, o=showing.document_hash, w=place)
    return {
        "type": "modal",
        "callback_id": ids.SIGN,
        "title": plain("Sign off", TITLE),
        "submit": plain("Sign off", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": facts,
        "blocks": [
            paragraph(said(f"{task.key} ", bold=True), said(shorten(task.title, 300))),
            context(f"You sign revision {task.revision} (fingerprint {task.substance_hash[:12]})."),
            *(block for each in shown for block in _statement(each)),
            _beside(task),
            roles_input(shown, "I sign as"),
            _comment_input(),
        ],
    }


def _first(sign_offs: tuple[SignOff, ...]) -> tuple[SignOff, ...]:
    """The first roles whose statements fit on one page, one at least."""
    room = VIEW
    for count, each in enumerate(sign_offs[:MOST_ROLES]):
        room -= size(_statement(each))
        if room < 0 and count:
            return sign_offs[:count]
    return sign_offs[:MOST_ROLES]


def _statement(sign_off: SignOff) -> list[Block]:
    """What a signature says, in full; what is longer than a page goes on in the document."""
    parts = list(split(sign_off.statement or "no statement", STATEMENT))
    shown = first_parts(parts, MOST_PARTS)
    role = said(f"{shorten(sign_off.role, LABEL)}: ", bold=True)
    drawn = [paragraph(role, said(part)) for part in shown]
    more = [context("This statement goes on in the document.")] if len(shown) < len(parts) else []
    return [*drawn, *more]


def _beside(task: Task) -> Block:
    """What else can be done than sign."""
    reading = button("Read the document", ids.OPEN_TASK, t=task.id)
    wishing = button("Request changes", ids.REQUEST_CHANGES, t=task.id, v=task.version)
    return {"type": "actions", "elements": [reading, wishing]}


def roles_input(sign_offs: tuple[SignOff, ...], label: str) -> Block:
    """A box for each of the roles, all ticked: at most ten."""
    options: list[dict[str, Any]] = [
        {"text": plain(each.role, 75), "value": str(each.id)} for each in sign_offs
    ]
    element = {"type": "checkboxes", "action_id": ids.ROLE, "options": options, "initial_options": options}
    return {"type": "input", "block_id": ids.ROLE, "label": plain(label, 2000), "element": element}


def _comment_input() -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": ids.COMMENT,
        "multiline": True,
        "max_length": COMMENT_LIMIT,
    }
    label = plain("Comment", 2000)
    return {"type": "input", "block_id": ids.COMMENT, "label": label, "element": element, "optional": True}


def chosen(state: dict[str, dict[str, dict[str, Any]]]) -> list[int]:
    """The ids of the sign-offs whose boxes are ticked."""
    options = state.get(ids.ROLE, {}).get(ids.ROLE, {}).get("selected_options") or []
    return [int(option["value"]) for option in options]


def comment(state: dict[str, dict[str, dict[str, Any]]]) -> str | None:
    """What was typed as comment, if anything."""
    value = state.get(ids.COMMENT, {}).get(ids.COMMENT, {}).get("value")
    return str(value) if value else None


def _place(request: Request) -> Place:
    return "dm" if (request.channel or "").startswith("D") else "card"
