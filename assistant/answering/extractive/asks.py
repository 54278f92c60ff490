"""Several things asked of one document: what the answer to the whole leaves out is answered by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.bearing import bears
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.facts import asks_which
from assistant.answering.extractive.offices import asks_seat, states_seat
from assistant.answering.extractive.passage import names_things, say_passage
from assistant.answering.extractive.subjects import each_claim, each_subject
from assistant.answering.extractive.units import UNNAMED
from assistant.model import Citation, Understanding
from assistant.question.bodies import POST
from assistant.question.lists import kinds_of_list
from assistant.question.wording import load_wordings
from assistant.retrieval.matching import Layer, coverage, normalized, pairs_of
from assistant.retrieval.measures import measure_asked
from assistant.retrieval.ranking import cover_of
from assistant.retrieval.sanctions import asks_sanction, states_sanction

_MARK = re.compile(r"\[(\d+)\]")
_SENTENCE = re.compile(r"[^。\n]+")
_NAMED = re.compile(r"《[^》]*》")
_NAMES_WHO = re.compile(r"(?:[局委部厅署院]|政府|单位|部门|机构|公司|中心|集团|平台)|^[\u4e00-\u9fff]{2,6}：")
_ROSTER = re.compile(r"^[\u4e00-\u9fff]{2,6}：")
_POST = re.compile(r"职[务位称]|身份")
_OF_CLAUSE = "单位："  # the units of the whole clause
_CELL = " | "
_NEAREST = "关于{}，文件中最接近的内容："
_NOT_FOUND = "没有在该文件中找到关于{}的内容。"
_REPEATED_MAX = 20  # characters of a question
# What a word counts above a sentence, in the title and beside it in its clause
_HEADING, _TITLE, _CLAUSE = 0.75, 0.7, 0.4
_WHOLLY = 0.8  # told so well that nothing else is looked for
_AHEAD = 0.15  # by which an answer of its own must fit better for the ask that the whole likeliest tells
_FAR_AHEAD = 0.3  # and for what another document says of it
_A_LITTLE = 0.05  # and for the others
_TOLD = 0.3  # told well enough where no answer of its own is found
_ITEM = "\n- "
_NEAR = 0.02  # likely enough to be told as the nearest


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the asks: how well the answer to the whole fits it, and how well an answer of its own does."""

    desk: Desk
    told: float
    own: Draft | None = None
    fit: float = 0.0

    @property
    def ahead(self) -> float:
        return self.fit - self.told if self.own else -1.0


