"""A Bot API server: what real Telegram checks is checked here too."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

TOKEN = "123456:TEST-token_for-telegram"
BOT = {"id": 123456, "is_bot": True, "first_name": "问政", "username": "WenzhengBot"}
ALLOWED_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.bad = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)
        if tag not in ALLOWED_TAGS:
            self.bad = f'Unsupported start tag "{tag}"'

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.bad = f'Unmatched end tag "{tag}"'


def parse(text: str) -> str:
    """The text without its tags; ValueError as Telegram words it."""
    tags = _Tags()
    tags.feed(text)
    tags.close()
    if tags.bad or tags.open:
        raise ValueError(f"can't parse entities: {tags.bad or 'unclosed tag'}")
    return unescape(re.sub(r"<[^>]+>", "", text))


@dataclass
class Sent:
    """A message of the bot as its chat shows it; `versions` are (time, text)."""

    chat: int
    message_id: int
    text: str
    raw: str
    parse_mode: str | None
    buttons: list[list[dict[str, str]]]
    reply_to: int | None
    thread: str | None
    versions: list[tuple[float, str]] = field(default_factory=list)


@dataclass
class Fault:
    status: int
    description: str
    parameters: dict[str, int]
    times: int = 1


class TelegramServer:
    """State and routes. Updates wait until they are fetched, or are given to `hook` by the test."""

    def __init__(self) -> None:
        self.address = ""
        self.calls: Counter[str] = Counter()
        self.sent: list[Sent] = []
        self.pressed: list[dict[str, Any]] = []
        self.allowed: Any = None
        self.secret = ""
        self.webhook: dict[str, Any] = {}  # what it knows of one
        self.faults: dict[str, list[Fault]] = {}
        self._updates: list[dict[str, Any]] = []
        self._ids = itertools.count(1)
        self._message_ids = itertools.count(1)
        self._lock = threading.Lock()
        self.app = Starlette(routes=[Route("/bot{token}/{method}", self._serve, methods=["GET", "POST"])])

    def fault(self, method: str, status: int, description: str, *, times: int = 1, **parameters: int) -> None:
        """`parameters` are what Telegram adds: retry_after, migrate_to_chat_id."""
        self.faults.setdefault(method, []).append(Fault(status, description, parameters, times))

    def message(self, text: str | None, chat: int = 7, user: int | None = None, **more: Any) -> dict[str, Any]:
        """A message update, not queued. Groups have negative ids; mentions and commands are marked."""
        user = user or abs(chat)
        kind = {"id": chat, "type": "supergroup" if chat < 0 else "private"}
        body: dict[str, Any] = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": kind | ({"title": "群"} if chat < 0 else {"first_name": "甲"}),
            "from": {"id": user, "is_bot": False, "first_name": f"用户{user}"},
            **more,
        }
        if text is not None:
            marked = [("mention", m) for m in re.finditer(r"@\w+", text)]
            marked += [("bot_command", m) for m in re.finditer(r"^/\w+(@\w+)?", text)]
            body |= {"text": text}
            body["entities"] = [
                {"type": kind, "offset": utf16(text[: m.start()]), "length": utf16(m[0])} for kind, m in marked
            ]
        return {"update_id": next(self._ids), "message": body}

    def press(self, message: Sent, data: str, user: int | None = None) -> dict[str, Any]:
        body = {
            "id": f"press-{next(self._ids)}",
            "from": {"id": user or abs(message.chat), "is_bot": False, "first_name": "甲"},
            "chat_instance": "1",
            "data": data,
            "message": {
                "message_id": message.message_id,
                "date": 1_700_000_000,
                "chat": {"id": message.chat, "type": "supergroup" if message.chat < 0 else "private"},
                "text": message.text,
            },
        }
        return {"update_id": next(self._ids), "callback_query": body}

    def queue(self, update: dict[str, Any]) -> None:
        with self._lock:
            self._updates.append(update)

    def in_chat(self, chat: int) -> list[Sent]:
        return [message for message in self.sent if message.chat == chat]

    async def _serve(self, request: Request) -> JSONResponse:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _failed(401, "Unauthorized")
        self.calls[method] += 1
        waiting = self.faults.get(method)
        if waiting:
            fault = waiting[0]
            fault.times -= 1
            if fault.times <= 0:
                waiting.pop(0)
            return _failed(fault.status, fault.description, fault.parameters)
        form = await request.form()
        fields = {name: _loaded(str(value)) for name, value in form.items()}
        try:
            result = await getattr(self, f"_do_{method}", _accept)(fields)
        except ValueError as exc:
            return _failed(400, f"Bad Request: {exc}")
        return JSONResponse({"ok": True, "result": result})

    async def _do_getMe(self, _: dict[str, Any]) -> Any:
        return BOT

    async def _do_getWebhookInfo(self, _: dict[str, Any]) -> Any:
        return {"url": "", "has_custom_certificate": False, "pending_update_count": 0, **self.webhook}

    async def _do_setWebhook(self, fields: dict[str, Any]) -> Any:
        self.secret, self.allowed = str(fields.get("secret_token", "")), fields.get("allowed_updates")
        return True

    async def _do_getUpdates(self, fields: dict[str, Any]) -> Any:
        self.allowed = fields.get("allowed_updates")
        offset, deadline = int(fields.get("offset") or 0), time.monotonic() + min(int(fields.get("timeout") or 0), 2)
        while True:
            with self._lock:
                self._updates = [update for update in self._updates if update["update_id"] >= offset]
                if self._updates or time.monotonic() >= deadline:
                    return self._updates[:100]
            await asyncio.sleep(0.01)

    async def _do_sendMessage(self, fields: dict[str, Any]) -> Any:
        shown, raw = self._shown(fields)
        quoted = fields.get("reply_parameters") or {}
        message = Sent(
            int(fields["chat_id"]),
            next(self._message_ids),
            shown,
            raw,
            fields.get("parse_mode"),
            self._buttons(fields),
            quoted.get("message_id"),
            fields.get("message_thread_id"),
            [(time.monotonic(), shown)],
        )
        self.sent.append(message)
        return _as_result(message)

    async def _do_editMessageText(self, fields: dict[str, Any]) -> Any:
        wanted = int(fields["message_id"])
        message = next((m for m in self.sent if m.message_id == wanted and m.chat == int(fields["chat_id"])), None)
        if message is None:
            raise ValueError("message to edit not found")
        shown, raw = self._shown(fields)
        buttons = self._buttons(fields)
        if (shown, buttons) == (message.text, message.buttons):
            raise ValueError("message is not modified")
        message.text, message.raw, message.buttons = shown, raw, buttons
        message.parse_mode = fields.get("parse_mode")
        message.versions.append((time.monotonic(), shown))
        return _as_result(message)

    async def _do_answerCallbackQuery(self, fields: dict[str, Any]) -> Any:
        self.pressed.append(fields)
        return True

    def _shown(self, fields: dict[str, Any]) -> tuple[str, str]:
        raw = str(fields["text"])
        shown = parse(raw) if fields.get("parse_mode") == "HTML" else raw
        if not shown.strip():
            raise ValueError("message text is empty")
        if utf16(shown) > 4096:
            raise ValueError("message is too long")
        return shown, raw

    def _buttons(self, fields: dict[str, Any]) -> list[list[dict[str, str]]]:
        rows: list[list[dict[str, str]]] = (fields.get("reply_markup") or {}).get("inline_keyboard", [])
        if any(not 1 <= len(button["callback_data"].encode()) <= 64 for row in rows for button in row):
            raise ValueError("BUTTON_DATA_INVALID")
        return rows


async def _accept(_: dict[str, Any]) -> Any:
    return True


def _loaded(value: str) -> Any:
    if value[:1] not in "{[":
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _as_result(message: Sent) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "date": 1_700_000_000,
        "chat": {"id": message.chat, "type": "supergroup" if message.chat < 0 else "private"},
        "text": message.text,
    }


def _failed(status: int, description: str, parameters: dict[str, int] | None = None) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return JSONResponse(body, status)
