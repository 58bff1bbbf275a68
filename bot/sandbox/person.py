"""One human with one Slack client: everything by visible labels and texts, as a user would."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.blocks import Control, controls
from bot.sandbox.client import Client
from bot.sandbox.eyes import Eyes
from bot.sandbox.filling import Keyboard, choose
from bot.sandbox.modal import Modal
from bot.sandbox.modals import View
from bot.sandbox.seen import SeenFile, SeenMessage
from bot.sandbox.values import held, options_of
from bot.sandbox.workspace import Channel, File, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]


class Person:
    """What a person does and sees. What Slack's client would not let them do raises AssertionError."""

    def __init__(self, world: World, eyes: Eyes, user_id: str) -> None:
        self._world, self._eyes = world, eyes
        self._client, self._keyboard = Client(world), Keyboard(world.workspace)
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
        await self._client.command(self.user, self._place(channel), text)

    async def says(self, text: str, channel: str = "general", *, thread_of: str | None = None) -> SeenMessage:
        """An ordinary message, in a channel or in the App DM (``dm``); ``thread_of`` as in ``sees``."""
        place = self._place(channel)
        parent = self._newest(thread_of) if thread_of else None
        message = self._world.workspace.post(place, self.id, text, thread_ts=parent.ts if parent else None)
        kind = {"public": "channel", "private": "group"}.get(place.kind, place.kind)
        event = {"type": "message", "channel": place.id, "channel_type": kind, "user": self.id}
        thread = {"thread_ts": parent.ts} if parent else {}
        self._world.events.emit(
            event | {"text": text, "ts": message.ts} | thread, f"message.{kind}s".replace("ims", "im")
        )
        return self._eyes.look(message)

    async def uses(self, shortcut: str, on: SeenMessage | None = None) -> None:
        """A shortcut by its name: a global one, or with ``on`` one of a message's menu."""
        if on is None:
            await self._client.shortcut(self.user, shortcut)
        else:
            await self._client.message_shortcut(self.user, shortcut, self._current(on))

    async def opens_home(self) -> None:
        """Look at the app's Home tab."""
        dm = self._world.workspace.dm(self.id, self._world.bot.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": dm.id, "tab": "home"}
        self._world.events.emit(event)

    # What a person does in a modal

    @property
    def modal(self) -> Modal | None:
        """The top view as it is on the screen now."""
        view = self._world.modals.top(self.id)
        return Modal(view, self._eyes) if view else None

    @property
    def home(self) -> Modal | None:
        """The Home tab as it is now."""
        view = self._world.modals.home(self.id)
        return Modal(view, self._eyes) if view else None

    def fill(self, entries: Mapping[str, Any]) -> None:
        """Enter values by label, as ``Keyboard.enter`` takes them and ``Modal`` names them.

        Nothing is sent: what an input tells the bot at once, say with ``chooses``.
        """
        modal = self._open_modal()
        for label, wanted in entries.items():
            control = modal.field(label).control
            self._enter(modal.view, control, self._wanted(label, control, wanted))
        self._world.changes.notify()

    async def chooses(self, label: str, option: str, on: str | SeenMessage | None = None) -> None:
        """Choose in a menu that tells the bot: in the modal by placeholder or label, ``on`` a message."""
        if on is not None:
            await self._chooses_on(self._meant(on), label, option)
            return
        modal = self._open_modal()
        named = [each.control for each in modal.fields if label in (each.label, each.full)]
        control = named[0] if named else modal.menu(label)
        action = await self._choice(modal.view, control, label, option)
        if not control.in_input or control.block.get("dispatch_action"):
            await self._client.act_in_view(self.user, modal.view, action)

    async def presses(self, text: str, on: str | SeenMessage | None = None) -> None:
        """Press a button by its text: ``Remove (2)`` is the second of that text.

        In the top modal the submit button or one in the view; else, or with ``on``, in a message:
        ``on`` is a part of its text (the newest fits first), or a message seen earlier, whose old
        buttons are still on some screen. Confirmations are confirmed.
        """
        if on is None and (modal := self.modal):
            await self._presses_in(modal, text)
            return
        message = self._meant(on) if on is not None else self._with_button(text)
        control = _button(message.blocks, text)
        assert control, f"No button “{text}” on “{message.text}”; there are: {list(message.buttons)}"
        await self._client.act_on_message(self.user, self._current(message), _pressed(control), {})

    async def closes(self, *, cross: bool = False) -> None:
        """Cancel the top view; ``cross`` closes all of them by the x."""
        self._open_modal()
        await self._client.close(self.user, cross=cross)

    # What a person sees

    @property
    def notices(self) -> list[str]:
        """Ephemeral texts and Slack's own sentences, the newest last."""
        return [self._eyes.text(each) for each in self._eyes.notices(self.id)]

    @property
    def dms(self) -> list[SeenMessage]:
        """The App DM without replies, the newest last."""
        dm = self._world.workspace.dm(self.id, self._world.bot.id)
        return [self._eyes.look(each) for each in self._eyes.top_level(dm)]

    def channel(self, name: str) -> list[SeenMessage]:
        """A channel without replies, the newest last. Raises AssertionError if the person can't see it."""
        return [self._eyes.look(each) for each in self._eyes.top_level(self._place(name))]

    def reads(self, file: SeenFile) -> str:
        """The text of a file."""
        return file.content

    async def sees(self, text: str, where: str | None = None, timeout: float = 10) -> Any:  # noqa: ASYNC109 - read best so
        """Wait until ``text`` is visible; the newest SeenMessage that holds it, or the Modal.

        ``where``: ``modal``, ``home``, ``notices``, ``dm``, a channel's name, ``thread of …`` (a part of
        the first message's text), or None for anywhere. ``timeout`` in real seconds, after which
        AssertionError shows what is visible.
        """
        found = await self._world.changes.until(lambda: self._find(text, where), timeout)
        assert found is not None, self._complaint(f"“{text}” did not become visible", where)
        return found

    async def sees_no(self, text: str, where: str | None = None) -> None:
        """Check now that ``text`` is not visible; ``where`` as in ``sees``."""
        assert self._find(text, where) is None, self._complaint(f"“{text}” is visible", where)

    def _find(self, text: str, where: str | None) -> Modal | SeenMessage | None:
        for view in self._views(where):
            if text in view.text:
                return view
        for message in reversed(self._messages(where)):
            if text in self._eyes.text(message):
                return self._eyes.look(message)
        return None

    def _views(self, where: str | None) -> list[Modal]:
        views = {"modal": [self.modal], "home": [self.home], None: [self.modal, self.home]}.get(where, [])
        return [each for each in views if each]

    def _messages(self, where: str | None) -> Sequence[Message]:
        if where is None:
            return self._eyes.visible(self.id)
        if where in ("modal", "home"):
            return []
        if where == "notices":
            return self._eyes.notices(self.id)
        if where.startswith("thread of "):
            parent = self._find_newest(where.removeprefix("thread of "), threads=False)
            return self._world.workspace.channels[parent.channel].replies(parent.ts) if parent else []
        return self._eyes.top_level(self._place(where))

    def _complaint(self, what: str, where: str | None) -> str:
        views = [str(each) for each in self._views(where)]
        messages = [f"- {self._eyes.text(each)}" for each in self._messages(where)[-20:]]
        failed = [each for each in self._world.calls if not each.ok][-5:]
        lines = [f"{what} for {self.name} ({where or 'anywhere'}). Visible:", *views, *messages]
        return "\n".join([*lines, *(f"Refused: {each}" for each in failed)])

    # Finding what is meant

    def _place(self, name: str) -> Channel:
        workspace = self._world.workspace
        if name == "dm":
            return workspace.dm(self.id, self._world.bot.id)
        channel = workspace.channel_named(name)
        member = self.id in channel.members or (channel.kind == "public" and self.user.kind == "full")
        assert member, f"{self.name} can't see #{channel.name}"
        return channel

    def _open_modal(self) -> Modal:
        modal = self.modal
        assert modal, self._complaint("No modal is open", None)
        return modal

    def _newest(self, text: str) -> Message:
        message = self._find_newest(text)
        assert message, self._complaint(f"No message holds “{text}”", None)
        return message

    def _find_newest(self, text: str, *, threads: bool = True) -> Message | None:
        for message in reversed(self._eyes.visible(self.id)):
            if text in self._eyes.text(message) and (threads or message.thread_ts is None):
                return message
        return None

    def _meant(self, on: str | SeenMessage) -> SeenMessage:
        return on if isinstance(on, SeenMessage) else self._eyes.look(self._newest(on))

    def _with_button(self, text: str) -> SeenMessage:
        for message in reversed(self._eyes.visible(self.id)):
            if _button(message.blocks, text):
                return self._eyes.look(message)
        raise AssertionError(self._complaint(f"No button “{text}” is visible", None))

    def _current(self, seen: SeenMessage) -> Message:
        """The message as Slack has it now. Raises AssertionError if it was deleted."""
        for message in [*self._eyes.notices(self.id), *self._posted(seen.channel)]:
            if message.ts == seen.ts:
                return message
        raise AssertionError(f"The message “{seen.text}” was deleted.")

    def _posted(self, channel_id: str) -> list[Message]:
        return list(self._world.workspace.channels[channel_id].messages.values())

    # Touching elements

    def _enter(self, view: View, control: Control, value: Any) -> None:
        view.values[control.key] = held(control.element, value)
        view.errors.pop(control.block_id, None)

    def _wanted(self, label: str, control: Control, wanted: Any) -> Any:
        if control.type == "file_input":
            return [self._uploaded(name, content) for name, content in wanted]
        try:
            return self._keyboard.enter(control, wanted)
        except (AssertionError, ValueError) as error:
            raise AssertionError(f"{label}: {error}") from None

    def _uploaded(self, name: str, content: bytes) -> Json:
        file = File(self._world.ids.new("F"), name, name, content, self.id)
        self._world.workspace.add_file(file)
        return {"id": file.id, "name": name, "user": self.id, "size": len(content)}

    async def _presses_in(self, modal: Modal, text: str) -> None:
        if text == modal.submit:
            await self._client.submit(self.user, modal.view)
            return
        control = _button(modal.view.blocks, text)
        assert control, f"No button “{text}” in the modal:\n{modal}"
        await self._client.act_in_view(self.user, modal.view, _pressed(control))

    async def _choice(self, view: View, control: Control, label: str, option: str) -> Json:
        if control.type == "external_select":
            offered = await self._client.suggestions(self.user, view, control, option)
            value: Any = choose(offered, option)
        elif control.type == "overflow":
            return _chosen(control, "selected_option", choose(options_of(control.element), option))
        else:
            value = self._wanted(label, control, option)
        self._enter(view, control, value)
        entry = view.values[control.key]
        return {**_chosen(control, "type", control.type), **entry}

    async def _chooses_on(self, message: SeenMessage, label: str, option: str) -> None:
        for control in controls(message.blocks):
            if label == control.element.get("placeholder", {}).get("text"):
                entry = held(control.element, self._wanted(label, control, option))
                action = {**_chosen(control, "type", control.type), **entry}
                await self._client.act_on_message(
                    self.user, self._current(message), action, {control.key: entry}
                )
                return
        raise AssertionError(f"No menu “{label}” on “{message.text}”")


def _button(blocks: Sequence[Mapping[str, Any]], text: str) -> Control | None:
    """The button of that text, ``Text (2)`` being the second of its kind."""
    seen: dict[str, int] = {}
    for each in controls(blocks):
        if each.type == "button":
            own = each.element["text"]["text"]
            seen[own] = seen.get(own, 0) + 1
            if text in (own, f"{own} ({seen[own]})"):
                return each
    return None


def _pressed(control: Control) -> Json:
    kept = {key: control.element[key] for key in ("text", "value", "style") if key in control.element}
    return _chosen(control, "type", "button") | kept


def _chosen(control: Control, key: str, value: Any) -> Json:
    head = {"type": control.type, "block_id": control.block_id, "action_id": control.action_id}
    return head | {key: value}
