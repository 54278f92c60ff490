"""What an AI bot is told, the same by callback and by long connection."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import structlog

from assistant.records import Opinion
from bots.message import Incoming
from bots.objects import within

log = structlog.get_logger(__name__)

_MENTION = re.compile(r"^@\S+\s*")
_READABLE, _UNREADABLE = ("text", "voice", "mixed"), ("image", "file", "video")
_VOTES: Mapping[str, Literal["up", "down"]] = {"1": "up", "2": "down"}


def stream_id_of(bot: str, msgid: str) -> str:
    """The id of the answer to a message: a repeat of the message finds the same."""
    return hashlib.sha256(f"{bot}:{msgid}".encode()).hexdigest()[:32]


def read_message(told: Mapping[str, Any], channel: str) -> Incoming | None:
    """A message that needs an answer; None for a kind that is not known, and for one without id or sender."""
    kind, key, user = told.get("msgtype"), str(told.get("msgid") or ""), _user(told)
    if kind not in (*_READABLE, *_UNREADABLE) or not key or not user:
        log.info("ignored a message", channel=channel, type=str(kind)[:40])
        return None
    group = told.get("chattype") == "group"
    chat = str(told.get("chatid") or user) if group else user
    context = {"stream": stream_id_of(str(told.get("aibotid", "")), key)}
    if isinstance(told.get("response_url"), str):
        context["response_url"] = told["response_url"]
    if kind in _UNREADABLE:
        return Incoming(channel, key, chat, user, act="unreadable", group=group, context=context)
    text = _text(told, str(kind))
    if group:
        text = _MENTION.sub("", text)
    return Incoming(channel, key, chat, user, text.strip(), group=group, context=context)


def _text(told: Mapping[str, Any], kind: str) -> str:
    held = within(told, kind)
    if kind != "mixed":
        return str(held.get("content") or "")
    items = held.get("msg_item")
    texts = [i for i in items if isinstance(i, dict) and i.get("msgtype") == "text"] if isinstance(items, list) else []
    return "\n".join(_text(item, "text") for item in texts)


def _user(told: Mapping[str, Any]) -> str:
    return str(within(told, "from").get("userid") or "")


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
    event, user = within(told, "event"), _user(told)
    kind, chat = str(event.get("eventtype") or ""), str(told.get("chatid") or user)
    inner = within(event, kind)
    if kind == "feedback_event":
        reasons = inner.get("inaccurate_reason_list")
        return Event(
            kind,
            user,
            chat,
            feedback_id=str(inner.get("id") or ""),
            vote=_VOTES.get(str(inner.get("type"))),
            reason=",".join(map(str, reasons))[:64] if isinstance(reasons, list) and reasons else None,
            comment=str(inner.get("content") or "")[:1000] or None,
        )
    key, task_id = str(inner.get("event_key") or ""), str(inner.get("task_id") or "")
    return Event(kind, user, chat, key=key, task_id=task_id)
