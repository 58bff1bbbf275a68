"""The sandbox's page over HTTP: who may talk to it, what it shows to whom, what it refuses."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.sandbox.server import Sandbox
from tests.sandbox.bots import (
    MANIFEST,
    actions,
    answering,
    app_of,
    button,
    client_of,
    modal,
    opening,
    over_sockets,
    plain,
    text_input,
)

Json = dict[str, Any]


class Browser:
    """What a page sends, without the page; ``who`` is named by first name."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox, self._session = sandbox, session

    def url(self, path: str) -> str:
        return f"{self.sandbox.page_url}{path}"

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self._session.get(self.url(path), headers=headers) as answer:
            return answer.status, await answer.text()

    async def post(self, body: str, **headers: str) -> int:
        own = {"Origin": self.sandbox.page_url.rstrip("/"), "Content-Type": "application/json"}
        async with self._session.post(self.url("page/act"), data=body, headers=own | headers) as answer:
            return answer.status

    async def state(self, who: str, place: str = "") -> Json:
        query = {"who": self.sandbox.person(who).id, "place": place}
        async with self._session.get(self.url("page/state"), params=query) as answer:
            found: Json = await answer.json()
            return found

    async def act(self, who: str, act: str, **facts: Any) -> Json:
        body = {"who": self.sandbox.person(who).id, "act": act, **facts}
        origin = {"Origin": self.sandbox.page_url.rstrip("/")}
        async with self._session.post(self.url("page/act"), json=body, headers=origin) as answer:
            found: Json = await answer.json()
            return found

    async def general(self, who: str) -> list[Json]:
        """What they see in #general."""
        messages: list[Json] = (await self.state(who, self.sandbox.channel_id("general")))["messages"]
        return messages


@pytest.fixture
async def browser(sandbox: Sandbox) -> AsyncIterator[Browser]:
    """A browser at the page."""
    async with aiohttp.ClientSession() as session:
        yield Browser(sandbox, session)


@pytest.mark.parametrize("path", ["", "page/state", "page/main.js", "page/file/F1"])
async def test_another_name_that_leads_here_is_refused(browser: Browser, path: str) -> None:
    assert (await browser.get(path, Host="rebound.example:80"))[0] == 403
    assert (await browser.get(path))[0] in (200, 404)


async def test_at_port_80_the_page_is_had_without_naming_it_as_browsers_do(browser: Browser) -> None:
    address, session = browser.url(""), browser._session
    browser.sandbox._world.address.url = "http://127.0.0.1:80/"
    answers = [await session.get(address, headers={"Host": host}) for host in ("127.0.0.1", "evil.example")]
    assert [each.status for each in answers] == [200, 403]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_site_can_not_act(browser: Browser, origin: str) -> None:
    assert await browser.post("{}", Origin=origin) == 403


async def test_acts_come_as_json_that_says_all_and_no_more(browser: Browser) -> None:
    assert await browser.post("{}", **{"Content-Type": "text/plain"}) == 415
    assert await browser.post('{"who": "U1", "act": "say", "more": 1}') == 400
    assert await browser.post('{"who": "U1", "act": "__init__"}') == 400


async def test_the_page_runs_no_code_but_its_own_and_no_text_as_markup(browser: Browser) -> None:
    async with aiohttp.ClientSession() as session, session.get(browser.url("")) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy


@pytest.mark.parametrize("path", ["page/routes.py", "page/..%2Froutes.py", "page/%2Fetc%2Fpasswd"])
async def test_only_the_files_of_the_page_are_served(browser: Browser, path: str) -> None:
    async with aiohttp.ClientSession() as session:
        address = URL(browser.url(path), encoded=True)
        async with session.get(address) as answer:
            assert answer.status == 404


async def test_a_private_channel_is_shown_to_its_members_alone(browser: Browser) -> None:
    place = browser.sandbox.add_channel("secret", private=True, members=["Ada Lovelace"])
    await browser.act("Ada", "say", place=place, text="just us")
    assert [each["text"] for each in (await browser.state("Ada", place))["messages"]] == ["just us"]
    grace = await browser.state("Grace", place)
    assert (place in str(grace), (await browser.act("Grace", "say", place=place, text="me?"))["ok"]) == (
        False,
        False,
    )


async def test_a_menu_of_conversations_offers_only_those_that_one_sees(browser: Browser) -> None:
    sandbox = browser.sandbox
    private = sandbox.add_channel("secret", private=True, members=["Ada Lovelace"])
    bot, place = client_of(sandbox), sandbox.channel_id("general")
    menu = {"type": "conversations_select", "action_id": "where", "placeholder": plain("Where")}
    await browser.state("Ada")
    await bot.chat_postMessage(channel=place, text="where?", blocks=[actions(menu)])
    offered: dict[str, set[str]] = {}
    for who in ("Ada", "Grace"):
        (message,) = await browser.general(who)
        offered[who] = {each["value"] for each in message["controls"]["actions"]["where"]["offers"]}
        assert {each["id"] for each in (await browser.state(who))["places"]} == offered[who]
    assert private in offered["Ada"] - offered["Grace"]


