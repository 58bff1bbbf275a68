"""Everything the sandbox holds, in one place that the API methods and the persons' clients are handed."""

from dataclasses import dataclass
from datetime import timedelta

from bot.sandbox.app import App
from bot.sandbox.changes import Changes
from bot.sandbox.clock import Clock
from bot.sandbox.delivery import Delivery
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.holds import Holds
from bot.sandbox.ids import Ids
from bot.sandbox.limits import Limits
from bot.sandbox.modals import Modals
from bot.sandbox.records import Call
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.signed import SignedPosts
from bot.sandbox.sockets import Sockets
from bot.sandbox.triggers import Triggers
from bot.sandbox.uploads import Uploads
from bot.sandbox.workspace import User, Workspace


@dataclass
class Address:
    """Where the sandbox serves; known once it has started."""

    url: str = ""
    """Such as ``http://127.0.0.1:1234/``."""


@dataclass(frozen=True)
class World:
    """The parts; none of them knows the world."""

    app: App
    bot: User
    clock: Clock
    ids: Ids
    changes: Changes
    workspace: Workspace
    modals: Modals
    triggers: Triggers
    urls: ResponseUrls
    uploads: Uploads
    limits: Limits
    faults: Faults
    holds: Holds
    sockets: Sockets
    posts: SignedPosts
    delivery: Delivery
    events: Events
    calls: list[Call]
    address: Address

    @property
    def base_url(self) -> str:
        """Where the sandbox serves, ending in a slash."""
        return self.address.url


def make_world(app: App, clock: Clock, ack_deadline: float) -> World:
    """An empty workspace with the bot's user in it."""
    ids, changes = Ids(), Changes()
    workspace = Workspace(clock, ids, changes)
    bot = workspace.add_user(app.name, tz="UTC", kind="bot")
    sockets, posts = Sockets(app.app_id, changes), SignedPosts(app.signing_secret)
    delivery = Delivery(clock, sockets, posts, changes, ack_deadline)
    return World(
        app=app,
        bot=bot,
        clock=clock,
        ids=ids,
        changes=changes,
        workspace=workspace,
        modals=Modals(ids, changes),
        triggers=Triggers(clock, timedelta(seconds=ack_deadline)),
        urls=ResponseUrls(clock),
        uploads=Uploads(),
        limits=Limits(clock),
        faults=Faults(),
        holds=Holds(changes),
        sockets=sockets,
        posts=posts,
        delivery=delivery,
        events=Events(app, clock, ids, delivery),
        calls=[],
        address=Address(),
    )
