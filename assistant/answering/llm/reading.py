"""A model's raw output as answer text: thoughts left out, structure read, ends found."""

from __future__ import annotations

import re

from assistant.answering.llm.failures import Declined, Retry
from assistant.answering.llm.structured import Form, SentenceReader

_OPEN, _CLOSE = "<think>", "</think>"
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```\w*\n(.*?)\n?```\Z", re.DOTALL)
_SPECIAL = re.compile(r"<\|[^|<>]{1,30}\|>|</?(?:answer|output)>")
_DECLINED = re.compile(
    r"\A\W*(?:依据不足|无法回答|我无法|我不能|对不起|抱歉|很抱歉|i'?m sorry|i can(?:no|')t|as an ai)", re.IGNORECASE
)
_DECLINE_WINDOW = 12  # so many characters show whether a reply opens with a refusal
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


class Reading:
    """Takes one streamed reply in pieces and passes on its answer text, with `[n]` behind each sentence.

    `feed` and `finish` raise Declined where the reply opens with a refusal, Retry where it says nothing usable.
    """

    def __init__(self, form: Form) -> None:
        self._form = form
        self._thoughts = ThoughtFilter()
        self._sentences = SentenceReader() if form != "text" else None
        self._opening: str | None = ""

    @property
    def form(self) -> Form:
        """The form that the reply turned out to have."""
        return "text" if self._sentences is not None and self._sentences.plain else self._form

    def feed(self, piece: str) -> str:
        text = self._thoughts.feed(piece)
        return self._open(self._sentences.feed(text) if self._sentences else text)

    def finish(self) -> str:
        text = self._thoughts.finish()
        if self._sentences:
            text = self._sentences.feed(text) + self._sentences.finish()
        if self._opening is None:
            return text
        text = self._opening + text
        if not text.strip():
            raise Retry("模型没有输出")
        if declines(text):
            raise Declined("语言模型没有作答")
        return text

    def _open(self, text: str) -> str:
        """Hold the beginning back until it shows that it is no refusal."""
        if self._opening is None:
            return text
        self._opening += text
        if len(self._opening) < _DECLINE_WINDOW:
            return ""
        text, self._opening = self._opening, None
        if declines(text):
            raise Declined("语言模型没有作答")
        return text
