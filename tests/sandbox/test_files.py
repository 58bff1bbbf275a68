"""Files: announced, posted, completed, and shared a moment later."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import MANIFEST, client_of


async def upload(sandbox: Sandbox, content: str = "# Done", **place: Any) -> str:
    """Upload a document as the bot does; the file's id."""
    client = client_of(sandbox)
    answer = await client.files_upload_v2(filename="task.md", content=content, title="Task", **place)
    return str(answer["files"][0]["id"])


async def test_a_file_is_shared_with_the_second_look(sandbox: Sandbox) -> None:
    sandbox.uploads.delay, client, general = 60, client_of(sandbox), sandbox.channel_id("general")
    file_id = await upload(sandbox, channel=general)
    first, second = await client.files_info(file=file_id), await client.files_info(file=file_id)
    assert first["file"]["shares"] == {}
    assert list(second["file"]["shares"]["public"]) == [general]


async def test_a_shared_file_stands_in_its_thread(sandbox: Sandbox) -> None:
    ada, general = sandbox.person("Ada"), sandbox.channel_id("general")
    card = await client_of(sandbox).chat_postMessage(channel=general, text="TASK-001")
    await upload(sandbox, channel=general, thread_ts=card["ts"], initial_comment="The document")
    message = await ada.sees("The document", where="thread of TASK-001")
    assert (message.files[0].name, ada.reads(message.files[0])) == ("task.md", "# Done")


async def test_a_file_can_be_told_never_to_be_shared(sandbox: Sandbox) -> None:
    sandbox.uploads.never_share()
    file_id = await upload(sandbox, channel=sandbox.channel_id("general"))
    looks = [await client_of(sandbox).files_info(file=file_id) for _ in range(3)]
    assert [each["file"]["shares"] for each in looks] == [{}, {}, {}]


async def test_bytes_that_were_not_announced_are_refused(sandbox: Sandbox) -> None:
    announced = await client_of(sandbox).files_getUploadURLExternal(filename="a.md", length=3)
    async with aiohttp.ClientSession() as session:
        answer = await session.post(announced["upload_url"], data=b"too long")
    assert answer.status == 400


async def test_an_upload_is_completed_once(sandbox: Sandbox) -> None:
    file_id = await upload(sandbox)
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client_of(sandbox).files_completeUploadExternal(files=[{"id": file_id}])


async def test_a_file_can_not_be_shared_into_a_thread_that_is_not_there(sandbox: Sandbox) -> None:
    general = sandbox.channel_id("general")
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await upload(sandbox, channel=general, thread_ts="1.000001")


@pytest.mark.parametrize("length", [0, -1])
async def test_an_empty_file_is_refused(sandbox: Sandbox, length: int) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments") as refused:
        await client_of(sandbox).files_getUploadURLExternal(filename="a.md", length=length)
    assert "/length" in refused.value.response["response_metadata"]["messages"][0]


async def download(sandbox: Sandbox, url: str, token: str) -> tuple[int, str, str]:
    """Status, kind and text of what comes for a token."""
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, answer.content_type, await answer.text()


async def address(sandbox: Sandbox) -> str:
    """Where a file can be had."""
    found = await client_of(sandbox).files_info(file=await upload(sandbox))
    return str(found["file"]["url_private_download"])


async def test_a_download_comes_with_the_bot_token(sandbox: Sandbox) -> None:
    url = await address(sandbox)
    assert await download(sandbox, url, sandbox.bot_token) == (200, "text/markdown", "# Done")


async def test_without_the_bot_token_a_page_to_sign_in_comes_in_its_place(sandbox: Sandbox) -> None:
    status, kind, text = await download(sandbox, await address(sandbox), sandbox.app_token)
    assert (status, kind) == (200, "text/html") and "Sign in" in text


async def test_without_the_scope_too() -> None:
    scopes = [each for each in MANIFEST["oauth_config"]["scopes"]["bot"] if each != "files:read"]
    manifest = {**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}}
    async with Sandbox(manifest) as sandbox:
        file_id = await upload(sandbox)
        url = f"{sandbox.api_url.removesuffix('api/')}files/{file_id}/task.md"
        assert "Sign in" in (await download(sandbox, url, sandbox.bot_token))[2]


async def test_a_download_can_be_told_to_fail(sandbox: Sandbox) -> None:
    url = await address(sandbox)
    sandbox.fail("file download", status=503)
    first, second = [(await download(sandbox, url, sandbox.bot_token))[0] for _ in range(2)]
    assert (first, second) == (503, 200)


async def test_a_download_can_be_cut(sandbox: Sandbox) -> None:
    url = await address(sandbox)
    sandbox.fail("file download", drop=True, times=2)  # aiohttp asks a second time by itself
    with pytest.raises(aiohttp.ClientError):
        await download(sandbox, url, sandbox.bot_token)


async def test_a_download_can_be_held_and_lost(sandbox: Sandbox) -> None:
    url, hold = await address(sandbox), sandbox.hold("file download")
    download_held = asyncio.create_task(download(sandbox, url, sandbox.bot_token))
    await hold.reached()
    hold.lose()
    assert (await download_held)[0] == 504


async def test_a_file_that_is_not_there_is_not_found(sandbox: Sandbox) -> None:
    url = f"{sandbox.api_url.removesuffix('api/')}files/F0NONE/task.md"
    assert (await download(sandbox, url, sandbox.bot_token))[0] == 404


async def test_a_name_of_any_kind_can_be_downloaded(sandbox: Sandbox) -> None:
    answer = await client_of(sandbox).files_upload_v2(filename="a/b ü?#.md", content="# Done")
    found = await client_of(sandbox).files_info(file=answer["files"][0]["id"])
    assert (await download(sandbox, found["file"]["url_private"], sandbox.bot_token))[0] == 200
