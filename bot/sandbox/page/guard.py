"""Who may talk to the page: a browser on this machine that shows it, and no other site in that browser.

The sandbox listens on loopback only, but any web page could still reach it: by a name of its own that
leads to 127.0.0.1 (so the Host is checked), or by sending a form across (so acts must be JSON, and come
from the page's own origin).
"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.world import World

Handler = Callable[[web.Request], Awaitable[web.Response]]

HTTP = 80

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
"""No code but the page's own files; and no text is ever taken for markup."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets in what comes from the page itself."""

    def __init__(self, world: World) -> None:
        self._world = world

    def reading(self, handler: Handler) -> Handler:
        """For what only shows something: the Host must be the sandbox's own."""

        async def guarded(request: web.Request) -> web.Response:
            if request.host not in self._hosts():
                return self._refused(f"This page is shown at {self._world.base_url} only.")
            response = await handler(request)
            response.headers.update(HEADERS)
            return response

        return guarded

    def acting(self, handler: Handler) -> Handler:
        """For what changes something: JSON from the page's own origin."""

        async def guarded(request: web.Request) -> web.Response:
            if request.headers.get("Origin") != f"http://{request.host}":
                return self._refused("Only the sandbox's own page can act here.")
            if request.content_type != "application/json":
                return self._refused("Acts come as JSON.", status=415)
            return await handler(request)

        return self.reading(guarded)

    def _hosts(self) -> list[str]:
        port, names = urlsplit(self._world.base_url).port, ["127.0.0.1", "localhost"]
        # A browser leaves out the port that http means.
        return [f"{name}:{port}" for name in names] + (names if port == HTTP else [])

    def _refused(self, why: str, status: int = 403) -> web.Response:
        return web.Response(text=why, status=status, headers=HEADERS)
