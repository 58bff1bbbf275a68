"""What a person can do on the page: one method for each act, which leaves the doing to `Hand`."""

import base64
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.sandbox.blocks import Control, controls
from bot.sandbox.hand import Hand
from bot.sandbox.impossible import Impossible, allow
from bot.sandbox.modals import View
from bot.sandbox.page import places
from bot.sandbox.page.moving import Step, later
from bot.sandbox.page.offers import MOMENT
from bot.sandbox.picks import ById
from bot.sandbox.workspace import Message, User
from bot.sandbox.world import World


class Part(BaseModel):
    """What the page sends; anything else in it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Touched(Part):
    """An element, and what is to be in it."""

    block: str
    """Its block_id."""
    action: str
    """Its action_id."""
    wanted: Any = None
    """As `Keyboard` takes it by ids; files as ``{"name", "base64"}``, moments as ``2026-12-01T17:30``."""


class Act(Part):
    """One act of one person."""

    who: str
    """``U…``."""
    act: Literal["say", "use", "home", "enter", "press", "choose", "submit", "close", "move"]
    """Which method of `Acts`."""
    place: str = ""
    """The conversation: ``C…`` or ``D…``."""
    ts: str = ""
    """The message that is answered, or acted on."""
    view: str = ""
    """The modal or Home tab that is acted on: ``V…``."""
    text: str = ""
    """What is said, or the name of a shortcut."""
    on: Touched | None = None
    """What is pressed or chosen."""
    entries: Sequence[Touched] = ()
    """What was typed into the view before."""
    cross: bool = False
    """Closes the whole stack."""
    step: Step = "hour"
    """How far the clock moves."""


Way = Callable[[User, Hand, Act], Awaitable[None]]
"""How an act is done."""


class NotHere(Impossible):
    """Something can't be entered; says at which input."""

    def __init__(self, why: str, block: str) -> None:
        super().__init__(why)
        self.block = block


class Acts:
    """Does what the page asks for. What the person's client would not let them do raises Impossible."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._ways: dict[str, Way] = {
            "say": self._say,
            "use": self._use,
            "home": self._home,
            "enter": self._enter,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "close": self._close,
            "move": self._move,
        }

    async def do(self, act: Act) -> None:
        """One act; returns when the bot has answered it, and whoever stops the clock has looked."""
        user = places.person(self._world, act.who)
        hand = Hand(self._world, user.id, ById(self._world.workspace))
        await self._ways[act.act](user, hand, act)

    async def _say(self, user: User, hand: Hand, act: Act) -> None:
        text, place = act.text.strip(), places.place(self._world, user, act.place)
        allow(text, "There is nothing to send yet.")
        allow(not (why := places.closed(self._world, place)), why)
        answered = places.message(self._world, user, act.place, act.ts) if act.ts else None
        if not text.startswith("/"):
            hand.say(place, text, answered)
            return
        command = text.split()[0]
        allow(not answered, f"{command} is not supported in threads. Use it in the conversation itself.")
        await hand.command(place, text)

    async def _use(self, user: User, hand: Hand, act: Act) -> None:
        await hand.use(act.text, places.message(self._world, user, act.place, act.ts) if act.ts else None)

    async def _home(self, user: User, hand: Hand, act: Act) -> None:
        hand.open_home()

    async def _enter(self, user: User, hand: Hand, act: Act) -> None:
        view = self._view(user, act)
        for each in act.entries:
            self._entered(user, hand, view, each)

    async def _press(self, user: User, hand: Hand, act: Act) -> None:
        on = await self._touchable(user, hand, act)
        await hand.press(on, _control(on, act.on))

    async def _choose(self, user: User, hand: Hand, act: Act) -> None:
        on = await self._touchable(user, hand, act)
        control = _control(on, act.on)
        await hand.choose(on, control, _wanted(user, control, act.on.wanted if act.on else None))

    async def _submit(self, user: User, hand: Hand, act: Act) -> None:
        await self._enter(user, hand, act)
        await hand.submit(self._view(user, act))

    async def _close(self, user: User, hand: Hand, act: Act) -> None:
        self._view(user, act)
        await hand.close(cross=act.cross)

    async def _move(self, user: User, hand: Hand, act: Act) -> None:
        clock = self._world.clock
        await clock.go(later(clock.now(), act.step, ZoneInfo(user.tz)))
        self._world.changes.notify()

    async def _touchable(self, user: User, hand: Hand, act: Act) -> View | Message:
        if not act.view:
            return places.message(self._world, user, act.place, act.ts)
        await self._enter(user, hand, act)
        return self._view(user, act)

    def _view(self, user: User, act: Act) -> View:
        top, home = self._world.modals.top(user.id), self._world.modals.home(user.id)
        for each in (top, home):
            if each and each.id == act.view:
                return each
        raise Impossible("That window is closed already.")

    def _entered(self, user: User, hand: Hand, view: View, touched: Touched) -> None:
        control = _control(view, touched)
        try:
            hand.enter(view, control, _wanted(user, control, touched.wanted))
        except Impossible as error:
            raise NotHere(str(error), touched.block) from None


def _control(on: View | Message, touched: Touched | None) -> Control:
    for each in controls(on.blocks):
        if touched and each.key == (touched.block, touched.action):
            return each
    raise Impossible("That is not on the screen any more.")


def _wanted(user: User, control: Control, wanted: Any) -> Any:
    """As `Keyboard` takes it, out of JSON. Raises Impossible where it can't be read."""
    try:
        if control.type == "file_input":
            return [(each["name"], base64.b64decode(each["base64"])) for each in wanted or ()]
        if control.type == "datetimepicker" and wanted:
            return datetime.strptime(wanted, MOMENT).replace(tzinfo=ZoneInfo(user.tz))
    except ValueError as error:
        raise Impossible(str(error)) from None
    return wanted
