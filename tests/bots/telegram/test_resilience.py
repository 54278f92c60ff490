"""Telegram servers and updates that are not as one would wish."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from bots import dispatch, phrases
from tests.bots.conftest import Service, until
from tests.bots.telegram.test_webhook import BOT_MESSAGE, GROUP, QUESTION, answers, say


@pytest.mark.parametrize(
    ("method", "status", "words"),
    [
        ("setMyCommands", 404, "Not Found"),
        ("setMyCommands", 429, "Too Many Requests"),
        ("editMessageText", 404, "Not Found"),
        ("editMessageText", 400, "Bad Request: message can't be edited"),
        ("editMessageText", 400, "Bad Request: MESSAGE_ID_INVALID"),
        ("answerCallbackQuery", 400, "Bad Request: query is too old"),
    ],
)
async def test_an_answer_does_not_depend_on_what_a_server_can_do(
    service: Service, method: str, status: int, words: str
) -> None:
    service.telegram.fault(method, status, words, times=99)
    await say(service, QUESTION)
    await until(lambda: any("依据" in text for text in answers(service)))
    assert sum("依据" in text for text in answers(service)) == 1


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "PAUSES_S", (0.01,) * 4)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("status", [500, 502])
async def test_an_outage_is_sat_out(service: Service, status: int) -> None:
    service.telegram.fault("sendMessage", status, "Bad Gateway", times=2)
    service.telegram.fault("editMessageText", status, "Bad Gateway", times=2)
    await say(service, QUESTION)
    await until(lambda: answers(service))
    assert len(service.telegram.sent) == 1
    assert len(service.assistant.asked) == 1


@pytest.mark.usefixtures("hasty")
async def test_tries_are_bounded_and_the_next_message_is_answered(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.telegram.fault("sendMessage", 502, "Bad Gateway", times=5)
    await say(service, QUESTION)
    await until(lambda: service.telegram.calls["sendMessage"] == 5)
    await say(service, "/help")
    await until(lambda: service.telegram.sent)
    assert "/sources" in service.telegram.sent[0].text
    assert "given up" in capsys.readouterr().out


async def test_a_group_that_became_a_supergroup_gets_its_answer_there(service: Service) -> None:
    service.telegram.fault(
        "editMessageText", 400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=GROUP
    )
    service.telegram.fault("editMessageText", 400, "Bad Request: message to edit not found")
    await say(service, f"@WenzhengBot {QUESTION}", chat=-77, user=5)
    await until(lambda: service.telegram.in_chat(GROUP))
    assert "依据" in service.telegram.in_chat(GROUP)[0].text


@pytest.mark.parametrize(
    "broken",
    [
        {"message": 7},
        {"message": {"message_id": 1, "chat": {"id": 7, "type": "private"}}},
        {"message": {"message_id": 1, "date": 10**15, "chat": {"id": 7, "type": "private"}}},
        {"message": BOT_MESSAGE | {"from": {"id": 5, "is_bot": False, "first_name": "甲"}, "text": 5}},
        {"callback_query": {"id": "1", "data": "s|x|1"}},
        {"my_chat_member": {"chat": None}},
        {"never_heard_of": {"id": 1}},
        {},
    ],
)
async def test_an_update_that_cannot_be_read_is_left_alone(
    service: Service, broken: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert (await service.hook({"update_id": 900, **broken})).status_code == 200
    await say(service, "/help")
    await until(lambda: service.telegram.sent)
    assert len(service.telegram.sent) == 1
    assert "Traceback" not in capsys.readouterr().out


async def test_nested_without_end_is_refused(service: Service) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hook-secret_1"}
    answer = await service.client.post("/telegram/webhook", content=b"[" * 200_000, headers=headers)
    assert answer.status_code == 400


async def test_half_a_character_does_not_stop_an_answer(service: Service) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": "hook-secret_1"}
    body = json.dumps(service.telegram.message(f"{QUESTION}半"), ensure_ascii=False).replace("半", "\\ud83d")
    answer = await service.client.post("/telegram/webhook", content=body.encode(), headers=headers)
    assert answer.status_code == 200
    await until(lambda: answers(service))
    assert "120家" in answers(service)[0]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("@WenzhengBot 新增多少家研发机构?", "新增多少家研发机构?"),
        ("请问@wenzhengbot新增多少家研发机构?", "请问 新增多少家研发机构?"),
        ("@WenzhengBot2 新增多少家研发机构?", None),
        ("me@WenzhengBot 新增多少家研发机构?", None),
    ],
)
async def test_a_mention_needs_no_mark_of_the_server(service: Service, text: str, asked: str | None) -> None:
    update = service.telegram.message(text, chat=GROUP, user=5)
    del update["message"]["entities"]
    await service.hook(update)
    await until(lambda: not asked or service.assistant.asked)
    await asyncio.sleep(0.1)
    assert [request.question for request in service.assistant.asked] == ([asked] if asked else [])


async def test_an_admin_who_stays_unnamed_is_answered(service: Service) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    group = {"id": GROUP, "type": "supergroup", "title": "群"}
    await say(service, f"@WenzhengBot {QUESTION}", chat=GROUP, **{"from": anonymous, "sender_chat": group})
    await until(lambda: answers(service, GROUP))


async def test_other_bots_are_not_answered(service: Service) -> None:
    other = {"id": 99, "is_bot": True, "first_name": "别的机器人"}
    await say(service, f"@WenzhengBot {QUESTION}", chat=GROUP, **{"from": other})
    await asyncio.sleep(0.05)
    assert service.telegram.sent == []


async def test_an_answer_stays_in_its_topic(service: Service) -> None:
    more = {"message_thread_id": 42, "is_topic_message": True}
    await say(service, f"@WenzhengBot {QUESTION}", chat=GROUP, user=5, **more)
    await until(lambda: answers(service, GROUP))
    assert service.telegram.sent[0].thread == "42"


@pytest.mark.parametrize(
    ("text", "said"),
    [("/no-such", "没有这个命令"), ("/帮助", "没有这个命令"), ("/help@OtherBot", None), ("/HELP", "/sources")],
)
async def test_commands_in_a_private_chat(service: Service, text: str, said: str | None) -> None:
    await say(service, text)
    await until(lambda: not said or service.telegram.sent)
    await asyncio.sleep(0.1)
    assert [said in message.text for message in service.telegram.sent if said] == ([True] if said else [])
    assert service.assistant.asked == []


async def test_a_photo_for_the_bot_in_a_group_is_told_apart_from_a_bare_mention(service: Service) -> None:
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await say(service, None, chat=GROUP, user=5, reply_to_message=BOT_MESSAGE, photo=photo)
    await say(service, "@WenzhengBot", chat=GROUP, user=5)
    await until(lambda: len(service.telegram.sent) == 2)
    assert service.telegram.sent[0].text == phrases.UNREADABLE
    assert service.telegram.sent[1].text == phrases.WELCOME


async def test_a_press_is_kept_before_the_button_is_told(service: Service) -> None:
    """Telegram may be slow to take the answer to a press; it must not be lost then."""
    await say(service, QUESTION)
    await until(lambda: service.telegram.sent and service.telegram.sent[0].buttons)
    answer = service.telegram.sent[0]
    service.telegram.fault("answerCallbackQuery", 500, "Internal Server Error")
    press = service.telegram.press(answer, answer.buttons[0][0]["callback_data"])
    for _ in range(2):
        assert (await service.hook(press)).status_code == 200
    await until(lambda: len(answers(service)) == 2)
    await asyncio.sleep(0.05)
    assert len(answers(service)) == 2


async def test_somebody_who_unblocks_the_bot_is_answered_again(service: Service) -> None:
    user = {"id": 7, "is_bot": False, "first_name": "甲"}
    bot = {"id": 123456, "is_bot": True, "first_name": "问政"}

    def changed(number: int, status: str) -> dict[str, Any]:
        member = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        update = {
            "chat": {"id": 7, "type": "private"},
            "from": user,
            "date": int(time.time()),
            "old_chat_member": {"user": bot, "status": "member"},
            "new_chat_member": member,
        }
        return {"update_id": 9000 + number, "my_chat_member": update}

    await service.hook(changed(1, "kicked"))
    await service.hook(changed(2, "member"))
    await say(service, QUESTION)
    await until(lambda: answers(service))
