"""Several places or documents side by side, a cell and a citation each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.bearing import bears, from_first_figure
from assistant.answering.extractive.cells import is_beside_the_matter, say_cells
from assistant.answering.extractive.counterparts import Counterpart, counterparts
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft, without_said
from assistant.answering.extractive.duty import duty_sentence
from assistant.answering.extractive.parts import all_ask_by_whom
from assistant.answering.extractive.passage import choose_sentences
from assistant.answering.extractive.trimming import asks_how_much, states_number, trim_value
from assistant.answering.extractive.units import UNNAMED, acting_units, name_units, units_for
from assistant.answering.extractive.verdict import Told, verdict
from assistant.answering.extractive.wording import spoken
from assistant.question.asks import asked_parts
from assistant.question.regions import spoken_names
from assistant.retrieval.matching import Layer, coverage, normalized, pairs_of
from assistant.retrieval.measures import measures_asked
from assistant.retrieval.ranking import Ranked, Scored
from assistant.retrieval.scope import of_place
from ingestion.model import Document, Span

_HEADER = ("对象", "文件中的表述")
_DOCUMENTS_MAX = 6
_NEAR = 8  # clauses among which one with a figure of the kind asked for is looked for
_ALIKE = 0.4  # of the pairs of characters of one alternative, in the next
_FIGURES = re.compile(r"[\d.:%]+")
_OF_ASK = 0.5  # of the words that an ask has of its own
# A cell is one claim: a sentence that goes on to another clause or date is none of it
_ELSEWHERE = re.compile(r"第[一二三四五六七八九十百零\d]+条|\d{4}年\d{1,2}月\d{1,2}日")
_NONE = "现有文件中没有找到依据"


@dataclass(frozen=True, slots=True)
class Side:
    """A place or document that is compared, with the documents that answer for it.

    Where those are not of the place itself, only clauses with one of the names in `must_name` do.
    """

    name: str
    documents: Sequence[Document]
    must_name: tuple[str, ...] = ()


def sides_of(desk: Desk) -> list[Side]:
    """What is compared: the places of the question, or else its documents."""
    scope = desk.scope
    places = [r for r in desk.asked.regions if r.subject]
    if len(places) < 2:
        return [Side(_name_of(d), [d]) for d in scope.documents[:_DOCUMENTS_MAX]]
    if scope.must_name:  # no document is of any of them
        return [Side(p.name, scope.documents, spoken_names(p)) for p in places]
    return [Side(p.name, of_place(scope.documents, p)) for p in places]


def told_at_once(desk: Desk, sides: Sequence[Side]) -> bool:
    """Whether the best clause that speaks of one of the places speaks of all, so that it is quoted instead."""
    best = desk.search()[:1] if desk.scope.must_name else []
    return bool(best) and all(desk.has_name(best[0].evidence, side.must_name) for side in sides)


def _name_of(document: Document) -> str:
    return (document.region.name if document.region else None) or f"《{document.title}》"


def say_comparison(draft: Draft, desk: Desk, judgement: Judgement, sides: Sequence[Side]) -> bool:
    """A table with a row for each side; False where none has an answer."""
    rows, told_of = [], []
    for side, counterpart in zip(sides, _counterparts(desk, judgement, sides), strict=True):
        told = _told(draft, desk, judgement, side, counterpart)
        for ask in desk.asked.asks if told else ():
            told += _left_out(draft, replace(desk, asked=ask), judgement, side, told)
        rows.append(f"| {side.name} | {told or _NONE} |")
        told_of.append(Told(side.name, desk.asked.text, told))
    if not draft.citations:
        return False
    draft.facts += [*_HEADER, _NONE, *(side.name for side in sides)]
    if said := verdict(desk.asked.text, told_of):
        draft.facts.append(said)
        draft.say(said)
    draft.say("\n".join([f"| {' | '.join(_HEADER)} |", "| --- | --- |", *rows]))
    return True


def _counterparts(desk: Desk, judgement: Judgement, sides: Sequence[Side]) -> list[Counterpart | None]:
    bearing = [_bearing(desk, judgement, _search(desk, side)) for side in sides]
    return counterparts(bearing, lambda ranked: choose_sentences(desk, ranked)[:2])


def _search(desk: Desk, side: Side) -> list[Ranked]:
    return desk.search(side.documents, must_name=side.must_name) if side.documents else []


def _bearing(desk: Desk, judgement: Judgement, ranked: Sequence[Ranked]) -> list[Ranked]:
    given = judgement.of_given_documents()  # each side is named, and expected to have something
    return [r for r in ranked[:_NEAR] if not is_beside_the_matter(desk, r) and bears(desk, given, r)]


def _fits_best(desk: Desk, judgement: Judgement, told: Ranked, ranked: Sequence[Ranked]) -> bool:
    """Whether none is ranked before it, but for what speaks of the matter and is no answer (how long a paper holds)."""
    given = judgement.of_given_documents()
    return told is next(r for r in ranked if r is told or not (is_beside_the_matter(desk, r) or given.bears(r)))


def _told(draft: Draft, desk: Desk, judgement: Judgement, side: Side, counterpart: Counterpart | None = None) -> str:
    """What a side has, with its citation; empty where nothing bears the question."""
    if (alone := _asked_alone(desk, side)) and (told := _told(draft, alone, judgement, side)):
        return told
    ranked = _search(desk, side)
    cells = Draft(kind=draft.kind)
    if ranked and not side.must_name and say_cells(cells, desk, ranked, lambda r: bears(desk, judgement, r)):
        return "；".join(draft.take_over(cells)).replace("|", "/").replace("\n", "")
    bearing = _bearing(desk, judgement, ranked)
    fits_best = bool(bearing) and _fits_best(desk, judgement, bearing[0], ranked)
    if counterpart and counterpart.said and (fits_best or counterpart.is_sure):
        return _cell(draft, desk, counterpart.ranked, counterpart)
    if not fits_best:
        return ""
    one_figure = asks_how_much(desk.asked.text) and not desk.asked.asks  # each of several asks is looked for itself
    figured = from_first_figure(desk, bearing) if one_figure else []
    return _cell(draft, desk, next(iter(figured), bearing[0]))


def _asked_alone(desk: Desk, side: Side) -> Desk | None:
    """The side as a question of its own where that has other years, or it alone tells the kind of figure.

    甲市2024年和乙市2026年的目标; 哪个领得更久, 领多久.
    """
    own = [one for one in desk.asked.sides if any(r.name == side.name for r in one.regions)]
    if len(own) != 1 or desk.asked.asks:
        return None
    of_other_years = own[0].years and own[0].years != desk.asked.years
    if not of_other_years and (measures_asked(desk.asked.text) or not measures_asked(own[0].text)):
        return None
    return replace(desk, asked=replace(own[0], sides=()))


def _left_out(draft: Draft, desk: Desk, judgement: Judgement, side: Side, told: str) -> str:
    """What a side has on one of several asks whose own words stand nowhere in what was told."""
    own = [term for term in desk.terms if term.text in normalized(desk.asked.focus)]
    if not own or coverage(own, [Layer(normalized(told))]) >= _OF_ASK:
        return ""
    more = _told(draft, desk, judgement, side)
    return without_said(more, told) if coverage(own, [Layer(normalized(more))]) >= _OF_ASK else ""


def _cell(draft: Draft, desk: Desk, ranked: Ranked, counterpart: Counterpart | None = None) -> str:
    clause, document = ranked.evidence.clause, ranked.evidence.document
    chosen = choose_sentences(desk, ranked)[:2]
    if alike := counterpart and counterpart.sentence(chosen):
        chosen = [alike]
    found = _with_alternatives(chosen, ranked)
    chosen = [s for s in found if s is found[0] or not _ELSEWHERE.search(s.sentence.text)]
    quote = chosen[0].sentence.span if chosen else None
    number = draft.cite(clause, document, desk.text(document.id), quote)
    if desk.asked.asks_units or desk.asked.unit_roles:
        words = _units_said(draft, desk, ranked, number, quote)
    else:
        words = spoken("".join(trim_value(s.sentence.text, desk) for s in chosen), clause)
        name_units(draft, desk, clause, number, quote)
    return f"{words.replace('|', '/')}[{number}]"


def _with_alternatives(chosen: Sequence[Scored], ranked: Ranked) -> list[Scored]:
    """With the parts behind the last that say the same of others (甲区按1:1;乙县按3:1), up to the full stop."""
    sentences = list(ranked.sentences)
    out = list(chosen)
    for following in sentences[sentences.index(out[-1]) + 1 :] if out else ():
        said = out[-1].sentence.text.rstrip()
        pairs = pairs_of(_FIGURES.sub("", normalized(said)))
        alike = sum(pair in normalized(following.sentence.text) for pair in pairs) >= _ALIKE * len(pairs)
        if not said.endswith(("；", ";")) or not states_number(said) or not alike:
            break
        out.append(following)
    return out


def _units_said(draft: Draft, desk: Desk, ranked: Ranked, number: int, quote: Span | None) -> str:
    """The units assigned, else the sentence that says who acts, else that none are named."""
    clause = ranked.evidence.clause
    parts = asked_parts(desk.asked.text)
    more = len(parts) > 1 and not all_ask_by_whom(parts)  # 奖励多少,由谁牵头: more than the units is asked for
    told = spoken("".join(s.sentence.text for s in choose_sentences(desk, ranked)), clause) if more else ""
    if units := units_for(desk, clause, quote)[1]:
        draft.name_units(units, number)
        wanted = [u for u in units if u.role in desk.asked.unit_roles] or units
        return told + "、".join(u.name for u in wanted)
    said = duty_sentence(desk, ranked)
    if more:
        name_units(draft, desk, clause, number, said)
        return told
    if said and (acting := acting_units(desk, clause, said)):
        draft.name_units(acting, number)
        return spoken(said.of(desk.text(clause.doc_id)), clause)
    draft.facts.append(UNNAMED.rstrip("。"))
    return UNNAMED.rstrip("。")
