"""The AI bot by long connection, against a WebSocket server that acknowledges every frame."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from assistant import logs
from assistant.records import Records
from assistant.settings import Settings, WecomAibotSettings, WecomSettings
from bots import phrases
from bots.service import Bots
from tests.bots.conftest import Assistant, until

QUESTION = "新增多少家研发机构?"


class Gateway:
    """WeCom's end. `codes` are errcodes for the next frames of a command; for "mute" there is no answer at all,
    and after "gone" the connection breaks."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.codes: dict[str, list[Any]] = {}
        self.live: list[ServerConnection] = []
        self.address = ""

    async def serve(self, socket: ServerConnection) -> None:
        self.live.append(socket)
        async for raw in socket:
            frame = json.loads(raw)
            self.frames.append(frame)
            codes = self.codes.get(frame["cmd"])
            code = codes.pop(0) if codes else 0
            if code == "gone":
                await socket.close(1011)
            elif code != "mute":
                await socket.send(json.dumps({"headers": frame["headers"], "errcode": code, "errmsg": ""}))

    async def push(self, command: str, body: dict[str, Any], req_id: str = "r1") -> None:
        frame = {"cmd": command, "headers": {"req_id": req_id}, "body": body}
        await self.live[-1].send(json.dumps(frame, ensure_ascii=False))

    async def ask(self, text: str, msgid: str = "m1", **more: Any) -> None:
        body = {
            "msgid": msgid,
            "aibotid": "bot-1",
            "chattype": "single",
            "from": {"userid": "lisi"},
            "msgtype": "text",
            "text": {"content": text},
            **more,
        }
        await self.push("aibot_msg_callback", body, f"req-{msgid}")

    def finished(self) -> list[str]:
        streams = (body["stream"] for body in self.told("aibot_respond_msg"))
        return [stream["content"] for stream in streams if stream["finish"]]

    def told(self, command: str) -> list[dict[str, Any]]:
        return [frame["body"] for frame in self.frames if frame["cmd"] == command]


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    fake = Gateway()
    async with serve(fake.serve, "127.0.0.1", 0) as server:
        fake.address = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield fake


@asynccontextmanager
async def connected(
    settings: Settings, gateway: Gateway, assistant: Assistant, *, cards: bool = False
) -> AsyncIterator[Bots]:
    chosen = {"bot_id": "bot-1", "secret": "long-secret", "websocket_url": gateway.address, "cards": cards}
    long = settings.model_copy(
        update={"wecom": WecomSettings(), "wecom_aibot": WecomAibotSettings.model_validate(chosen)}
    )
    async with Bots(long, assistant, telegram=False, callbacks=True) as bots:  # type: ignore[arg-type]
        connection = bots.connection
        assert connection is not None
        await until(lambda: gateway.told("aibot_subscribe") and connection.state != "尚未连接")
        yield bots


async def test_a_question_is_answered_under_its_request(settings: Settings, gateway: Gateway) -> None:
    async with connected(settings, gateway, Assistant()):
        await gateway.ask(QUESTION)
        await gateway.ask(QUESTION)
        await until(lambda: any(body["stream"]["finish"] for body in gateway.told("aibot_respond_msg")))
        await asyncio.sleep(0.05)
    assert gateway.told("aibot_subscribe") == [{"bot_id": "bot-1", "secret": "long-secret"}]
    first, last = (body["stream"] for body in gateway.told("aibot_respond_msg"))
    assert (first["content"], first["finish"], first["feedback"]["id"]) == (phrases.THINKING, False, first["id"])
    assert last["id"] == first["id"]
    assert "《2018年工作要点》" in last["content"]
    assert "feedback" not in last
    assert {f["headers"]["req_id"] for f in gateway.frames if f["cmd"] == "aibot_respond_msg"} == {"req-m1"}


