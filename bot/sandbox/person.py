"""One human with one Slack client: everything by visible labels and texts, as a user would."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.blocks import Control, controls
from bot.sandbox.client import Client
from bot.sandbox.eyes import Eyes
from bot.sandbox.filling import Keyboard
from bot.sandbox.modal import Modal
from bot.sandbox.modals import View
from bot.sandbox.picks import ByName
from bot.sandbox.screen import Screen, find_button
from bot.sandbox.seen import SeenFile, SeenMessage
from bot.sandbox.shapes import file_shape
from bot.sandbox.values import held, options_of
from bot.sandbox.workspace import File, User
from bot.sandbox.world import World

Json = dict[str, Any]

MESSAGE_EVENTS = {
    "public": ("channel", "message.channels"),
    "private": ("group", "message.groups"),
    "im": ("im", "message.im"),
}
"""By kind of conversation: the event's ``channel_type``, and the subscription that it needs."""


class Person:
    """What a person does and sees. What Slack's client would not let them do raises AssertionError."""

    def __init__(self, world: World, eyes: Eyes, user_id: str) -> None:
        self._world, self._screen = world, Screen(world, eyes, user_id)
        self._client, self._picks = Client(world), ByName(world.workspace)
        self._keyboard = Keyboard(self._picks)
        self.id = user_id
        """``U…``."""

    @property
    def user(self) -> User:
        """The account as it is now."""
        return self._world.workspace.users[self.id]

    @property
    def name(self) -> str:
        """Such as ``Ada Lovelace``."""
        return self.user.name

    # What a person does in channels

    async def types(self, text: str, channel: str = "general") -> None:
        """A slash command in a channel, or in the App DM (``dm``); returns after the acknowledgement."""
        await self._client.command(self.user, self._screen.place(channel), text)

    async def says(self, text: str, channel: str = "general", *, thread_of: str | None = None) -> SeenMessage:
        """An ordinary message in a channel or in the App DM (``dm``).

        ``thread_of``: a part of the text of the message to answer; the newest fits first.
        """
        place = self._screen.place(channel)
        assert not place.archived, f"#{place.name} is archived: nobody can write there"
        parent = self._screen.newest(thread_of) if thread_of else None
        thread = {"thread_ts": parent.thread_ts or parent.ts} if parent else {}
        message = self._world.workspace.post(place, self.id, text, **thread)
        kind, subscription = MESSAGE_EVENTS[place.kind]
        event = {"type": "message", "channel": place.id, "channel_type": kind, "user": self.id}
        self._world.events.emit({**event, "text": text, "ts": message.ts, **thread}, subscription)
        return self._screen.look(message)

    async def uses(self, shortcut: str, on: SeenMessage | None = None) -> None:
        """A shortcut by its name: a global one, or with ``on`` one of a message's menu."""
        if on is None:
            await self._client.shortcut(self.user, shortcut)
        else:
            await self._client.message_shortcut(self.user, shortcut, self._screen.current(on))

    async def opens_home(self) -> None:
        """Look at the app's Home tab."""
        dm = self._world.workspace.dm(self.id, self._world.bot.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": dm.id, "tab": "home"}
        self._world.events.emit(event)

    # What a person does in a modal

    def fill(self, entries: Mapping[str, Any]) -> None:
        """Enter values by label, as ``Keyboard.enter`` takes them and ``Modal`` names them.

        A file_input takes a list of (name, bytes). Nothing is sent: an input that tells the bot at
        once (``dispatch_action``) needs ``chooses``.
        """
        modal = self._screen.open_modal()
        for label, wanted in entries.items():
            control = modal.field(label).control
            self._enter(modal.view, control, self._wanted(label, control, wanted))
        self._world.changes.notify()

    async def chooses(self, label: str, option: str, on: str | SeenMessage | None = None) -> None:
        """Choose in a menu that tells the bot: in the modal by placeholder or label, ``on`` a message."""
        if on is not None:
            seen = on if isinstance(on, SeenMessage) else self._screen.look(self._screen.newest(on))
            await self._chooses_on(seen, label, option)
            return
        modal = self._screen.open_modal()
        control = modal.touchable(label)
        action = await self._choice(modal.view, control, label, option)
        if not control.in_input or control.block.get("dispatch_action"):
            await self._client.act_in_view(self.user, modal.view, action)

    async def presses(self, text: str, on: str | SeenMessage | None = None) -> None:
        """Press a button by its text: ``Remove (2)`` is the second of that text.

        While a modal is open: its submit button, or one in the view. Otherwise, or with ``on``: a button
        on a message, the newest that has it. ``on`` is a part of the message's text, or a message seen
        earlier, whose old buttons are still on some screen. Confirmations are confirmed.
        """
        if on is None and (modal := self.modal):
            await self._presses_in(modal, text)
            return
        seen = on if isinstance(on, SeenMessage) else self._screen.look(self._screen.newest(on or "", text))
        control = find_button(seen.blocks, text)
        assert control, f"No button “{text}” on “{seen.text}”; there are: {list(seen.buttons)}"
        await self._client.act_on_message(self.user, self._screen.current(seen), _pressed(control), {})

    async def closes(self, *, cross: bool = False) -> None:
        """Cancel the top view; ``cross`` closes all of them by the x."""
        self._screen.open_modal()
        await self._client.close(self.user, cross=cross)

    # What a person sees

    @property
    def modal(self) -> Modal | None:
        """The top view as it is on the screen now."""
        return self._screen.modal

    @property
    def home(self) -> Modal | None:
        """The Home tab as it is now."""
        return self._screen.home

    @property
    def notices(self) -> list[str]:
        """Ephemeral texts and Slack's own sentences, the newest last."""
        return [each.text for each in self._screen.conversation("notices")]

    @property
    def dms(self) -> list[SeenMessage]:
        """The App DM without replies, the newest last."""
        return self._screen.conversation("dm")

    def channel(self, name: str) -> list[SeenMessage]:
        """A channel without replies, the newest last. Raises AssertionError if the person can't see it."""
        return self._screen.conversation(name)

    def reads(self, file: SeenFile) -> str:
        """The text of a file."""
        return file.content

    async def sees(
        self,
        text: str,
        where: str | None = None,
        timeout: float = 10,  # noqa: ASYNC109 - tests say it so
    ) -> Any:
        """Wait until ``text`` is visible; the newest SeenMessage that holds it, or the Modal.

        ``where``: ``modal``, ``home``, ``notices``, ``dm``, a channel's name, ``thread of …`` (a part of
        the first message's text), or None for anywhere. ``timeout`` in real seconds, after which
        AssertionError shows what is visible.
        """
        found = await self._world.changes.until(lambda: self._screen.find(text, where), timeout)
        assert found is not None, self._screen.complaint(f"“{text}” did not become visible", where)
        return found

    async def sees_no(self, text: str, where: str | None = None) -> None:
        """Check now that ``text`` is not visible; ``where`` as in ``sees``."""
        visible = self._screen.find(text, where) is not None
        assert not visible, self._screen.complaint(f"“{text}” is visible", where)

    # Touching elements

    def _enter(self, view: View, control: Control, value: Any) -> None:
        view.values[control.key] = held(control.element, value)
        view.errors.pop(control.block_id, None)

    def _wanted(self, label: str, control: Control, wanted: Any) -> Any:
        try:
            if control.type == "file_input":
                return [self._uploaded(*each) for each in self._keyboard.files(control, wanted)]
            return self._keyboard.enter(control, wanted)
        except (AssertionError, ValueError) as error:
            raise AssertionError(f"{label}: {error}") from None

    def _uploaded(self, name: str, content: bytes) -> Json:
        file = File(self._world.ids.new("F"), name, name, content, self.id)
        self._world.workspace.add_file(file)
        return file_shape(self._world, file)

    async def _presses_in(self, modal: Modal, text: str) -> None:
        if text == modal.submit:
            await self._client.submit(self.user, modal.view)
            return
        control = find_button(modal.view.blocks, text)
        assert control, f"No button “{text}” in the modal:\n{modal}"
        await self._client.act_in_view(self.user, modal.view, _pressed(control))

    async def _choice(self, view: View, control: Control, label: str, option: str) -> Json:
        """What a choice in a view tells the bot; the element holds it from then on."""
        if control.type == "overflow":
            return _head(control) | {
                "selected_option": self._picks.option(options_of(control.element), option)
            }
        if control.type == "external_select":
            offered = await self._client.suggestions(self.user, view, control, option)
            value = self._picks.option(offered, option)
        else:
            value = self._wanted(label, control, option)
        self._enter(view, control, value)
        return _head(control) | view.values[control.key]

    async def _chooses_on(self, message: SeenMessage, label: str, option: str) -> None:
        for control in controls(message.blocks):
            if label == control.element.get("placeholder", {}).get("text"):
                entry = held(control.element, self._wanted(label, control, option))
                action, current = _head(control) | entry, self._screen.current(message)
                await self._client.act_on_message(self.user, current, action, {control.key: entry})
                return
        raise AssertionError(f"No menu “{label}” on “{message.text}”")


def _pressed(control: Control) -> Json:
    kept = {key: control.element[key] for key in ("text", "value", "style") if key in control.element}
    return _head(control) | kept


def _head(control: Control) -> Json:
    return {"type": control.type, "block_id": control.block_id, "action_id": control.action_id}
