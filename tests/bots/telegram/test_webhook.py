"""Telegram by webhook, with python-telegram-bot against a Bot API server."""

from __future__ import annotations

import asyncio
import re
import time
from itertools import pairwise
from typing import Any

import pytest

from bots import phrases
from bots.book import Book
from bots.telegram import line as telegram_line
from tests.bots.conftest import Service, until
from tests.bots.fakes.telegram import parse, utf16

QUESTION = "新增多少家研发机构?"
GROUP = -1001234567890123
LONG = "".join(f"第{n}项任务由各有关单位负责落实,<年底>&前_完成*。" for n in range(400))


async def say(service: Service, text: str | None, **more: Any) -> dict[str, Any]:
    update = service.telegram.message(text, **more)
    assert (await service.hook(update)).status_code == 200
    return update


def answers(service: Service, chat: int = 7) -> list[str]:
    return [message.text for message in service.telegram.in_chat(chat) if message.text != phrases.THINKING]


async def test_a_question_is_answered_with_sources_and_units(service: Service) -> None:
    await say(service, QUESTION)
    await until(lambda: answers(service))
    message = service.telegram.sent[0]
    assert message.parse_mode == "HTML"
    for needed in ("120家", "《2018年工作要点》", "第二部分第1条", "市科技局", "甲政发〔2018〕1号"):
        assert needed in message.text
    assert [b["text"] for row in message.buttons for b in row] == ["原文1", "由哪个单位牵头?", "👍", "👎"]


