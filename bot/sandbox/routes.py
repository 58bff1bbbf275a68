"""What the sandbox serves over HTTP: the Web API, sockets, uploads, downloads and response URLs."""

from aiohttp import web

from bot.sandbox.api.dispatch import Dispatch
from bot.sandbox.respond import Respond
from bot.sandbox.world import World

LARGEST = 100 * 1024 * 1024
"""Bytes of a request's body."""


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
            web.post("/response/{secret}", Respond(world).handle),
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

    async def download(self, request: web.Request) -> web.Response:
        """``url_private``: with the bot token and the scope files:read."""
        app = self._world.app
        file = self._world.workspace.files.get(request.match_info["file_id"])
        authorized = request.headers.get("Authorization") == f"Bearer {app.bot_token}"
        if file is None or not authorized or "files:read" not in app.scopes:
            return web.Response(status=404 if authorized and file is None else 403)
        return web.Response(body=file.content)
