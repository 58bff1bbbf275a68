"""What one person's client does when they type, fill in, press and choose.

`Person` finds things by their visible names, the sandbox's page by their ids; both act through here.
"""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.blocks import Control
from bot.sandbox.client import Client
from bot.sandbox.filling import Keyboard
from bot.sandbox.impossible import Impossible, allow
from bot.sandbox.modals import View
from bot.sandbox.picks import Picks
from bot.sandbox.shapes import file_shape, view_shape
from bot.sandbox.values import held, options_of
from bot.sandbox.workspace import Channel, File, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]

MESSAGE_EVENTS = {
    "public": ("channel", "message.channels"),
    "private": ("group", "message.groups"),
    "im": ("im", "message.im"),
}
"""By kind of conversation: the event's ``channel_type``, and the subscription that it needs."""


class Hand:
    """Acts for one person. What their client would not let them do raises Impossible, and sends nothing."""

    def __init__(self, world: World, user_id: str, picks: Picks) -> None:
        self._world, self._id, self._picks = world, user_id, picks
        self._client, self._keyboard = Client(world), Keyboard(picks)

    @property
    def user(self) -> User:
        """The account as it is now."""
        return self._world.workspace.users[self._id]

    # In conversations

    async def command(self, place: Channel, typed: str) -> None:
        """A slash command; returns after the acknowledgement."""
        await self._client.command(self.user, place, typed)

    def say(self, place: Channel, text: str, answering: Message | None = None) -> Message:
        """An ordinary message, in the thread of ``answering`` if there is one; Slack escapes what was typed."""
        allow(not place.archived, f"#{place.name} is archived: nobody can write there")
        thread = {"thread_ts": answering.thread_ts or answering.ts} if answering else {}
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        message = self._world.workspace.post(place, self._id, text, **thread)
        kind, subscription = MESSAGE_EVENTS[place.kind]
        event = {"type": "message", "channel": place.id, "channel_type": kind, "user": self._id}
        self._world.events.emit({**event, "text": text, "ts": message.ts, **thread}, subscription)
        return message

    async def use(self, shortcut: str, on: Message | None = None) -> None:
        """A shortcut by its name: a global one, or with ``on`` one of a message's menu."""
        if on is None:
            await self._client.shortcut(self.user, shortcut)
        else:
            await self._client.message_shortcut(self.user, shortcut, on)

    def open_home(self) -> None:
        """Look at the app's Home tab; the event carries what it shows, if it shows anything yet."""
        dm = self._world.workspace.dm(self._id, self._world.bot.id)
        event = {"type": "app_home_opened", "user": self._id, "channel": dm.id, "tab": "home"}
        home = self._world.modals.home(self._id)
        self._world.events.emit({**event, "view": view_shape(self._world, home)} if home else event)

    # In modals, on the Home tab, on messages

    def enter(self, view: View, control: Control, wanted: Any) -> None:
        """Let an input hold ``wanted``, as ``Keyboard`` takes it; a file_input takes (name, bytes) pairs.

        Nothing is sent. The error that stood at the input goes.
        """
        view.values[control.key] = held(control.element, self._wanted(control, wanted))
        view.errors.pop(control.block_id, None)
        self._world.changes.notify()

    async def press(self, on: View | Message, control: Control) -> None:
        """A button; a confirmation is confirmed."""
        kept = {key: control.element[key] for key in ("text", "value", "style") if key in control.element}
        await self._send(on, _head(control) | kept)

    async def choose(self, on: View | Message, control: Control, wanted: Any) -> None:
        """A choice in a menu, which holds it from then on; the bot is told unless the input keeps it to itself."""
        if control.type == "overflow":
            option = self._picks.option(options_of(control.element), wanted)
            await self._send(on, _head(control) | {"selected_option": option})
            return
        entry = held(control.element, await self._chosen(on, control, wanted))
        if isinstance(on, View):
            on.values[control.key] = entry
            on.errors.pop(control.block_id, None)
            if control.in_input and not control.block.get("dispatch_action"):
                return
        await self._send(on, _head(control) | entry, entry)

    async def suggestions(self, view: View, control: Control, typed: str) -> Sequence[Json]:
        """What the bot offers for what was typed into an external select."""
        return await self._client.suggestions(self.user, view, control, typed)

    async def submit(self, view: View) -> None:
        """The submit button; nothing is sent while a required input is empty."""
        await self._client.submit(self.user, view)

    async def close(self, *, cross: bool) -> None:
        """Cancel the top view; ``cross`` closes all of them by the x."""
        await self._client.close(self.user, cross=cross)

    async def _send(self, on: View | Message, action: Json, entry: Json | None = None) -> None:
        if isinstance(on, View):
            await self._client.act_in_view(self.user, on, action)
        else:
            values = {(action["block_id"], action["action_id"]): entry} if entry else {}
            await self._client.act_on_message(self.user, on, action, values)

    async def _chosen(self, on: View | Message, control: Control, wanted: Any) -> Any:
        if control.type == "external_select" and isinstance(on, View):
            return self._picks.option(await self.suggestions(on, control, wanted), wanted)
        return self._wanted(control, wanted)

    def _wanted(self, control: Control, wanted: Any) -> Any:
        if control.type == "file_input":
            return [self._uploaded(*each) for each in self._keyboard.files(control, wanted)]
        try:
            return self._keyboard.enter(control, wanted)
        except ValueError as error:
            raise Impossible(str(error)) from None

    def _uploaded(self, name: str, content: bytes) -> Json:
        file = File(self._world.ids.new("F"), name, name, content, self._id)
        self._world.workspace.add_file(file)
        return file_shape(self._world, file)


def _head(control: Control) -> Json:
    return {"type": control.type, "block_id": control.block_id, "action_id": control.action_id}