async def test_a_file_is_had_only_where_one_sees_it(browser: Browser) -> None:
    private = browser.sandbox.add_channel("secret", private=True, members=["Ada Lovelace"])
    uploaded = await client_of(browser.sandbox).files_upload_v2(
        channel=private, filename="a.md", content="# A"
    )
    file_id = uploaded["files"][0]["id"]
    await browser.sandbox.person("Ada").sees("a.md")
    ada, grace = (browser.sandbox.person(name).id for name in ("Ada", "Grace"))
    assert await browser.get(f"page/file/{file_id}?who={ada}") == (200, "# A")
    assert (await browser.get(f"page/file/{file_id}?who={grace}"))[0] == 404


async def test_what_others_say_is_unread_until_it_is_looked_at(browser: Browser) -> None:
    place = browser.sandbox.channel_id("engineering")
    await browser.act("Ada", "say", place=place, text="hello")

    async def unread(who: str) -> int:
        elsewhere = await browser.state(who, browser.sandbox.channel_id("general"))
        return sum(each["unread"] for each in elsewhere["places"])

    assert (await unread("Ada"), await unread("Grace")) == (0, 1)
    await browser.state("Grace", place)
    assert await unread("Grace") == 0


async def test_a_command_works_in_a_conversation_and_not_in_a_thread(browser: Browser) -> None:
    place = browser.sandbox.channel_id("general")
    await browser.act("Ada", "say", place=place, text="a <b> & c")
    (message,) = await browser.general("Ada")
    refused = await browser.act("Ada", "say", place=place, ts=message["ts"], text="/task list")
    assert refused["said"] == ["/task is not supported in threads. Use it in the conversation itself."]
    await browser.act("Grace", "say", place=place, ts=message["ts"], text="a reply")
    (message,) = await browser.general("Ada")
    assert (message["text"], [each["text"] for each in message["replies"]]) == (
        "a &lt;b&gt; &amp; c",
        ["a reply"],
    )


async def test_what_slack_says_to_one_person_is_in_the_answer(browser: Browser) -> None:
    place = browser.sandbox.channel_id("general")
    answer = await browser.act("Ada", "say", place=place, text="/tusk new")
    assert answer == {"ok": True, "said": ["/tusk is not a valid command."]}
    assert await browser.general("Grace") == []


async def test_what_was_typed_goes_along_with_a_submission(browser: Browser) -> None:
    app = app_of(browser.sandbox)
    opening(app, modal(text_input("Title", "t"), callback_id="form"))
    sent = answering(app, "form", response_action="errors", errors={"t": "Too short."})
    async with over_sockets(browser.sandbox, app):
        await browser.act("Ada", "say", place=browser.sandbox.channel_id("general"), text="/task")
        view = (await browser.state("Ada"))["modal"]
        typed = [{"block": "t", "action": "value", "wanted": "Keys"}]
        await browser.act("Ada", "submit", view=view["id"], entries=typed)
        assert sent[0]["view"]["state"]["values"]["t"]["value"]["value"] == "Keys"
        again = (await browser.state("Ada"))["modal"]
    assert (again["errors"], again["controls"]["t"]["value"]["holds"]) == ({"t": "Too short."}, "Keys")


async def test_what_can_not_be_entered_is_said_at_its_input_and_nothing_is_sent(browser: Browser) -> None:
    app = app_of(browser.sandbox)
    number = {"type": "number_input", "is_decimal_allowed": False, "action_id": "value"}
    asked = {"type": "input", "block_id": "n", "label": plain("How many"), "element": number}
    opening(app, modal(asked, callback_id="form"))
    sent = answering(app, "form")
    async with over_sockets(browser.sandbox, app):
        await browser.act("Ada", "say", place=browser.sandbox.channel_id("general"), text="/task")
        view = (await browser.state("Ada"))["modal"]
        typed = [{"block": "n", "action": "value", "wanted": "1.5"}]
        refused = await browser.act("Ada", "submit", view=view["id"], entries=typed)
    assert (refused["ok"], refused["block"], sent) == (False, "n", [])


