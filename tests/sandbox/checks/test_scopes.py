"""Which scopes each method needs."""

import pytest

from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.scopes import needed_scopes

TABLE = [
    ("chat.postMessage", None, ("chat:write",)),
    ("chat.update", None, ("chat:write",)),
    ("chat.postEphemeral", "private", ("chat:write",)),
    ("chat.delete", None, ("chat:write",)),
    ("chat.getPermalink", None, ()),
    ("views.open", None, ()),
    ("views.push", None, ()),
    ("views.update", None, ()),
    ("views.publish", None, ()),
    ("auth.test", None, ()),
    ("apps.connections.open", None, ("connections:write",)),
    ("conversations.open", None, ("im:write",)),
    ("conversations.open", "mpim", ("mpim:write",)),
    ("conversations.info", None, ("channels:read",)),
    ("conversations.info", "public", ("channels:read",)),
    ("conversations.info", "private", ("groups:read",)),
    ("conversations.info", "im", ("im:read",)),
    ("conversations.info", "mpim", ("mpim:read",)),
    ("conversations.members", "private", ("groups:read",)),
    ("conversations.list", "public", ("channels:read",)),
    ("conversations.history", "im", ("im:history",)),
    ("conversations.replies", "public", ("channels:history",)),
    ("conversations.join", None, ("channels:join",)),
    ("users.info", None, ("users:read",)),
    ("users.list", None, ("users:read",)),
    ("users.lookupByEmail", None, ("users:read.email",)),
    ("files.getUploadURLExternal", None, ("files:write",)),
    ("files.completeUploadExternal", None, ("files:write",)),
    ("files.info", None, ("files:read",)),
    ("file download", None, ("files:read",)),
    ("reactions.add", None, ("reactions:write",)),
    ("team.info", None, ("team:read",)),
    ("commands", None, ("commands",)),
    ("message", "im", ("im:history",)),
    ("app_mention", None, ("app_mentions:read",)),
    ("member_joined_channel", "private", ("groups:read",)),
    ("member_left_channel", "public", ("channels:read",)),
    ("channel_archive", None, ("channels:read",)),
    ("group_archive", None, ("groups:read",)),
    ("user_change", None, ("users:read",)),
]


@pytest.mark.parametrize(("method", "kind", "scopes"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_a_method_needs_its_scopes(method: str, kind: str | None, scopes: tuple[str, ...]) -> None:
    assert needed_scopes(method, kind) == scopes


def test_a_method_that_is_not_known_is_refused() -> None:
    with pytest.raises(Refusal, match="unknown_method"):
        needed_scopes("files.upload")
