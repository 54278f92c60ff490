"""Questions for units: whether they are wanted, and which clause and sentence name those that are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.agents import is_of_subject, said_by_whom
from assistant.answering.extractive.breach import asks_breach
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.parts import all_ask_by_whom, asks_by_whom, asks_who, covering, is_told, parts_asked
from assistant.answering.extractive.units import (
    ALL_UNITS,
    acting_units,
    has_verb_asked,
    of_reach_asked,
    say_doer,
    say_units,
    tells_who,
    units_for,
)
from assistant.model import Evidence
from assistant.question.asks import asked_parts
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked, Scored
from assistant.retrieval.sentences import sentences_of
from assistant.retrieval.thresholds import amounts_given, for_case
from ingestion.model import Clause, Document, Span

_NEAR_DUTY = 6
_NEAR_SHARE = 0.9
_NEAR_WITH_ABOVE = 0.85
_NEAR_SCORE, _NEAR_NAMELESS = 2.0, 3.0  # further off where the best clause names no units
_HEADING_MIN = 2
_CLEARLY = 0.1  # of the question's words in the best sentence
_TOLD, _TITLE_FIT = 0.8, 0.5  # of the question's words: in the sentence, in the title of its document
_DUTY = re.compile(
    r"牵头|负责|责任|配合|参与|主管|承担|归|谁管|在管|管的|找谁|(?:哪|什么|几)[^,。?]{0,3}(?:部门|单位|局|委)|该谁|谁[来去]|谁抓|(?:报告?|告诉|通知|反映|投诉|申请)给?(?:谁|哪)|[向跟](?:谁|哪)|谁[^,。?]{0,2}(?:罚|查处|没收)"
    r"|谁(?:来|去|给|再|最后)*(?:说了算|把关|[审批]|(?:打|划|拨|发)(?:[款钱放]|[的呢啊]|过来|[,，。?？]|$))"
)
# Units are asked for as such, so that the document's naming none is an answer
_BY_UNIT = re.compile(
    r"牵头|(?:责任|配合|主管|负责|承办|协办|参与|落实)(?:单位|部门|机构)|(?:哪|什么|几)[^,。?]{0,4}(?:部门|单位|局|委)|"
    r"谁(?:来)?(?:具体)?(?:负责|牵头|管|主管|落实|配合|协助|承办)"
)
_WHETHER = re.compile(r"[吗么吧]|是不是|是否|对不对|没错|不是")
_ROLE = re.compile(r"牵头|责任|配合|主管")
_ACTOR_WORTH = 0.2
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十\d]+[是，,、.．]|[（(][一二三四五六七八九十\d]+[)）])?[^，,。；;：:]{2,16}[。：:]"
)
_GOES_ON = re.compile(r"\s*(?:具体|主要|并)?(?:负责|承担)")
_COSTS = re.compile("罚款|没收|吊销|处罚")
# 市财政局、各县（区）政府配合: who helps, in what is said before it
_HELP_ALONE = re.compile(
    r"(?:由|请)?[^，,。；;：:\n]{2,120}?(?:[要应]当?|予以|给予|积极|密切|共同|做好)*(?:按[^，,。；;]{0,8})?(?:积极|密切|共同|做好)*"
    r"(?:配合|协助|参[与加]|协办|支持)(?:做好|开展|落实|实施|完成)?(?:有关|相关|此项|该项|上述|各项|具体)*(?:工作|任务)?[。；;]?"
)
_BODY = re.compile(
    r"(?:什么|哪些|哪个|哪家|哪几家?)(?:机构|企业|平台|组织|高校|院校|公司)"
)  # what is set up, not who answers


def says_units(desk: Desk, ranked: Ranked) -> bool:
    """Whether the answer is the units, or that none are named; else the passage says who does it."""
    if units_for(desk, ranked.evidence.clause)[1]:
        return True
    parts = asked_parts(desk.asked.text)
    if len(parts) > 1 and not (all(map(asks_who, parts)) and sum(map(asks_by_whom, parts)) < 2):
        return False  # several matters: 由谁牵头、谁参加 asks of one
    return bool(_BY_UNIT.search(desk.asked.text)) or names_units(desk, ranked)


def wants_units(desk: Desk) -> bool:
    """Whether only the units are asked for, also as 是由X牵头的吗."""
    asked = desk.asked
    speaks_of_duty = bool(_DUTY.search(asked.text))
    if asked.kind == "units":
        return speaks_of_duty and not (_BODY.search(asked.text) and not _ROLE.search(asked.text))
    asserts = asked.kind in ("measure", "value") and bool(asked.units) and bool(_WHETHER.search(asked.text))
    return asserts and speaks_of_duty and not (asked.asks_units or asked.numbers)  # what is said of a figure as well


def asks_charge(desk: Desk) -> bool:
    """Whether what sounds like the issuer of a document is who answers for something that a sentence says."""
    asked = desk.asked
    if asked.document_facts != ("issuer",) or asked.named_document or not desk.terms:
        return False
    top = next(iter(desk.search()), None)
    if top is None or top.best is None or top.features["best"] < _TOLD:
        return False
    title = coverage(desk.terms, [Layer(normalized(top.evidence.document.title))])
    return title < _TITLE_FIT and names_units(desk, top)


def say_who(draft: Draft, desk: Desk, clause: Clause, document: Document) -> bool:
    """Say who does what is asked about a clause that is named: by its sentence that tells it, else its units.

    False where more than that is asked, or no units are asked for as such and it names none.
    """
    if desk.asked.kind != "units" or len(asked_parts(desk.asked.text)) > 1:
        return False
    (ranked,) = desk.rank([Evidence(clause, document, 0.0)])
    if told := said_by_whom(desk, ranked):
        say_doer(draft, desk, clause, document, told.sentence.span)
        return True
    if not says_units(desk, ranked):
        return False
    say_units(draft, desk, clause, document, focus=duty_of(desk, ranked))
    return True


def duty_of(desk: Desk, ranked: Ranked) -> Span | None:
    """The sentence whose units are asked for."""
    if units_for(desk, ranked.evidence.clause)[1]:
        return ranked.best.sentence.span if ranked.best else None
    return duty_sentence(desk, ranked)


def duty_sentence(desk: Desk, ranked: Ranked) -> Span | None:
    """The sentence that says who does what is asked about: of those that fit nearly as well, one that names units."""
    clause = ranked.evidence.clause
    spoken_of = [s for s in ranked.sentences if not s.sentence.lists_units]
    of_case = for_case(amounts_given(desk.asked.text), [s.sentence.text for s in spoken_of])
    spoken_of = [spoken_of[i] for i in of_case] or spoken_of
    if not spoken_of:
        return None

    def fit(s: Scored) -> float:
        words = s.sentence.text
        tells = tells_who(desk, clause, s.sentence.span) + has_verb_asked(desk, words) + of_reach_asked(desk, words)
        return s.cover + _ACTOR_WORTH * (tells + is_of_subject(words, desk.asked.text))

    best = _below_heading(desk, clause, max(spoken_of, key=fit).sentence.span)
    return _with_helpers(desk, clause, _with_who(desk, clause, best))


def _below_heading(desk: Desk, clause: Clause, sentence: Span) -> Span:
    """For a sentence that is but a heading (第五，古树保护。) the next of its line that says who acts, if any does."""
    text = desk.text(clause.doc_id)
    if not _HEADING.fullmatch(sentence.of(text).strip()) or tells_who(desk, clause, sentence):
        return sentence
    after = (s.span for s in sentences_of(clause, text) if s.span.start >= sentence.end)
    line = (s for s in after if "\n" not in text[sentence.end : s.start])
    return next((s for s in line if tells_who(desk, clause, s)), sentence)


def _with_who(desk: Desk, clause: Clause, sentence: Span) -> Span:
    """A sentence that names nobody (逾期不改正的，处…罚款), from the one on that says before it in its line who acts.

    The one before a semicolon is gone on with, as is that before a duty of nobody (负责居民安置); who sees to one
    breach sees to those told behind it by what they cost.
    Where it is asked who sees to a breach, with what else it costs (拒不改正的，处…罚款).
    """
    text = desk.text(clause.doc_id)
    costs = bool(_COSTS.search(sentence.of(text)))
    spans = [s.span for s in sentences_of(clause, text)]
    if asks_breach(desk.asked.text):
        for after in (s for s in spans if s.start >= sentence.end):
            if (
                text[sentence.end - 1] not in "；;"
                or not _COSTS.search(after.of(text))
                or tells_who(desk, clause, after)
            ):
                break
            sentence = Span(sentence.start, after.end)
    of_nobody = costs or bool(_GOES_ON.match(sentence.of(text)))
    before = [s for s in spans if s.end <= sentence.start]
    for one in () if tells_who(desk, clause, sentence) else reversed(before):
        if "\n" in text[one.end : sentence.start] or not (of_nobody or text[one.end - 1] in "；;"):
            break
        if tells_who(desk, clause, one):
            return Span(one.start, sentence.end)
    return sentence


def _with_helpers(desk: Desk, clause: Clause, sentence: Span) -> Span:
    """With the sentence of its line that says no more than who helps (B、C配合。), where helpers or all are asked for.

    If it is that sentence itself, with what they help in.
    """
    text = desk.text(clause.doc_id)
    around = [s.span for s in sentences_of(clause, text)]
    if _HELP_ALONE.fullmatch(sentence.of(text).strip()):
        for one in (s for s in reversed(around) if s.end <= sentence.start):
            if "\n" in text[one.end : sentence.start]:
                break
            if tells_who(desk, clause, one):
                return Span(one.start, sentence.end)
    if "support" not in desk.asked.unit_roles and not ALL_UNITS.search(desk.asked.text):
        return sentence
    for after in (s for s in around if s.start >= sentence.end):
        if "\n" in text[sentence.end : after.start]:
            break
        if _HELP_ALONE.fullmatch(after.of(text).strip()):
            return Span(sentence.start, after.end)
        if tells_who(desk, clause, after):
            break
    return sentence


def duties_of(desk: Desk, ranked: Ranked) -> list[Span]:
    """The sentences that say who does what each part of the question asks; empty where one sentence tells it all."""
    parts = parts_asked(desk.asked)
    if not all_ask_by_whom(parts) or units_for(desk, ranked.evidence.clause)[1]:
        return []
    acting = [s for s in ranked.sentences if tells_who(desk, ranked.evidence.clause, s.sentence.span)]
    first = next((s for s in ranked.sentences if s.sentence.span == duty_sentence(desk, ranked)), None)
    rest = [part for part in parts if first and not is_told(part, first)]
    told = covering(rest, acting) if rest and len(acting) > 1 else []
    spans = [s.sentence.span for s in (*([first] if first else []), *told)]
    return sorted(spans, key=lambda span: span.start) if told else []


def duty_among(desk: Desk, bearing: Sequence[Ranked]) -> Ranked:
    """The best clause of those of its document that name units and are as good: units are of one sentence.

    One whose sentence fits clearly better comes first, and of equals one that has the verb asked for; where
    helpers are asked for, one that names some. The best clause itself where it tells who punishes a breach, or is what
    the last answer cited; where it only leads in what stands below it, that of its parts that the question names.
    """
    top = bearing[0]
    settled = asks_breach(desk.asked.text) or top.evidence.clause.id in desk.asked.context_clause_ids
    if settled and names_units(desk, top):
        return top
    if not units_for(desk, top.evidence.clause)[1] and (part := _part_named(desk, top)):
        return part
    least = top.score - (_NEAR_SCORE if names_units(desk, top) else _NEAR_NAMELESS)
    near = [r for r in bearing[:_NEAR_DUTY] if _is_near(r, top) and r.score >= least]
    if not any(names_units(desk, r) for r in near):  # what is told above the items of a clause counts as well
        near += [r for r in bearing[:_NEAR_DUTY] if _is_near(r, top, with_above=True) and r.score >= least]
    near = [r for r in near if any(of_reach_asked(desk, s.sentence.text) for s in r.sentences)] or near
    named = [r for r in near if names_units(desk, r)]
    if not named:
        return near[0]
    if "support" in desk.asked.unit_roles:
        named = [r for r in named if _names_helpers(desk, r)] or named
    best = named[0].features["best"]
    as_asked = (
        r for r in named if r.best and r.features["best"] >= best and has_verb_asked(desk, r.best.sentence.text)
    )
    return next((r for r in named if r.features["best"] >= best + _CLEARLY), next(as_asked, named[0]))


def _is_near(ranked: Ranked, top: Ranked, *, with_above: bool = False) -> bool:
    """Whether its sentence fits nearly as well as that of the best, which is of the same document."""
    covered, share = ("cover", _NEAR_WITH_ABOVE) if with_above else ("best", _NEAR_SHARE)
    fits = ranked.features[covered] >= share * top.features[covered]
    return ranked.evidence.document.id == top.evidence.document.id and fits


def _part_named(desk: Desk, top: Ranked) -> Ranked | None:
    """The part of what stands below a clause that has units of its own and whose heading the question names."""
    clause, question = top.evidence.clause, normalized(desk.asked.text)
    below = {c.id: c for c in desk.clauses(clause.doc_id) if c.id != clause.id and clause.span.contains(c.span)}
    parts = [r for r in desk.search() if r.evidence.clause.id in below and names_units(desk, r)]
    named = [(len(words), r) for r in parts if (words := _heading_of(r)) and words in question]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _heading_of(ranked: Ranked) -> str:
    heading = normalized(ranked.evidence.clause.heading or "").strip("。.:")
    return heading if len(heading) >= _HEADING_MIN else ""


def _names_helpers(desk: Desk, ranked: Ranked) -> bool:
    clause = ranked.evidence.clause
    said = duty_sentence(desk, ranked)
    units = units_for(desk, clause)[1] or (acting_units(desk, clause, said) if said else [])
    return any(unit.role == "support" for unit in units)


def names_units(desk: Desk, ranked: Ranked) -> bool:
    """Whether the clause has units, or a sentence that says by name who does what is asked about."""
    clause = ranked.evidence.clause
    if units_for(desk, clause)[1]:
        return True
    said = duty_sentence(desk, ranked)
    return said is not None and tells_who(desk, clause, said)
