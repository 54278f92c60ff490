"""The AI bot by callback: encrypted JSON, answers as a stream that WeCom fetches until it is finished."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import structlog

from bots import phrases
from bots.errors import BadEnvelope
from bots.message import Heard, Reply, Run
from bots.objects import read_object, within
from bots.splitting import shortened, utf8
from bots.wecom import markdown
from bots.wecom.aibot_messages import read_event, read_message
from bots.wecom.cards import clause_update, finished, source_card

if TYPE_CHECKING:
    import httpx

    from assistant.settings import WecomAibotSettings
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.talk import Talk
    from bots.wecom.crypto import Crypt
    from bots.wecom.streams import Stream, Streams

log = structlog.get_logger(__name__)

NAME = "wecom-aibot"
PER_USER = 3  # WeCom lets a user have three interactions with a bot at a time
_GROW_S = 0.5


class WecomAibot:
    """Answers callbacks at once from the store of streams, which the dispatcher fills."""

    name = NAME

    def __init__(
        self,
        crypt: Crypt,
        settings: WecomAibotSettings,
        *,
        run: Run,
        dispatcher: Dispatcher,
        talk: Talk,
        streams: Streams,
        http: httpx.AsyncClient,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._crypt = crypt
        self._settings = settings
        self._run = run
        self._dispatcher = dispatcher
        self._talk = talk
        self._streams = streams
        self._http = http
        self._clock = clock
        dispatcher.add(self)
        dispatcher.forget_also(streams.forget_before)

    def verify(self, signature: str, timestamp: str, nonce: str, echo: str) -> str:
        return self._crypt.open(signature, timestamp, nonce, echo.replace(" ", "+"))

    async def receive(self, signature: str, timestamp: str, nonce: str, body: bytes) -> dict[str, Any] | None:
        """The sealed reply to a callback, None for an empty acknowledgement. Raises `BadEnvelope`."""
        told = read_object(self._crypt.open(signature, timestamp, nonce, _sealed(body)))
        reply = await self._react(told)
        if reply is None:
            return None
        encrypted = self._crypt.encrypt(json.dumps(reply, ensure_ascii=False))
        now = str(int(self._clock()))
        signed = self._crypt.sign(now, nonce, encrypted)
        return {"encrypt": encrypted, "msgsignature": signed, "timestamp": int(now), "nonce": nonce}

    async def _react(self, told: Mapping[str, Any]) -> Mapping[str, Any] | None:
        match told.get("msgtype"):
            case "stream":
                return await self._refresh(str(within(told, "stream").get("id", "")))
            case "event":
                return await self._note_event(told)
        message = read_message(told, NAME)
        if message is None:
            return None
        stream = await self._run(self._streams.open, message.context["stream"], phrases.THINKING)
        await self._dispatcher.accept(message, per_asker=PER_USER)
        shown = self._shown(stream, stream.content, finish=stream.finished or stream.closed)
        shown["stream"]["feedback"] = {"id": stream.id}
        return shown

    async def _refresh(self, stream_id: str) -> dict[str, Any]:
        stream = await self._run(self._streams.find, stream_id)
        if stream is None:
            return {"msgtype": "stream", "stream": {"id": stream_id, "finish": True, "content": phrases.EXPIRED}}
        if stream.finished:
            return self._shown(stream, stream.content, finish=True)
        late = self._clock() - stream.started >= self._settings.stream_seconds
        if late and not stream.closed and not await self._run(self._streams.close, stream_id):
            return await self._refresh(stream_id)  # it has just been finished
        if late or stream.closed:
            room = markdown.LIMIT_BYTES - utf8(phrases.CONTINUED_ELSEWHERE)
            text = shortened(stream.content, room, utf8) + phrases.CONTINUED_ELSEWHERE
            return self._shown(stream, text, finish=True)
        return self._shown(stream, stream.content, finish=False)

    def _shown(self, stream: Stream, content: str, *, finish: bool) -> dict[str, Any]:
        reply = {"msgtype": "stream", "stream": {"id": stream.id, "finish": finish, "content": content}}
        return finished(reply, stream.card if finish else None)

    async def _note_event(self, told: Mapping[str, Any]) -> Mapping[str, Any] | None:
        event = read_event(told)
        match event.kind:
            case "enter_chat":
                return {"msgtype": "text", "text": {"content": phrases.WELCOME}}
            case "feedback_event":
                stream = await self._run(self._streams.find, event.feedback_id)
                if stream and stream.answer_id and event.vote:
                    await self._run(self._talk.judge, event.opinion(NAME, stream.answer_id))
            case "template_card_event":
                return await clause_update(self._talk, NAME, event)
            case _:
                log.info("ignored an event", channel=NAME, type=event.kind[:40])
        return None

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        stream_id, told = entry.message.context["stream"], 0.0

        async def heard(text: str) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told >= _GROW_S:
                told = now
                await self._run(self._streams.grow, stream_id, shortened(text, markdown.LIMIT_BYTES, utf8))

        return heard

    def render(self, reply: Reply) -> list[str]:
        card = source_card(reply) if self._settings.cards else None
        packed = {"text": markdown.render(reply), "answer_id": reply.answer_id, "card": card}
        return [json.dumps(packed, ensure_ascii=False)]

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        """Put the answer where WeCom fetches it, or post it once where WeCom has stopped asking."""
        packed, context = json.loads(part), entry.message.context
        stream_id = context["stream"]
        stream = await self._run(self._streams.open, stream_id, phrases.THINKING)
        if self._clock() - stream.started >= self._settings.stream_seconds:
            await self._run(self._streams.close, stream_id)
        if await self._run(self._streams.finish, stream_id, packed["text"], packed["answer_id"], packed["card"]):
            return
        if stream.finished:  # by ourselves, before a crash
            return
        await self._run(self._streams.answer, stream_id, packed["answer_id"])
        mine: bool = "response_url" in context and await self._run(self._streams.take_response, stream_id)
        if mine:
            await self._post(context["response_url"], packed["text"])
        else:
            log.warning("a late answer could not be posted", channel=NAME, msgid=entry.message.key)

    async def _post(self, address: str, text: str) -> None:
        """Once only: the address is worth nothing afterwards, whatever came of it."""
        import httpx

        body = {"msgtype": "markdown", "markdown": {"content": text}}
        try:
            response = await self._http.post(address, json=body)
            response.raise_for_status()
            code = read_object(response.content or b"{}").get("errcode", 0)
        except (httpx.HTTPError, httpx.InvalidURL, BadEnvelope) as exc:
            code = type(exc).__name__
        if code:
            log.warning("a late answer was not taken", channel=NAME, error=code)


def _sealed(body: bytes) -> str:
    sealed = read_object(body).get("encrypt")
    if not isinstance(sealed, str) or not sealed:
        raise BadEnvelope("缺少 encrypt")
    return sealed
