"""One person's view of the workspace: which messages are visible, and how they look."""

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from bot.sandbox.seen import SeenFile, SeenMessage, block_lines, button_texts, mrkdwn, pinged
from bot.sandbox.workspace import Channel, Message
from bot.sandbox.world import World


class Eyes:
    """Looks at messages; a message that did not change is read only once."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._texts: WeakKeyDictionary[Message, str] = WeakKeyDictionary()

    def name(self, id_: str) -> str:
        """What people see for the id of a user or a channel."""
        workspace = self._world.workspace
        if id_ in workspace.users:
            return workspace.users[id_].name
        return workspace.channels[id_].name if id_ in workspace.channels else id_

    def text(self, message: Message) -> str:
        """All visible text: the blocks, or where there are none the text; then the names of its files."""
        if message not in self._texts:
            lines = block_lines(message.blocks, self.name) if message.blocks else ()
            alone = () if message.blocks else (mrkdwn(message.text, self.name),)
            self._texts[message] = "\n".join([*alone, *lines, *(file.name for file in message.files)])
        return self._texts[message]

    def look(self, message: Message) -> SeenMessage:
        """A snapshot of the message, with its thread."""
        return SeenMessage(
            channel=message.channel,
            ts=message.ts,
            author=self.name(message.user),
            text=self.text(message),
            buttons=button_texts(message.blocks),
            pings=pinged(message.text, message.blocks, self.name),
            files=tuple(SeenFile(f.name, f.content.decode("utf-8", "replace")) for f in message.files),
            metadata=message.metadata,
            blocks=message.blocks,
            fallback=message.text,
            thread=tuple(self.look(each) for each in self._replies(message)),
            only_for=message.only_for,
        )

    def visible(self, user_id: str) -> list[Message]:
        """Every message on the person's screens, oldest first: channels, App DM, ephemeral ones."""
        channels = [each for each in self._world.workspace.channels.values() if user_id in each.members]
        posted = [message for channel in channels for message in channel.messages.values()]
        return sorted([*posted, *self.notices(user_id)], key=lambda each: each.number)

    def notices(self, user_id: str) -> list[Message]:
        """What only this person sees, oldest first."""
        return [each for each in self._world.workspace.notices if each.only_for == user_id]

    def top_level(self, channel: Channel | None) -> list[Message]:
        """A conversation without the replies, oldest first."""
        messages: Iterable[Message] = channel.messages.values() if channel else ()
        return [each for each in messages if each.thread_ts is None]

    def _replies(self, message: Message) -> list[Message]:
        channel = self._world.workspace.channels.get(message.channel)
        is_parent = channel and message.thread_ts is None and not message.only_for
        return channel.replies(message.ts) if channel and is_parent else []
