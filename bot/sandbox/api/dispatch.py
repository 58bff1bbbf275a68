"""The way of a Web API call: token, scope, limit, method, answer; with the failures that tests ask for."""

from typing import Any

from aiohttp import web

from bot.sandbox.api.call import Arguments, read_arguments
from bot.sandbox.api.places import require
from bot.sandbox.api.table import APP_TOKEN_METHODS, METHODS, SCOPE_BY_KIND
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.faults import Fault
from bot.sandbox.records import Call
from bot.sandbox.trouble import ApiError
from bot.sandbox.world import World

Json = dict[str, Any]

APP_TOKEN_SCOPES = ("connections:write",)
"""What the app-level token is made with."""


class Dispatch:
    """Serves ``/api/{method}``."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call and write it down."""
        method = request.match_info["method"]
        args = Arguments({})
        fault = self._world.faults.next(method)
        try:
            args = await read_arguments(request)
            token = _token(request, args)
            answer = {"ok": True, **await self._carry_out(method, token, args, fault)}
            response = web.json_response(answer, headers=self._scopes(token))
            self._record(method, args, None)
        except ApiError as error:
            response = self._refused(method, args, error)
        if fault and fault.drop and request.transport:
            request.transport.abort()
        return response

    async def _carry_out(self, method: str, token: str, args: Arguments, fault: Fault | None) -> Json:
        """Do it, unless ``fault`` says that it fails first. Raises ApiError."""
        if fault and not fault.after_effect:
            raise fault.as_error()
        hold = self._world.holds.next(method)
        if hold and not hold.after_effect:
            await hold.stand()
        answer = await self._call(method, token, args)
        if hold and hold.after_effect:
            await hold.stand()
        if fault:
            raise fault.as_error()
        return answer

    async def _call(self, method: str, token: str, args: Arguments) -> Json:
        if method not in METHODS:
            raise ApiError("unknown_method", req_method=method)
        self._check_token(method, token)
        if method not in SCOPE_BY_KIND and method not in APP_TOKEN_METHODS:
            require(self._world, method)
        self._world.limits.check(method, str(args.get("channel")))
        try:
            return await METHODS[method](self._world, args)
        except Refusal as refusal:
            raise ApiError(refusal.error, refusal.messages) from None

    def _check_token(self, method: str, token: str) -> None:
        app = self._world.app
        if not token:
            raise ApiError("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise ApiError("invalid_auth")
        if (token == app.app_token) != (method in APP_TOKEN_METHODS):
            raise ApiError("not_allowed_token_type")

    def _scopes(self, token: str) -> dict[str, str]:
        """What Slack says with each answer of what the token may do."""
        app = self._world.app
        scopes = app.scopes if token == app.bot_token else APP_TOKEN_SCOPES
        return {"X-OAuth-Scopes": ",".join(sorted(scopes))}

    def _refused(self, method: str, args: Arguments, error: ApiError) -> web.Response:
        headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
        self._record(method, args, error)
        return web.json_response(error.body(), status=error.status, headers=headers)

    def _record(self, method: str, args: Arguments, error: ApiError | None) -> None:
        channel = args.text("channel") or args.text("channel_id")
        at, code = self._world.clock.now(), error.error if error else None
        messages = error.messages if error else ()
        self._world.calls.append(Call(method, error is None, code, at, channel, messages))
        self._world.changes.notify()


def _token(request: web.Request, args: Arguments) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or (args.text("token") or "")
