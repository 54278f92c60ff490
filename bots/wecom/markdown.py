"""Replies in the Markdown of the AI bot, and the card that may end them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bots import phrases
from bots.message import Passage, Reply
from bots.splitting import shortened, utf8

LIMIT_BYTES = 20480
_MOST_BUTTONS = 6


def render(reply: Reply, limit: int = LIMIT_BYTES) -> str:
    """One text of at most `limit` bytes; what is too long is taken from the body, never from the sources."""
    text = _markdown(reply.passages).rstrip("\n")
    if utf8(text) <= limit:
        return text
    rest = _markdown(reply.passages[reply.body :]).rstrip("\n")
    room = limit - utf8(rest) - utf8(phrases.LEFT_OUT)
    if reply.body and room > 0:
        body = _markdown(reply.passages[: reply.body])
        return shortened(body, room, utf8, mark="") + phrases.LEFT_OUT + rest
    return shortened(text, limit, utf8)


def _markdown(passages: tuple[Passage, ...]) -> str:
    text = ""
    for passage in passages:
        piece = _styled(passage)
        text += piece.lstrip("\n") if text.endswith("\n\n") else piece  # a quote ends with an empty line of its own
    return text


def _styled(passage: Passage) -> str:
    text = passage.text
    match passage.style:
        case "bold":
            return f"**{text}**"
        case "quote":
            lines = text.rstrip("\n").split("\n")
            return "\n".join(f"> {line}" for line in lines) + "\n" * (1 + len(text) - len(text.rstrip("\n")))
        case "plain":
            return text


def source_card(reply: Reply) -> Mapping[str, Any] | None:
    """A card whose buttons show the clauses behind an answer; None where it cites nothing."""
    sources = [button for row in reply.buttons for button in row if button.act == "source"]
    if not sources:
        return None
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "本次回答的依据", "desc": "点击查看条款全文"},
        "button_list": [
            {"text": b.label, "style": 2, "key": f"{b.act}|{b.answer_id}|{b.number}"} for b in sources[:_MOST_BUTTONS]
        ],
        "task_id": reply.answer_id,
    }


def clause_card(text: str, task_id: str) -> Mapping[str, Any]:
    """What takes the place of a card when one of its buttons was pressed."""
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "条款原文"},
        "sub_title_text": shortened(text, 2000, utf8),
        "button_list": [{"text": "已展开", "style": 2, "key": "shown"}],
        "task_id": task_id,
    }
