"""The self-built app against a platform that encrypts and insists."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from assistant.settings import Settings
from tests.bots.conftest import Assistant, Service, running, until
from tests.bots.fakes import wecom
from tests.bots.wecom.test_crypto import ECHOES, POST_SIGNED, POSTED

QUESTION = "新增多少家研发机构?"
LONG = "".join(f"第{n}项任务由各有关单位负责落实,年底前完成。" for n in range(400))


def query(signed: tuple[str, str, str], **more: str) -> dict[str, str]:
    return {"msg_signature": signed[0], "timestamp": signed[1], "nonce": signed[2], **more}


async def test_the_address_is_verified_with_the_exact_plaintext(service: Service) -> None:
    _, signed, echo, expected = ECHOES[0]
    answer = await service.client.get("/wecom/app", params=query(signed, echostr=echo))
    assert (answer.status_code, answer.content) == (200, expected.encode())
    assert answer.headers["content-type"].startswith("text/plain")


async def test_an_echo_whose_plus_sign_was_not_escaped_is_verified(service: Service) -> None:
    _, signed, echo, expected = ECHOES[0]
    assert "+" in echo
    raw = "&".join(f"{name}={value}" for name, value in query(signed, echostr=echo.replace("=", "%3D")).items())
    assert (await service.client.get(f"/wecom/app?{raw}")).text == expected


SEALED = f"<xml><Encrypt>{POSTED}</Encrypt></xml>"
BOMB = f'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Encrypt>{POSTED}</Encrypt></xml>'


@pytest.mark.parametrize(
    ("signed", "body"),
    [
        (("0" * 40, *POST_SIGNED[1:]), SEALED),
        (("", "", ""), SEALED),
        (POST_SIGNED, "<xml></xml>"),
        (POST_SIGNED, "garbage"),
        (POST_SIGNED, ""),
        (POST_SIGNED, BOMB),
        (POST_SIGNED, "<xml><Encrypt>AAAA</Encrypt></xml>"),
        (POST_SIGNED, "<a>" * 100_000),
        (POST_SIGNED, '<?xml version="1.0" encoding="never-heard-of"?><xml/>'),
    ],
)
async def test_what_wecom_did_not_send_is_refused_and_not_answered(
    service: Service, signed: tuple[str, str, str], body: str
) -> None:
    answer = await service.client.post("/wecom/app", params=query(signed), content=body.encode())
    assert 400 <= answer.status_code < 500
    await asyncio.sleep(0.05)
    assert service.api.calls["send"] == 0


async def test_a_slow_answer_is_acknowledged_at_once_and_sent_later(service: Service) -> None:
    service.assistant.slow["研发机构"] = 1.5
    platform = service.platform
    platform.retry_s = 1.0
    deliveries = await platform.say(QUESTION)
    assert [(d.status, d.body) for d in deliveries] == [(200, "")]
    assert service.api.sent == []
    await until(lambda: service.api.sent)
    text = service.api.texts("zhangsan")[0]
    for needed in ("120家", "《2018年工作要点》", "第二部分第1条", "市科技局", "甲政发〔2018〕1号"):
        assert needed in text


async def test_a_repeated_message_is_answered_once_also_while_the_first_is_running(service: Service) -> None:
    service.assistant.slow["研发机构"] = 0.3
    platform = service.platform
    for _ in range(3):
        await platform.say(QUESTION, msgid="same")
    await until(lambda: service.api.sent)
    await platform.say(QUESTION, msgid="same")
    await asyncio.sleep(0.1)
    assert (len(service.assistant.asked), len(service.api.sent)) == (1, 1)


async def test_a_repeated_message_is_known_after_a_restart(settings: Settings, api: Any, lasting: Any) -> None:
    for _ in range(2):
        assistant: Assistant = lasting()
        async with running(settings, assistant) as client:
            await wecom.WecomPlatform(client).say(QUESTION, msgid="same")
            await until(lambda: api.sent)
            await asyncio.sleep(0.1)
    assert len(api.sent) == 1
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"MsgType": "event", "Event": "subscribe"}, 1),
        ({"MsgType": "event", "Event": "enter_agent"}, 0),
        ({"MsgType": "event", "Event": "never_heard_of"}, 0),
        ({"MsgType": "hologram", "MsgId": "9"}, 0),
        ({"MsgType": "image", "MsgId": "10", "PicUrl": "x"}, 1),
        ({"MsgType": "text", "MsgId": "11", "Content": ""}, 1),
        ({"MsgType": "text", "MsgId": "12", "Content": "研发\x08机构", "Never": "heard"}, 1),
        ({"MsgType": "text", "MsgId": "13", "Content": "a", "FromUserName": ""}, 0),
        ({"InfoType": "suite_ticket"}, 0),
    ],
)
async def test_events_and_other_messages_have_a_defined_answer_once(
    service: Service, fields: dict[str, str], answers: int
) -> None:
    xml = wecom.xml_of("zhangsan", fields)
    for _ in range(2):
        assert [d.status for d in await service.platform.call(xml)] == [200]
    await until(lambda: len(service.api.sent) >= answers)
    await asyncio.sleep(0.1)
    assert len(service.api.sent) == answers


async def test_a_long_answer_arrives_whole_and_in_order_within_the_limit(service: Service) -> None:
    service.assistant.text = LONG
    await service.platform.say(QUESTION)
    await until(lambda: any("依据" in text for text in service.api.texts("zhangsan")))
    parts = service.api.texts("zhangsan")
    assert len(LONG) > 8000
    assert "".join(parts).startswith(LONG)
    assert max(len(part.encode()) for part in parts) <= 2048
    assert "《2018年工作要点》" in parts[-1]


async def test_a_clause_is_opened_by_its_number(service: Service) -> None:
    platform = service.platform
    await platform.say(QUESTION)
    await until(lambda: len(service.api.sent) == 1)
    await platform.say("原文1")
    await platform.say("原文7")
    await platform.say("问1")
    await platform.say("踩")
    await until(lambda: len(service.api.sent) == 5)
    texts = service.api.texts("zhangsan")
    assert "(牵头单位:市科技局)" in texts[1]
    assert "没有第 7 条" in texts[2]
    assert service.assistant.asked[1].question == "由哪个单位牵头?"
    assert "感谢" in texts[4]


async def test_one_token_serves_all_and_is_fetched_by_one(service: Service) -> None:
    service.api.delay_s = 0.1
    await asyncio.gather(*(service.platform.say(QUESTION, user=f"u{n}", msgid=f"m{n}") for n in range(6)))
    await until(lambda: len(service.api.sent) == 6)
    assert service.api.calls["gettoken"] == 1


@pytest.mark.parametrize("code", [40014, 42001])
async def test_a_token_that_is_refused_is_fetched_again_once(service: Service, code: int) -> None:
    await service.platform.say(QUESTION, msgid="first")
    await until(lambda: len(service.api.sent) == 1)
    service.api.expire(code)
    await asyncio.gather(*(service.platform.say(QUESTION, user=f"u{n}", msgid=f"m{n}") for n in range(4)))
    await until(lambda: len(service.api.sent) == 5)
    assert service.api.calls["gettoken"] == 2


@pytest.mark.parametrize("code", [-1, 45009])
async def test_a_busy_server_is_asked_again_a_few_times(service: Service, code: int) -> None:
    service.api.codes = [code]
    await service.platform.say(QUESTION)
    await until(lambda: service.api.sent)
    assert service.api.calls["send"] == 2


@pytest.mark.parametrize("code", [60020, 81013, 40001])
async def test_what_cannot_succeed_is_not_tried_again_and_told_to_the_operator(
    service: Service, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    service.api.codes = [code]
    await service.platform.say(QUESTION)
    await until(lambda: service.api.calls["send"])
    await asyncio.sleep(0.1)
    assert service.api.calls["send"] == 1
    told = capsys.readouterr().out
    assert f"企业微信返回 {code}" in told
    for hidden in (wecom.SECRET, wecom.KEY, "access-1", wecom.TOKEN, "zhangsan", "研发机构"):
        assert hidden not in told


async def test_a_receiver_who_is_not_valid_is_noticed_despite_code_0(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.api.invalid.add("zhangsan")
    await service.platform.say(QUESTION)
    await until(lambda: service.api.calls["send"])
    await asyncio.sleep(0.1)
    assert "81013" in capsys.readouterr().out


async def test_two_people_do_not_wait_for_each_other_and_one_is_answered_in_order(service: Service) -> None:
    service.assistant.slow["慢"] = 0.5
    platform = service.platform
    await platform.say("慢:研发机构", user="a", msgid="1")
    await platform.say("快:研发机构", user="a", msgid="2")
    await platform.say("快:研发机构", user="b", msgid="3")
    await until(lambda: service.api.sent)
    assert service.api.sent[0]["touser"] == "b"
    await until(lambda: len(service.api.sent) == 3)
    asked = [r.question for r in service.assistant.asked if ":a" in r.user]
    assert asked == ["慢:研发机构", "快:研发机构"]


async def test_more_than_can_wait_get_a_polite_refusal(narrow: Settings, api: Any, bot_api: Any) -> None:
    assistant = Assistant()
    assistant.slow["研发机构"] = 0.5
    async with running(narrow, assistant) as client:
        platform = wecom.WecomPlatform(client)
        for n in range(4):
            await platform.say(QUESTION, user=f"u{n}", msgid=f"m{n}")
        await until(lambda: len(api.sent) == 2)
        assert {body["touser"] for body in api.sent} == {"u2", "u3"}
        assert all("请稍后" in body["text"]["content"] for body in api.sent)
        await until(lambda: len(api.sent) == 4)
        assert len(assistant.asked) == 2
