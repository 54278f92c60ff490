"""Read targets sentence by sentence: pieces of a sentence, each with at most one value or one 分别 list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.model import Clause, Span, Target
from ingestion.parsing.targets.phrases import Phrase, read_piece
from ingestion.parsing.targets.rows import row_targets
from ingestion.parsing.targets.wording import CARRIED, DEADLINE, MEASURE, NOT_A_GOAL, WISHED

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_BREAK = re.compile(r"[，,；;：:]")
_LIST_BREAK = re.compile(r"、|和(?=\d)|及(?=\d)|以及(?=\d)")
_QUOTES = {"《": "》", "“": "”", "（": "）", "(": ")", "〔": "〕", "【": "】"}
_BLANK = " \t\n\r\u3000。.、，,：:；;（）()—-第条章节"
_BARE_YEAR = re.compile(r"^20\d\d\s*年(?:度)?$")
_ARTICLE_AIM = re.compile(r"到20\d\d年")


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    new_part: bool  # follows a comma rather than a 、


def read_targets(text: str, clauses: Sequence[Clause]) -> list[Target]:
    """Every indicator with its value, in reading order, attached to the innermost clause it stands in."""
    deadlines = {clause.id: _opening_deadline(text, clause) for clause in clauses}
    by_id = {clause.id: clause for clause in clauses}
    children: dict[str | None, list[Clause]] = {}
    for clause in clauses:
        children.setdefault(clause.parent_id, []).append(clause)

    def sentences(clause: Clause, stretch: Span, deadline: str | None) -> Iterator[Target]:
        for sentence in _SENTENCE.finditer(text, stretch.start, stretch.end):
            yield from _sentence_targets(text, clause, Span(sentence.start(), sentence.end()), deadline)

    targets: list[Target] = []
    for clause in clauses:
        if clause.kind == "row":
            targets += row_targets(text, clause, sentences)
            continue
        deadline = deadlines[clause.id] or _inherited(clause, by_id, deadlines)
        for stretch in _own_text(clause, children.get(clause.id, [])):
            targets += sentences(clause, stretch, deadline)
    return sorted(targets, key=lambda target: target.span.start)


def _own_text(clause: Clause, children: Sequence[Clause]) -> list[Span]:
    """The body without what children of the clause say for themselves."""
    inner = sorted((child.body.start, child.body.end) for child in children if clause.body.contains(child.body))
    stretches, at = [], clause.body.start
    for start, end in inner:
        stretches.append(Span(at, start))
        at = end
    return [*stretches, Span(at, clause.body.end)]


def _opening_deadline(text: str, clause: Clause) -> str | None:
    """`到2020年` at the very beginning of a body holds for all of it."""
    start = clause.body.start
    found = next((m for m in DEADLINE.finditer(text, start, clause.body.end) if CARRIED.match(m.group())), None)
    if found is None:
        return None
    before = text[start : found.start()].replace(clause.heading or "", "", 1).replace(clause.number or "", "", 1)
    return None if before.strip(_BLANK) else found.group()


def _inherited(clause: Clause, by_id: dict[str, Clause], deadlines: dict[str, str | None]) -> str | None:
    while clause.parent_id is not None and clause.parent_id in by_id:
        clause = by_id[clause.parent_id]
        if deadline := deadlines[clause.id]:
            return deadline
    return None


def _sentence_targets(text: str, clause: Clause, sentence: Span, carried: str | None) -> Iterator[Target]:
    words = sentence.of(text)
    if not MEASURE.search(words) or (clause.kind == "article" and not _ARTICLE_AIM.search(words)):
        return
    deadline, verb, running, timed = carried, "", False, False
    for piece in _pieces(text, sentence):
        said = piece.span.of(text)
        if found := _deadline_of(said):
            by = deadline if timed and deadline and CARRIED.match(deadline) and found == "每年" else ""
            deadline, timed = by + found, timed or not _BARE_YEAR.match(found)
        elif deadline == "每年" and WISHED.match(said):
            deadline = carried
        if NOT_A_GOAL.search(said):
            running = False
            continue
        phrases = read_piece(text, piece.span, expected=running or timed, verb="" if piece.new_part else verb)
        for phrase in phrases:
            yield _target(clause, phrase, deadline)
        running = bool(phrases) or (running and not MEASURE.search(said))
        verb = phrases[-1].verb if phrases else verb


def _target(clause: Clause, phrase: Phrase, deadline: str | None) -> Target:
    if phrase.deadline and not (deadline or "").endswith(phrase.deadline):
        deadline = phrase.deadline
    return Target(
        clause_id=clause.id,
        indicator=phrase.indicator,
        value=phrase.value,
        unit=phrase.unit,
        qualifier=phrase.qualifier,
        deadline=deadline,
        span=phrase.span,
    )


def _deadline_of(said: str) -> str | None:
    """The time named at the head of a piece: 到2020年, 力争每年."""
    head = re.match(r"^[\s—\-]*(?:力争|争取|确保|计划|其中)?", said)
    found = DEADLINE.match(said, head.end() if head else 0)
    return found.group().strip() if found else None


def _pieces(text: str, sentence: Span) -> Iterator[_Piece]:
    """Split at commas, and at 、 where the part before it and the part after it both hold a value."""
    hidden = _hidden(text, sentence)
    commas = [m.start() for m in _BREAK.finditer(text, sentence.start, sentence.end) if m.start() not in hidden]
    left = sentence.start
    for right in [*commas, sentence.end]:
        yield from _list_pieces(text, Span(left, right), hidden)
        left = right + 1


def _list_pieces(text: str, span: Span, hidden: set[int]) -> Iterator[_Piece]:
    if "分别" in span.of(text):
        yield _Piece(span, new_part=True)
        return
    left, first = span.start, True
    for mark in _LIST_BREAK.finditer(text, span.start, span.end):
        ended = mark.start() not in hidden and MEASURE.search(text, left, mark.start())
        following = text.find("、", mark.end(), span.end)
        if ended and MEASURE.search(text, mark.end(), following if following >= 0 else span.end):
            yield _Piece(Span(left, mark.start()), new_part=first)
            left, first = mark.end(), False
    yield _Piece(Span(left, span.end), new_part=first)


def _hidden(text: str, sentence: Span) -> set[int]:
    """Offsets inside quotes and brackets, where commas do not end a piece."""
    hidden: set[int] = set()
    closing: list[str] = []
    for at in range(sentence.start, sentence.end):
        mark = text[at]
        if closing and mark == closing[-1]:
            closing.pop()
        elif mark in _QUOTES:
            closing.append(_QUOTES[mark])
        if closing:
            hidden.add(at)
    return hidden if not closing else set()
