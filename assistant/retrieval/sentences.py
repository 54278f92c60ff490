"""Sentences of a clause with their place in the document's text; unit lists in brackets and lines stand apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingestion.model import Clause, Responsibility, Span
from ingestion.parsing.responsibility.wording import LABEL

_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]?[”’」』）)]*")
_LEADS_TABLE = re.compile(r"(?:[下附]|上述|以下)表|表\d|(?:如|见)表|附后的?表")
_LABEL = re.compile(rf"(?:{LABEL.pattern})\s*[:：]")
_BRACKETS = {"(": ")", "（": "）", "[": "]", "【": "】", "〔": "〕"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`span` indexes the document's text. `lists_units`: nothing but a bracket or line that names responsible units."""

    text: str
    span: Span
    lists_units: bool = False


def leads_table(sentence: str) -> bool:
    """Whether it leaves what it rules to a table (按照下表给予补贴)."""
    return bool(_LEADS_TABLE.search(sentence))


def sentences_of(clause: Clause, text: str, units: Iterable[Responsibility] = ()) -> list[Sentence]:
    """The clause's own sentences (without those of clauses below it), in order; its number and heading left in."""
    body = clause.body
    return list(_cut(text, body, tuple(u.span for u in units if body.contains(u.span))))


@lru_cache(maxsize=4_000)  # lists and duties are looked for in all clauses of a document, question after question
def _cut(text: str, body: Span, named: tuple[Span, ...]) -> tuple[Sentence, ...]:
    brackets = _unit_brackets(body, text, named)
    out: list[Sentence] = []
    at = body.start
    for bracket in [*brackets, Span(body.end, body.end)]:
        out += [_as_list(s, named) for s in _split(text, Span(at, bracket.start))]
        if bracket.end > bracket.start:
            out.append(Sentence(bracket.of(text), bracket, lists_units=True))
        at = bracket.end
    return tuple(out)


def _as_list(sentence: Sentence, named: Sequence[Span]) -> Sentence:
    """The sentence, as a list of units where it is a label with names: 牵头单位：…."""
    lists = _LABEL.match(sentence.text) and any(sentence.span.contains(span) for span in named)
    return replace(sentence, lists_units=True) if lists else sentence


def _split(text: str, span: Span) -> list[Sentence]:
    out = []
    for match in _SENTENCE.finditer(text, span.start, span.end):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        end = match.end() - (len(words) - len(words.rstrip()))
        if re.search(r"\w", text[start:end]):
            out.append(Sentence(text[start:end], Span(start, end)))
    return out


def _unit_brackets(body: Span, text: str, named: Sequence[Span]) -> list[Span]:
    """The brackets in which units are named, in order, when they stand between sentences."""
    found: list[Span] = []
    for span in sorted(named, key=lambda s: s.start):
        if found and found[-1].contains(span):
            continue
        bracket = _enclosing(body, text, span)
        beside = bool(bracket and found and found[-1].end == bracket.start)
        if bracket and (beside or _stands_apart(bracket, text, body)):
            found.append(bracket)
    return found


def _stands_apart(bracket: Span, text: str, body: Span) -> bool:
    """Whether the bracket follows a whole sentence or closes the clause."""
    follows = bracket.start == body.start or text[bracket.start - 1] in "。；;！？!?\n”"
    return follows or not re.search(r"\w", text[bracket.end : body.end])


def _enclosing(body: Span, text: str, span: Span) -> Span | None:
    """The outermost bracket around `span` within the body."""
    opened: list[int] = []
    for i in range(body.start, span.start):
        if text[i] in _BRACKETS:
            opened.append(i)
        elif opened and text[i] == _BRACKETS[text[opened[-1]]]:
            opened.pop()
    if not opened:
        return None
    start, depth = opened[0], 0
    for i in range(start, body.end):
        if text[i] in _BRACKETS:
            depth += 1
        elif text[i] in _BRACKETS.values():
            depth -= 1
            if depth == 0:
                end = i + 1
                return Span(start, end + (text[end : end + 1] in "。；"))
    return Span(start, body.end)
