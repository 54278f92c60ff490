"""Lists of the kind that a question asks for (哪些条件, 要交什么材料, 分几步): which list of a document is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.document_lists import Listing, listings_of
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.levels import is_headed_by_rank
from assistant.answering.extractive.listing import (
    asks_outline,
    denies,
    holds_articles,
    named_heading,
    say_children,
    say_sentences,
)
from assistant.answering.extractive.units import name_units
from assistant.answering.extractive.wording import spoken
from assistant.question.asks import asked_parts
from assistant.question.lists import ListKind, kinds_of_list
from assistant.retrieval.givens import givens_of
from assistant.retrieval.matching import Layer, Term, coverage, normalized, shared_run, without_runs
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Document

_DOCUMENTS_MAX = 3
_LOOKED_AT = 8
_ABOVE, _TITLE, _ITEMS = 0.8, 0.7, 0.5  # what a word counts that does not stand in what introduces the list
_KIND, _CALLED, _RUNNING = 0.4, 0.15, -0.3
_SHARE, _SHARE_TOLD, _SHARE_SURE = 0.5, 0.75, 0.3  # of what the best clause covers
_SHARE_ELSEWHERE = 0.9  # where the list stands in another document than the best clause
_CALLED_SHARE = 0.2
_LEAST = 0.15
_OWN_MIN, _OWN_NONE = 0.5, 0.1  # of the question's words beside the title
_NEAR, _SEVERAL = 4, 2  # of the best clauses so many are things of the list
_MORE = 8  # characters that a clause has beside its number and heading
_RUN_MIN = 6  # characters of the question that stand word for word in a sentence that says it
_KINDS_ASKED = ("measure", "list", "value")
_BY_NAME = re.compile(r"哪|分别|什么|啥|(?:分|经过?|走)(?:成|为)?几|有几(?:个|种|大)?(?:档|等级|级别|类别)")
_HOW_TOLD = re.compile(r"(?:怎么|咋)(?:说|规定|写|讲)|^(?:都|各|分别|又)*(?:叫|是)(?:什么|啥|哪些)")
_FORBIDDEN = re.compile(r"(?:不[得能准许]|禁止|严禁)(?![哪什啥])([\u4e00-\u9fff]{2})")
_ARRANGED = re.compile(
    r"部署|提出|明确|规定|制定|安排|建立|采取|设置|设立|包括|包含|具备|符合|满足|达到|要求|坚持|遵循|实施|开展|推进|分成?|分为|规矩|发生|遵守|进行"
    r"|指出|存在|面临|反映|列举|列明|查摆|总结|归纳|[\u4e00-\u9fff]不[了上成]"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a list answers: of how many `kinds` that are asked for it is, and what of the question it covers."""

    listing: Listing
    kinds: int
    called: float  # how much of what introduces it is the very word of the question
    named: bool  # each of its things is named as what is asked for
    cover: float
    likeness: float = 0.0

    @property
    def sure(self) -> bool:
        """Whether it is plainly such a list, whatever else the question says."""
        return self.kinds > 1 or self.named

    @property
    def score(self) -> float:
        told = bool(self.listing.children) or (self.listing.plain and self.listing.quote is not None)
        own = self.cover + _KIND * (self.kinds + self.named) + _CALLED * (bool(self.called) + self.called)
        return own + self.likeness + (0.0 if told else _RUNNING)


def say_enumerated(draft: Draft, desk: Desk, ranked: Sequence[Ranked], bearing: Sequence[Ranked]) -> bool:
    """Say the list of the kind that is asked for; False where the documents that fit have none that fits."""
    best = next(iter(fits_of(desk, ranked)), None)
    if best is None or asks_outline(desk):
        return False
    told_in_passing = best.named and best.listing.quote is not None
    if (holder := named_heading(desk, ranked)) and not told_in_passing and _is_named(desk, holder[0], best.listing):
        return False
    if not _answers(desk, best, ranked[0], bearing) or _says_it_better(desk, ranked[0], best.listing):
        return False
    listing = best.listing
    if bearing and _is_one_of_them(desk, bearing[0], listing):
        return False
    clause, document = listing.clause, listing.document
    if listing.quote:
        number = draft.cite(clause, document, desk.text(document.id), listing.quote)
        draft.say(spoken(listing.quote.of(desk.text(document.id)), clause), number)
        name_units(draft, desk, clause, number, listing.quote)
        return True
    if not listing.children:
        return say_sentences(draft, desk, clause, document)
    say_children(draft, desk, document, listing.children, lead=clause)
    if bearing and bearing[0] is ranked[0]:
        _say_of_case(draft, desk, ranked[0], listing)
    return True