@pytest.mark.parametrize("secret", [b"", b"wrong", "钥匙".encode()])
async def test_without_the_secret_nothing_is_read(service: Service, secret: bytes) -> None:
    headers = {b"X-Telegram-Bot-Api-Secret-Token": secret}
    answer = await service.client.post("/telegram/webhook", content=b"{not json", headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(("body", "status"), [(b"{not json", 400), (b"[]", 400), (b"x" * 2_000_000, 413)])
async def test_what_is_no_update_is_refused(service: Service, body: bytes, status: int) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hook-secret_1"}
    assert (await service.client.post("/telegram/webhook", content=body, headers=headers)).status_code == status


async def test_an_update_that_was_seen_does_nothing(service: Service) -> None:
    update = await say(service, QUESTION)
    await until(lambda: answers(service))
    for _ in range(2):
        assert (await service.hook(update)).status_code == 200
    await asyncio.sleep(0.1)
    assert (len(service.assistant.asked), len(service.telegram.sent)) == (1, 1)


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("/start", {}, "/sources"),
        ("/help", {}, "/region"),
        ("/help@WenzhengBot", {}, "/region"),
        ("/unknown", {}, "没有这个命令"),
        ("/region", {}, "甲市"),
        ("/region 火星", {}, "没有收录"),
        ("/region 甲市", {}, "之后的提问只查甲市"),
        ("/sources", {}, "请先提问"),
        ("/reset", {}, "已清空"),
        (None, {"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]}, "文字"),
        (None, {"location": {"latitude": 1.0, "longitude": 1.0}}, "文字"),
        ("", {}, None),
        (None, {"new_chat_title": "群"}, None),
    ],
)
async def test_everything_has_a_defined_answer_or_none(
    service: Service, text: str | None, more: dict[str, Any], said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    await say(service, text, **more)
    if said:
        await until(lambda: service.telegram.sent)
        assert said in service.telegram.sent[0].text
    await asyncio.sleep(0.05)
    assert len(service.telegram.sent) == (said is not None)
    assert "Traceback" not in capsys.readouterr().out


async def test_edited_messages_and_channel_posts_are_left_alone(service: Service) -> None:
    update = service.telegram.message(QUESTION)
    for kind in ("edited_message", "channel_post"):
        told = {"update_id": update["update_id"] + 100, kind: update["message"] | {"edit_date": 1_700_000_001}}
        assert (await service.hook(told)).status_code == 200
    await asyncio.sleep(0.05)
    assert service.telegram.sent == []


BOT_MESSAGE = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": GROUP, "type": "supergroup"},
    "from": {"id": 123456, "is_bot": True, "first_name": "问政"},
    "text": "答",
}


@pytest.mark.parametrize(
    ("text", "more", "asked"),
    [
        ("@WenzhengBot 新增多少家研发机构?", {}, "新增多少家研发机构?"),
        ("😀 @wenzhengbot 新增多少家研发机构?", {}, "😀 新增多少家研发机构?"),
        ("由谁牵头研发机构?", {"reply_to_message": BOT_MESSAGE}, "由谁牵头研发机构?"),
        ("新增多少家研发机构?", {}, None),
        ("@OtherBot 新增多少家研发机构?", {}, None),
        ("/help@OtherBot", {}, None),
        ("/unknown", {}, None),
    ],
)
async def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(
    service: Service, text: str, more: dict[str, Any], asked: str | None
) -> None:
    update = await say(service, text, chat=GROUP, user=5, **more)
    if asked:
        await until(lambda: answers(service, GROUP))
        assert service.telegram.sent[0].reply_to == update["message"]["message_id"]
    await asyncio.sleep(0.05)
    assert [r.question for r in service.assistant.asked] == ([asked] if asked else [])
    assert bool(service.telegram.sent) == (asked is not None)


async def test_a_command_for_this_bot_is_obeyed_in_a_group(service: Service) -> None:
    await say(service, "/help@WenzhengBot", chat=GROUP, user=5)
    await until(lambda: service.telegram.sent)
    assert "/sources" in service.telegram.sent[0].text


async def test_in_a_group_everybody_has_a_memory_of_their_own(service: Service) -> None:
    for user in (5, 6, 5):
        await say(service, f"@WenzhengBot {QUESTION}", chat=GROUP, user=user)
    await until(lambda: len(service.assistant.asked) == 3)
    sessions = [request.session_id for request in service.assistant.asked]
    assert sessions[0] == sessions[2] != sessions[1]


async def test_buttons_open_clauses_ask_suggestions_and_keep_opinions(service: Service) -> None:
    await say(service, QUESTION)
    await until(lambda: service.telegram.sent and service.telegram.sent[0].buttons)
    answer = service.telegram.sent[0]
    data = {b["text"]: b["callback_data"] for row in answer.buttons for b in row}
    for number, label in enumerate(["原文1", "由哪个单位牵头?", "👎"], 1):
        await service.hook(service.telegram.press(answer, data[label]))
        await until(lambda number=number: len(service.telegram.pressed) == number)  # type: ignore[misc]
    await until(lambda: len(answers(service)) == 3)
    assert "(牵头单位:市科技局)" in answers(service)[1]
    assert service.assistant.asked[1].question == "由哪个单位牵头?"
    assert "感谢" in service.telegram.pressed[2]["text"]


@pytest.mark.parametrize("data", ["", "nonsense", "x|y|z", "s|gone|1", "q|gone|1"])
async def test_every_press_is_answered(service: Service, data: str) -> None:
    await say(service, "/help")
    await until(lambda: service.telegram.sent)
    await service.hook(service.telegram.press(service.telegram.sent[0], data))
    await until(lambda: service.telegram.pressed)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")  # of its own use of retry_after
async def test_a_server_that_asks_for_patience_gets_it_and_order_is_kept(service: Service) -> None:
    service.telegram.fault("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1, times=2)
    await say(service, "/help")
    await say(service, "/reset")
    await until(lambda: len(service.telegram.sent) == 2)
    assert ["用法" in service.telegram.sent[0].text, "已清空" in service.telegram.sent[1].text] == [True, True]


async def test_what_cannot_be_parsed_is_sent_plain(service: Service) -> None:
    service.telegram.fault("sendMessage", 400, "Bad Request: can't parse entities: x")
    await say(service, "/help")
    await until(lambda: service.telegram.sent)
    assert service.telegram.sent[0].parse_mode is None


async def test_who_has_blocked_the_bot_is_marked_and_not_tried_again(service: Service) -> None:
    book = Book(service.assistant.engine, time.time)
    service.telegram.fault("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await say(service, "/help")
    await until(lambda: book.blocked_since("telegram:7"))
    await asyncio.sleep(0.05)
    assert service.telegram.calls["sendMessage"] == 1


async def test_long_answers_are_split_with_balanced_html_and_literal_text(service: Service) -> None:
    service.assistant.text = LONG
    await say(service, QUESTION)
    await until(lambda: any("依据" in text for text in answers(service)))
    parts = service.telegram.in_chat(7)
    assert len(parts) > 2
    assert "".join(part.text for part in parts).startswith(LONG)
    for part in parts:
        assert utf16(part.raw) <= 4096
        assert parse(part.raw) == part.text
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert "《2018年工作要点》" in parts[-1].text


async def test_markup_in_an_answer_arrives_literally(service: Service) -> None:
    service.assistant.text = "<b>&_*[甲](乙) ]"
    await say(service, QUESTION)
    await until(lambda: answers(service))
    assert answers(service)[0].startswith("<b>&_*[甲](乙) ]")


async def test_a_private_chat_sees_the_answer_grow_without_haste(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram_line, "EDIT_S", 0.1)
    service.assistant.pause_s = 0.06
    await say(service, QUESTION)
    await until(lambda: service.telegram.sent and service.telegram.sent[0].buttons)
    versions = service.telegram.sent[0].versions
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(versions)]
    assert len(versions) > 3
    assert min(gaps[1:]) >= 0.08
    assert "依据" in versions[-1][1]


async def test_an_edit_that_changes_nothing_is_no_error(service: Service) -> None:
    service.telegram.fault("editMessageText", 400, "Bad Request: message is not modified")
    await say(service, QUESTION)
    await until(lambda: service.telegram.calls["editMessageText"])
    await asyncio.sleep(0.1)
    assert service.telegram.calls["editMessageText"] == 1
    assert service.telegram.calls["sendMessage"] == 1


async def test_a_placeholder_that_was_deleted_is_replaced(service: Service) -> None:
    service.telegram.fault("editMessageText", 400, "Bad Request: message to edit not found")
    await say(service, QUESTION)
    await until(lambda: answers(service))
    assert len(service.telegram.sent) == 2


async def test_logs_hold_no_secret_and_no_words(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    await say(service, QUESTION)
    await until(lambda: answers(service))
    await asyncio.sleep(0.05)
    told = capsys.readouterr().out
    assert re.search(r"answered .*channel=telegram chat=\w{12} ms=\d+ msgid=123456:\d+", told)
    for hidden in ("TEST-token", "hook-secret", "研发机构"):
        assert hidden not in told


async def test_readiness_names_every_channel(service: Service) -> None:
    answer = await service.client.get("/readyz/channels")
    assert answer.json() == {"wecom-app": "ok", "wecom-aibot": "ok", "telegram": "ok"}
