"""The AI bot by long connection, for networks without a public address."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from bots import phrases
from bots.errors import BadEnvelope, DeliveryError, TryLater, Undeliverable
from bots.message import Heard, Reply, Run
from bots.splitting import shortened, utf8
from bots.wecom import markdown
from bots.wecom.aibot import PER_USER
from bots.wecom.aibot_messages import read_event, read_message

if TYPE_CHECKING:
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.talk import Talk
    from bots.wecom.streams import Streams

log = structlog.get_logger(__name__)

NAME = "wecom-aibot-socket"
GROW_S = 3.0  # 30 messages a minute, this one's last included
_PING_S, _ACK_S = 30.0, 10.0
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0)
_EXPIRED = 846608


class WecomConnection:
    """Keeps one connection. Another instance that connects takes it over, and it does not fight for it."""

    name = NAME

    def __init__(
        self,
        address: str,
        bot_id: str,
        secret: str,
        *,
        run: Run,
        dispatcher: Dispatcher,
        talk: Talk,
        streams: Streams,
    ) -> None:
        self._address = address
        self._bot_id = bot_id
        self._secret = secret
        self._run_blocking = run
        self._dispatcher = dispatcher
        self._talk = talk
        self._streams = streams
        self._socket: ClientConnection | None = None
        self._acks: defaultdict[str, deque[asyncio.Future[int]]] = defaultdict(deque)
        self._tasks: set[asyncio.Task[None]] = set()
        self.state = "尚未连接"
        dispatcher.add(self)
        dispatcher.forget_also(streams.forget_before)

    async def run(self) -> None:
        """Until cancelled, taken over by another instance, or refused."""
        failures = 0
        while True:
            try:
                async with connect(self._address) as socket:
                    await self._serve(socket)
                failures = 0
            except Undeliverable as exc:
                self.state = str(exc)
                log.error("the long connection has ended", channel=NAME, reason=str(exc))  # noqa: TRY400 - no traceback
                return
            except (ConnectionClosed, InvalidHandshake, InvalidURI, OSError, TimeoutError, TryLater) as exc:
                log.warning("the long connection broke", channel=NAME, error=type(exc).__name__)
                failures = 0 if self.state == "ok" else failures + 1
            self.state = "连接已断开,正在重连"
            await asyncio.sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])

    async def _serve(self, socket: ClientConnection) -> None:
        self._socket = socket
        reading = asyncio.create_task(self._read(socket))
        try:
            code = await self._request("aibot_subscribe", {"bot_id": self._bot_id, "secret": self._secret})
            if code:
                raise Undeliverable(f"企业微信拒绝了长连接({code}),请检查 wecom_aibot.bot_id 和 wecom_aibot.secret")
            self.state = "ok"
            log.info("connected", channel=NAME)
            while not reading.done():
                await asyncio.wait([reading], timeout=_PING_S)
                if not reading.done():
                    await self._request("ping", None)
            await reading
        finally:
            self._socket = None
            reading.cancel()
            for waiting in self._acks.values():
                for ack in waiting:
                    ack.cancel()
            self._acks.clear()

    async def _read(self, socket: ClientConnection) -> None:
        async for raw in socket:
            frame = json.loads(raw)
            headers, command = frame.get("headers") or {}, frame.get("cmd")
            req_id = str(headers.get("req_id", ""))
            if command == "aibot_event_callback" and _kind(frame) == "disconnected_event":
                raise Undeliverable("另一个实例已连接,本实例不再重连")
            if command in ("aibot_msg_callback", "aibot_event_callback"):
                self._spawn(command, req_id, frame.get("body") or {})
            elif self._acks.get(req_id):
                ack = self._acks[req_id].popleft()
                if not ack.done():
                    ack.set_result(int(frame.get("errcode") or 0))

    def _spawn(self, command: str, req_id: str, body: Mapping[str, Any]) -> None:
        """Beside the reading, since it will wait for acknowledgements that are yet to be read."""
        work = self._keep(req_id, body) if command == "aibot_msg_callback" else self._note_event(req_id, body)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, req_id: str, body: Mapping[str, Any]) -> None:
        try:
            message = read_message(body, NAME)
        except BadEnvelope as exc:
            log.warning("ignored a frame", channel=NAME, reason=str(exc))
            return
        if message:
            context = {**message.context, "req_id": req_id}
            await self._dispatcher.accept(replace(message, context=context), per_asker=PER_USER)

    async def _note_event(self, req_id: str, body: Mapping[str, Any]) -> None:
        event = read_event(body)
        try:
            if event.kind == "enter_chat":
                welcome = {"msgtype": "text", "text": {"content": phrases.WELCOME}}
                await self._request("aibot_respond_welcome_msg", welcome, req_id)
            elif event.kind == "feedback_event" and event.vote:
                stream = await self._run_blocking(self._streams.find, event.feedback_id)
                if stream and stream.answer_id:
                    await self._run_blocking(self._talk.judge, event.opinion(NAME, stream.answer_id))
        except DeliveryError as exc:
            log.warning("an event was not answered", channel=NAME, reason=str(exc))

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        stream_id, told = entry.message.context["stream"], time.monotonic()
        await self._run_blocking(self._streams.open, stream_id, "")
        if not entry.busy and "begun" not in entry.notes:
            await self._show(entry, phrases.THINKING, finish=False)
            await note({"begun": "1"})

        async def heard(text: str) -> None:
            nonlocal told
            if time.monotonic() - told < GROW_S:
                return
            told = time.monotonic()
            try:
                await self._show(entry, shortened(text, markdown.LIMIT_BYTES, utf8), finish=False)
            except DeliveryError as exc:
                log.info("a preview was not shown", channel=NAME, reason=str(exc))

        return heard

    def render(self, reply: Reply) -> list[str]:
        return [json.dumps({"text": markdown.render(reply), "answer_id": reply.answer_id}, ensure_ascii=False)]

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        packed = json.loads(part)
        await self._run_blocking(self._streams.answer, entry.message.context["stream"], packed["answer_id"])
        if await self._show(entry, packed["text"], finish=True) == _EXPIRED:
            body = {
                "chatid": entry.message.chat,
                "chat_type": 2 if entry.message.group else 1,
                "msgtype": "markdown",
                "markdown": {"content": packed["text"]},
            }
            _checked(await self._request("aibot_send_msg", body))

    async def _show(self, entry: Entry, text: str, *, finish: bool) -> int:
        """Put `text` in place of what the stream showed; `_EXPIRED` where it can no longer be changed."""
        context = entry.message.context
        stream: dict[str, Any] = {"id": context["stream"], "finish": finish, "content": text}
        if not finish:
            stream["feedback"] = {"id": context["stream"]}
        code = await self._request("aibot_respond_msg", {"msgtype": "stream", "stream": stream}, context["req_id"])
        return code if code == _EXPIRED else _checked(code)

    async def _request(self, command: str, body: Mapping[str, Any] | None, req_id: str | None = None) -> int:
        """Send a frame and wait for its errcode. Raises `TryLater`."""
        socket = self._socket
        if socket is None:
            raise TryLater("长连接未建立", 2)
        req_id = req_id or f"{command}_{uuid.uuid4().hex}"
        frame: dict[str, Any] = {"cmd": command, "headers": {"req_id": req_id}}
        if body is not None:
            frame["body"] = body
        ack: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._acks[req_id].append(ack)
        try:
            await socket.send(json.dumps(frame, ensure_ascii=False))
            return await asyncio.wait_for(ack, _ACK_S)
        except (ConnectionClosed, TimeoutError) as exc:
            raise TryLater("长连接没有回应", 2, uncertain=True) from exc
        except asyncio.CancelledError:
            if ack.cancelled() and self._socket is not socket:  # the connection ended, not we
                raise TryLater("长连接断开", 2, uncertain=True) from None
            raise
        finally:
            if not self._acks.get(req_id):
                self._acks.pop(req_id, None)


def _kind(frame: Mapping[str, Any]) -> str:
    body = frame.get("body") or {}
    return str((body.get("event") or {}).get("eventtype", ""))


def _checked(code: int) -> int:
    if code in (-1, 45009):
        raise TryLater("企业微信要求放慢发送", 30)
    if code:
        raise Undeliverable(f"企业微信返回 {code}")
    return code
