"""Questions that need the turns before them, completed by rules: what they leave out comes from the last question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.model import Turn, Understanding
from assistant.question.bodies import is_bare_post, with_body, without_post
from assistant.question.phrases import (
    anchor_text,
    back_reference,
    begins_with_predicate,
    has_any,
    has_ask,
    has_topic,
    is_fragment,
    names_text,
    rules,
    scope_text,
    times_text,
    topic_text,
    without_lead,
    without_names,
    without_pronoun,
)
from assistant.question.predicates import with_predicate
from assistant.question.reading import Reading
from assistant.question.replacements import Covers, kept_times, last_number, put_in, with_number
from assistant.question.siblings import Groups
from assistant.question.slots import asked_about, asks_bare_figure, bearer_of, is_bare_noun, names_nothing
from assistant.question.together import asks_of_both, of_both
from ingestion.numerals import to_chinese, to_int

Read = Callable[[str], Reading]
TitleOf = Callable[[str], str | None]
_SELF_CONTAINED = ("list", "unit_tasks", "document", "article")
_SEARCHED = ("value", "measure", "units")  # looked for in the last documents first, then everywhere
_MORE_THAN_NAMES = re.compile(r"(?P<first>[^?。!,]{1,20}呢)[?。!,](?P<rest>.{2,})")
_AGAINST = re.compile(
    r"(?:那么?)?(?:跟|和|与|同)(?P<first>[^?。!,]{2,12}?)(?:相比|比起来|比较|比一比|比)(?:的话)?,?(?P<rest>[^?。!]{2,})[?。!]*"
)
_SAME_YEAR = re.compile(r"(?:在)?(?:同一?年度?|那一?年|同期)的?")
_FIGURE_OR_UNITS = ("value", "units")
_IN_FULL = "具体怎么规定?"
ASIDE = ("small_talk", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Context:
    """What a follow-up is completed with: the last turn that asked something, and its question read again."""

    turn: Turn
    reading: Reading
    earlier: Reading | None = None  # the question before the last, where one was asked

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """The documents that the last answer came from."""
        return self.turn.doc_ids or self.turn.understanding.context_doc_ids


def _rule_match(name: str, text: str) -> re.Match[str] | None:
    return rules()[name].match(text)


def _subjects(understanding: Understanding) -> bool:
    return any(region.subject for region in understanding.regions)


def _asks_facts_only(reading: Reading) -> bool:
    """Whether it asks for facts of a document and names neither that nor anything else (文号呢, 是哪两个局发的)."""
    named = reading.documents or reading.subjects or reading.references or reading.units
    facts = reading.kind.kind == "document" and "catalog" not in reading.kind.facts
    return facts and not named and not reading.understanding.terms


def _meant_by(pronoun: re.Match[str], topic: str) -> str:
    """The last topic as a word refers to it: 它 and 里面 are no person (领导小组的组长)."""
    return topic if pronoun[0][0] in "他她" else without_post(topic)


def strip_switch(text: str) -> str | None:
    """The rest of a question that announces another subject (换个问题,…), or None where it announces none."""
    match = rules()["switch"].match(text)
    return text[match.end() :] if match else None


def last_asked(turns: Sequence[Turn]) -> Turn | None:
    """The newest turn that asked something of the documents."""
    return next((t for t in reversed(turns) if t.understanding.kind not in ASIDE), None)


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

    def __init__(self, read: Read, covers: Covers, title_of: TitleOf, siblings: Groups = ()) -> None:
        self._read = read
        self._covers = covers
        self._title_of = title_of
        self._siblings = siblings

    def complete(self, reading: Reading, context: Context) -> Understanding | None:
        """The completed question, or None where `reading` stands alone."""
        chosen = self._chosen(reading.text, context.turn)
        if chosen is not None:
            return self._replace_names(chosen, context)
        if rules()["more"].match(reading.text):
            again = context.reading.understanding
            return self._follow(replace(again, continuation=True), context, same_clause=True)
        if rules()["in_full"].match(reading.text):
            return self._ask_in_full(context)
        if (beside := _rule_match("neighbour", reading.text)) and context.reading.references:
            return self._ask_neighbour(1 if beside[1] in "下后" else -1, context)
        if reading.kind.kind in ASIDE:
            return None
        if context.reading.times and not reading.times and (same := _SAME_YEAR.search(reading.text)):
            meant = times_text(context.reading.text, context.reading.times)
            reading = self._read(reading.text.replace(same[0], meant, 1))
        several = _MORE_THAN_NAMES.fullmatch(reading.text)
        if both := self._ask_of_both(several or _AGAINST.fullmatch(reading.text), reading.text, context):
            return both
        if several and self._read(several["rest"]).kind.kind in _FIGURE_OR_UNITS:
            return self._complete_first(several["first"], several["rest"], context)
        if is_bare_post(reading.text) and not (reading.subjects or reading.documents):
            return self._ask_post(reading.text, context)
        if _asks_facts_only(reading) and len({*self._documents_before(context), *context.doc_ids}) == 1:
            return self._ask_document(reading, context)
        return None if self._stands_alone(reading) else self._carry_over(reading, context)

    def _carry_over(self, reading: Reading, context: Context) -> Understanding:
        """What a question that does not stand alone takes from the last one."""
        if self._asks_the_same(reading, context.reading):
            return self._replace_names(self._read(rules()["again"].sub("呢", reading.text)), context)
        if self._about_document(reading):
            return self._ask_document(reading, context)
        if (case := _rule_match("condition", reading.text)) and not (has_any(reading) or reading.places):
            return self._ask_outcome(case["case"], context)
        named = reading.subjects or reading.documents or reading.times or reading.references or reading.units
        if not named and (put := with_predicate(context.reading.text, reading.text)):
            asked = self._read(put[0])
            return self._follow(asked.understanding, context, same_clause=False, reading=asked, focus=put[1])
        if has_ask(reading) and not is_fragment(reading):
            return self._ask_again(reading, context)
        return self._replace_names(reading, context)

    def _ask_post(self, text: str, context: Context) -> Understanding:
        """A post of the last body or, where none was named, in the documents that the last answer came from."""
        full = with_body(text, context.reading.text)
        asked = self._read(scope_text(context.reading) + without_lead(full)).understanding
        doc_ids = asked.doc_ids if full != text else context.doc_ids
        return self._follow(replace(asked, doc_ids=doc_ids), context, same_clause=False)

    def _ask_outcome(self, case: str, context: Context) -> Understanding:
        """What becomes of a case in which what was told goes wrong (要是逾期不还呢)."""
        asked = self._read(f"{scope_text(context.reading)}{case}怎么处理?")
        return self._follow(asked.understanding, context, same_clause=True, reading=asked, focus=case)

    def _complete_first(self, first: str, rest: str, context: Context) -> Understanding | None:
        """The last question with other names in it, and what else is asked of those (那乙市呢?谁牵头?)."""
        completed = self.complete(self._read(first), context)
        if completed is None:
            return None
        whole = self._read(f"{completed.text.rstrip('?')}?{rest}").understanding
        return replace(
            whole,
            doc_ids=whole.doc_ids or completed.doc_ids,
            follow_up=True,
            context_doc_ids=completed.context_doc_ids,
        )

    def _ask_of_both(self, several: re.Match[str] | None, text: str, context: Context) -> Understanding | None:
        """The last question of two places: its own and another named here, or those of the last two questions."""
        asks = asks_of_both(several["rest"] if several else text)
        before, named = context.reading, self._read(several["first"]).subjects if several else []
        if not several and context.earlier:
            before, named = context.earlier, context.reading.subjects
        both = of_both(before, named[0].mention, asks) if asks and len(named) == 1 else None
        return replace(self._read(both).understanding, follow_up=True) if both else None

    def _chosen(self, text: str, turn: Turn) -> Reading | None:
        match = rules()["choice"].match(text)
        if not turn.choices or match is None:
            return None
        number = to_int(match[1]) or 0
        return self._read(turn.choices[number - 1]) if 0 < number <= len(turn.choices) else None

    def _ask_in_full(self, context: Context) -> Understanding:
        """What the clause told last says of what was asked."""
        before = context.reading
        if before.references or _IN_FULL in before.text:
            return self._follow(before.understanding, context, same_clause=True)
        year = times_text(before.text, before.times)
        text = scope_text(before) + year + (topic_text(before) or anchor_text(before)) + _IN_FULL
        return self._follow(self._read(text).understanding, context, same_clause=True)

    def _ask_neighbour(self, step: int, context: Context) -> Understanding:
        written = context.reading.references[0].reference.written
        number = last_number(written)
        value = max((to_int(number) or 0) + step, 0)
        near = with_number(written, str(value) if number.isascii() else to_chinese(value))
        text = f"{scope_text(context.reading)}{near}的内容"
        return self._follow(self._read(text).understanding, context, same_clause=False)

    def _stands_alone(self, reading: Reading) -> bool:
        text = reading.text
        goes_on = any(rules()[name].search(text) for name in ("lead", "tail", "condition"))
        refers = back_reference(text) is not None
        scoped = bool(reading.subjects or reading.documents)
        asks = has_ask(reading)
        if reading.references and reading.understanding.named_document:
            return True
        if not scoped and not asks and is_bare_noun(reading):
            return False
        if has_topic(reading):
            return (
                not refers and not (self._is_elliptical(reading) and not scoped) and (not goes_on or (scoped and asks))
            )
        if scoped and asks and not refers:
            return reading.kind.kind in _SELF_CONTAINED or bool(reading.references)
        return not (goes_on or refers or has_any(reading) or asks)

    def _is_elliptical(self, reading: Reading) -> bool:
        if asks_bare_figure(reading) or names_nothing(reading):
            return True
        if not rules()["elliptical"].match(reading.text):
            return False
        return len(reading.terms.words) <= 1 or reading.kind.kind == "list"

    def _asks_the_same(self, reading: Reading, before: Reading) -> bool:
        """Whether it names another place or document and asks nothing of its own (那乙市是怎么规定的)."""
        named = reading.subjects or (reading.documents and before.documents)
        return bool(named) and not has_topic(reading) and rules()["again"].search(reading.text) is not None

    def _about_document(self, reading: Reading) -> bool:
        pronoun = back_reference(reading.text)
        if pronoun is None or reading.documents or reading.subjects:
            return False
        return bool(rules()["document_noun"].match(reading.text, pronoun.end())) or reading.kind.kind == "document"

    def _documents_before(self, context: Context) -> Sequence[str]:
        return context.reading.understanding.doc_ids or context.doc_ids

    def _ask_document(self, reading: Reading, context: Context) -> Understanding:
        doc_id = next(iter(self._documents_before(context)), None)
        title = self._title_of(doc_id) if doc_id else None
        name = f"《{title}》" if title else scope_text(context.reading)
        pattern = rf"(?:{rules()['pronoun'].pattern})(?:{rules()['document_noun'].pattern})?"
        ask, replaced = re.subn(pattern, name, without_lead(reading.text), count=1)
        ask = ask if replaced else name + ask
        understanding = self._read(ask).understanding
        if doc_id and not understanding.doc_ids:
            understanding = replace(understanding, doc_ids=(doc_id,))
        return self._follow(understanding, context, same_clause=False)

    def _ask_again(self, reading: Reading, context: Context) -> Understanding:
        """The last topic with a new ask (它由谁牵头), or a new topic in the last scope (那高企要新增多少家)."""
        before = context.reading
        same_clause = not (reading.subjects or reading.documents or reading.times or reading.references)
        scope = "" if reading.subjects or reading.documents else scope_text(before)
        year = "" if reading.times else times_text(before.text, kept_times(before, reading, self._covers))
        rest = without_lead(reading.text)
        spoken_of = rules()["pause"].search(rest)
        rest = rules()["pause"].sub("", rest)
        if has_topic(reading):
            same_clause = bool(
                (back_reference(rest) and not rules()["inside"].match(rest)) or rules()["breach"].match(reading.text)
            )
            text = self._with_topic(rest, scope, year, before)
        elif reading.references or (reading.units and reading.kind.kind == "unit_tasks"):
            text = scope + without_pronoun(rest)
        else:
            ask = without_pronoun(rest)
            own_names = reading.subjects or reading.documents or reading.references or reading.units
            ask = without_names(ask, reading) if own_names or reading.times else ask
            base = self._base(reading, before)
            joint = "" if rules()["verbal_ask"].match(ask) or not base else "的"
            text = f"{names_text(reading)}{scope}{year}{base}{joint}{ask.removeprefix('的')}"
        understanding = self._read(text).understanding
        if reading.kind.asks_units and not has_topic(reading):
            understanding = replace(understanding, kind=reading.kind.kind, unit_roles=reading.kind.roles)
        focus = without_names(rest, reading) if has_topic(reading) else ""
        focus = focus[: spoken_of.start()] if spoken_of else focus
        return self._follow(understanding, context, same_clause=same_clause, reading=reading, focus=focus)

    def _base(self, reading: Reading, before: Reading) -> str:
        """What a new ask is about: the last topic, of which another amount is asked without its verb."""
        if before.references:
            return anchor_text(before)
        if rules()["amount"].search(before.text) and rules()["amount"].search(reading.text):
            return asked_about(before)
        pronoun = back_reference(reading.text)
        topic = topic_text(before)
        return (_meant_by(pronoun, topic) if pronoun else topic) or anchor_text(before)

    def _with_topic(self, rest: str, scope: str, year: str, before: Reading) -> str:
        """A question with a topic of its own in the last scope; what it leaves out or refers to is the last topic."""
        topic = topic_text(before)
        if pronoun := back_reference(rest):
            topic = _meant_by(pronoun, topic)
            meant = topic or scope
            after = rules()["topic_noun"].sub("", rest[pronoun.end() :]) if topic else rest[pronoun.end() :]
            return (scope + year if topic else "") + rest[: pronoun.start()] + meant + after
        if asks_bare_figure(self._read(rest)) and (bearer := bearer_of(before)):
            return f"{scope}{year}{bearer}的{rest}"
        asks = rules()["same_ask"].match(rest)
        if asks and asks.group() in before.text:
            return before.text[: before.text.index(asks.group())] + rest
        lacks_subject = (
            rules()["elliptical"].match(rest) or begins_with_predicate(rest) or names_nothing(self._read(rest))
        )
        if lacks_subject and not rules()["list_of_document"].search(rest):
            amounts = rules()["amount"].search(rest) and rules()["amount"].search(before.text)
            return scope + year + ((amounts and bearer_of(before)) or rules()["owed"].sub("", topic)) + rest
        return scope + year + rest

    def _replace_names(self, reading: Reading, context: Context) -> Understanding:
        """The last question with other names in it (那乙市呢, 2020年的呢, 那高新技术企业呢)."""
        before = context.reading
        text, focus = put_in(before, reading, self._covers, self._siblings)
        understanding = self._read(text).understanding
        asks_the_same = before.kind.kind != "value" or understanding.kind == "value"
        if "comparison" not in (before.kind.kind, understanding.kind) and asks_the_same and not reading.references:
            understanding = replace(
                understanding,
                kind=before.kind.kind,
                asks_units=before.kind.asks_units,
                unit_roles=before.kind.roles,
                document_facts=before.kind.facts,
            )
        return self._follow(understanding, context, same_clause=False, reading=reading, focus=focus)

    def _follow(
        self,
        understanding: Understanding,
        context: Context,
        *,
        same_clause: bool,
        reading: Reading | None = None,
        focus: str = "",
    ) -> Understanding:
        moved = reading is not None and bool(reading.documents or (reading.subjects and _subjects(understanding)))
        told = () if moved else context.doc_ids
        doc_ids = understanding.doc_ids or (() if moved else context.turn.understanding.doc_ids)
        if not doc_ids and (same_clause or understanding.kind not in _SEARCHED):
            doc_ids = told
        return replace(
            understanding,
            doc_ids=doc_ids,
            follow_up=True,
            focus=focus,
            context_doc_ids=told,
            context_clause_ids=context.turn.clause_ids if same_clause and not moved else (),
        )
