"""What a unit answers for within a clause, in few words: the heading with the sentences that stand in its scope."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.wording import spoken
from assistant.retrieval.matching import normalized
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Clause, Responsibility, Span

_QUOTE_MAX = 300
_SHORTEST = 12  # a piece shorter than this says nothing by itself
_FIGURE = re.compile(r"\d")
_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）.、．]\s*")
_MARK = re.compile(r"[，；;、]|,(?!\d)")
_ELLIPSIS = "……"
_DOES = re.compile(r"(?:牵头|负责|配合|协助|参与)(?!单位|部门|落实|实施)[^、，,；;。）)]{3,}")
_HEADED = ("paragraph", "point", "run_in")


@dataclass(frozen=True, slots=True)
class Gist:
    """One line an own passage that the unit answers for; `quote` is where the first one's words stand."""

    lines: tuple[str, ...]
    quote: Span | None


def gist_of(desk: Desk, clause: Clause, duties: Sequence[Responsibility], *, limit: int) -> Gist:
    """What `duties`, all of `clause`, stand behind, each passage in about `limit` characters beside the heading."""
    text = desk.text(clause.doc_id)
    heading = _heading(desk, clause).rstrip("。:：")
    sentences = [s for s in _sentences_within(desk, clause, text, duties) if not is_own_heading(s.text, clause)]
    scopes = list(dict.fromkeys(u.scope for u in duties))
    passages = [_passage(text, sentences, scope) for scope in scopes]
    # where a clause above it speaks for it, all of the clause is meant
    chosen = [c for passage in passages if (c := _chosen(passage, limit))] or [_chosen(sentences, limit)]
    lines = [_line(heading, c, clause, limit) for c in chosen]
    if alone := _parts_alone(desk, clause, duties):
        lines = [f"{heading}：{'、'.join(alone)}" if heading else "、".join(alone)]
        said = text.find(alone[0], duties[0].span.end, clause.span.end)
        return Gist(tuple(lines), Span(duties[0].span.start, said + len(alone[0])) if said >= 0 else None)
    quote = _quote(chosen[0], duties, clause) if chosen[0] else None
    return Gist(tuple(line for line in dict.fromkeys(lines) if line), quote)


def _parts_alone(desk: Desk, clause: Clause, duties: Sequence[Responsibility]) -> list[str]:
    """The parts of `duties`, where all are of a part of which no sentence speaks and others answer for the rest."""
    rest = {u.scope for u in desk.units(clause.id) if not u.of and u.role != "support"}
    return list(dict.fromkeys(u.of for u in duties)) if all(u.of and u.scope in rest for u in duties) else []


def _passage(text: str, sentences: Sequence[Sentence], scope: Span) -> list[Sentence]:
    """The sentences in the scope, or the part of one that is all of it."""
    whole = [s for s in sentences if scope.contains(s.span)]
    around = next((s.span for s in sentences if s.span.contains(scope)), None)
    return [Sentence(scope.of(text).rstrip("，,"), scope)] if around and not whole else whole


def _line(heading: str, sentences: Sequence[Sentence], clause: Clause, limit: int) -> str:
    words = "；".join(spoken(s.text, clause).rstrip("。；") for s in sentences).removeprefix(heading).lstrip("。：:； ")
    return "：".join(part for part in (heading, shortened(words, limit)) if part)


def shortened(words: str, limit: int) -> str:
    """`words` up to the last mark within `limit`, else the first behind it; dots stand for what is left out."""
    if len(words) <= limit:
        return words
    marks = [m.start() for m in _MARK.finditer(words, _SHORTEST)]
    if not marks:
        return words
    return words[: max((m for m in marks if m <= limit), default=marks[0])] + _ELLIPSIS


def _heading(desk: Desk, clause: Clause) -> str:
    """Its own heading or, of an unnumbered part, that of the clause it is part of."""
    at: Clause | None = clause
    while at is not None and not at.heading and at.kind in _HEADED:
        at = desk.parent(at)
    return _NUMBER.sub("", at.heading) if at is not None and at.heading else ""


def _sentences_within(desk: Desk, clause: Clause, text: str, duties: Sequence[Responsibility]) -> list[Sentence]:
    """The sentences of the clause and of those below it; of the lists of units those that say what a unit does."""
    inside = [c for c in desk.clauses(clause.doc_id) if clause.span.contains(c.span)]
    return [
        s
        for c in inside
        for s in sentences_of(c, text, desk.units(c.id))
        if not s.lists_units or (_DOES.search(s.text) and any(s.span.contains(u.span) for u in duties))
    ]


def is_own_heading(words: str, clause: Clause) -> bool:
    """Whether words are nothing but the heading of the clause, with its number or without."""
    own = [normalized(heading).strip(":。") for heading in (clause.path[-1], clause.heading or "")]
    said = normalized(words).strip(":。")
    return said in own or (said.endswith("?") and said in own[0])  # of a heading that asks two things


def _chosen(sentences: Sequence[Sentence], limit: int) -> list[Sentence]:
    """The first sentence, then those with figures, then the others, as far as they fit; in reading order."""
    if limit < _SHORTEST or not sentences:
        return []
    first, *rest = sentences
    chosen, left = [first], limit - len(first.text)
    for sentence in sorted(rest, key=lambda s: not _FIGURE.search(s.text)):
        if len(sentence.text) <= left:
            chosen.append(sentence)
            left -= len(sentence.text)
    return sorted(chosen, key=lambda s: s.span.start)


def _quote(chosen: Sequence[Sentence], duties: Sequence[Responsibility], clause: Clause) -> Span:
    """The sentences, up to where the units behind them are named, as far as that is not long."""
    start = chosen[0].span.start
    named = [u.span.end for u in duties if u.scope.contains(chosen[0].span) and clause.span.contains(u.span)]
    ends = [*named, chosen[-1].span.end]
    fitting = [end for end in ends if 0 < end - start <= _QUOTE_MAX]
    return Span(start, max(fitting, default=chosen[0].span.end))
