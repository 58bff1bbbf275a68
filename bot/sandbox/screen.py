"""What is on one person's screens: views, conversations, messages; and finding what a person means."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.blocks import Control, controls
from bot.sandbox.eyes import Eyes
from bot.sandbox.modal import Modal
from bot.sandbox.seen import SeenMessage
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World


class Screen:
    """Looks; changes nothing. What can't be found raises AssertionError with what there is."""

    def __init__(self, world: World, eyes: Eyes, user_id: str) -> None:
        self._world, self._eyes, self._user_id = world, eyes, user_id

    @property
    def modal(self) -> Modal | None:
        """The top view as it is now."""
        view = self._world.modals.top(self._user_id)
        return Modal(view, self._eyes) if view else None

    @property
    def home(self) -> Modal | None:
        """The Home tab as it is now."""
        view = self._world.modals.home(self._user_id)
        return Modal(view, self._eyes) if view else None

    def place(self, name: str) -> Channel:
        """A conversation by its name, ``dm`` being the App DM."""
        workspace = self._world.workspace
        if name == "dm":
            return workspace.dm(self._user_id, self._world.bot.id)
        channel, user = workspace.channel_named(name), workspace.users[self._user_id]
        assert may_see(user, channel), f"{user.name} can't see #{channel.name}"
        return channel

    def conversation(self, name: str) -> list[SeenMessage]:
        """Its messages without the replies, the newest last; ``notices`` are the ephemeral ones."""
        return [self._eyes.look(each) for each in self._messages(name)]

    def find(self, text: str, where: str | None) -> Modal | SeenMessage | None:
        """The view, or else the newest message, that holds ``text``; ``where`` as in ``Person.sees``."""
        for view in self._views(where):
            if text in view.text:
                return view
        for message in reversed(self._messages(where)):
            if text in self._eyes.text(message):
                return self._eyes.look(message)
        return None

    def complaint(self, what: str, where: str | None = None) -> str:
        """A sentence for a failing test: what is visible instead, and what Slack refused of late."""
        name = self._world.workspace.users[self._user_id].name
        views = [str(each) for each in self._views(where)]
        messages = [f"- {self._eyes.text(each)}" for each in self._messages(where)[-20:]]
        calls = [str(each) for each in self._world.calls if not each.ok]
        acks = [str(each) for each in self._world.delivery.acks if not each.ok]
        lines = [f"{what} for {name} ({where or 'anywhere'}). Visible:", *views, *messages]
        return "\n".join([*lines, *(f"Refused: {each}" for each in [*calls[-5:], *acks[-5:]])])

    def open_modal(self) -> Modal:
        """The top view, which must be there."""
        modal = self.modal
        assert modal, self.complaint("No modal is open")
        return modal

    def newest(self, text: str, button: str | None = None) -> Message:
        """The newest message that holds ``text``, and ``button`` if one is named."""
        for message in self._newest_first():
            if text in self._eyes.text(message) and (button is None or find_button(message.blocks, button)):
                return message
        wanted = f"No message holds “{text}”" + (f" and a button “{button}”" if button else "")
        raise AssertionError(self.complaint(wanted))

    def current(self, seen: SeenMessage) -> Message:
        """The message as Slack has it now, which must not have been deleted."""
        posted = self._world.workspace.channels[seen.channel].messages
        for message in [*self._eyes.notices(self._user_id), *posted.values()]:
            if message.ts == seen.ts:
                return message
        raise AssertionError(f"The message “{seen.text}” was deleted.")

    def look(self, message: Message) -> SeenMessage:
        """A snapshot of a message."""
        return self._eyes.look(message)

    def _views(self, where: str | None) -> list[Modal]:
        views = {"modal": [self.modal], "home": [self.home], None: [self.modal, self.home]}.get(where, [])
        return [each for each in views if each]

    def _messages(self, where: str | None) -> Sequence[Message]:
        if where is None:
            return self._eyes.visible(self._user_id)
        if where in ("modal", "home"):
            return []
        if where == "notices":
            return self._eyes.notices(self._user_id)
        if where.startswith("thread of "):
            return self._thread(where.removeprefix("thread of "))
        return self._eyes.top_level(self.place(where))

    def _thread(self, text: str) -> Sequence[Message]:
        """The replies of the newest message that holds ``text`` and is no reply itself."""
        for message in self._newest_first():
            if message.thread_ts is None and not message.only_for and text in self._eyes.text(message):
                return self._world.workspace.channels[message.channel].replies(message.ts)
        return []

    def _newest_first(self) -> list[Message]:
        return self._eyes.visible(self._user_id)[::-1]


def may_see(user: User, channel: Channel) -> bool:
    """Whether a conversation is on a person's list: they are in it, or could join it."""
    return user.id in channel.members or (channel.kind == "public" and user.kind == "full")


def find_button(blocks: Sequence[Mapping[str, Any]], text: str) -> Control | None:
    """The button of that text, ``Text (2)`` being the second of its kind."""
    seen: dict[str, int] = {}
    for each in controls(blocks):
        if each.type == "button":
            own = each.element["text"]["text"]
            seen[own] = seen.get(own, 0) + 1
            if text in (own, f"{own} ({seen[own]})"):
                return each
    return None