async def test_a_button_that_is_gone_can_not_be_pressed(browser: Browser) -> None:
    bot, place = client_of(browser.sandbox), browser.sandbox.channel_id("general")
    posted = await bot.chat_postMessage(channel=place, text="card", blocks=[actions(button("Go"))])
    on = {"block": "actions", "action": "press"}
    await bot.chat_update(channel=place, ts=posted["ts"], text="card", blocks=[])
    answer = await browser.act("Ada", "press", place=place, ts=posted["ts"], on=on)
    assert answer["said"] == ["That is not on the screen any more."]
    await bot.chat_delete(channel=place, ts=posted["ts"])
    answer = await browser.act("Ada", "press", place=place, ts=posted["ts"], on=on)
    assert answer["said"] == ["That message was deleted."]


async def test_the_page_opens_on_the_channel_with_the_newest_message(browser: Browser) -> None:
    opened = [(await browser.state("Ada"))["place"]]
    await browser.sandbox.person("Grace").says("Ready.", channel="engineering")
    await client_of(browser.sandbox).chat_postMessage(channel=browser.sandbox.person("Ada").id, text="Hello.")
    opened.append((await browser.state("Ada"))["place"])
    assert opened == [browser.sandbox.channel_id(name) for name in ("general", "engineering")]


async def test_a_clock_that_no_bot_goes_along_with_is_not_offered_to_be_moved(browser: Browser) -> None:
    assert not (await browser.state("Ada"))["moves"]
    browser.sandbox.clock.stop_for(asyncio.Event().wait)
    assert (await browser.state("Ada"))["moves"]


async def test_what_slack_refuses_of_the_bot_is_shown(browser: Browser) -> None:
    bot, place = client_of(browser.sandbox), browser.sandbox.channel_id("general")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await bot.chat_postMessage(channel=place, text="x", blocks=[{"type": "no"}])
    trouble = (await browser.state("Ada"))["trouble"]
    (told,) = trouble["newest"]
    assert trouble["count"] == 1 and told["what"].startswith("chat.postMessage: invalid_blocks")
    assert told["at"] == browser.sandbox.calls[-1].at.isoformat()


async def test_a_call_with_a_token_that_is_not_the_apps_is_not_told_of_the_app(browser: Browser) -> None:
    for token in ("xoxb-unknown", ""):
        with pytest.raises(SlackApiError, match=r"invalid_auth|not_authed"):
            await AsyncWebClient(token=token, base_url=browser.sandbox.api_url).auth_test()
    assert (await browser.state("Ada"))["trouble"] == {"count": 0, "newest": []}


async def test_that_the_app_asks_whether_it_is_in_a_private_channel_is_no_fault_of_it(
    browser: Browser,
) -> None:
    secret = browser.sandbox.add_channel("secret", private=True, bot_is_in=False)
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client_of(browser.sandbox).conversations_info(channel=secret)
    assert (await browser.state("Ada"))["trouble"]["count"] == 0


async def test_what_no_app_answers_is_told_apart_from_what_slack_refuses(browser: Browser) -> None:
    await browser.act("Ada", "say", place=browser.sandbox.channel_id("general"), text="/task")
    state = await browser.state("Ada")
    (told,) = state["unanswered"]["newest"]
    assert told["what"] == "a command: the app wasn't there, or failed (dispatch_failed)"
    assert (state["unanswered"]["count"], state["trouble"]["count"]) == (1, 0)


async def test_whoever_is_deactivated_can_not_be_anybody_here(browser: Browser) -> None:
    browser.sandbox.change_person("Grace", deleted=True)
    answer = await browser.act("Grace", "home")
    assert answer["said"] == ["Nobody can sign in with that account (any more)."]
    assert "Grace Hopper" not in [each["name"] for each in (await browser.state("Ada"))["people"]]


@pytest.mark.parametrize(("read_only", "taken"), [(True, False), (False, True)])
async def test_direct_messages_that_are_there_to_be_read_take_neither_words_nor_commands(
    read_only: bool, taken: bool
) -> None:
    home = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": read_only}
    features = {**MANIFEST["features"], "app_home": home}
    async with Sandbox({**MANIFEST, "features": features}) as sandbox, aiohttp.ClientSession() as session:
        browser = Browser(sandbox, session)
        dm = (await browser.state("Ada"))["places"][-1]
        answers = [await browser.act("Ada", "say", place=dm["id"], text=text) for text in ("hi", "/tusk")]
    assert ([each["ok"] for each in answers], dm["closed"] == "") == ([taken, taken], taken)


async def test_a_home_is_offered_where_the_manifest_has_one() -> None:
    features = {**MANIFEST["features"], "app_home": {"home_tab_enabled": True}}
    async with Sandbox({**MANIFEST, "features": features}) as sandbox, aiohttp.ClientSession() as session:
        state = await Browser(sandbox, session).state("Ada", "home")
    assert (state["app"]["home"], state["place"], state["home"]) == (True, "home", None)
