"""Chooses how a question is answered and composes the answer from the documents' own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.answering.answerability import Judgement
from assistant.answering.extractive import small_talk
from assistant.answering.extractive.absent import say_each, say_fate, say_mentions, say_of_absent, scope_of_absent
from assistant.answering.extractive.acts import say_dealt_with
from assistant.answering.extractive.agents import asks_duty_too, by_whom_first, said_by_whom
from assistant.answering.extractive.aims import say_aims
from assistant.answering.extractive.amendments import amending_asked, say_changed, without_amending
from assistant.answering.extractive.apart import say_apart
from assistant.answering.extractive.article import asks_row, best_of_matter, find_named, last_there, say_article
from assistant.answering.extractive.assignments import say_assignments
from assistant.answering.extractive.bearing import (
    agreeing_first,
    answering,
    as_good,
    bears,
    from_first_figure,
    is_of_other_rank,
    of_the_act_first,
    of_the_matter,
    rules_only,
    untold_of,
)
from assistant.answering.extractive.breach import breach_first
from assistant.answering.extractive.cases import case_first
from assistant.answering.extractive.cells import say_cells, say_cells_of_each
from assistant.answering.extractive.comparison import say_comparison, sides_of, told_at_once
from assistant.answering.extractive.context import search_in_context
from assistant.answering.extractive.correction import correct
from assistant.answering.extractive.counted import say_counted, say_named
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.duty import (
    asks_charge,
    duties_of,
    duty_among,
    duty_of,
    say_who,
    says_units,
    wants_units,
)
from assistant.answering.extractive.enumerated import say_enumerated
from assistant.answering.extractive.facts import (
    asks_facts,
    asks_which,
    is_validity_of_another,
    notice_of,
    say_facts,
    say_which,
    status_of_document,
    tells_what_is_said,
)
from assistant.answering.extractive.headed import say_headed
from assistant.answering.extractive.layouts import say_layout
from assistant.answering.extractive.levels import level_first, tier_first
from assistant.answering.extractive.listing import is_of_years, say_list, say_list_around, say_outline, say_rows
from assistant.answering.extractive.meant import (
    NEAR_MATTER,
    document_of_facts,
    documents_meant,
    is_titled,
    quotes,
)
from assistant.answering.extractive.members import say_members
from assistant.answering.extractive.occasion import missed, missed_session, of_session, of_year_first
from assistant.answering.extractive.offices import seated_first
from assistant.answering.extractive.parts import parts_asked, told_elsewhere
from assistant.answering.extractive.passage import names_things, say_passage
from assistant.answering.extractive.refusal import refuse
from assistant.answering.extractive.replies import replying_first
from assistant.answering.extractive.rivals import rivals_among
from assistant.answering.extractive.tasks import say_tasks, unspoken_units
from assistant.answering.extractive.units import acting_sentence, say_doer, say_units
from assistant.question.lists import kinds_of_list
from assistant.question.wording import load_wordings
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.sanctions import asks_sanction
from ingestion.model import Document

_DOCUMENTS_MAX = 6
_MATERIAL_MAX = 4
_TITLE_FIT = 0.5
_NEAR_SESSION = 3
# What a unit acts on or how (以哪些事项为重点, 可以采取哪些措施) is no task of its own
_TASKS = re.compile(
    r"(?<![以对就按把将因从取用])(?:哪些|哪几|几|什么)(?:项|条|个)?(?:条款|任务|举措|工作|措施|事(?!项[\u4e00-\u9fff]))"
)
_WHOSE = re.compile(r"(?:谁|哪[一些几]?(?:个|家)?(?:部门|单位|机构|局))的(?:职责|任务|责任|工作|事)")
_WHAT_PAPER = re.compile(r"(?:什么|啥|哪个|哪份)文件")


class Composer:
    """Composes one draft for one question. Pure but for reading the knowledge base."""

    def __init__(self, desk: Desk, judgement: Judgement) -> None:
        self._desk = desk
        self._asked = desk.asked
        self._judgement = judgement

    def compose(self) -> Draft:
        desk, asked = self._desk, self._asked
        draft = Draft(kind=asked.kind)
        if asked.kind == "small_talk":
            return small_talk.reply(draft, asked.text)
        if asked.kind == "out_of_scope":
            return refuse(draft, desk)
        if desk.scope.miss == "document":
            desk.scope = scope_of_absent(desk)
            say_fate(draft, desk)  # it is not here, but others repeal it
            if draft.citations or say_mentions(draft, desk):
                return self._finish(draft)
        if not desk.scope.documents:
            return refuse(draft, desk, miss=desk.scope.miss or "filter", named=desk.scope.named)
        if say_outline(overview := Draft(kind=asked.kind), desk):
            if _WHAT_PAPER.search(asked.text):
                say_facts(draft, desk, desk.scope.documents[0])
            draft.add(overview)
            return self._finish(draft)
        return self._finish(draft) if say_headed(draft, desk) else self._by_kind(draft)

    def _by_kind(self, draft: Draft) -> Draft:
        if asks_charge(self._desk):  # 指南由哪些单位制定 asks who answers for the guide, not who issued the document
            self._asked = self._desk.asked = replace(self._asked, kind="units", asks_units=True)
            draft.kind = "units"
        asked = self._asked
        if self._asks_doings() and len(of := self._documents()) == 1 and say_tasks(draft, self._desk, of):
            return self._finish(draft)
        if self._desk.scope.miss and asked.kind != "comparison":
            return self._cited_article(draft) if asked.references else self._search(draft)
        if asked.units and _TASKS.search(asked.text) and say_tasks(draft, self._desk, self._documents()):
            return self._finish(draft)
        if asked.references and asked.kind not in ("unit_tasks", "comparison", "document"):
            return self._article(draft)
        match asked.kind:
            case "unit_tasks" if say_tasks(draft, self._desk, self._documents()):
                return self._finish(draft)
            case "unit_tasks" if unspoken := unspoken_units(self._desk, self._documents()):
                return refuse(draft, self._desk, miss="year", named=f"{unspoken}的任务")
            case _ if asks_facts(asked) and self._say_facts(draft):
                return self._finish(draft)
            case "comparison" if len(sides := sides_of(self._desk)) > 1 and not told_at_once(self._desk, sides):
                if say_cells_of_each(draft, self._desk, [s.name for s in sides]):
                    return self._finish(draft)
                if say_comparison(draft, self._desk, self._judgement, sides):
                    return self._finish(draft)
                return refuse(draft, self._desk, miss=self._desk.scope.miss, named=self._desk.scope.named)
        return self._search(draft)

    def _asks_doings(self) -> bool:
        """Whether it is asked what someone does of whom no list of tasks speaks."""
        asked = self._asked
        of_matter = asked.kind in ("measure", "list", "units") and not (asked.references or _WHOSE.search(asked.text))
        return of_matter and load_wordings().has("unit_tasks", asked.text)

    def _say_facts(self, draft: Draft) -> bool:
        """The facts of the document that is meant, unless it is looked up by what one of its clauses says."""
        desk = self._desk
        if say_dealt_with(draft, desk, self._documents()):
            return True
        meant = document_of_facts(desk, self._bears)
        if meant is None:
            return False
        top = next(iter(desk.search()), None) if desk.terms and not is_titled(desk, meant) else None
        if top is None or not self._bears(top):
            return say_facts(draft, desk, meant)
        if is_validity_of_another(desk, top):
            return False
        if not tells_what_is_said(desk, top):
            return say_facts(draft, desk, meant)
        if asks_which(self._asked.text):
            return False
        found_by = top if top.evidence.document.id == meant.id and quotes(desk, top) else None
        return say_facts(draft, desk, meant, found_by)

    def _documents(self) -> Sequence[Document]:
        return documents_meant(self._desk, self._bears)

    def _article(self, draft: Draft) -> Draft:
        if changing := amending_asked(self._desk):
            self._answer(draft, changing)
            return self._finish(draft)
        scope = self._desk.scope
        fitting = {r.evidence.document.id for r in self._desk.search()[:NEAR_MATTER]} if self._desk.terms else set()
        if not scope.restricted:
            fitting |= {d.id for fit, d in self._title_fits(scope.documents) if fit >= _TITLE_FIT}
        named = find_named(self._desk, enough=_DOCUMENTS_MAX + 1, always=fitting)
        documents = {d.id: d for d in without_amending(self._desk, [d for _, d in named])}
        named = [(clause, document) for clause, document in named if document.id in documents]
        if not named:
            return self._cited_article(draft)
        if asks_row(self._desk, named):
            return self._search(draft)
        alone = len(self._asked.references) == 1 and len(named) > 1
        if alone and (best := best_of_matter(self._desk, named)):
            named = [best]
        elif len(documents) > 1 and not scope.restricted:
            if (meant := self._meant_by_title(list(documents.values()))) is None:
                return self._clarify(draft, list(documents.values()))
            named = [(clause, document) for clause, document in named if document.id == meant.id]
        for clause, document in named[:_DOCUMENTS_MAX]:
            if not say_who(draft, self._desk, clause, document):
                say_article(draft, self._desk, clause, document)
        return self._finish(draft)

    def _cited_article(self, draft: Draft) -> Draft:
        """What is said of an article that no document in scope has, by a clause that cites it."""
        desk = self._desk
        written = [r.written for r in self._asked.references]
        citing = (r for r in desk.search() if desk.has_name(r.evidence, written) and self._bears(r))
        if desk.terms and (top := next(citing, None)):
            self._answer(draft, top)
            return self._finish(draft)
        if desk.scope.miss == "document":
            return refuse(draft, desk, miss="document", named=desk.scope.named)
        return refuse(draft, desk, miss="year", named=f"“{'、'.join(written)}”{last_there(desk)}")

    def _meant_by_title(self, documents: Sequence[Document]) -> Document | None:
        """The one document whose title the question's words fit."""
        fits = self._title_fits(documents)
        best = [d for fit, d in fits if fit >= _TITLE_FIT and fit == max(f for f, _ in fits)]
        return best[0] if len(best) == 1 else None

    def _title_fits(self, documents: Sequence[Document]) -> list[tuple[float, Document]]:
        """How much of the question's words each title covers."""
        titles = (normalized(" ".join([d.title, *d.aliases])) for d in documents)
        return [(coverage(self._desk.terms, [Layer(title)]), d) for title, d in zip(titles, documents, strict=True)]

    def _search(self, draft: Draft) -> Draft:
        scope = self._desk.scope
        given = self._judgement.of_given_documents()
        found = search_in_context(self._desk, self._bears, partial(self._bears, judgement=given))
        if self._desk.scope is not scope:
            self._judgement = given
        found = rules_only(self._desk, of_session(self._desk, found))
        elsewhen = [r for r in found if missed(self._desk, r)]
        ranked = [r for r in found if all(r is not e for e in elsewhen)]
        bearing = [] if is_of_other_rank(self._desk, ranked) else [r for r in ranked if self._bears(r)]
        borne, which = bearing, asks_which(self._asked.text)
        if not which and not scope.of_wider_place and say_cells(draft, self._desk, found, self._bears):
            return self._finish(draft)
        if not which and self._say_listed(draft, ranked, bearing):
            return self._finish(draft)
        bearing = as_good(bearing, [r for r in elsewhen if self._bears(r)])
        bearing = from_first_figure(self._desk, of_the_matter(self._desk, bearing, ranked))
        bearing = answering(self._desk, self._judgement, bearing, ranked)
        bearing = of_year_first(self._desk, replying_first(self._desk, of_the_act_first(self._desk, bearing), ranked))
        bearing = agreeing_first(self._desk, bearing)
        bearing = tier_first(self._desk, level_first(self._desk, bearing, found), found, self._bears)
        bearing = case_first(
            self._desk, breach_first(self._desk, seated_first(self._desk, bearing, found), found, self._bears)
        )
        if self._names_only_a_document() and say_facts(draft, self._desk, self._desk.scope.documents[0]):
            return self._finish(draft)
        if not bearing or not self._desk.terms:
            return self._refuse(draft, found)
        if scope.must_name and say_each(draft, self._desk, bearing[0]):
            return self._finish(draft)
        of_things = not which and self._asked.kind != "units" and names_things(self._asked.text)
        if of_things and say_list_around(draft, self._desk, bearing[0]):
            return self._finish(draft)
        if len(rivals := rivals_among(self._desk, bearing, ranked, borne)) > 1:
            return self._answer_each(draft, rivals)
        self._answer_whole(draft, bearing)
        return self._finish(draft)

    def _names_only_a_document(self) -> bool:
        """Whether one document is meant, of the years that are asked for, and nothing is said of what it holds."""
        desk = self._desk
        if desk.terms or desk.asked.kind.startswith("unit") or desk.scope.must_name or len(desk.scope.documents) != 1:
            return False
        (document,) = desk.scope.documents
        return is_of_years(desk, document, desk.text(document.id))

    def _say_listed(self, draft: Draft, ranked: Sequence[Ranked], bearing: Sequence[Ranked]) -> bool:
        """Persons, counted things, cases or a list, where one of them is asked for."""
        desk = self._desk
        if say_layout(draft, desk, ranked) or say_members(draft, desk, ranked) or say_counted(draft, desk, ranked):
            return True
        if say_aims(draft, desk) or say_dealt_with(draft, desk, self._documents()):
            return True
        if desk.scope.must_name or (asks_sanction(desk.asked.text) and not kinds_of_list(desk.asked.text)):
            return False
        if (not desk.asked.years and say_rows(draft, desk, ranked)) or say_enumerated(draft, desk, ranked, bearing):
            return True
        return say_list(draft, desk, ranked, self._judgement)

    def _answer_whole(self, draft: Draft, bearing: Sequence[Ranked]) -> None:
        """The clause that bears the answer and, where units are asked for, others that assign what it does not.

        What else is asked is told by itself (see `asks`).
        """
        desk = self._desk
        meant = by_whom_first(desk, bearing) or (duty_among(desk, bearing) if wants_units(desk) else bearing[0])
        if asks_which(self._asked.text):
            say_which(draft, desk, meant)
        self._answer(draft, meant)
        say_named(draft, desk, meant)
        for other in told_elsewhere(parts_asked(self._asked), meant, bearing):
            clause, document = other.evidence.clause, other.evidence.document
            say_units(draft, desk, clause, document, focus=duty_of(desk, other))
        for other in bearing[1:_MATERIAL_MAX]:
            clause, document = other.evidence.clause, other.evidence.document
            draft.offer(clause, document, desk.text(document.id))

    def _refuse(self, draft: Draft, found: Sequence[Ranked]) -> Draft:
        """Look elsewhere or say no: another session or year, a place or document that is not here, nothing found."""
        desk = self._desk
        if asks_facts(self._asked) and not desk.terms and not desk.scope.miss and len(desk.scope.documents) > 1:
            return self._clarify(draft, desk.scope.documents)
        other = [missed_session(desk, r) for r in found[:_NEAR_SESSION]]
        other += [missed(desk, r) for r in found if desk.terms and self._bears(r)]
        if elsewhen := next(filter(None, other), None):
            return refuse(draft, desk, miss="year", named=elsewhen, near=found)
        if desk.scope.elsewhere and desk.terms:
            desk.scope = desk.scope.elsewhere
            return self._search(draft)
        untold = untold_of(desk, self._judgement.of_given_documents(), found)
        miss = "region" if desk.scope.of_wider_place and not desk.scope.beside_own else desk.scope.miss
        return refuse(draft, desk, miss=miss, named=desk.scope.named, near=found, untold=untold)

    def _bears(self, ranked: Ranked, judgement: Judgement | None = None) -> bool:
        judgement = judgement or self._judgement
        return bears(self._desk, judgement.of_units() if self._desk.asked.kind == "units" else judgement, ranked)

    def _answer(self, draft: Draft, ranked: Ranked) -> None:
        clause, document = ranked.evidence.clause, ranked.evidence.document
        correct(draft, self._desk, ranked, units=wants_units(self._desk))
        if self._asked.kind == "units" and (duties := duties_of(self._desk, ranked)):
            for span in duties:
                say_units(draft, self._desk, clause, document, focus=span)
            return
        if self._asked.asks_units and (told := said_by_whom(self._desk, ranked)):
            say_doer(draft, self._desk, clause, document, told.sentence.span)
            if not asks_duty_too(self._asked.text):
                return
        if wants_units(self._desk) and say_assignments(draft, self._desk, ranked):
            return
        if wants_units(self._desk) and says_units(self._desk, ranked):
            say_units(draft, self._desk, clause, document, focus=duty_of(self._desk, ranked))
            return
        say_passage(draft, self._desk, ranked, with_units=self._asked.kind != "units")
        if self._asked.numbers and self._asked.units and (duty := acting_sentence(self._desk, ranked)):
            say_units(draft, self._desk, clause, document, focus=duty)

    def _answer_each(self, draft: Draft, rivals: Sequence[Ranked]) -> Draft:
        say_apart(draft, [(r.evidence.document, partial(self._answer, draft, r)) for r in rivals])
        return self._finish(draft)

    def _clarify(self, draft: Draft, documents: Sequence[Document]) -> Draft:
        draft.status = "clarify"
        draft.say("有多份文件符合，请问您指的是哪一份？")
        draft.suggestions += [f"《{d.title}》" for d in documents[:_DOCUMENTS_MAX]]
        return draft

    def _finish(self, draft: Draft) -> Draft:
        """What was changed since, and notices on the documents that were cited."""
        say_changed(draft, self._desk)
        say_of_absent(draft, self._desk)
        cited = {c.doc_id for c in draft.citations}
        for document in self._desk.scope.documents:
            if document.id in cited:
                self._notice(draft, document)
        draft.notices += [n for n in self._asked.notes if n not in draft.notices]
        self._suggest(draft)
        return draft

    def _suggest(self, draft: Draft) -> None:
        """What one may ask next about the clause that bears the answer."""
        if len({c.clause_id for c in draft.citations}) != 1:
            return
        cited = draft.citations[0]
        clause = self._desk.knowledge.clause_map([cited.clause_id]).get(cited.clause_id)
        if clause is None or not clause.heading:
            return
        place = cited.region or ""
        if draft.units and not self._asked.asks_units:
            draft.suggestions.append(f"{place}{clause.heading}由哪些单位负责？")
        later = (c for c in self._desk.clauses(clause.doc_id) if c.ordinal > clause.ordinal and c.heading)
        beside = [c for c in later if c.parent_id == clause.parent_id]
        draft.suggestions += [f"{place}{c.heading}有什么安排？" for c in beside[:1]]

    def _notice(self, draft: Draft, document: Document) -> None:
        status = status_of_document(self._desk, document)
        name = f"《{document.title}》" if len({c.doc_id for c in draft.citations}) > 1 else "该文件"
        if notice := notice_of(name, document, status):
            draft.notices.append(notice)
