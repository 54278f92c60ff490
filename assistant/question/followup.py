"""Questions that need the turns before them, completed by rules: what they leave out comes from the last question."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.model import RegionMention, Turn, Understanding
from assistant.question.reading import Reading
from ingestion.numerals import to_int

Read = Callable[[str], Reading]
Covers = Callable[[RegionMention, int], bool]
TitleOf = Callable[[str], str | None]
_SELF_CONTAINED = ("list", "unit_tasks", "document", "article")
_ASIDE = ("small_talk", "out_of_scope")
_BOUND = re.compile(r"(?:的|以上|及以上|以下|和|与|、|级|型|类|等|占|性|化|&|-)*")
_COMPARED = re.compile(r"哪|更|最|比|谁|区别|不同|差|分别|多少|几")
_WHAT = re.compile(r"怎么|如何|怎样|哪些|什么|啥|哪|吗[?。]*$|是否|能不能|可不可以")


@cache
def _rules() -> Mapping[str, re.Pattern[str]]:
    tables = tomllib.loads((Path(__file__).parent / "data" / "followups.toml").read_text("utf-8"))
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in tables.items()}


class Spanned(Protocol):
    """Something found at a place in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up is completed with: the last turn that asked something, and its question read again."""

    turn: Turn
    reading: Reading


def strip_switch(text: str) -> str | None:
    """The rest of a question that announces another subject (换个问题,…), or None where it announces none."""
    match = _rules()["switch"].match(text)
    return text[match.end() :] if match else None


def last_asked(turns: Sequence[Turn]) -> Turn | None:
    """The newest turn that asked something of the documents."""
    return next((t for t in reversed(turns) if t.understanding.kind not in _ASIDE), None)


class Completion:
    """Completes one follow-up from its context."""

    def __init__(self, read: Read, covers: Covers, title_of: TitleOf) -> None:
        self._read = read
        self._covers = covers
        self._title_of = title_of

    def complete(self, reading: Reading, context: Context) -> Understanding | None:
        """The completed question, or None where `reading` stands alone."""
        chosen = self._chosen(reading.text, context.turn)
        if chosen is not None:
            return self._replace_names(chosen, context)
        if _rules()["more"].match(reading.text):
            again = context.reading.understanding
            return self._follow(replace(again, continuation=True), context, same_clause=True)
        if reading.kind.kind in _ASIDE or self._stands_alone(reading):
            return None
        if self._about_document(reading):
            return self._ask_document(reading, context)
        if _has_ask(reading):
            return self._ask_again(reading, context)
        return self._replace_names(reading, context)

    def _chosen(self, text: str, turn: Turn) -> Reading | None:
        match = _rules()["choice"].match(text)
        if not turn.choices or match is None:
            return None
        number = to_int(match[1]) or 0
        return self._read(turn.choices[number - 1]) if 0 < number <= len(turn.choices) else None

    def _stands_alone(self, reading: Reading) -> bool:
        text = reading.text
        goes_on = bool(_rules()["lead"].match(text)) or bool(_rules()["tail"].search(text))
        refers = bool(_rules()["pronoun"].search(text))
        scoped = bool(reading.subjects or reading.documents)
        asks = _has_ask(reading)
        if _has_topic(reading):
            return (
                not refers and not (self._is_elliptical(reading) and not scoped) and (not goes_on or (scoped and asks))
            )
        if scoped and asks and not refers:
            return reading.kind.kind in _SELF_CONTAINED or bool(reading.references)
        return not (goes_on or refers or _has_any(reading) or asks)

    def _is_elliptical(self, reading: Reading) -> bool:
        if not _rules()["elliptical"].match(reading.text):
            return False
        return len(reading.terms.words) <= 1 or reading.kind.kind == "list"

    def _about_document(self, reading: Reading) -> bool:
        pronoun = _rules()["pronoun"].search(reading.text)
        if pronoun is None or reading.documents or reading.subjects:
            return False
        return bool(_rules()["document_noun"].match(reading.text, pronoun.end())) or reading.kind.kind == "document"

    def _ask_document(self, reading: Reading, context: Context) -> Understanding:
        doc_id = next(iter(context.reading.understanding.doc_ids or context.turn.doc_ids), None)
        title = self._title_of(doc_id) if doc_id else None
        name = f"《{title}》" if title else _scope_text(context.reading)
        pattern = rf"(?:{_rules()['pronoun'].pattern})(?:{_rules()['document_noun'].pattern})?"
        ask = re.sub(pattern, name, _without_lead(reading.text), count=1)
        understanding = self._read(ask).understanding
        if doc_id and not understanding.doc_ids:
            understanding = replace(understanding, doc_ids=(doc_id,))
        return self._follow(understanding, context, same_clause=False)

    def _ask_again(self, reading: Reading, context: Context) -> Understanding:
        """The last topic with a new ask (它由谁牵头), or a new topic in the last scope (那高企要新增多少家)."""
        before = context.reading
        own_names = reading.subjects or reading.documents or reading.references or reading.units
        same_clause = not (reading.subjects or reading.documents or reading.times or reading.references)
        ask = _without_pronoun(_without_lead(reading.text))
        if _has_topic(reading):
            topic = _topic_text(before)
            rest = _without_lead(reading.text)
            pronoun = _rules()["pronoun"].search(rest)
            if pronoun is not None and topic:
                rest = rest[: pronoun.start()] + topic + _rules()["topic_noun"].sub("", rest[pronoun.end() :])
            scope = "" if reading.subjects or reading.documents else _scope_text(before)
            year = "" if reading.times else self._year_text(before, reading)
            text = scope + year + rest
            same_clause = pronoun is not None
        elif reading.references or (reading.units and reading.kind.kind == "unit_tasks"):
            text = ("" if reading.subjects or reading.documents else _scope_text(before)) + ask
        else:
            names = _names_text(reading)
            scope = "" if reading.subjects or reading.documents else _scope_text(before)
            year = "" if reading.times else self._year_text(before, reading)
            base = _topic_text(before) or _anchor_text(before)
            ask = _without_names(ask, reading) if own_names or reading.times else ask
            joint = "" if _rules()["verbal_ask"].match(ask) or not base else "的"
            text = f"{names}{scope}{year}{base}{joint}{ask.removeprefix('的')}"
        understanding = self._read(text).understanding
        if reading.kind.asks_units and not _has_topic(reading):
            understanding = replace(understanding, kind=reading.kind.kind, unit_roles=reading.kind.roles)
        return self._follow(understanding, context, same_clause=same_clause, reading=reading)

    def _replace_names(self, reading: Reading, context: Context) -> Understanding:
        """The last question with other names in it (那泰州呢, 2020年的呢, 那高新技术企业呢)."""
        before = context.reading
        edits = [*self._edit_scope(reading, before), *self._edit_times(reading, before)]
        edits += _edit_spans(before.references, reading.references, reading.text)
        edits += _edit_spans(before.units, reading.units, reading.text)
        if _has_topic(reading) and not reading.units:
            start, end = _topic_range(before)
            edits.append((start, end, _topic_text(reading)))
        text = _apply(before.text, edits)
        if before.kind.kind == "comparison" and len(reading.subjects) == 1:
            text = _rules()["which_more"].sub("是多少", text)
        if reading.references and not before.references:
            text = f"{_scope_text(before)}{reading.references[0].reference.written}的内容"
        understanding = self._read(text).understanding
        if "comparison" not in (before.kind.kind, understanding.kind) and not reading.references:
            understanding = replace(
                understanding,
                kind=before.kind.kind,
                asks_units=before.kind.asks_units,
                unit_roles=before.kind.roles,
                document_facts=before.kind.facts,
            )
        return self._follow(understanding, context, same_clause=False, reading=reading)

    def _edit_scope(self, reading: Reading, before: Reading) -> list[tuple[int, int, str]]:
        new = _names_text(reading, times=False)
        if not new:
            return []
        old = [(p.start, p.end) for p in before.subjects] + [(d.start, d.end) for d in before.documents]
        if not old:
            return [(0, 0, new)]
        old.sort()
        if before.subjects and _rules()["beside"].search(reading.text):
            return [(old[0][1], old[0][1], f"和{new}")]
        return [(old[0][0], old[0][1], new), *((start, end, "") for start, end in _gaps_closed(before.text, old[1:]))]

    def _edit_times(self, reading: Reading, before: Reading) -> list[tuple[int, int, str]]:
        if reading.times:
            new = "、".join(reading.text[t.start : t.end] for t in reading.times)
            new += "年" if new[-1:].isdigit() else ""
            if before.times:
                first = before.times[0]
                end = first.end + (1 if before.text[first.end : first.end + 1] == "年" else 0)
                return [(first.start, end, new)]
            after = max((p.end for p in before.subjects), default=0)
            return [(after, after, new)]
        if not reading.subjects:
            return []
        gone = [t for t in before.times if not any(self._covers(p.mention, t.first) for p in reading.subjects)]
        return [(_time_start(before.text, t.start), _time_end(before.text, t.end), "") for t in gone]

    def _year_text(self, before: Reading, reading: Reading) -> str:
        kept = before.times
        if reading.subjects:
            kept = [t for t in kept if any(self._covers(p.mention, t.first) for p in reading.subjects)]
        return "、".join(before.text[t.start : t.end] for t in kept)

    def _follow(
        self, understanding: Understanding, context: Context, *, same_clause: bool, reading: Reading | None = None
    ) -> Understanding:
        moved = reading is not None and bool(reading.subjects or reading.documents)
        told = () if moved else context.turn.doc_ids
        doc_ids = understanding.doc_ids or (() if moved else context.turn.understanding.doc_ids)
        if not doc_ids and told and (same_clause or not understanding.regions):
            doc_ids = told
        return replace(
            understanding,
            doc_ids=doc_ids,
            follow_up=True,
            context_doc_ids=told,
            context_clause_ids=context.turn.clause_ids if same_clause and not moved else (),
        )


def _has_ask(reading: Reading) -> bool:
    kind = reading.kind
    if kind.asks_units or kind.facts or kind.kind in ("value", "list", "unit_tasks"):
        return True
    return bool((_COMPARED if kind.kind == "comparison" else _WHAT).search(reading.text))


def _has_topic(reading: Reading) -> bool:
    return any(not _rules()["verb"].match(word) for word in reading.terms.words)


def _has_any(reading: Reading) -> bool:
    return bool(reading.subjects or reading.documents or reading.times or reading.references or reading.units)


def _without_lead(text: str) -> str:
    return _rules()["lead"].sub("", text, count=1)


def _without_pronoun(text: str) -> str:
    match = _rules()["pronoun"].search(text)
    if match is None:
        return text
    rest = text[match.end() :].removeprefix("的")
    noun = _rules()["topic_noun"].match(rest)
    rest = rest[noun.end() :] if noun and noun.end() < len(rest) else rest
    return (text[: match.start()] + rest).removeprefix("的")


def _without_names(ask: str, reading: Reading) -> str:
    for span in _spans(reading):
        ask = ask.replace(reading.text[span.start : span.end], "", 1)
    return ask.removeprefix("年").removeprefix("的")


def _spans(reading: Reading) -> list[Spanned]:
    return [*reading.places, *reading.documents, *reading.times]


def _names_text(reading: Reading, *, times: bool = True) -> str:
    places = "和".join(p.mention.name for p in reading.subjects)
    documents = "、".join(reading.text[d.start : d.end] for d in reading.documents)
    years = "、".join(reading.text[t.start : t.end] for t in reading.times) if times else ""
    return places + documents + years


def _scope_text(reading: Reading) -> str:
    return _names_text(reading, times=False)


def _topic_text(reading: Reading) -> str:
    ranges = reading.terms.ranges
    if not ranges:
        return ""
    chars = list(reading.text)
    for span in _spans(reading):
        chars[span.start : span.end] = "\0" * (span.end - span.start)
    tail = _rules()["topic_tail"].match(reading.text, ranges[-1][1])
    end = tail.end() if tail else ranges[-1][1]
    phrase = "".join(chars[ranges[0][0] : end]).replace("\0", "")
    return _rules()["asking"].sub("", phrase).strip(" ,的")


def _anchor_text(reading: Reading) -> str:
    if reading.references:
        return reading.references[0].reference.written
    return "、".join(u.written for u in reading.units)


def _topic_range(reading: Reading) -> tuple[int, int]:
    """Where the object of a question stands: its last run of content words that is more than a verb."""
    runs: list[tuple[int, int]] = []
    for start, end in reading.terms.ranges:
        if _rules()["verb"].match(reading.text[start:end]):
            continue
        if runs and _BOUND.fullmatch(reading.text[runs[-1][1] : start]):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    if not runs:
        end = reading.terms.ranges[-1][1] if reading.terms.ranges else max((p.end for p in reading.subjects), default=0)
        return end, end
    return max(runs, key=lambda r: (r[1] - r[0], r[0]))


def _edit_spans(old: Sequence[Spanned], new: Sequence[Spanned], text: str) -> list[tuple[int, int, str]]:
    if not old or not new:
        return []
    return [(old[0].start, old[0].end, "、".join(text[s.start : s.end] for s in new))]


def _gaps_closed(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    # 常州和泰州 becomes 扬州, not 扬州和
    closed = []
    for start, end in spans:
        while start > 0 and text[start - 1] in "和与跟及、,同比":
            start -= 1
        closed.append((start, end))
    return closed


def _time_start(text: str, start: int) -> int:
    return start - 1 if start > 0 and text[start - 1] in "到至在" else start


def _time_end(text: str, end: int) -> int:
    match = re.compile(r"年?(?:度|底|末|前|以前|之前)?").match(text, end)
    return match.end() if match else end


def _apply(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    for start, end, written in sorted(edits, key=lambda e: (e[0], e[1]), reverse=True):
        text = text[:start] + written + text[end:]
    return text
