"""The AI bot by long connection, for networks without a public address."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from bots import phrases
from bots.errors import BadEnvelope, DeliveryError, TryLater, Undeliverable
from bots.message import Heard, Incoming, Reply, Run
from bots.objects import read_object, within
from bots.splitting import shortened, utf8
from bots.wecom import markdown
from bots.wecom.aibot import PER_USER
from bots.wecom.aibot_messages import Event, read_event, read_message
from bots.wecom.cards import clause_update, finished, source_card

if TYPE_CHECKING:
    from assistant.settings import WecomAibotSettings
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.talk import Talk
    from bots.wecom.streams import Streams

log = structlog.get_logger(__name__)

NAME = "wecom-aibot-socket"
GROW_S = 3.0  # 30 messages a minute, this one's last included
_PING_S, _ACK_S = 30.0, 10.0
_STEADY_S = 60.0
_STREAM_S = 360.0  # from its first frame; then it cannot be changed any more
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 60.0)
_EXPIRED, _BUSY = 846608, (-1, 45009)


class WecomConnection:
    """Keeps one connection. Another instance that connects takes it over, and it does not fight for it."""

    name = NAME

    def __init__(
        self,
        chosen: WecomAibotSettings,
        *,
        run: Run,
        dispatcher: Dispatcher,
        talk: Talk,
        streams: Streams,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._address = chosen.websocket_url
        self._credentials = {
            "bot_id": chosen.bot_id or "",
            "secret": chosen.secret.get_secret_value() if chosen.secret else "",
        }
        self._cards = chosen.cards
        self._run_blocking = run
        self._dispatcher = dispatcher
        self._talk = talk
        self._streams = streams
        self._clock = clock
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
            begun = time.monotonic()
            try:
                async with connect(self._address, ping_interval=None) as socket:  # WeCom has pings of its own
                    await self._serve(socket)
            except Undeliverable as exc:
                self.state = str(exc)
                log.error("the long connection has ended", channel=NAME, reason=str(exc))  # noqa: TRY400 - no traceback
                return
            except (ConnectionClosed, InvalidHandshake, InvalidURI, OSError, TimeoutError, TryLater) as exc:
                log.warning("the long connection broke", channel=NAME, error=type(exc).__name__)
            except Exception:  # outermost loop: what nobody foresaw must not leave the bot deaf
                log.exception("the long connection broke", channel=NAME)
            self.state = "连接已断开,正在重连"
            # connecting is rate-guarded, also where each connection is accepted and closed at once
            failures = 0 if time.monotonic() - begun > _STEADY_S else failures + 1
            await asyncio.sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])

    async def _serve(self, socket: ClientConnection) -> None:
        """Until the connection ends. What was read tells why it ended before what was left unanswered does."""
        self._socket = socket
        tasks = [asyncio.create_task(self._read(socket)), asyncio.create_task(self._keep_alive())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    await task
        finally:
            self._socket = None
            for task in tasks:
                task.cancel()
            for waiting in self._acks.values():
                for ack in waiting:
                    ack.cancel()
            self._acks.clear()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep_alive(self) -> None:
        code = await self._request("aibot_subscribe", self._credentials)
        if code in _BUSY:
            raise TryLater("企业微信要求稍后再连")
        if code:
            raise Undeliverable(f"企业微信拒绝了长连接({code}),请检查 wecom_aibot.bot_id 和 wecom_aibot.secret")
        self.state = "ok"
        log.info("connected", channel=NAME)
        while True:
            await asyncio.sleep(_PING_S)
            await self._request("ping", None)

    async def _read(self, socket: ClientConnection) -> None:
        async for raw in socket:
            try:
                frame = read_object(raw)
            except BadEnvelope as exc:
                log.warning("ignored a frame", channel=NAME, reason=str(exc))
                continue
            req_id, body = str(within(frame, "headers").get("req_id", "")), within(frame, "body")
            match frame.get("cmd"):
                case "aibot_msg_callback":
                    await self._keep(req_id, body)
                case "aibot_event_callback":
                    self._note_event(req_id, read_event(body))
                case _ if self._acks.get(req_id):
                    ack = self._acks[req_id].popleft()
                    if not ack.done():
                        code = frame.get("errcode")
                        ack.set_result(code if isinstance(code, int) else 0)

    async def _keep(self, req_id: str, body: Mapping[str, Any]) -> None:
        """One after the other, so that a chat's messages are kept in their order."""
        message = read_message(body, NAME)
        if message:
            context = {**message.context, "req_id": req_id}
            try:
                await self._dispatcher.accept(replace(message, context=context), per_asker=PER_USER)
            except Exception:  # there is no way to ask for it again, and those after it must not be lost too
                log.exception("a message was not kept", channel=NAME, msgid=message.key)

    def _note_event(self, req_id: str, event: Event) -> None:
        """Beside the reading, since it will wait for acknowledgements that are yet to be read."""
        if event.kind == "disconnected_event":
            raise Undeliverable("另一个实例已连接,本实例不再重连")
        task = asyncio.create_task(self._answer_event(req_id, event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_event(self, req_id: str, event: Event) -> None:
        try:
            if event.kind == "enter_chat":
                welcome = {"msgtype": "text", "text": {"content": phrases.WELCOME}}
                await self._request("aibot_respond_welcome_msg", welcome, req_id)
            elif event.kind == "template_card_event":
                update = await clause_update(self._talk, NAME, event)
                if update:
                    await self._request("aibot_respond_update_msg", update, req_id)
            elif event.kind == "feedback_event" and event.vote:
                stream = await self._run_blocking(self._streams.find, event.feedback_id)
                if stream and stream.answer_id:
                    await self._run_blocking(self._talk.judge, event.opinion(NAME, stream.answer_id))
        except DeliveryError as exc:
            log.warning("an event was not answered", channel=NAME, reason=str(exc))
        except Exception:  # nobody waits for this task
            log.exception("an event was not answered", channel=NAME)

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        stream_id, told = entry.message.context["stream"], time.monotonic()
        await self._run_blocking(self._streams.open, stream_id, "")
        if not entry.busy and "begun" not in entry.notes:
            judged = {"feedback": {"id": stream_id}}  # WeCom takes it in the first frame only
            _checked(await self._show(entry, {"content": phrases.THINKING, "finish": False, **judged}))
            await note({"begun": "1"})

        async def heard(text: str) -> None:
            nonlocal told
            if time.monotonic() - told < GROW_S:
                return
            told = time.monotonic()
            try:
                shown = shortened(text, markdown.LIMIT_BYTES, utf8)
                _checked(await self._show(entry, {"content": shown, "finish": False}))
            except DeliveryError as exc:
                log.info("a preview was not shown", channel=NAME, reason=str(exc))

        return heard

    def render(self, reply: Reply) -> list[str]:
        card = source_card(reply) if self._cards else None
        packed = {"text": markdown.render(reply), "answer_id": reply.answer_id, "card": card}
        return [json.dumps(packed, ensure_ascii=False)]

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        packed, stream_id = json.loads(part), entry.message.context["stream"]
        stream = await self._run_blocking(self._streams.open, stream_id, "")
        await self._run_blocking(self._streams.answer, stream_id, packed["answer_id"])
        code = await self._show(entry, {"content": packed["text"], "finish": True}, packed["card"])
        if code != _EXPIRED:
            _checked(code)
        elif not again or self._clock() - stream.started > _STREAM_S:  # else it had arrived, and ended the stream
            await self._send(entry.message, packed["text"])

    async def _send(self, message: Incoming, text: str) -> None:
        """A message of its own, where the stream can no longer be changed."""
        body = {
            "chatid": message.chat,
            "chat_type": 2 if message.group else 1,
            "msgtype": "markdown",
            "markdown": {"content": text},
        }
        _checked(await self._request("aibot_send_msg", body))

    async def _show(self, entry: Entry, stream: Mapping[str, Any], card: Mapping[str, Any] | None = None) -> int:
        """Put a text in place of what the stream showed; WeCom's errcode."""
        context = entry.message.context
        body = {"msgtype": "stream", "stream": {"id": context["stream"], **stream}}
        return await self._request("aibot_respond_msg", finished(body, card), context["req_id"])

    async def _request(self, command: str, body: Mapping[str, Any] | None, req_id: str | None = None) -> int:
        """Send a frame and wait for its errcode. Raises `TryLater`."""
        socket = self._socket
        if socket is None:
            raise TryLater("长连接未建立")
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
            raise TryLater("长连接没有回应", uncertain=True) from exc
        except asyncio.CancelledError:
            if ack.cancelled() and self._socket is not socket:  # the connection ended, not we
                raise TryLater("长连接断开", uncertain=True) from None
            raise
        finally:
            with suppress(ValueError):  # unanswered, it would take the answer to the next frame of this request
                self._acks[req_id].remove(ack)
            if not self._acks[req_id]:
                del self._acks[req_id]


def _checked(code: int) -> None:
    if code in _BUSY:
        raise TryLater("企业微信要求放慢发送")
    if code:
        raise Undeliverable(f"企业微信返回 {code}")
