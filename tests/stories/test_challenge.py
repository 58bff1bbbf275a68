"""Slack asks, once, whether the address for events is ours."""

from pathlib import Path

from bot.sandbox.server import Sandbox
from bot.sandbox.signed import SignedPosts
from tests.stories.conftest import MANIFEST, running


async def test_the_address_for_events_answers_slacks_challenge_if_it_is_signed(tmp_path: Path) -> None:
    async with Sandbox(MANIFEST) as sandbox, running(sandbox, "http", tmp_path) as bot:
        url = f"http://127.0.0.1:{bot.port}/slack/events"
        challenge = {
            "type": "url_verification",
            "token": "old",
            "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdAL",
        }
        posts = SignedPosts(sandbox.signing_secret)
        answered = await posts.post(url, "events_api", challenge, {}, deadline=10)
        forged = await posts.post(url, "events_api", challenge, {}, deadline=10, secret="another")
        await posts.close()
    assert answered[0] == 200 and challenge["challenge"] in str(answered[1])
    assert forged[0] == 401
