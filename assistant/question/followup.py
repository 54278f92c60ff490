"""Questions that need the turns before them, completed by rules: what they leave out comes from the last question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.model import RegionMention, Turn, Understanding
from assistant.question.phrases import (
    anchor_text,
    apply_edits,
    edit_spans,
    gaps_closed,
    has_any,
    has_ask,
    has_topic,
    names_text,
    rules,
    scope_text,
    time_end,
    time_start,
    topic_range,
    topic_text,
    without_lead,
    without_names,
    without_pronoun,
)
from assistant.question.reading import Reading
from ingestion.numerals import to_chinese, to_int

Read = Callable[[str], Reading]
Covers = Callable[[RegionMention, int], bool]
TitleOf = Callable[[str], str | None]
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百]+")
_SELF_CONTAINED = ("list", "unit_tasks", "document", "article")
_ASIDE = ("small_talk", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up is completed with: the last turn that asked something, and its question read again."""

    turn: Turn
    reading: Reading


def _rule_match(name: str, text: str) -> re.Match[str] | None:
    return rules()[name].match(text)


def strip_switch(text: str) -> str | None:
    """The rest of a question that announces another subject (换个问题,…), or None where it announces none."""
    match = rules()["switch"].match(text)
    return text[match.end() :] if match else None


def last_asked(turns: Sequence[Turn]) -> Turn | None:
    """The newest turn that asked something of the documents."""
    return next((t for t in reversed(turns) if t.understanding.kind not in _ASIDE), None)


def may_be_reworded(ruled: Understanding, turns: Sequence[Turn]) -> bool:
    """Whether a follow-up was completed in words that may be told better: no choice, no 还有呢, no numbered clause."""
    chosen = bool(turns and turns[-1].choices) and bool(rules()["choice"].match(ruled.original))
    return ruled.follow_up and not (ruled.continuation or ruled.references or chosen)


