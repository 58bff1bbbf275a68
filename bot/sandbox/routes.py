"""What the sandbox serves over HTTP: the Web API, sockets, uploads, downloads, response URLs, and a page for people."""

from aiohttp import web

from bot.sandbox.api.dispatch import Dispatch
from bot.sandbox.holds import Hold
from bot.sandbox.page.routes import page_routes
from bot.sandbox.respond import Respond
from bot.sandbox.shapes import mimetype
from bot.sandbox.trouble import ApiError
from bot.sandbox.world import World

LARGEST = 100 * 1024 * 1024
"""Bytes of a request's body."""
DOWNLOAD = "file download"
SIGN_IN = "<!DOCTYPE html><html><body>Sign in to your workspace</body></html>"


def make_web_app(world: World) -> web.Application:
    """The routes, on one screen."""
    app = web.Application(client_max_size=LARGEST)
    files = FileRoutes(world)
    app.add_routes(
        [
            web.get("/api/{method}", Dispatch(world).handle),
            web.post("/api/{method}", Dispatch(world).handle),
            web.get("/socket", world.sockets.handle),
            web.post("/upload/{file_id}", files.upload),
            web.get("/files/{file_id}/{name}", files.download),
            web.get("/sign-in", files.sign_in),
            web.post("/response/{secret}", Respond(world).handle),
            *page_routes(world),
        ]
    )
    return app


class FileRoutes:
    """The bytes of files, in and out."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def upload(self, request: web.Request) -> web.Response:
        """The raw POST between files.getUploadURLExternal and files.completeUploadExternal."""
        content = await request.read()
        if self._world.uploads.receive(request.match_info["file_id"], content):
            return web.Response(text=f"OK - {len(content)}")
        return web.Response(status=400, text="Not the file that was announced.")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """``url_private``: with the bot token and the scope files:read.

        Whoever has not both is led to a page that asks to sign in, which comes with status 200, as Slack
        does (slack-go#1284). Faults and holds go by the name ``file download``.
        """
        if (hold := self._world.holds.next(DOWNLOAD)) and not await _stood(hold):
            return web.Response(status=504)
        if fault := self._world.faults.next(DOWNLOAD):
            if fault.drop and request.transport:
                request.transport.abort()
            return web.Response(status=fault.status, text=SIGN_IN, content_type="text/html")
        app = self._world.app
        authorized = request.headers.get("Authorization") == f"Bearer {app.bot_token}"
        if not authorized or "files:read" not in app.scopes:
            raise web.HTTPFound("/sign-in")
        file = self._world.workspace.files.get(request.match_info["file_id"])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=mimetype(file.name))

    async def sign_in(self, request: web.Request) -> web.Response:
        """The page that comes in place of a file that may not be had."""
        return web.Response(text=SIGN_IN, content_type="text/html")


async def _stood(hold: Hold) -> bool:
    """Be held; whether the request goes on after that."""
    try:
        await hold.stand()
    except ApiError:
        return False
    return True
