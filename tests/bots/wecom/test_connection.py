"""The AI bot by long connection, against a WebSocket server that acknowledges every frame."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from assistant.settings import Settings, WecomAibotSettings, WecomSettings
from bots import phrases
from bots.service import Bots
from tests.bots.conftest import Assistant, until

QUESTION = "新增多少家研发机构?"


class Gateway:
    """WeCom's end. `codes` are errcodes for the next frames of a command."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.codes: dict[str, list[int]] = {}
        self.live: list[ServerConnection] = []
        self.address = ""

    async def serve(self, socket: ServerConnection) -> None:
        self.live.append(socket)
        async for raw in socket:
            frame = json.loads(raw)
            self.frames.append(frame)
            codes = self.codes.get(frame["cmd"])
            ack = {"headers": frame["headers"], "errcode": codes.pop(0) if codes else 0, "errmsg": ""}
            await socket.send(json.dumps(ack))

    async def push(self, command: str, body: dict[str, Any], req_id: str = "r1") -> None:
        frame = {"cmd": command, "headers": {"req_id": req_id}, "body": body}
        await self.live[-1].send(json.dumps(frame, ensure_ascii=False))

    async def ask(self, text: str, msgid: str = "m1") -> None:
        body = {
            "msgid": msgid,
            "aibotid": "bot-1",
            "chattype": "single",
            "from": {"userid": "lisi"},
            "msgtype": "text",
            "text": {"content": text},
        }
        await self.push("aibot_msg_callback", body)

    def told(self, command: str) -> list[dict[str, Any]]:
        return [frame["body"] for frame in self.frames if frame["cmd"] == command]


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    fake = Gateway()
    async with serve(fake.serve, "127.0.0.1", 0) as server:
        fake.address = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield fake


@asynccontextmanager
async def connected(settings: Settings, gateway: Gateway, assistant: Assistant) -> AsyncIterator[Bots]:
    chosen = {"bot_id": "bot-1", "secret": "long-secret", "websocket_url": gateway.address}
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
    assert {f["headers"]["req_id"] for f in gateway.frames if f["cmd"] == "aibot_respond_msg"} == {"r1"}


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
