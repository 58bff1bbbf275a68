"""The page over HTTP: its files, what it shows, what is done on it, and files to download."""

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web
from pydantic import ValidationError

from bot.sandbox.impossible import Impossible
from bot.sandbox.page.acts import Act, Acts, NotHere
from bot.sandbox.page.guard import Guard
from bot.sandbox.page.places import allow_file, people, person
from bot.sandbox.page.seeing import SLACK, Seeing
from bot.sandbox.world import World

Json = dict[str, Any]

STATIC = Path(__file__).with_name("static")
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PATIENCE = 20.0
"""Real seconds that a page waits for something new before it asks again."""


def page_routes(world: World) -> list[web.RouteDef]:
    """The page's routes, on one screen."""
    page, guard = Page(world), Guard(world)
    return [
        web.get("/", guard.reading(page.file)),
        web.get("/page/state", guard.reading(page.state)),
        web.get("/page/file/{file_id}", guard.reading(page.download)),
        web.get("/page/{name}", guard.reading(page.file)),
        web.post("/page/act", guard.acting(page.act)),
    ]


class Page:
    """Serves one page to any number of browser windows; each says who it is for."""

    def __init__(self, world: World) -> None:
        self._world, self._seeing, self._acts = world, Seeing(world), Acts(world)

    async def file(self, request: web.Request) -> web.Response:
        """One of the page's own files."""
        path = STATIC / request.match_info.get("name", "index.html")
        if path.suffix not in KINDS or path not in STATIC.iterdir():
            return web.Response(status=404, text="There is no such file.")
        return web.Response(text=path.read_text("utf-8"), content_type=KINDS[path.suffix])

    async def state(self, request: web.Request) -> web.Response:
        """What ``who`` sees at ``place``, once it is something else than ``seen``; 204 if nothing comes for a while."""
        asked = request.query
        last = asked.get("seen", "")
        found = await self._world.changes.until(lambda: self._news(asked, last), PATIENCE)
        return web.json_response(found) if found else web.Response(status=204)

    def _news(self, asked: Any, last: str) -> Json | None:
        known = {each.id: each for each in people(self._world)}
        user = known.get(asked.get("who", "")) or next(iter(known.values()))
        state = self._seeing.state(user, asked.get("place", ""))
        version = hashlib.sha256(json.dumps(state).encode()).hexdigest()
        return None if version == last else {**state, "version": version}

    async def act(self, request: web.Request) -> web.Response:
        """Do something: ``said`` is what Slack tells the person about it, ``block`` where it can't be entered."""
        try:
            act = Act.model_validate_json(await request.read())
        except ValidationError as error:
            return web.Response(status=400, text=str(error))
        before = len(self._world.workspace.notices)
        try:
            await self._acts.do(act)
        except Impossible as refusal:
            block = refusal.block if isinstance(refusal, NotHere) else ""
            return web.json_response({"ok": False, "said": [str(refusal)], "block": block})
        notes = self._world.workspace.notices[before:]
        return web.json_response(
            {
                "ok": True,
                "said": [each.text for each in notes if each.user == SLACK and each.only_for == act.who],
            }
        )

    async def download(self, request: web.Request) -> web.Response:
        """A file that stands on something that ``who`` sees."""
        file_id = request.match_info["file_id"]
        try:
            allow_file(self._world, person(self._world, request.query.get("who", "")), file_id)
        except Impossible as refusal:
            return web.Response(status=404, text=str(refusal))
        file = self._world.workspace.files[file_id]
        named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        headers = {"Content-Disposition": named}
        return web.Response(body=file.content, content_type="application/octet-stream", headers=headers)
