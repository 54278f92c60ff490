"""Does the answer say what it should, and nothing that the cited clauses do not say?"""

from __future__ import annotations

from dataclasses import dataclass

from eval.matching import numbers_anywhere, numbers_in, plain, says, says_any
from eval.metrics.model import Better, Observation


def fact_share(seen: Observation) -> float:
    """Share of the facts that stand in the answer; 1 where the question names none."""
    facts = seen.question.facts
    return sum(says_any(wordings, seen.answer.answer) for wordings in facts) / len(facts) if facts else 1.0


@dataclass(frozen=True, slots=True)
class AnswerRight:
    """1 where the status is one of those expected, every fact is said and nothing forbidden is."""

    name: str = "answer"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        question, answer = seen.question, seen.answer
        if answer.status not in question.expect:
            return 0.0
        if answer.status != "answered":
            return 1.0
        return float(fact_share(seen) == 1.0 and not says_any(question.forbidden, answer.answer))


@dataclass(frozen=True, slots=True)
class FactRecall:
    """Share of the facts that stand in the answer."""

    name: str = "fact_recall"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        return fact_share(seen) if seen.should_cite and seen.question.facts else None


def unsupported_numbers(seen: Observation) -> list[str]:
    """Numbers of the answer that neither a cited clause nor its document's facts hold.

    A correction may repeat the number that it corrects, and an answer may name the day that it is given for.
    """
    sources = [part for c in seen.answer.citations for part in (c.text, c.label, c.title, c.doc_number or "", *c.path)]
    if seen.question.kind == "correct":
        sources.append(seen.question.question)
    sources += [seen.corpus.facts.get(c.doc_id, "") for c in seen.answer.citations]
    if seen.as_of:
        sources.append(f"{seen.as_of.year} {seen.as_of.month} {seen.as_of.day}")
    supported = numbers_anywhere(sources)
    return sorted(str(number) for number in numbers_in(seen.answer.answer) if number not in supported)


@dataclass(frozen=True, slots=True)
class NumberExactness:
    """1 where every number of the answer stands in a cited clause."""

    name: str = "number_exactness"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        return float(not unsupported_numbers(seen)) if seen.answer.status == "answered" else None


@dataclass(frozen=True, slots=True)
class UnitNameExactness:
    """1 where every responsible unit stands in the cited document and its citation exists."""

    name: str = "unit_exactness"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        if not seen.answer.responsible_units:
            return None
        cited = {citation.index: citation.doc_id for citation in seen.answer.citations}
        return float(
            all(
                # a list names the city once: 市发展改革委、工业和信息化局
                plain(unit.name.removeprefix("市")) in plain(seen.corpus.texts.get(cited.get(unit.citation, ""), ""))
                for unit in seen.answer.responsible_units
            )
        )


@dataclass(frozen=True, slots=True)
class Groundedness:
    """Share of the checked claims that the product's own gate found supported."""

    name: str = "groundedness"
    better: Better = "higher"

    def score(self, seen: Observation) -> float | None:
        report = seen.answer.grounding
        if seen.answer.status != "answered" or not report.checked:
            return None
        return report.supported / report.checked


def missing_facts(seen: Observation) -> list[str]:
    """For the report: the first wording of each fact that the answer does not say."""
    return [wordings[0] for wordings in seen.question.facts if not says_any(wordings, seen.answer.answer)]


def forbidden_said(seen: Observation) -> list[str]:
    """For the report: forbidden facts that the answer does say."""
    return [wording for wording in seen.question.forbidden if says(wording, seen.answer.answer)]
