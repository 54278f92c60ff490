"""The AI bot by callback, its envelopes checked in every exchange."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from assistant.settings import Settings, WecomAibotSettings
from bots import phrases
from tests.bots.conftest import Assistant, Service, running, until
from tests.bots.fakes import wecom

QUESTION = "新增多少家研发机构?"
LONG = "".join(f"第{n}项任务由各有关单位负责落实,年底前完成。" for n in range(600))


async def test_an_answer_is_a_stream_that_ends_with_all_of_it(service: Service) -> None:
    begun = asyncio.get_running_loop().time()
    first = await service.aibot.ask(QUESTION)
    assert asyncio.get_running_loop().time() - begun < 1
    assert first["msgtype"] == "stream"
    assert first["stream"]["finish"] is False
    last = (await service.aibot.watch(first))[-1]["stream"]
    assert last["id"] == first["stream"]["id"]
    for needed in ("120家", "《2018年工作要点》", "第二部分第1条", "市科技局"):
        assert needed in last["content"]


async def test_every_refresh_holds_what_the_one_before_held(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.wecom.aibot._GROW_S", 0.0)
    service.assistant.pause_s = 0.03
    shown = [r["stream"]["content"] for r in await service.aibot.watch(await service.aibot.ask(QUESTION))]
    grown = [text for text in shown if text != phrases.THINKING]
    assert len(set(grown)) > 2
    assert all(later.startswith(earlier) for earlier, later in pairwise(grown))


async def test_a_long_answer_keeps_its_sources_within_the_limit(service: Service) -> None:
    service.assistant.text = LONG
    last = (await service.aibot.watch(await service.aibot.ask(QUESTION)))[-1]["stream"]["content"]
    assert 18000 < len(last.encode()) <= 20480
    assert "略去" in last
    assert "《2018年工作要点》" in last
    assert "“年内新增研发机构120家。”" in last


async def test_a_repeated_message_finds_the_same_stream_and_one_answer(service: Service) -> None:
    service.assistant.slow["研发机构"] = 0.2
    platform = service.aibot
    first = [await platform.ask(QUESTION, msgid="same") for _ in range(3)]
    await platform.watch(first[0])
    again = await platform.ask(QUESTION, msgid="same")
    assert len({reply["stream"]["id"] for reply in [*first, again]}) == 1
    assert again["stream"]["finish"] is True
    assert len(service.assistant.asked) == 1


@pytest.mark.parametrize("stream", [{"id": "unknown"}, {}, None])
async def test_a_stream_that_nobody_knows_is_ended_with_a_notice(service: Service, stream: Any) -> None:
    reply = await service.aibot.call({"msgid": "1", "msgtype": "stream", "stream": stream})
    assert reply["stream"]["finish"] is True
    assert "过期" in reply["stream"]["content"]


async def test_what_takes_too_long_is_ended_and_posted_once(settings: Settings, api: Any, bot_api: Any) -> None:
    short = WecomAibotSettings.model_validate({**settings.wecom_aibot.model_dump(), "stream_seconds": 0.2})
    assistant = Assistant()
    assistant.slow["研发机构"] = 0.6
    async with running(settings.model_copy(update={"wecom_aibot": short}), assistant) as client:
        platform = wecom.WecomAibotPlatform(client)
        first = await platform.ask(QUESTION, msgid="slow", response_url=f"{api.address}/response/1")
        last = (await platform.watch(first))[-1]["stream"]
        assert "单独发送" in last["content"]
        await until(lambda: api.posted)
        await platform.ask(QUESTION, msgid="slow", response_url=f"{api.address}/response/1")
        await asyncio.sleep(0.2)
    assert len(api.posted) == 1
    assert api.posted[0]["msgtype"] == "markdown"
    assert "《2018年工作要点》" in api.posted[0]["markdown"]["content"]


async def test_who_enters_is_welcomed(service: Service) -> None:
    told = {"msgid": "e", "msgtype": "event", "from": {"userid": "lisi"}, "event": {"eventtype": "enter_chat"}}
    reply = await service.aibot.call(told)
    assert reply == {"msgtype": "text", "text": {"content": phrases.WELCOME}}


async def test_an_opinion_is_kept_with_its_answer(service: Service) -> None:
    first = await service.aibot.ask(QUESTION)
    await service.aibot.watch(first)
    judged = {"id": first["stream"]["feedback"]["id"], "type": 2, "content": "数字旧了", "inaccurate_reason_list": [2]}
    event = {"eventtype": "feedback_event", "feedback_event": judged}
    told = {"msgid": "f", "msgtype": "event", "from": {"userid": "lisi"}, "event": event}
    assert await service.aibot.call(told) == {}
    kept = service.assistant.records.opinions.gaps(limit=5)
    assert [gap.question for gap in kept] == [QUESTION]


async def test_a_fourth_question_at_a_time_is_politely_refused(service: Service) -> None:
    service.assistant.slow["研发机构"] = 0.5
    platform = service.aibot
    firsts = [await platform.ask(QUESTION) for _ in range(4)]
    fourth = (await platform.watch(firsts[3]))[-1]["stream"]["content"]
    assert fourth == phrases.BUSY
    for first in firsts[:3]:
        assert "120家" in (await platform.watch(first))[-1]["stream"]["content"]


async def test_a_mention_is_taken_off_and_everybody_has_a_memory_of_their_own(service: Service) -> None:
    platform = service.aibot
    for user in ("a", "b"):
        first = await platform.ask(f"@问政 {QUESTION}", user=user, chattype="group", chatid="g1")
        await platform.watch(first)
    assert [r.question for r in service.assistant.asked] == [QUESTION] * 2
    assert service.assistant.asked[0].session_id != service.assistant.asked[1].session_id


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"msgtype": "voice", "voice": {"content": QUESTION}}, "120家"),
        ({"msgtype": "image", "image": {"url": "x"}}, "文字"),
        (
            {
                "msgtype": "mixed",
                "mixed": {"msg_item": [{"msgtype": "image"}, {"msgtype": "text", "text": {"content": QUESTION}}]},
            },
            "120家",
        ),
    ],
)
async def test_other_messages_are_answered_too(service: Service, message: dict[str, Any], said: str) -> None:
    first = await service.aibot.ask("", **message)
    assert said in (await service.aibot.watch(first))[-1]["stream"]["content"]


@pytest.mark.parametrize("message", [{"msgtype": "hologram", "msgid": "1", "from": {"userid": "a"}}])
async def test_what_is_not_known_is_acknowledged(service: Service, message: dict[str, Any]) -> None:
    response, _ = await service.aibot.post(message)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"encrypt": 7}', '{"encrypt": "AAAA"}', "garbage"])
async def test_what_wecom_did_not_send_is_refused(service: Service, body: str) -> None:
    query = {"msg_signature": wecom.signed("1", "n", "AAAA"), "timestamp": "1", "nonce": "n"}
    answer = await service.client.post("/wecom/aibot", params=query, content=body)
    assert answer.status_code == 400


async def test_a_card_shows_the_clauses(settings: Settings, api: Any, bot_api: Any) -> None:
    carded = WecomAibotSettings.model_validate({**settings.wecom_aibot.model_dump(), "cards": True})
    async with running(settings.model_copy(update={"wecom_aibot": carded}), Assistant()) as client:
        platform = wecom.WecomAibotPlatform(client)
        last = (await platform.watch(await platform.ask(QUESTION)))[-1]
        assert last["msgtype"] == "stream_with_template_card"
        card = last["template_card"]
        pressed = {"event_key": card["button_list"][0]["key"], "task_id": card["task_id"]}
        event = {"eventtype": "template_card_event", "template_card_event": pressed}
        told = {"msgid": "c", "msgtype": "event", "from": {"userid": "lisi"}, "event": event}
        reply = await platform.call(told)
    assert reply["response_type"] == "update_template_card"
    assert "(牵头单位:市科技局)" in reply["template_card"]["sub_title_text"]
    assert reply["template_card"]["task_id"] == card["task_id"]
