"""Names that stand side by side in a table of the corpus, so that one is asked for after the other (公建民营的呢)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingestion.model import Clause

Groups = tuple[tuple[str, ...], ...]

_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,12}")
_GROUP_MAX = 40
_OWN_MIN = 2  # characters that tell a name from the one beside it


def siblings_of(clauses: Iterable[Clause]) -> Groups:
    """The names of the columns of each table, and those of its rows."""
    rows: dict[tuple[str | None, tuple[str, ...]], list[Clause]] = defaultdict(list)
    for clause in clauses:
        if clause.kind == "row":
            rows[clause.parent_id, clause.header].append(clause)
    groups = [_names(header) for _, header in rows]
    groups += [_names(next(filter(_NAME.match, row.cells), "") for row in listed) for listed in rows.values()]
    return tuple(group for group in dict.fromkeys(groups) if 2 <= len(group) <= _GROUP_MAX)


def _names(cells: Iterable[str]) -> tuple[str, ...]:
    bare = (_BRACKET.sub("", cell).strip() for cell in cells)
    return tuple(dict.fromkeys(name for name in bare if _NAME.fullmatch(name)))


def beside(groups: Sequence[tuple[str, ...]], text: str, phrase: str) -> list[tuple[int, int, str]]:
    """Where `text` has names beside those that `phrase` says, and what stands there instead: one a group."""
    found: list[tuple[int, int, str]] = []
    for group in groups:
        edit = _beside(group, text, phrase)
        if edit and not any((start < edit[1] and edit[0] < end) or edit[2] in new for start, end, new in found):
            found.append(edit)
    return found


def _beside(group: tuple[str, ...], text: str, phrase: str) -> tuple[int, int, str] | None:
    for new in (name for name in group if phrase in name or name in phrase):
        for old in (name for name in group if name != new):
            for own, other in ((new, old), _apart(new, old)):
                at = text.find(other) if len(other) >= _OWN_MIN <= len(own) else -1
                if at >= 0 and own in phrase and own not in text:
                    return at, at + len(other), own
    return None


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two names without how both begin and end: 市场化 and 公建民营 of 市场化机构 and 公建民营机构."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    return one[start : len(one) - end], other[start : len(other) - end]


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def siblings_in(groups: Mapping[str, Groups], doc_ids: Iterable[str]) -> Groups:
    """The groups of these documents."""
    return tuple(group for doc_id in doc_ids for group in groups.get(doc_id, ()))
