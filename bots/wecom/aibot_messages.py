"""What an AI bot is told, the same by callback and by long connection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.records import Opinion
from bots.errors import BadEnvelope
from bots.message import Incoming

_MENTION = re.compile(r"^@\S+\s*")
_UNREADABLE = ("image", "file", "video")
_VOTES: Mapping[int, Literal["up", "down"]] = {1: "up", 2: "down"}


def stream_id_of(bot: str, msgid: str) -> str:
    """The id of the answer to a message: a repeat of the message finds the same."""
    return hashlib.sha256(f"{bot}:{msgid}".encode()).hexdigest()[:32]


def read_message(told: Mapping[str, Any], channel: str) -> Incoming | None:
    """A message that needs an answer. Raises `BadEnvelope` for one without id or sender."""
    kind, key = told.get("msgtype"), str(told.get("msgid", ""))
    user = _user(told)
    if not key or not user:
        raise BadEnvelope("缺少 msgid 或发送人")
    group = told.get("chattype") == "group"
    chat = str(told.get("chatid") or user) if group else user
    context = {"stream": stream_id_of(str(told.get("aibotid", "")), key)}
    if isinstance(told.get("response_url"), str):
        context["response_url"] = told["response_url"]
    if kind in _UNREADABLE:
        return Incoming(channel, key, chat, user, act="unreadable", group=group, context=context)
    if kind not in ("text", "voice", "mixed"):
        return None
    text = _text(told, str(kind))
    if group:
        text = _MENTION.sub("", text)
    return Incoming(channel, key, chat, user, text.strip(), group=group, context=context)


def _text(told: Mapping[str, Any], kind: str) -> str:
    held = told.get(kind)
    if not isinstance(held, dict):
        return ""
    if kind != "mixed":
        return str(held.get("content", ""))
    items = [item for item in held.get("msg_item", ()) if isinstance(item, dict)]
    return "\n".join(_text(item, "text") for item in items if item.get("msgtype") == "text")


def _user(told: Mapping[str, Any]) -> str:
    sender = told.get("from")
    return str(sender.get("userid", "")) if isinstance(sender, dict) else ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened beside the messages."""

    kind: str
    user: str
    chat: str
    feedback_id: str = ""
    vote: Literal["up", "down"] | None = None
    reason: str | None = None
    comment: str | None = None
    key: str = ""
    task_id: str = ""

    def opinion(self, channel: str, answer_id: str) -> Opinion:
        assert self.vote is not None  # noqa: S101 - asked for before
        return Opinion(answer_id, f"{channel}:{self.chat}:{self.user}", self.vote, self.reason, self.comment)


def read_event(told: Mapping[str, Any]) -> Event:
    held = told.get("event")
    event: Mapping[str, Any] = held if isinstance(held, dict) else {}
    kind, user = str(event.get("eventtype", "")), _user(told)
    chat = str(told.get("chatid") or user)
    inner = event.get(kind)
    if kind == "feedback_event" and isinstance(inner, dict):
        reasons = inner.get("inaccurate_reason_list") or ()
        return Event(
            kind,
            user,
            chat,
            feedback_id=str(inner.get("id", "")),
            vote=_VOTES.get(inner.get("type", 0)),
            reason=",".join(map(str, reasons))[:64] or None,
            comment=str(inner.get("content") or "")[:1000] or None,
        )
    if kind == "template_card_event" and isinstance(inner, dict):
        return Event(kind, user, chat, key=str(inner.get("event_key", "")), task_id=str(inner.get("task_id", "")))
    return Event(kind, user, chat)
