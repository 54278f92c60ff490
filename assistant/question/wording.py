"""The editable wordings of `data/questions.toml` and the stop words, compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.errors import ConfigError

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Wordings:
    """Compiled patterns by name."""

    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    facts: Mapping[str, tuple[re.Pattern[str], ...]]
    roles: Mapping[str, tuple[re.Pattern[str], ...]]

    def has(self, name: str, text: str) -> bool:
        """Whether any wording called `name` occurs in `text`."""
        return any(p.search(text) for p in self.patterns[name])

    def is_aside(self, text: str) -> bool:
        """Whether `text` is small talk, an attack or plainly no question to policy documents."""
        return any(self.has(name, text) for name in ("small_talk", "injection", "out_of_scope"))

    def remove(self, name: str, text: str) -> str:
        """`text` without the wordings called `name`."""
        for pattern in self.patterns[name]:
            text = pattern.sub(" ", text)
        return text

    def remove_padded(self, name: str, text: str) -> str:
        """Like `remove`, with every removed character replaced by a space, so that places stay the same."""
        for pattern in self.patterns[name]:
            text = pattern.sub(lambda m: " " * len(m.group()), text)
        return text


@cache
def load_wordings() -> Wordings:
    """The shipped wordings; ConfigError names a pattern that does not compile."""
    tables = tomllib.loads((_DATA / "questions.toml").read_text("utf-8"))
    facts = tables.pop("document_facts")
    roles = tables.pop("unit_roles")
    return Wordings(_compile(tables), _compile(facts), _compile(roles))


def _compile(tables: Mapping[str, Any]) -> dict[str, tuple[re.Pattern[str], ...]]:
    return {name: tuple(_pattern(name, p) for p in _as_list(written)) for name, written in tables.items()}


def _as_list(written: Iterable[str] | str) -> list[str]:
    return [written] if isinstance(written, str) else list(written)


def _pattern(name: str, written: str) -> re.Pattern[str]:
    try:
        return re.compile(written, re.IGNORECASE)
    except re.error as exc:
        raise ConfigError(f"问句规则 {name} 写法有误:{exc}") from exc


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about a question's topic."""
    lines = (_DATA / "stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
