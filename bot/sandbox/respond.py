"""What comes in at a response_url (Slack: Handling user interaction, "Message responses")."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.api.call import Arguments, read_arguments
from bot.sandbox.blocks import with_ids
from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.trouble import ApiError
from bot.sandbox.workspace import Message
from bot.sandbox.world import World

Json = dict[str, Any]


class Respond:
    """Serves ``/response/{secret}``."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.Response:
        """Post, replace or delete, as the body says."""
        try:
            url = self._world.urls.use(request.match_info["secret"])
            answer(self._world, url, await read_arguments(request))
        except Refusal as refusal:
            return self._refused(ApiError(refusal.error, refusal.messages))
        except ApiError as error:
            return self._refused(error)
        return web.Response(text="ok")

    def _refused(self, error: ApiError) -> web.Response:
        return web.json_response(error.body(), status=404 if error.status == 404 else 400)


def answer(world: World, url: ResponseUrl, args: Arguments) -> None:
    """Do what an answer to a click or a command says. Raises Refusal, ApiError."""
    check_message(args.given, "response_url")
    source = _source(world, url)
    if args.flag("delete_original"):
        if source:
            world.workspace.delete(source)
    elif args.flag("replace_original") and source:
        world.workspace.change(source, _content(args.given))
    else:
        speak(world, url.user, url.channel, args.given)


def speak(world: World, user_id: str, channel_id: str, message: Mapping[str, Any]) -> None:
    """A new message from the app: ephemeral unless ``response_type`` is ``in_channel``.

    It comes through even where the bot is not a member.
    """
    content = _content(message) | {"by_app": True, "thread_ts": message.get("thread_ts")}
    if message.get("response_type") == "in_channel":
        world.workspace.post(world.workspace.channels[channel_id], world.bot.id, **content)
    else:
        world.workspace.whisper(channel_id, world.bot.id, user_id, **content)


def _content(message: Mapping[str, Any]) -> Json:
    text = message.get("text") or message.get("markdown_text") or ""
    return {"text": str(text), "blocks": with_ids(message.get("blocks") or [])}


def _source(world: World, url: ResponseUrl) -> Message | None:
    if url.message_ts is None:
        return None
    whispered = {each.ts: each for each in world.workspace.notices}
    posted = world.workspace.channels[url.channel].messages
    return whispered.get(url.message_ts) or posted.get(url.message_ts)
