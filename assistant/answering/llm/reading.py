"""A model's raw output as answer text: thoughts left out, ends found."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "<think>", "</think>"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_SPECIAL = re.compile(r"<\|[^|<>]{1,30}\|>|</?(?:answer|output)>")
_DECLINED = re.compile(
    r"\A\W*(?:依据不足|无法回答|我无法|我不能|对不起|抱歉|很抱歉|i'?m sorry|i can(?:no|')t|as an ai)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r".*[。！？!?；;\n|](?:\s*\[\d+\])*", re.DOTALL)


def strip_thoughts(text: str) -> str:
    """The text after and between `<think>` blocks; an orphan `</think>` ends a block that began unseen."""
    if _CLOSE in text and _OPEN not in text.split(_CLOSE)[0]:
        text = text.split(_CLOSE, 1)[1]
    plain = _SPECIAL.sub("", _THOUGHT.sub("", text)).strip()
    fenced = _FENCE.match(plain)
    return fenced.group(1) if fenced else plain


def declines(text: str) -> bool:
    """True if the model says that it does not answer."""
    return bool(_DECLINED.match(text)) and len(text) < 120


def drop_torn_end(text: str) -> str:
    """Without the sentence that was cut off by the token limit."""
    whole = _SENTENCE_END.match(text)
    return whole.group() if whole else ""


class ThoughtFilter:
    """Takes a stream in pieces and passes on what stands outside `<think>` blocks."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        self._held += piece
        out = ""
        while True:
            tag = _CLOSE if self._thinking else _OPEN
            at = self._held.find(tag)
            if at >= 0:
                out += "" if self._thinking else self._held[:at]
                self._held = self._held[at + len(tag) :]
                self._thinking = not self._thinking
                continue
            keep = next((n for n in range(len(tag) - 1, 0, -1) if self._held.endswith(tag[:n])), 0)
            cut = len(self._held) - keep
            out += "" if self._thinking else self._held[:cut]
            self._held = self._held[cut:]
            return _SPECIAL.sub("", out)

    def finish(self) -> str:
        """What was held back in case a tag would follow."""
        rest = "" if self._thinking else self._held
        self._held = ""
        return rest