def _is_one_of_them(desk: Desk, top: Ranked, listing: Listing) -> bool:
    """Whether one thing of the list, which tells more than its heading, is asked for by a word that it alone has."""
    one = next((c for c in listing.children if c.span.contains(top.evidence.clause.span)), None)
    if one is None or not one.heading or _has_no_more(desk, one):
        return False
    lead, above, _, title = _layers(listing)
    beside = (Layer(normalized(c.heading or "")) for c in listing.children if c is not one)
    elsewhere = [lead, above, title, *beside]
    own = [t for t in _terms_beside(desk, kinds_of_list(desk.asked.text)) if len(t.text) > 1]
    return any(coverage([t], [Layer(normalized(one.heading))]) == 1 and not coverage([t], elsewhere) for t in own)


def _has_no_more(desk: Desk, clause: Clause) -> bool:
    """Whether a clause is little more than its heading."""
    return len(clause.span.of(desk.text(clause.doc_id)).strip()) < 2 * len(clause.heading or "") + _MORE


def _say_of_case(draft: Draft, desk: Desk, top: Ranked, listing: Listing) -> None:
    """What stands beside the things of the list for the case that the question puts (委托办理的，另交…)."""
    clause, text = top.evidence.clause, desk.text(listing.document.id)
    if top.best is None or not _is_below(listing, clause):
        return
    span = top.best.sentence.span
    if denies(span.of(text)) or any(child.span.contains(clause.span) for child in listing.children):
        return
    draft.say(spoken(span.of(text), clause), draft.cite(clause, listing.document, text, span))


def _is_below(listing: Listing, clause: Clause) -> bool:
    return clause.id != listing.clause.id and listing.clause.span.contains(clause.span)


def _is_named(desk: Desk, holder: Clause, listing: Listing) -> bool:
    """Whether the question names the list itself, or a chapter that the list does not stand in."""
    if listing.clause.span.contains(holder.span):
        return True
    return holds_articles(desk, holder) and not holder.span.contains(listing.clause.span)


def _says_it_better(desk: Desk, top: Ranked, listing: Listing) -> bool:
    """Whether the best sentence, no part of the list, says far more of the question than what introduces the list.

    That is word for word, where it tells such things by words of which the list has none, or where it forbids the very
    act that is asked for (不得用于) and the list another.
    """
    if top.best is None or listing.clause.span.contains(top.evidence.clause.span):
        return False
    title, sentence = normalized(_title_of(listing.document)), normalized(top.best.sentence.text)
    question = without_runs(normalized(desk.asked.text), title)
    lead = normalized(listing.lead)
    forbidden, here, there = (set(_FORBIDDEN.findall(words)) for words in (question, sentence, lead))
    if forbidden & here and not forbidden & there:
        return True
    told = shared_run(question, sentence)
    if told >= _RUN_MIN and told >= 2 * shared_run(question, lead):
        return True
    if not any(kind.said.search(sentence) for kind in kinds_of_list(desk.asked.text)):
        return False
    own = [t for t in desk.terms if coverage([t], [Layer(title)]) < 1]
    return coverage(own, [Layer(sentence)]) >= _OWN_MIN and coverage(own, _layers(listing)[:-1]) < _OWN_NONE


def _says_only_the_kind(desk: Desk, fit: Fit) -> bool:
    """Whether it is told by commas, or by a heading with the word asked for, and has no other word of the question."""
    listing, kinds = fit.listing, kinds_of_list(desk.asked.text)
    if listing.plain and any(kind.lead.search(normalized(listing.lead)) or fit.named for kind in kinds):
        return False
    title = normalized(_title_of(listing.document))
    beside = _terms_beside(desk, kinds)
    own = [t for t in beside if coverage([t], [Layer(title)]) < 1]
    if not own:
        return not listing.plain and coverage(beside, _layers(listing)[:1]) < _OWN_MIN
    return coverage(own, _layers(listing)[:-1]) < _OWN_NONE


def _is_of_no_rank(desk: Desk, listing: Listing, bearing: Sequence[Ranked]) -> bool:
    """Whether it has nothing of the rank that the question gives (Ⅰ级响应), by which another clause is headed.

    Where that clause is one thing of the list, it is what is asked for, not the list.
    """
    headed = [r.evidence.clause for r in bearing if is_headed_by_rank(desk, r)]
    names = () if any(clause in listing.children for clause in headed) else listing.names
    said = "".join([*listing.clause.path, listing.lead, *names])
    return bool(headed) and not givens_of(desk.asked.text).names_rank(said)


def _terms_beside(desk: Desk, kinds: Sequence[ListKind]) -> list[Term]:
    """The words of the question that say which list is meant, not that one is asked for."""
    asked = (t for t in desk.terms if not _ARRANGED.fullmatch(t.text))
    return [t for t in asked if not any(k.nouns.search(t.text) for k in kinds)]


def _layers(listing: Listing) -> list[Layer]:
    """What may cover a question for the list, the title last."""
    return [
        Layer(normalized(listing.lead)),
        Layer(normalized(" ".join(listing.clause.path)), _ABOVE),
        Layer(normalized(" ".join(listing.names)), _ITEMS),
        Layer(normalized(_title_of(listing.document)), _TITLE),
    ]


