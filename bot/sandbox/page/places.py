"""Where a person can be, and whom one can be, on the page."""

from collections.abc import Iterator

from bot.sandbox.impossible import Impossible, allow
from bot.sandbox.screen import may_see
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World


def people(world: World) -> list[User]:
    """Whom one can be: every human account that can sign in."""
    return [each for each in world.workspace.users.values() if each.kind != "bot" and not each.deleted]


def places(world: World, user: User) -> list[Channel]:
    """The conversations that a person sees: channels, then the App DM."""
    workspace = world.workspace
    shared = [each for each in workspace.channels.values() if each.kind != "im" and may_see(user, each)]
    return [*shared, workspace.dm(user.id, world.bot.id)]


def liveliest(seen: list[Channel]) -> Channel:
    """Where a page opens: of what ``places`` gives, the channel with the newest message; else the first."""
    channels = [each for each in seen if each.kind != "im"]
    return max(channels or seen, key=lambda each: max((m.number for m in each.messages.values()), default=0))


def person(world: World, user_id: str) -> User:
    """One of those whom one can be. Raises Impossible."""
    for each in people(world):
        if each.id == user_id:
            return each
    raise Impossible("Nobody can sign in with that account (any more).")


def place(world: World, user: User, place_id: str) -> Channel:
    """A conversation that the person sees. Raises Impossible."""
    for each in places(world, user):
        if each.id == place_id:
            return each
    raise Impossible("That conversation can't be seen (any more).")


def closed(world: World, where: Channel) -> str:
    """Why a conversation has no place to write in; "" if it has one."""
    if where.archived:
        return f"#{where.name} is archived: nobody can write there."
    if where.kind == "im" and world.app.only_writes:
        return "Sending messages to this app has been turned off. Type commands in a channel."
    return ""


def message(world: World, user: User, place_id: str, ts: str) -> Message:
    """A message that the person sees, ephemeral ones among them. Raises Impossible."""
    for each in visible(world, user, place(world, user, place_id)):
        if each.ts == ts:
            return each
    raise Impossible("That message was deleted.")


def visible(world: World, user: User, where: Channel) -> Iterator[Message]:
    """Every message in a conversation that the person sees, replies and ephemeral ones too, oldest first."""
    private = [m for m in world.workspace.notices if m.only_for == user.id and m.channel == where.id]
    yield from sorted([*where.messages.values(), *private], key=lambda each: each.number)


def allow_file(world: World, user: User, file_id: str) -> None:
    """Whether a file stands on something that the person sees. Raises Impossible."""
    seen = {each.id for each in places(world, user)}
    shared = {channel for channel, _ in world.workspace.shares.get(file_id, ())}
    allow(seen & shared, "There is no such file here.")