def adopt(wording: Understanding, ruled: Understanding, own: Understanding) -> Understanding | None:
    """The follow-up in other words, each of `own` question kept; None where they ask for something else.

    Rules decide what is meant (places, years, documents, units, what kind of question it is); words only search better.
    """
    about = [
        (
            {r.name for r in u.regions if r.subject}, set(u.years), set(u.periods), set(u.units), u.references,
            set(u.stated_numbers), u.kind, u.asks_units, set(u.unit_roles), set(u.document_facts),
        )
        for u in (wording, ruled)
    ]  # fmt: skip
    strayed = wording.doc_ids and set(wording.doc_ids) != set(ruled.doc_ids)
    if about[0] != about[1] or strayed or not all(term in wording.text for term in own.terms):
        return None
    return replace(
        ruled,
        text=wording.text,
        terms=wording.terms,
        expansions=wording.expansions,
        indicators=wording.indicators,
        hinted_doc_ids=wording.hinted_doc_ids,
        national=wording.national,
    )


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
        if rules()["more"].match(reading.text):
            again = context.reading.understanding
            return self._follow(replace(again, continuation=True), context, same_clause=True)
        if (beside := _rule_match("neighbour", reading.text)) and context.reading.references:
            return self._ask_neighbour(1 if beside[1] in "下后" else -1, context)
        if reading.kind.kind in _ASIDE or self._stands_alone(reading):
            return None
        if self._about_document(reading):
            return self._ask_document(reading, context)
        if has_ask(reading):
            return self._ask_again(reading, context)
        return self._replace_names(reading, context)

    def _chosen(self, text: str, turn: Turn) -> Reading | None:
        match = rules()["choice"].match(text)
        if not turn.choices or match is None:
            return None
        number = to_int(match[1]) or 0
        return self._read(turn.choices[number - 1]) if 0 < number <= len(turn.choices) else None

    def _ask_neighbour(self, step: int, context: Context) -> Understanding:
        written = context.reading.references[0].reference.written
        number = [*_NUMERAL.finditer(written)][-1]
        value = (to_int(number.group()) or 0) + step
        near = str(value) if number.group().isascii() else to_chinese(max(value, 0))
        text = f"{scope_text(context.reading)}{written[: number.start()]}{near}{written[number.end() :]}的内容"
        return self._follow(self._read(text).understanding, context, same_clause=False)

    def _stands_alone(self, reading: Reading) -> bool:
        text = reading.text
        goes_on = bool(rules()["lead"].match(text)) or bool(rules()["tail"].search(text))
        refers = bool(rules()["pronoun"].search(text))
        scoped = bool(reading.subjects or reading.documents)
        asks = has_ask(reading)
        if has_topic(reading):
            return (
                not refers and not (self._is_elliptical(reading) and not scoped) and (not goes_on or (scoped and asks))
            )
        if scoped and asks and not refers:
            return reading.kind.kind in _SELF_CONTAINED or bool(reading.references)
        return not (goes_on or refers or has_any(reading) or asks)

    def _is_elliptical(self, reading: Reading) -> bool:
        if not rules()["elliptical"].match(reading.text):
            return False
        return len(reading.terms.words) <= 1 or reading.kind.kind == "list"

    def _about_document(self, reading: Reading) -> bool:
        pronoun = rules()["pronoun"].search(reading.text)
        if pronoun is None or reading.documents or reading.subjects:
            return False
        return bool(rules()["document_noun"].match(reading.text, pronoun.end())) or reading.kind.kind == "document"

    def _ask_document(self, reading: Reading, context: Context) -> Understanding:
        doc_id = next(iter(context.reading.understanding.doc_ids or context.turn.doc_ids), None)
        title = self._title_of(doc_id) if doc_id else None
        name = f"《{title}》" if title else scope_text(context.reading)
        pattern = rf"(?:{rules()['pronoun'].pattern})(?:{rules()['document_noun'].pattern})?"
        ask = re.sub(pattern, name, without_lead(reading.text), count=1)
        understanding = self._read(ask).understanding
        if doc_id and not understanding.doc_ids:
            understanding = replace(understanding, doc_ids=(doc_id,))
        return self._follow(understanding, context, same_clause=False)

    def _ask_again(self, reading: Reading, context: Context) -> Understanding:
        """The last topic with a new ask (它由谁牵头), or a new topic in the last scope (那高企要新增多少家)."""
        before = context.reading
        own_names = reading.subjects or reading.documents or reading.references or reading.units
        same_clause = not (reading.subjects or reading.documents or reading.times or reading.references)
        ask = without_pronoun(without_lead(reading.text))
        if has_topic(reading):
            topic = topic_text(before)
            rest = without_lead(reading.text)
            pronoun = rules()["pronoun"].search(rest)
            if pronoun is not None and topic:
                rest = rest[: pronoun.start()] + topic + rules()["topic_noun"].sub("", rest[pronoun.end() :])
            scope = "" if reading.subjects or reading.documents else scope_text(before)
            year = "" if reading.times else self._year_text(before, reading)
            text = scope + year + rest
            same_clause = pronoun is not None
        elif reading.references or (reading.units and reading.kind.kind == "unit_tasks"):
            text = ("" if reading.subjects or reading.documents else scope_text(before)) + ask
        else:
            names = names_text(reading)
            scope = "" if reading.subjects or reading.documents else scope_text(before)
            year = "" if reading.times else self._year_text(before, reading)
            base = topic_text(before) or anchor_text(before)
            ask = without_names(ask, reading) if own_names or reading.times else ask
            joint = "" if rules()["verbal_ask"].match(ask) or not base else "的"
            text = f"{names}{scope}{year}{base}{joint}{ask.removeprefix('的')}"
        understanding = self._read(text).understanding
        if reading.kind.asks_units and not has_topic(reading):
            understanding = replace(understanding, kind=reading.kind.kind, unit_roles=reading.kind.roles)
        return self._follow(understanding, context, same_clause=same_clause, reading=reading)

    def _replace_names(self, reading: Reading, context: Context) -> Understanding:
        """The last question with other names in it (那乙市呢, 2020年的呢, 那高新技术企业呢)."""
        before = context.reading
        edits = [*self._edit_scope(reading, before), *self._edit_times(reading, before)]
        edits += edit_spans(before.references, reading.references, reading.text)
        edits += edit_spans(before.units, reading.units, reading.text)
        if has_topic(reading) and not reading.units:
            start, end = topic_range(before)
            edits.append((start, end, topic_text(reading)))
        text = apply_edits(before.text, edits)
        if before.kind.kind == "comparison" and len(reading.subjects) == 1:
            text = rules()["which_more"].sub("是多少", text)
        if reading.references and not before.references:
            text = f"{scope_text(before)}{reading.references[0].reference.written}的内容"
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
        new = names_text(reading, times=False)
        if not new:
            return []
        old = [(p.start, p.end) for p in before.subjects] + [(d.start, d.end) for d in before.documents]
        if not old:
            return [(0, 0, new)]
        old.sort()
        if before.subjects and rules()["beside"].search(reading.text):
            return [(old[0][1], old[0][1], f"和{new}")]
        return [(old[0][0], old[0][1], new), *((start, end, "") for start, end in gaps_closed(before.text, old[1:]))]

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
        return [(time_start(before.text, t.start), time_end(before.text, t.end), "") for t in gone]

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