def _title_of(document: Document) -> str:
    return " ".join([document.title, *document.aliases])


def fits_of(desk: Desk, ranked: Sequence[Ranked]) -> list[Fit]:
    """The lists of such kinds in the documents that fit best, the most fitting first."""
    kinds = kinds_of_list(desk.asked.text)
    if not ranked or not kinds or not _asks_for_one(desk):
        return []
    documents = list({r.evidence.document.id: r.evidence.document for r in ranked}.values())[:_DOCUMENTS_MAX]
    terms = _terms_beside(desk, kinds)
    fits = (_fit(desk, listing, kinds, terms) for document in documents for listing in listings_of(desk, document))
    found = [fit for fit in fits if fit]
    near = sorted(found, key=lambda f: -f.score)[:_LOOKED_AT]
    leads = ["，".join([*f.listing.clause.path[:-1], f.listing.lead]) for f in near]
    alike = desk.retriever.likeness(desk.asked.text, leads)
    near = [Fit(f.listing, f.kinds, f.called, f.named, f.cover, a) for f, a in zip(near, alike, strict=True)]
    return sorted(near, key=lambda f: -f.score)


def _asks_for_one(desk: Desk) -> bool:
    """Whether a list, and nothing but lists, is asked for."""
    asked = desk.asked
    if asked.kind not in _KINDS_ASKED or asked.asks_units or asked.references:
        return False
    if asked.kind == "value" and not _BY_NAME.search(asked.text):
        return False
    return all(kinds_of_list(part) or _HOW_TOLD.search(part) for part in asked_parts(asked.text))


def _fit(desk: Desk, listing: Listing, kinds: Sequence[ListKind], terms: Sequence[Term]) -> Fit | None:
    lead, question = normalized(listing.lead), desk.asked.text
    if not _is_of_years(desk, listing):
        return None
    named = any(_are_named(kind, listing) for kind in kinds)
    called = sum(len(noun) for kind in kinds for noun in kind.nouns.findall(question) if noun in lead) / len(lead)
    fitting = sum(bool(k.lead.search(lead)) or _are_named(k, listing) for k in kinds)
    if not fitting and not (called and listing.headed):
        return None
    if not terms:
        return Fit(listing, max(fitting, 1), called, named, 1.0 if len(desk.scope.documents) == 1 else 0.0)
    return Fit(listing, max(fitting, 1), called, named, coverage(terms, _layers(listing)))


def _are_named(kind: ListKind, listing: Listing) -> bool:
    found = sum(kind.names(name.strip("。；;、 ")) for name in listing.names)
    return found >= max(2, len(listing.names) - 1)


def _is_of_years(desk: Desk, listing: Listing) -> bool:
    """Whether the list itself, or the title, names the years that are asked for, if any.

    A plan's period is not enough, as it is for a heading that is named: every list of the plan would do.
    """
    text, document = desk.text(listing.document.id), listing.document
    said = "".join([document.title, *listing.clause.path, listing.clause.body.of(text)])
    return all(str(year) in said or (document.written and document.written.year == year) for year in desk.asked.years)


def _answers(desk: Desk, fit: Fit, top: Ranked, bearing: Sequence[Ranked]) -> bool:
    """Whether the list covers enough of the question beside the clause that fits best."""
    if _says_only_the_kind(desk, fit) or _is_of_no_rank(desk, fit.listing, bearing):
        return False
    share = fit.cover / max(top.features["cover"], 0.01)
    if fit.listing.document.id != top.evidence.document.id and share < _SHARE_ELSEWHERE:
        return False
    one_of_them = bool(bearing) and bearing[0] is top and top.evidence.clause in fit.listing.children
    if fit.listing.headed and one_of_them and top.features["best"] < _LEAST:
        return True  # by its meaning, as the words tell nothing
    if sum(r.evidence.clause in fit.listing.children for r in bearing[:_NEAR]) >= _SEVERAL:
        return True
    if fit.listing.plain and bearing and _is_below(fit.listing, top.evidence.clause):
        return fit.cover >= _LEAST and share >= _SHARE_SURE
    alone = len(desk.scope.documents) == 1
    counted = desk.asked.kind == "value"  # 分几步: no figure bears it
    wholly = fit.listing.headed and fit.cover >= 1  # nothing but what its heading says is asked for
    if not bearing and not (alone and (fit.sure or counted or wholly)):
        return False
    if not fit.listing.plain:
        return fit.cover >= _LEAST and share >= (_SHARE if fit.sure else _SHARE_TOLD)
    if alone and fit.sure:
        return share >= _SHARE_SURE
    return fit.cover >= _LEAST and share + _CALLED_SHARE * fit.called >= _SHARE