async def test_who_enters_is_welcomed(settings: Settings, gateway: Gateway) -> None:
    async with connected(settings, gateway, Assistant()):
        event = {"msgtype": "event", "from": {"userid": "lisi"}, "event": {"eventtype": "enter_chat"}}
        await gateway.push("aibot_event_callback", event)
        await until(lambda: gateway.told("aibot_respond_welcome_msg"))


async def test_it_comes_back_after_a_clean_close(
    settings: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.wecom.connection._PAUSES_S", (0.01,))
    async with connected(settings, gateway, Assistant()):
        await gateway.live[-1].close(1000)
        await until(lambda: len(gateway.told("aibot_subscribe")) == 2)
        await gateway.ask(QUESTION)
        await until(lambda: any(body["stream"]["finish"] for body in gateway.told("aibot_respond_msg")))


async def test_it_does_not_fight_an_instance_that_took_over(
    settings: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.wecom.connection._PAUSES_S", (0.01,))
    async with connected(settings, gateway, Assistant()) as bots:
        await gateway.push("aibot_event_callback", {"event": {"eventtype": "disconnected_event"}})
        await until(lambda: bots.connection and "另一个实例" in bots.connection.state)
        await asyncio.sleep(0.1)
        assert len(gateway.live) == 1
        assert "另一个实例" in (await bots.states())["wecom-aibot-socket"]


async def test_a_secret_that_is_refused_is_told_and_not_tried_again(settings: Settings, gateway: Gateway) -> None:
    gateway.codes["aibot_subscribe"] = [40001]
    async with connected(settings, gateway, Assistant()) as bots:
        await until(lambda: bots.connection and "拒绝" in bots.connection.state)
    assert len(gateway.live) == 1


async def test_an_answer_that_comes_too_late_for_its_stream_is_sent_by_itself(
    settings: Settings, gateway: Gateway
) -> None:
    gateway.codes["aibot_respond_msg"] = [0, 846608]
    async with connected(settings, gateway, Assistant()):
        await gateway.ask(QUESTION)
        await until(lambda: gateway.told("aibot_send_msg"))
    sent = gateway.told("aibot_send_msg")[0]
    assert (sent["chatid"], sent["chat_type"]) == ("lisi", 1)
    assert "120家" in sent["markdown"]["content"]


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.wecom.connection._PAUSES_S", (0.01,))
    monkeypatch.setattr("bots.wecom.connection._ACK_S", 0.3)
    monkeypatch.setattr("bots.dispatch.PAUSES_S", (0.05,) * 9)


@pytest.mark.usefixtures("hasty")
async def test_it_does_not_fight_either_while_a_ping_is_unanswered(
    settings: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.wecom.connection._PING_S", 0.01)
    gateway.codes["ping"] = ["mute"]
    async with connected(settings, gateway, Assistant()) as bots:
        await until(lambda: any(frame["cmd"] == "ping" for frame in gateway.frames))
        await gateway.push("aibot_event_callback", {"event": {"eventtype": "disconnected_event"}})
        await gateway.live[-1].close()
        await asyncio.sleep(0.5)
        assert bots.connection
        assert "另一个实例" in bots.connection.state
    assert len(gateway.live) == 1


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("silence", ["mute", "gone"])
async def test_a_server_that_falls_silent_is_connected_to_anew(
    settings: Settings, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, silence: str
) -> None:
    monkeypatch.setattr("bots.wecom.connection._PING_S", 0.05)
    gateway.codes["ping"] = [silence]
    async with connected(settings, gateway, Assistant()):
        await until(lambda: len(gateway.told("aibot_subscribe")) == 2)
        await gateway.ask(QUESTION)
        await until(gateway.finished)


@pytest.mark.usefixtures("hasty")
async def test_a_server_that_is_busy_is_asked_again(settings: Settings, gateway: Gateway) -> None:
    gateway.codes["aibot_subscribe"] = [45009, -1]
    async with connected(settings, gateway, Assistant()) as bots:
        await until(lambda: bots.connection and bots.connection.state == "ok")
    assert len(gateway.live) == 3


async def test_frames_that_make_no_sense_are_left_alone(settings: Settings, gateway: Gateway) -> None:
    async with connected(settings, gateway, Assistant()):
        for raw in ("no JSON", "[]", "{}", '{"cmd": "never_heard_of"}', '{"cmd": "aibot_msg_callback", "body": 7}'):
            await gateway.live[-1].send(raw)
        await gateway.live[-1].send(b"\x00\xff")
        await gateway.push("aibot_event_callback", {"event": None})
        await gateway.ask(QUESTION)
        await until(gateway.finished)
    assert len(gateway.live) == 1


async def test_messages_of_a_chat_are_answered_in_their_order(settings: Settings, gateway: Gateway) -> None:
    assistant = Assistant()
    async with connected(settings, gateway, assistant):
        for number in range(3):
            await gateway.ask(f"{number}:{QUESTION}", msgid=f"m{number}")
        await until(lambda: len(gateway.finished()) == 3)
    assert [request.question[0] for request in assistant.asked] == ["0", "1", "2"]


async def test_a_card_shows_the_clauses(settings: Settings, gateway: Gateway) -> None:
    async with connected(settings, gateway, Assistant(), cards=True):
        await gateway.ask(QUESTION)
        await until(gateway.finished)
        last = gateway.told("aibot_respond_msg")[-1]
        assert last["msgtype"] == "stream_with_template_card"
        for key in (last["template_card"]["button_list"][0]["key"], "shown"):
            pressed = {"event_key": key, "task_id": last["template_card"]["task_id"]}
            event = {"eventtype": "template_card_event", "template_card_event": pressed}
            await gateway.push("aibot_event_callback", {"from": {"userid": "lisi"}, "event": event}, "press")
        await until(lambda: gateway.told("aibot_respond_update_msg"))
        await asyncio.sleep(0.05)
    (update,) = gateway.told("aibot_respond_update_msg")
    assert update["response_type"] == "update_template_card"
    assert update["template_card"]["task_id"] == last["template_card"]["task_id"]
    assert "(牵头单位:市科技局)" in update["template_card"]["sub_title_text"]
    assert "《2018年工作要点》" in last["stream"]["content"]


async def test_an_opinion_is_kept_with_its_answer(settings: Settings, gateway: Gateway) -> None:
    assistant = Assistant()
    async with connected(settings, gateway, assistant):
        await gateway.ask(QUESTION)
        await until(gateway.finished)
        judged = {"id": gateway.told("aibot_respond_msg")[0]["stream"]["feedback"]["id"], "type": 2}
        event = {"eventtype": "feedback_event", "feedback_event": judged}
        await gateway.push("aibot_event_callback", {"from": {"userid": "lisi"}, "event": event})
        opinions = Records(assistant.engine, lambda: datetime.now(UTC)).opinions
        await until(lambda: opinions.gaps(limit=5))


@pytest.mark.usefixtures("hasty")
async def test_an_answer_that_had_arrived_when_the_connection_broke_is_not_sent_twice(
    settings: Settings, gateway: Gateway
) -> None:
    gateway.codes["aibot_respond_msg"] = [0, "gone", 846608]
    async with connected(settings, gateway, Assistant()):
        await gateway.ask(QUESTION)
        await until(lambda: len(gateway.finished()) == 2)
        await asyncio.sleep(0.2)
    assert len(gateway.live) == 2
    assert gateway.told("aibot_send_msg") == []


async def test_no_secret_is_logged_at_any_level(
    settings: Settings, gateway: Gateway, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG")  # puts the level back afterwards
    logs.configure("DEBUG", sys.stdout)
    async with connected(settings, gateway, Assistant()):
        await gateway.ask(QUESTION)
        await until(gateway.finished)
    told = capsys.readouterr().out
    assert "answered" in told
    assert "long-secret" not in told
