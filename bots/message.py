"""What goes in and out of a chat, whatever the platform."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Act = Literal[
    "say",  # words: a question or a command
    "source",  # show the clause behind citation `number` of an answer
    "sources",  # show all clauses behind an answer
    "suggestion",  # ask the suggested question `number` of an answer
    "up",  # 👍
    "down",  # 👎
    "unreadable",  # a photo, a voice message, a file
]
Style = Literal["plain", "bold", "quote"]
Run = Callable[..., Awaitable[Any]]  # runs blocking work in a thread
Heard = Callable[[str], Awaitable[None]]  # is given the whole text so far


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or button press. `key` is the platform's id of it; `context` is what the channel answers with."""

    channel: str
    key: str
    chat: str
    user: str
    text: str = ""
    act: Act = "say"
    answer_id: str = ""
    number: int = 0
    group: bool = False
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def queue(self) -> str:
        """Messages of one queue are answered one after the other."""
        return f"{self.channel}:{self.chat}"

    @property
    def memory(self) -> str:
        """Whose conversation this is: in a group everybody has their own."""
        return f"{self.channel}:{self.chat}:{self.user}"

    def dumped(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def loaded(cls, text: str) -> Incoming:
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text in one style; passages of a reply are joined without anything between them."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press below a reply."""

    label: str
    act: Act
    answer_id: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says. `body` is how many passages may be shortened where a platform cannot split; the rest
    (sources, units) never is."""

    passages: tuple[Passage, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    answer_id: str = ""
    body: int = 1

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.passages)


def said(text: str) -> Reply:
    """A reply of plain words."""
    return Reply((Passage(text),))


def digest(name: str) -> str:
    """Stands for a chat or a user in logs."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
