"""Sign off: a short modal that says what is signed, and the signature."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from bot.slack import ids, shown
from bot.slack.asked import LABEL
from bot.slack.people import People
from bot.slack.present import Present
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.standing import Names, called, roles_of
from bot.slack.text import VIEW, Block, context, first_parts, paragraph, plain, said, shorten, size, split
from bot.slack.views import TITLE, ModalView, button
from bot.tasks.absence import in_place_of
from bot.tasks.desk import Desk
from bot.tasks.errors import NotAsked, SignsBoth, Stale
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

    def __init__(self, desk: Desk, present: Present, people: People, private: Private) -> None:
        self._desk = desk
        self._present = present
        self._people = people
        self._private = private

    async def open(self, request: Request) -> Answer:
        """The Sign off button. Whoever isn't asked gets one private sentence (the desk's refusals)."""
        told = request.channel if ids.GOES in request.facts else None
        return await self.show(request, ids.number(request.facts, "t"), _place(request), told)

    async def typed(self, request: Request, task: Task) -> Answer:
        """`/task sign KEY`."""
        return await self.show(request, task.id, "command", request.channel)

    async def show(self, request: Request, task_id: int, place: Place, told: str | None = None) -> Answer:
        """The modal with what this person would sign. `told`: the channel to say there that it was signed, since
        nothing else there will show it.
        """
        try:
            showing = await self._desk.show_for_signing(request.team, task_id, request.user)
        except NotAsked as refused:
            raise await self._as_told(request, refused, task_id, place) from None
        names = await self._absent(request, {str(each.person) for each in showing.sign_offs})
        drawn = view(showing, place, names, request.user, told)
        return await self._present.show(request, showing.task, drawn)

    async def _absent(self, request: Request, persons: Iterable[str]) -> Names:
        """The names of those of these people for whom somebody signs."""
        absent = set(persons) - {request.user}
        return await self._people.names(request.team, absent) if absent else {}

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
            return shown.at_field(state, ids.ROLE, "Choose at least one role to sign for.")
        known, _, _ = await self._people.look_up(request.team, [request.user])
        if request.user not in known:
            return shown.at_field(state, ids.ROLE, WHO)
        seen, place, told = shown.read(facts), _place_in(facts), _told_in(facts)
        names = await self._absent(request, _persons_in(facts))  # before: once it is signed, nothing may fail
        try:
            done = await self._desk.sign(
                request.team,
                seen.task_id,
                request.user,
                roles,
                revision=seen.revision,
                substance_hash=seen.substance_hash,
                document_hash=ids.text(facts, "o"),
                comment=comment(state),
                place=place,
                persons=_persons_in(facts),
            )
        except SignsBoth as both:
            return shown.at_field(state, ids.ROLE, both)
        except Stale:
            return await self.show(request, seen.task_id, place, told)
        except NotAsked as refused:
            raise await self._as_told(request, refused, seen.task_id, place) from None
        if told:
            signed = [each for each in done.task.sign_offs if each.id in roles]
            self._private.whisper(request, told, said_signed(done.task, signed, names, request.user))
        return {}


def view(showing: Showing, place: Place, names: Names, reader: str, told: str | None = None) -> ModalView:
    """What is signed: the task, its revision, and for each role the statement. Pure.

    `names`: of those for whom the reader would sign; `told`: the channel where to say that they did.
    """
    task = showing.task
    roles = _first(tuple(_titled(each, names, reader) for each in showing.sign_offs))
    persons = sorted({str(each.person) for each in roles})
    facts = ids.pack(
        **shown.facts(task), o=showing.document_hash, w=place, p=persons, **({"c": told} if told else {})
    )
    return {
        "type": "modal",
        "callback_id": ids.SIGN,
        "title": plain("Sign off", TITLE),
        "submit": plain("Sign off", TITLE),
        "close": plain("Cancel", TITLE),
        "private_metadata": facts,
        "blocks": [
            shown.headline(task),
            context(f"You sign revision {task.revision} (fingerprint {task.substance_hash[:12]})."),
            *(block for each in roles for block in _statement(each)),
            _beside(task),
            roles_input(roles, "I sign as"),
            _comment_input(),
        ],
    }


def said_signed(task: Task, signed: Sequence[SignOff], names: Names, reader: str) -> str:
    """`You signed TASK-003 as Tech Lead.`"""
    roles = roles_of([_titled(each, names, reader) for each in signed], STATEMENT)
    return f"You signed {task.key} as {roles}."


def _titled(sign_off: SignOff, names: Names, reader: str) -> SignOff:
    """With the role as it is shown: a stand-in sees for whom they would sign."""
    if sign_off.person in (None, reader):
        return sign_off
    role = in_place_of(sign_off.role, called(names, str(sign_off.person)))
    return sign_off.model_copy(update={"role": role})


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
    fitting = first_parts(parts, MOST_PARTS)
    role = said(f"{shorten(sign_off.role, LABEL)}: ", bold=True)
    drawn = [paragraph(role, said(part)) for part in fitting]
    more = [context("This statement goes on in the document.")] if len(fitting) < len(parts) else []
    return [*drawn, *more]


def _beside(task: Task) -> Block:
    """What else can be done than sign."""
    reading = button("Read the document", ids.OPEN_TASK, **shown.brief(task))
    wishing = button("Request changes", ids.REQUEST_CHANGES, **shown.brief(task))
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


def chosen(state: shown.Entered) -> list[int]:
    """The ids of the sign-offs whose boxes are ticked. ids.NotOurs for values that this app did not write."""
    values = [str(each.get("value")) for each in shown.entered(state, ids.ROLE).get("selected_options") or []]
    if not all(value.isdecimal() for value in values):
        raise ids.NotOurs("no role")
    return [int(value) for value in values]


def comment(state: shown.Entered) -> str | None:
    """What was typed as comment, if anything."""
    value = shown.entered(state, ids.COMMENT).get("value")
    return str(value) if value else None


def _place(request: Request) -> Place:
    if request.at_home:
        return "home"
    return "dm" if (request.channel or "").startswith("D") else "card"


def _persons_in(facts: dict[str, Any]) -> list[str]:
    """Whose roles the modal showed. ids.NotOurs for what this app did not write."""
    found = facts.get("p")
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ids.NotOurs("nobody's roles")
    return found


def _told_in(facts: dict[str, Any]) -> str | None:
    """The channel where to say that it was signed, if anywhere. ids.NotOurs for what is no channel."""
    return ids.text(facts, "c") if "c" in facts else None


def _place_in(facts: dict[str, Any]) -> Place:
    """From where the modal was opened. ids.NotOurs for a place that there isn't."""
    found: Place | None = next((each for each in get_args(Place) if each == facts.get("w")), None)
    if found is None:
        raise ids.NotOurs("no place")
    return found
