"""The AI bot told what one would not expect, killed, and out of time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.records import Records
from assistant.settings import Settings, WecomAibotSettings
from bots import phrases
from bots.wecom.streams import Streams
from tests.bots.conftest import Assistant, Service, running, until
from tests.bots.fakes import wecom

QUESTION = "新增多少家研发机构?"
FROM = {"from": {"userid": "lisi"}}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"msgtype": None},
        {"msgtype": ["text"]},
        {"msgtype": "hologram", "msgid": "1", **FROM},
        {"msgtype": "text", "text": {"content": "没有编号"}, **FROM},
        {"msgtype": "text", "text": {"content": "没有发送人"}, "msgid": "1"},
        {"msgtype": "text", "msgid": "1", "from": "lisi"},
        {"msgtype": "event", "msgid": "1", **FROM},
        {"msgtype": "event", "event": {"eventtype": "never_heard_of"}, **FROM},
        {"msgtype": "event", "event": {"eventtype": "feedback_event", "feedback_event": {"type": [1]}}, **FROM},
        {"msgtype": "event", "event": {"eventtype": "feedback_event", "feedback_event": 7}, **FROM},
        {"msgtype": "event", "event": {"eventtype": "template_card_event"}, **FROM},
    ],
)
async def test_what_wecom_may_say_but_never_did_is_acknowledged(service: Service, message: dict[str, Any]) -> None:
    response, _ = await service.aibot.post(message)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "more",
    [
        {"quote": {"msgtype": "text", "text": {"content": "引用"}}, "never": {"heard": ["of"]}},
        {"text": {"content": f"{QUESTION}\ud83d"}},
        {"msgtype": "mixed", "mixed": {"msg_item": [7, {"msgtype": "text", "text": {"content": QUESTION}}]}},
        {"chattype": "group", "chatid": "g", "text": {"content": f"@问政\u2005{QUESTION}"}},
        {"response_url": None},
    ],
)
async def test_a_question_is_answered_whatever_comes_with_it(service: Service, more: dict[str, Any]) -> None:
    platform = service.aibot
    first = await platform.ask(**{"text": QUESTION} | more)
    assert "120家" in (await platform.watch(first))[-1]["stream"]["content"]


@pytest.mark.parametrize("mixed", [{"msg_item": None}, {"msg_item": 7}, [], None])
async def test_a_message_without_words_is_answered_with_a_welcome(service: Service, mixed: Any) -> None:
    first = await service.aibot.ask("", msgtype="mixed", mixed=mixed)
    assert (await service.aibot.watch(first))[-1]["stream"]["content"] == phrases.WELCOME


@pytest.mark.parametrize("body", ['{"encrypt": "\\ud800"}', "[" * 200_000, '{"encrypt": "' + "A" * 2_000_000 + '"}'])
async def test_what_is_no_envelope_is_refused(service: Service, body: str) -> None:
    query = {"msg_signature": "0" * 40, "timestamp": "1", "nonce": "n"}
    answer = await service.client.post("/wecom/aibot", params=query, content=body)
    assert 400 <= answer.status_code < 500


async def test_a_stream_goes_on_after_a_restart(settings: Settings, api: Any, lasting: Any) -> None:
    """The first run is stopped while it thinks; WeCom goes on asking the second."""
    hasty = settings.model_copy(update={"server": settings.server.model_copy(update={"shutdown_grace_s": 0})})
    slow: Assistant = lasting()
    slow.slow["研发机构"] = 30
    async with running(hasty, slow) as client:
        first = await wecom.WecomAibotPlatform(client).ask(QUESTION)
    async with running(settings, lasting()) as client:
        replies = await wecom.WecomAibotPlatform(client).watch(first)
    assert {reply["stream"]["id"] for reply in replies} == {first["stream"]["id"]}
    assert "120家" in replies[-1]["stream"]["content"]


def short(settings: Settings, seconds: float = 0.2) -> Settings:
    changed = settings.wecom_aibot.model_dump() | {"stream_seconds": seconds}
    return settings.model_copy(update={"wecom_aibot": WecomAibotSettings.model_validate(changed)})


async def test_an_answer_that_comes_in_time_is_not_posted_too(settings: Settings, api: Any, bot_api: Any) -> None:
    async with running(short(settings, 0.4), Assistant()) as client:
        platform = wecom.WecomAibotPlatform(client)
        first = await platform.ask(QUESTION, response_url=f"{api.address}/response/1")
        await platform.watch(first)
        await asyncio.sleep(0.5)
        assert (await platform.refresh(first["stream"]["id"]))["stream"]["finish"] is True
    assert api.posted == []


async def test_an_answer_that_nobody_fetched_in_time_is_posted(settings: Settings, api: Any, bot_api: Any) -> None:
    assistant = Assistant()
    assistant.slow["研发机构"] = 0.4
    async with running(short(settings), assistant) as client:
        await wecom.WecomAibotPlatform(client).ask(QUESTION, response_url=f"{api.address}/response/1")
        await until(lambda: api.posted)
    assert "120家" in api.posted[0]["markdown"]["content"]


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9/x", "http://[", "{api}/response/1"])
async def test_a_late_answer_that_cannot_be_posted_is_logged(
    settings: Settings, api: Any, bot_api: Any, address: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    api.codes = [93000]
    more = {"response_url": address.format(api=api.address)} if address else {}
    assistant = Assistant()
    assistant.slow["研发机构"] = 0.3
    async with running(short(settings), assistant) as client:
        platform = wecom.WecomAibotPlatform(client)
        await platform.watch(await platform.ask(QUESTION, **more))
        await asyncio.sleep(0.4)
    told = capsys.readouterr().out
    assert "a late answer" in told
    assert "127.0.0.1" not in told


async def test_a_finish_that_wins_against_the_clock_is_shown(
    settings: Settings, api: Any, bot_api: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream ends between the moment it is looked up and the moment it is to be closed."""
    close = Streams.close

    def finishes_first(self: Streams, stream_id: str) -> bool:
        self.finish(stream_id, "完整的回答", "", None)
        return close(self, stream_id)

    monkeypatch.setattr(Streams, "close", finishes_first)
    assistant = Assistant()
    assistant.slow["研发机构"] = 0.4
    async with running(short(settings), assistant) as client:
        platform = wecom.WecomAibotPlatform(client)
        last = (await platform.watch(await platform.ask(QUESTION)))[-1]["stream"]
    assert last["content"] == "完整的回答"


async def test_an_opinion_that_is_taken_back_changes_nothing(service: Service) -> None:
    first = await service.aibot.ask(QUESTION)
    await service.aibot.watch(first)
    for kind in (2, 3):
        event = {"eventtype": "feedback_event", "feedback_event": {"id": first["stream"]["id"], "type": kind}}
        assert await service.aibot.call({"msgtype": "event", "event": event, **FROM}) == {}
    gaps = Records(service.assistant.engine, lambda: datetime.now(UTC)).opinions.gaps(limit=5)
    assert [gap.disliked for gap in gaps] == [1]
