"""The self-built app: encrypted XML in, an empty acknowledgement at once, the answer by `message/send`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bots.errors import BadEnvelope, TryLater
from bots.message import Heard, Incoming, Reply, Run
from bots.pace import Pace
from bots.splitting import split, utf8
from bots.wecom.api import CHECK_INTERVAL_S
from bots.wecom.xml import read_fields

if TYPE_CHECKING:
    from bots.dispatch import Dispatcher, Note
    from bots.inbox import Entry
    from bots.wecom.api import WecomApi
    from bots.wecom.crypto import Crypt
    from bots.wecom.prints import Prints

log = structlog.get_logger(__name__)

NAME = "wecom-app"
TEXT_BYTES = 2048
A_MINUTE = 30  # messages to one member
_MOST_PACES = 5000
_UNREADABLE = ("image", "voice", "video", "shortvideo", "location", "link", "file")


class WecomApp:
    """Reads callbacks into the inbox and delivers replies as plain text."""

    name = NAME

    def __init__(self, crypt: Crypt, api: WecomApi, *, run: Run, dispatcher: Dispatcher, prints: Prints) -> None:
        self._crypt = crypt
        self._api = api
        self._run = run
        self._dispatcher = dispatcher
        self._prints = prints
        self._paces: dict[str, Pace] = {}
        dispatcher.add(self)
        dispatcher.forget_also(prints.forget_before)

    def verify(self, signature: str, timestamp: str, nonce: str, echo: str) -> str:
        """What WeCom wants to read back when the address is set. Raises `BadEnvelope`."""
        # a plus sign that was not escaped arrives as a space
        return self._crypt.open(signature, timestamp, nonce, echo.replace(" ", "+"))

    async def receive(self, signature: str, timestamp: str, nonce: str, body: bytes) -> None:
        """Keep the message of a callback; when this returns it may be acknowledged. Raises `BadEnvelope`."""
        sealed = read_fields(body).get("Encrypt")
        if not sealed:
            raise BadEnvelope("缺少 Encrypt")
        message = read_message(read_fields(self._crypt.open(signature, timestamp, nonce, sealed)))
        if message:
            await self._dispatcher.accept(message)

    async def begin(self, entry: Entry, note: Note) -> Heard | None:
        return None

    def render(self, reply: Reply) -> list[str]:
        return [part for part in split(reply.text, TEXT_BYTES, utf8) if part.strip()]

    async def deliver(self, entry: Entry, ordinal: int, part: str, *, again: bool) -> None:
        user = entry.message.user
        self._keep_pace(user)
        fresh: bool = await self._run(self._prints.take, f"{user}|{part}", entry.id, ordinal, CHECK_INTERVAL_S)
        await self._api.send_text(user, part, check=fresh or again)

    def _keep_pace(self, user: str) -> None:
        """WeCom drops what a member is sent beyond its limit, and does not say so. Raises `TryLater`."""
        if len(self._paces) > _MOST_PACES:
            self._paces = {name: pace for name, pace in self._paces.items() if not pace.is_idle()}
        pace = self._paces.setdefault(user, Pace(A_MINUTE))
        if left := pace.left_s():
            raise TryLater(f"企业微信每分钟只送达每位成员 {A_MINUTE} 条", left)
        pace.take()


def read_message(fields: dict[str, str]) -> Incoming | None:
    """The message of a callback's fields; None for what needs no answer."""
    user, kind = fields.get("FromUserName", ""), fields.get("MsgType", "")
    if user and kind == "event":
        return _read_event(user, fields)
    key = fields.get("MsgId") or f"{user}:{fields.get('CreateTime', '')}:{kind}"
    if user and kind == "text":
        return Incoming(NAME, key, user, user, fields.get("Content", ""))
    if user and kind in _UNREADABLE:
        return Incoming(NAME, key, user, user, act="unreadable")
    log.info("ignored a message", channel=NAME, type=kind[:40])
    return None


def _read_event(user: str, fields: dict[str, str]) -> Incoming | None:
    """Only the first entry is answered, with a welcome; other events are noted."""
    event = fields.get("Event", "")
    key = f"{user}:{fields.get('CreateTime', '')}:{event}"
    if event == "subscribe":
        return Incoming(NAME, key, user, user, "/start")
    if event == "click" and fields.get("EventKey"):
        return Incoming(NAME, key, user, user, fields["EventKey"])
    log.info("ignored an event", channel=NAME, type=event[:40])
    return None
