"""Replies in the Markdown of the AI bot."""

from __future__ import annotations

from bots import phrases
from bots.message import Passage, Reply
from bots.splitting import shortened, utf8

LIMIT_BYTES = 20480


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
