"""Replies as Telegram HTML within its limits."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from bots.message import Passage, Reply
from bots.splitting import split_passages, utf16
from bots.telegram.api import Body
from bots.telegram.updates import data_of

LIMIT = 4096
_TAGS = {"bold": ("<b>", "</b>"), "quote": ("<blockquote>", "</blockquote>")}
_ROOM_FOR_TAGS = 296
_SMALLER = 0.75


def render(reply: Reply) -> list[str]:
    """Parts as JSON: the HTML, the same without formatting, and the buttons with the last. A blank part is none."""
    limit = LIMIT - _ROOM_FOR_TAGS
    parts = split_passages(reply.passages, limit, _escaped_length)
    while any(utf16(_html(part)) > LIMIT for part in parts):
        limit = int(limit * _SMALLER)
        parts = split_passages(reply.passages, limit, _escaped_length)
    shown = [part for part in parts if _plain(part).strip()]
    buttons = [[(b.label, data_of(b)) for b in row] for row in reply.buttons]
    last = len(shown) - 1
    return [
        json.dumps(
            {"html": _html(part), "text": _plain(part), "buttons": buttons if index == last else []},
            ensure_ascii=False,
        )
        for index, part in enumerate(shown)
    ]


def read_part(part: str) -> Body:
    """A part as it is sent."""
    packed = json.loads(part)
    buttons = tuple(tuple((label, data) for label, data in row) for row in packed["buttons"])
    return Body(packed["text"], packed["html"], buttons)


def _escaped_length(text: str) -> int:
    return utf16(html.escape(text, quote=False))


def _plain(passages: Sequence[Passage]) -> str:
    return "".join(passage.text for passage in passages)


def _html(passages: Sequence[Passage]) -> str:
    return "".join(map(_styled, passages))


def _styled(passage: Passage) -> str:
    text = html.escape(passage.text, quote=False)
    if passage.style == "plain" or not text.strip():
        return text
    before, after = _TAGS[passage.style]
    inner = text.rstrip("\n")
    return f"{before}{inner}{after}{text[len(inner) :]}"
