"""Orders clauses by how well they answer, and tells how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.model import Evidence, Understanding
from assistant.retrieval.headings import bare, is_named
from assistant.retrieval.matching import Layer, Term, coverage, normalized
from assistant.retrieval.measures import Measure, measure_asked
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Responsibility

_YEARLY = ("每年", "年均", "一年", "逐年")
_TIME_SHARE = 0.2
_NEAR_TOP = 0.1
_LEAD_IN = 0.3  # for a clause that leads in a list, where a list is asked for
_LISTY = re.compile(r"哪|条件|情形|要求|材料|范围|任务|内容|行为|包括|列")
_TITLE_WORTH = 0.7  # words that name the document are true of all its clauses


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence and how much of the question it covers (0..1), headings above it counted in part."""

    sentence: Sentence
    cover: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A clause with its sentences in reading order; answerability is read from `features`."""

    evidence: Evidence
    score: float
    sentences: tuple[Scored, ...]
    features: Mapping[str, float] = field(default_factory=dict)

    @property
    def best(self) -> Scored | None:
        """The sentence that covers most; the earliest of equals. Lists of units do not count."""
        spoken = [s for s in self.sentences if not s.sentence.lists_units] or list(self.sentences)
        return max(spoken, key=lambda s: s.cover, default=None)


def _measure_of(asked: Understanding) -> Measure | None:
    if asked.kind != "value" and not asked.numbers:
        return None
    return measure_asked(asked.text, asked.numbers)


class Ranker:
    """Ranks evidence for one question. `text_of` gives a document's text, `units_of` a clause's responsibilities."""

    def __init__(
        self,
        understanding: Understanding,
        terms: Sequence[Term],
        *,
        text_of: Callable[[str], str],
        units_of: Callable[[str], Sequence[Responsibility]],
    ) -> None:
        self._asked = understanding
        self._question = bare(understanding.text)
        self._terms = terms
        self._measure = _measure_of(understanding)
        self._text_of = text_of
        self._units_of = units_of

    def rank(self, evidence: Sequence[Evidence]) -> list[Ranked]:
        """Best first."""
        return sorted((self.score(e) for e in evidence), key=lambda r: -r.score)

    def score(self, evidence: Evidence) -> Ranked:
        clause, document = evidence.clause, evidence.document
        text = self._text_of(document.id)
        title = normalized(
            " ".join([document.title, *document.aliases, *(document.region.names if document.region else ())])
        )
        above = normalized(" ".join(clause.path[:-1]))
        own = normalized(clause.heading or "")
        body = normalized(clause.body.of(text) + " ".join(clause.header))
        scored = tuple(
            Scored(s, self._sentence_cover(s, own, above, body, title))
            for s in sentences_of(clause, text, self._units_of(clause.id))
        )
        cover = coverage(self._terms, [Layer(body), Layer(own), Layer(above, 0.8), Layer(title, _TITLE_WORTH)])
        best = max((s.cover for s in scored if not s.sentence.lists_units), default=0.0)
        heading = coverage(self._terms, [Layer(own), Layer(above, 0.3)])
        features = {
            "cover": cover,
            "best": best,
            "heading": heading,
            "fused": max(-2.0, min(4.0, evidence.score)),
            "dense": evidence.dense or 0.0,
            "number": self._number_fit(scored),
            "named": float(is_named(clause, self._question)),
        }
        score = (
            cover
            + 0.9 * best
            + 0.25 * heading
            + 0.18 * features["fused"]
            + 0.6 * features["number"]
            + 0.3 * features["named"]
            + (_LEAD_IN if _LISTY.search(self._asked.text) and body.endswith(":") else 0.0)
            - (0.15 if clause.kind == "preamble" else 0.0)
        )
        return Ranked(evidence, score, scored, features)

    def _sentence_cover(self, sentence: Sentence, own: str, above: str, body: str, title: str) -> float:
        words = normalized(sentence.text)
        cover = coverage(
            self._terms,
            [Layer(words), Layer(own, 0.75), Layer(above, 0.5), Layer(body, 0.4), Layer(title, _TITLE_WORTH)],
        )
        return cover + _TIME_SHARE * self._time_fit(sentence.text)

    def _time_fit(self, sentence: str) -> float:
        """1 where the sentence speaks of the year, rhythm or figure of the question, 0 where it does not or none is."""
        if any(word in self._asked.text for word in _YEARLY):
            return float(any(word in sentence for word in _YEARLY))
        marks = [f"{year}年" for year in self._asked.years]
        if not self._asked.numbers:  # a figure that is asserted may be wrong; one that is a condition is not
            marks += [n for n in self._asked.stated_numbers if len(n) > 2]
        return float(any(mark in sentence for mark in marks))

    def _number_fit(self, scored: Sequence[Scored]) -> float:
        """Whether a sentence that covers much holds a figure of the kind that is asked for; 1 where none is."""
        if self._measure is None or not scored:
            return 1.0
        top = max(s.cover for s in scored)
        near = [s for s in scored if s.cover >= top - _NEAR_TOP and not s.sentence.lists_units]
        return 1.0 if any(self._measure.stated.search(s.sentence.text) for s in near) else 0.0