def compose(asked: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft:
    """The answer to the question as a whole and, in its order, to what of it that does not tell."""
    desk = desk_of(asked)
    whole = Composer(desk, judgement).compose()
    documents = {c.doc_id: c.title for c in whole.citations}
    claims = each_claim(asked)
    several = claims or asked.asks or each_subject(asked)
    on_their_own = [] if asked.doc_ids or asked.follow_up else [_alone(asked, ask) for ask in asked.asks]
    if whole.status == "refused":
        drafts = [Composer(desk_of(one), judgement).compose() for one in (on_their_own if asked.asks else several)]
        return (_apart(drafts) if asked.asks else _of_one_document(whole, drafts)) or whole
    if len(several) < 2 or whole.status != "answered" or len(documents) != 1 or not _is_of(desk, *documents.values()):
        return whole
    told = tuple(c.clause_id for c in whole.citations)
    asks = [
        replace(
            ask,
            doc_ids=tuple(documents),
            regions=(),
            named_document=None,
            context_clause_ids=told if asked.asks and asks_sanction(ask.text) and ask.focus else (),
        )
        for ask in several
    ]
    given = judgement.of_given_documents()
    if several is claims:
        drafts = [Composer(desk_of(ask), given).compose() for ask in asks]
        return _one_after_another(whole, drafts) if all(d.status == "answered" for d in drafts) else whole
    parts = [_part(whole, desk_of(ask), given) for ask in asks]
    if on_their_own:
        desks = map(desk_of, on_their_own)
        parts = [_elsewhere(part, documents, desk, judgement) for part, desk in zip(parts, desks, strict=True)]
    return _joined(whole, parts, given)


def _apart(drafts: Sequence[Draft]) -> Draft | None:
    """All of `drafts`, each with its document, where each has one of its own; None where one does not answer."""
    first = [next((c for c in draft.citations if draft.status == "answered"), None) for draft in drafts]
    if len(drafts) < 2 or None in first or len({c.doc_id for c in first if c}) < len(drafts):
        return None
    joined = Draft(kind=drafts[0].kind)
    for draft in drafts:
        joined.add(draft, lead=f"《{draft.citations[0].title}》：")
    return joined


def _alone(asked: Understanding, ask: Understanding) -> Understanding:
    """One of the asks by its own words, in the places of the question."""
    text = normalized(ask.text)
    return replace(ask, terms=tuple(t for t in ask.terms if t in text), regions=asked.regions, focus="")


def _elsewhere(part: _Part, told: Collection[str], desk: Desk, judgement: Judgement) -> _Part:
    """`part`, or what another document says of it, where that fits by far better than what was told."""
    if max(part.told, part.fit) > 1 - _FAR_AHEAD or not desk.terms:  # nothing can fit so much better
        return part
    own = Composer(desk, judgement).compose()
    documents = {c.doc_id for c in own.citations}
    if own.status != "answered" or len(documents) != 1 or documents <= set(told):
        return part
    fit = _fit(own, desk)
    return _Part(part.desk, part.told, own, fit) if fit >= max(part.told, part.fit) + _FAR_AHEAD else part


def _of_one_document(whole: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """All of `drafts`, where one document tells them; None where it does not tell each."""
    documents = {c.doc_id for draft in drafts for c in draft.citations}
    told = len(documents) == 1 and all(draft.status == "answered" for draft in drafts)
    return _one_after_another(replace(whole, status="answered"), drafts) if told else None


def _one_after_another(whole: Draft, drafts: Sequence[Draft]) -> Draft:
    joined = Draft(kind=whole.kind, suggestions=whole.suggestions, material=whole.material)
    for draft in drafts:
        joined.add(draft)
    return joined


def _is_of(desk: Desk, title: str) -> bool:
    """Whether all of a document is of the place that is asked about, and not only clauses that name it."""
    names = desk.scope.must_name
    return not names or any(name in normalized(title) for name in names)


def _part(whole: Draft, desk: Desk, judgement: Judgement) -> _Part:
    told = _fit(whole, desk)
    left = told < _WHOLLY and not _is_listed(whole, desk.asked)
    own = Composer(desk, judgement).compose() if left else None
    if own is None or own.status != "answered" or own.facts == [UNNAMED]:
        return _Part(desk, told)
    return _Part(desk, told, own, _fit(own, desk))


def _is_listed(whole: Draft, ask: Understanding) -> bool:
    """Whether a list of what the ask asks for was told (哪些时段: 下列时段为…)."""
    leads = [paragraph.split(_ITEM, 1)[0] for paragraph in whole.paragraphs if _ITEM in paragraph]
    return any(kind.nouns.search(lead) for kind in kinds_of_list(ask.text) for lead in leads)


def _joined(whole: Draft, parts: Sequence[_Part], judgement: Judgement) -> Draft:
    """In the order of the asks; the answer to the whole stands for the first of those that it tells."""
    joined = Draft(kind=whole.kind, suggestions=whole.suggestions, material=whole.material)
    least = min(part.ahead for part in parts)
    for part in parts:
        ask = part.desk.asked
        if part.own and part.ahead > (_AHEAD if part.ahead == least else _A_LITTLE):
            joined.add(part.own)
        elif part.own or part.told >= _TOLD or not _is_open(whole, ask):
            joined.add(whole)
            if not part.own and part.told < _TOLD and (near := _nearest(whole, part.desk, judgement)):
                joined.add(near, lead=_NEAREST.format(_repeated(ask.text)))
        elif near := _nearest(whole, part.desk, judgement):
            joined.add(near, lead=_NEAREST.format(_repeated(ask.text)))
        else:
            line = not_found(ask.focus or ask.text)
            joined.facts.append(line)
            joined.say(line)
    joined.needs_model = whole.needs_model or any(part.own.needs_model for part in parts if part.own)
    return joined if joined.citations else whole


def not_found(words: str) -> str:
    """Says of one of the asks that nothing tells it."""
    return _NOT_FOUND.format(_repeated(words))


def _repeated(words: str) -> str:
    """What an answer calls one of the asks; a long story, or figures that no clause bears, are not repeated."""
    brief = len(words) <= _REPEATED_MAX and not any(map(str.isdigit, words))
    return f"“{words}”" if brief else "您问的另一点"


def _is_open(whole: Draft, ask: Understanding) -> bool:
    """Whether a figure or someone is asked for and the answer to the whole has no such thing at all.

    How many there are of what can be listed (几个组) is told by a list.
    """
    closed = ask.kind in ("value", "units") and not names_things(ask.text) and not kinds_of_list(ask.text)
    return closed and not any(_is_asked_for(sentence, ask, cited) for sentence, cited in _sentences(whole))


def _nearest(whole: Draft, desk: Desk, judgement: Judgement) -> Draft | None:
    """What comes nearest to an ask that nothing bears for sure: a figure, or more of a clause that was cited."""
    top = next(iter(desk.search()), None)
    if top is None or not bears(desk, replace(judgement, threshold=_NEAR), top):
        return None
    if desk.asked.kind != "value" and top.evidence.clause.id not in {c.clause_id for c in whole.citations}:
        return None
    draft = Draft(kind=desk.asked.kind)
    say_passage(draft, desk, top, with_units=False)
    return draft


def _fit(draft: Draft, desk: Desk) -> float:
    """How well the sentence of an answer that fits one ask best covers its words; 0 where none is what it asks for."""
    ask = desk.asked
    if ask.kind == "document" or (draft.kind == "document" and asks_which(ask.text)):
        return float(draft.kind == "document")
    focus = normalized(ask.focus or ask.text)
    has_words = any(term.text in focus for term in desk.terms)
    pairs = pairs_of(focus)
    fits = [0.0]
    for sentence, cited in _sentences(draft):
        if not _is_asked_for(sentence, ask, cited):
            continue
        if not has_words or (_ROSTER.search(sentence) and _POST.search(ask.text)):
            return 1.0  # nothing tells one such sentence from another
        clause = normalized(" ".join(c.text for c in cited))
        words = normalized(sentence) + (clause if _OF_CLAUSE in sentence else "")
        path, title = normalized(" ".join(p for c in cited for p in c.path)), normalized(cited[0].title)
        layers = [Layer(words), Layer(path, _HEADING), Layer(title, _TITLE), Layer(clause, _CLAUSE)]
        share = sum(pair in words + path + title for pair in pairs) / max(len(pairs), 1)
        fits.append(cover_of(coverage(desk.terms, layers), share))
    return max(fits)


def _sentences(draft: Draft) -> Iterator[tuple[str, Sequence[Citation]]]:
    for paragraph in draft.paragraphs:
        numbers = set(map(int, _MARK.findall(paragraph)))
        cited = [c for c in draft.citations if c.index in numbers] or draft.citations
        for sentence in _SENTENCE.findall(_MARK.sub("", _NAMED.sub("", paragraph))):
            yield sentence, cited


def _is_asked_for(sentence: str, ask: Understanding, cited: Sequence[Citation]) -> bool:
    """Whether it has a figure of the kind that is asked for, or names someone where it is asked who."""
    if asks_seat(ask.text):
        return states_seat(sentence)
    if load_wordings().has("persons", ask.text):
        return bool(_ROSTER.search(sentence) or re.search(POST, sentence))
    if ask.kind == "units":
        return bool(_NAMES_WHO.search(sentence))
    if asks_sanction(ask.text):
        return states_sanction(sentence) and ("罚" not in ask.text or "罚" in sentence)
    measure = measure_asked(ask.text) if ask.kind == "value" and not names_things(ask.text) else None
    in_row = any(_CELL in c.quote for c in cited)  # its column has the unit of measure
    return measure is None or measure.is_in(sentence) or (in_row and any(map(str.isdigit, sentence)))
