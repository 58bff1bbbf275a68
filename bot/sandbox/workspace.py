"""The workspace: people, conversations, messages and files, as plain state."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.sandbox.changes import Changes
from bot.sandbox.clock import Clock
from bot.sandbox.ids import Ids

Json = dict[str, Any]


@dataclass(frozen=True)
class User:
    """An account."""

    id: str
    """``U…``."""
    name: str
    """The name that people see, such as ``Ada Lovelace``."""
    tz: str
    """IANA time zone."""
    kind: str
    """``full``, ``guest``, ``single-channel guest``, ``bot`` or ``other workspace``."""
    deleted: bool = False
    """Deactivated."""

    @property
    def handle(self) -> str:
        """The old-style user name, such as ``ada.lovelace``."""
        return self.name.lower().replace(" ", ".")


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    id: str
    """``F…``."""
    name: str
    """File name."""
    title: str
    """What is shown above it."""
    content: bytes
    """Its bytes."""
    user: str
    """Id of whoever uploaded it."""


@dataclass(frozen=True, eq=False)
class Message:
    """A message as it stands now; an update makes a new one with the same ts."""

    ts: str
    """Its name in the channel."""
    channel: str
    """Id of the conversation."""
    user: str
    """Id of the author."""
    text: str
    """The text, which blocks replace on the screen."""
    number: int
    """In the order of posting, over all channels."""
    blocks: list[Json] = field(default_factory=list)
    """Block Kit blocks, with ids."""
    attachments: list[Json] = field(default_factory=list)
    """Legacy attachments."""
    thread_ts: str | None = None
    """The ts of the message that it answers."""
    metadata: Json | None = None
    """``event_type`` and ``event_payload``."""
    files: tuple[File, ...] = ()
    """Files shared with it."""
    by_app: bool = False
    """Posted by the bot."""
    only_for: str | None = None
    """Ephemeral: the one user who sees it."""
    edited: bool = False
    """Changed since it was posted."""


@dataclass
class Channel:
    """A conversation."""

    id: str
    """``C…`` or ``D…``."""
    name: str
    """Without ``#``; for a DM the name of the person."""
    kind: str
    """``public``, ``private`` or ``im``."""
    members: set[str] = field(default_factory=set)
    """User ids, the bot's among them if it is in."""
    archived: bool = False
    """Nobody can post any more."""
    messages: dict[str, Message] = field(default_factory=dict)
    """By ts, oldest first; replies too."""

    def replies(self, ts: str) -> list[Message]:
        """The answers in the thread of ``ts``, oldest first, without the message itself."""
        return [each for each in self.messages.values() if each.thread_ts == ts and each.ts != ts]


class Workspace:
    """All that a workspace holds. Every change goes through here, and wakes those who wait for one."""

    def __init__(self, clock: Clock, ids: Ids, changes: Changes) -> None:
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.notices: list[Message] = []
        """Ephemeral messages and Slack's own notes, oldest first."""
        self.files: dict[str, File] = {}
        self.shares: dict[str, list[tuple[str, str]]] = {}
        """File id -> the messages (channel id, ts) that it was shared with."""
        self._dms: dict[str, Channel] = {}
        self._clock, self._ids, self._changes = clock, ids, changes
        self._numbers = count(1)

    def add_user(self, name: str, *, tz: str, kind: str, deleted: bool = False) -> User:
        """A new account."""
        user = User(self._ids.new("U"), name, tz, kind, deleted)
        self.users[user.id] = user
        return user

    def change_user(self, user: User) -> None:
        """Put ``user`` in place of the one with its id."""
        self.users[user.id] = user
        self._changes.notify()

    def add_channel(self, name: str, kind: str, members: set[str]) -> Channel:
        """A new conversation."""
        channel = Channel(self._ids.new("C"), name, kind, members)
        self.channels[channel.id] = channel
        return channel

    def dm(self, user_id: str, bot_user_id: str) -> Channel:
        """The App DM of a person with the bot, made at first use."""
        if user_id not in self._dms:
            name = self.users[user_id].name
            self._dms[user_id] = Channel(self._ids.new("D"), name, "im", {user_id, bot_user_id})
            self.channels[self._dms[user_id].id] = self._dms[user_id]
        return self._dms[user_id]

    def user_named(self, name: str) -> User:
        """By full name, or by first name if only one has it. Raises AssertionError with who there is."""
        exact = [each for each in self.users.values() if each.name == name]
        first = [each for each in self.users.values() if each.name.split()[0] == name]
        if len(found := exact or first) != 1:
            raise AssertionError(
                f"No one person “{name}”; there are: {[u.name for u in self.users.values()]}"
            )
        return found[0]

    def channel_named(self, name: str) -> Channel:
        """By name, with or without ``#``. Raises AssertionError with what there is."""
        shared = [each for each in self.channels.values() if each.kind != "im"]
        for each in shared:
            if each.name == name.lstrip("#"):
                return each
        raise AssertionError(f"No channel “{name}”; there are: {[each.name for each in shared]}")

    def post(self, channel: Channel, user: str, text: str, **parts: Any) -> Message:
        """A new message in ``channel``; ``parts`` are further fields of ``Message``."""
        message = self._message(channel.id, user, text, parts)
        channel.messages[message.ts] = message
        for file in message.files:
            self.shares.setdefault(file.id, []).append((channel.id, message.ts))
        self._changes.notify()
        return message

    def whisper(self, channel_id: str, user: str, only_for: str, text: str, **parts: Any) -> Message:
        """A new ephemeral message, seen by ``only_for`` alone."""
        message = self._message(channel_id, user, text, {**parts, "only_for": only_for})
        self.notices.append(message)
        self._changes.notify()
        return message

    def change(self, message: Message, parts: Mapping[str, Any]) -> Message:
        """Replace fields of a message, in its channel or among the ephemeral ones."""
        changed = replace(message, **parts)
        if message.only_for:
            self.notices = [changed if each.ts == message.ts else each for each in self.notices]
        else:
            self.channels[message.channel].messages[message.ts] = changed
        self._changes.notify()
        return changed

    def delete(self, message: Message) -> None:
        """Take a message away."""
        if message.only_for:
            self.notices = [each for each in self.notices if each.ts != message.ts]
        else:
            self.channels[message.channel].messages.pop(message.ts, None)
        self._changes.notify()

    def add_file(self, file: File) -> None:
        """Keep a file that was uploaded."""
        self.files[file.id] = file

    def _message(self, channel_id: str, user: str, text: str, parts: Mapping[str, Any]) -> Message:
        ts = self._ids.ts(self._clock.now())
        return Message(ts, channel_id, user, text, next(self._numbers), **parts)
