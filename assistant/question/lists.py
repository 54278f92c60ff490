"""What kind of list a question asks for: conditions, materials, steps, places …, by `data/lists.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.errors import ConfigError
from assistant.question.gazetteer import load_gazetteer
from assistant.question.words import cut, word_kind

_DATA = Path(__file__).parent / "data" / "lists.toml"
_ASK = r"(?:哪些|哪几|哪[二两三四五六七八九十\d]+|哪(?=种|类|条|项)|什么|啥|几(?!家|人|名|万|千|百|十|亿|元|年|天|月))"
_COUNTER = r"(?:个|项|条|种|类|道|处|方面|样|大|些|的|主要|具体|重点|相关|基本)*"
_BY_NAME = re.compile(rf"哪[些几]{_COUNTER}")
_NAME_MIN = 2
_NONE = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class ListKind:
    """`asked` is found in a question for such a list, `lead` in what introduces one, `item` ends what it lists.

    `nouns` are what the things are called in a question; `said` is found in a sentence that tells them without a list.
    """

    name: str
    nouns: re.Pattern[str]
    asked: re.Pattern[str]
    lead: re.Pattern[str]
    item: re.Pattern[str]
    of_places: bool
    said: re.Pattern[str] = _NONE

    def names(self, thing: str) -> bool:
        """Whether a thing in a list is called as such things are."""
        return bool(self.item.search(thing)) or (self.of_places and _is_place(thing))


def kinds_of_list(question: str) -> list[ListKind]:
    """The kinds of list that a question asks for; of things by another name, a kind of that name; none for no list."""
    return [kind for kind in load_kinds() if kind.asked.search(question)] or _by_its_name(question)


def _by_its_name(question: str) -> list[ListKind]:
    found = _BY_NAME.search(question)
    word = next(iter(cut(question[found.end() :])), None) if found else None
    if word is None or len(word.text) < _NAME_MIN or not (word_kind(word.text) or "").startswith("n"):
        return []
    name = re.compile(re.escape(word.text))
    return [ListKind(word.text, name, name, name, re.compile(f"{name.pattern}$"), of_places=False)]


@cache
def load_kinds() -> tuple[ListKind, ...]:
    """The shipped kinds; ConfigError names one whose pattern does not compile."""
    tables = tomllib.loads(_DATA.read_text("utf-8"))
    return tuple(_kind(name, table) for name, table in tables.items())


def _kind(name: str, table: dict[str, object]) -> ListKind:
    asked = [str(p).replace("{ask}", _ASK).replace("{counter}", _COUNTER) for p in _listed(table.get("asked"))]
    nouns = table.get("nouns")
    if nouns:
        asked.append(rf"{_ASK}{_COUNTER}[^,。?\d]{{0,4}}?(?:{nouns})")
        asked.append(rf"(?:{nouns})(?:都|各|又|分别|一共|主要|具体)*(?:是|有|为|包括|包含|叫|分)*{_ASK}")
        asked.append(rf"(?:{nouns})(?:清单|名单)?(?:呢)?[?。!]*$")
    item = table.get("item")
    try:
        return ListKind(
            name,
            re.compile(str(nouns)) if nouns else _NONE,
            re.compile("|".join(asked)),
            re.compile(str(table["lead"])) if "lead" in table else _NONE,
            re.compile(rf"(?:{item})$") if item else _NONE,
            of_places=bool(table.get("places")),
            said=re.compile(str(table.get("said") or table.get("lead") or _NONE.pattern)),
        )
    except re.error as exc:
        raise ConfigError(f"清单规则 {name} 写法有误:{exc}") from exc


def _is_place(thing: str) -> bool:
    known = _place_names()
    return any(thing[-length:] in known for length in range(2, min(len(thing), 8) + 1))


@cache
def _place_names() -> frozenset[str]:
    gazetteer = load_gazetteer()
    return frozenset([*gazetteer.names(), *gazetteer.short_names()])


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
