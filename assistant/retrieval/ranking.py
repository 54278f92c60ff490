"""Orders clauses by how well they answer, and tells how sure that is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from assistant.model import Evidence, Understanding
from assistant.retrieval.headings import bare, is_named
from assistant.retrieval.matching import Term, normalized, pairs_of, strength, strengths, weighted
from assistant.retrieval.measures import Measure, measure_asked, thing_asked
from assistant.retrieval.sentences import Sentence, sentences_of
from ingestion.model import Responsibility

_YEARLY = ("每年", "年均", "一年", "逐年")
_TIME_SHARE = 0.2
_NAME_SHARE = 0.1
_RHYTHM_SHARE = 0.35  # each year and in all are different figures of one thing
_NEAR_TOP = 0.1
_PAIRS_SHARE = 0.4  # of how well a sentence fits; the rest is its terms
_TELLING = 3  # a word so long and so heavy that the corpus does not know is what the question is about
_TELLING_SHARE = 0.35
_TITLE_WORTH = 0.7  # words that name the document are true of all its clauses


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence and how much of the question it covers (0..1), headings above it counted in part.

    `terms` is the weighted share of the question's content words, `pairs` the share of its pairs of characters, which
    knows no words and so is not misled by how a text is cut into them. `cover` is both together.
    """

    sentence: Sentence
    terms: float
    pairs: float

    @property
    def cover(self) -> float:
        return (1 - _PAIRS_SHARE) * self.terms + _PAIRS_SHARE * self.pairs


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


@cache
def load_weights() -> Mapping[str, float]:
    """What each feature counts in the order of clauses; fitted by eval/fit_ranking.py."""
    weights: dict[str, float] = json.loads(files("assistant.retrieval").joinpath("ranking.json").read_text("utf-8"))
    return weights


def _is_telling(term: Term) -> bool:
    return not term.known and len(term.text) >= _TELLING and measure_asked(term.text) is None


def _measure_of(asked: Understanding) -> Measure | None:
    if asked.kind != "value" and not asked.numbers:
        return None
    return measure_asked(asked.text, asked.numbers)


def _marks_of(asked: Understanding) -> list[str]:
    """Words by which a sentence speaks of the year, rhythm or figure of the question."""
    if any(word in asked.text for word in _YEARLY):
        return list(_YEARLY)
    marks = [f"{year}年" for year in asked.years]
    if not asked.numbers:  # a figure that is asserted may be wrong; one that is a condition is not
        marks += [n for n in asked.stated_numbers if len(n) > 2]
    return marks


class Ranker:
    """Ranks evidence for one question. `text_of` gives a document's text, `units_of` a clause's responsibilities.

    `names` are those of a place or document that clauses must speak of: a figure then comes from a sentence with one.
    """

    def __init__(
        self,
        understanding: Understanding,
        terms: Sequence[Term],
        *,
        text_of: Callable[[str], str],
        units_of: Callable[[str], Sequence[Responsibility]],
        names: Sequence[str] = (),
    ) -> None:
        self._asked = understanding
        self._question = bare(understanding.text)
        self._pairs = pairs_of(normalized(understanding.text))
        self._weights = load_weights()
        self._terms = terms
        self._measure = _measure_of(understanding)
        thing = thing_asked(understanding.text, understanding.terms) if understanding.kind == "value" else None
        self._thing = next((i for i, t in enumerate(terms) if thing and t.text == normalized(thing)), None)
        self._names = names
        share = _TELLING_SHARE * sum(t.weight for t in terms)
        self._strange = [t for t in terms if _is_telling(t) and t.weight >= share]
        self._text_of = text_of
        self._units_of = units_of
        self._marks = _marks_of(understanding)
        self._known: dict[str, list[float]] = {}

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
        covers = [strengths(self._terms, body), *(self._strengths(words) for words in (own, above, title))]
        by_term = list(zip(*covers, strict=True))
        around = [max(0.75 * o, 0.5 * a, 0.4 * b, _TITLE_WORTH * t) for b, o, a, t in by_term]
        missing = [p for p in self._pairs if p not in title and p not in own and p not in above]
        told = [p for p in missing if p in body]
        scored = tuple(
            self._scored(s, around, covers[0], told, len(missing) - len(told))
            for s in sentences_of(clause, text, self._units_of(clause.id))
        )
        scored = self._naming(scored, above + own + title)
        spoken = [s for s in scored if not s.sentence.lists_units]
        features = {
            "cover": weighted(self._terms, [max(b, o, 0.8 * a, _TITLE_WORTH * t) for b, o, a, t in by_term]),
            "best": max((s.terms for s in spoken), default=0.0),
            "heading": weighted(self._terms, [max(o, 0.3 * a) for _, o, a, _ in by_term]),
            "pairs": self._share(len(missing) - len(told)),
            "best_pairs": max((s.pairs for s in spoken), default=0.0),
            "own_pairs": self._share(sum(p not in body and p not in own and p not in above for p in self._pairs)),
            "fused": max(-2.0, min(4.0, evidence.score)),
            "dense": evidence.dense or 0.0,
            "number": 1.0 if clause.cells and any(map(str.isdigit, body)) else self._number_fit(scored),
            "strange": float(any(not strength(body + above + title, t) for t in self._strange)),
            "thing": 1.0 if self._thing is None else max(by_term[self._thing]),
            "named": float(is_named(clause, self._question)),
            "preamble": float(clause.kind == "preamble"),
        }
        score = sum(weight * features[name] for name, weight in self._weights.items())
        return Ranked(evidence, score, scored, features)

    def _strengths(self, words: str) -> list[float]:
        """Of words that many clauses share."""
        if words not in self._known:
            self._known[words] = strengths(self._terms, words)
        return self._known[words]

    def _scored(
        self, sentence: Sentence, around: Sequence[float], body: Sequence[float], told: Sequence[str], untold: int
    ) -> Scored:
        """`around` is what each term gets without the sentence, `body` the most that a sentence can bring.

        `told` are the pairs that only the clause's own words have, `untold` is how many nothing has.
        """
        words = normalized(sentence.text)
        covers = [
            outer if most <= outer else max(outer, strength(words, term))
            for term, outer, most in zip(self._terms, around, body, strict=True)
        ]
        share = _RHYTHM_SHARE if _YEARLY[0] in self._marks else _TIME_SHARE
        in_time = any(mark in sentence.text for mark in self._marks)
        pairs = self._share(untold + sum(p not in words for p in told))
        return Scored(sentence, weighted(self._terms, covers) + share * in_time, pairs)

    def _naming(self, scored: tuple[Scored, ...], around: str) -> tuple[Scored, ...]:
        """With the sentences that have one of the names ahead; a figure comes from no other."""
        if not self._names or any(name in around for name in self._names):
            return scored
        named = [any(name in normalized(s.sentence.text) for name in self._names) for s in scored]
        if self._asked.kind == "value" and any(named):
            return tuple(s for s, has_name in zip(scored, named, strict=True) if has_name)
        return tuple(
            replace(s, terms=s.terms + _NAME_SHARE * has_name) for s, has_name in zip(scored, named, strict=True)
        )

    def _share(self, missing: int) -> float:
        """The share of the question's pairs that are there when so many are missing."""
        return 1 - missing / len(self._pairs) if self._pairs else 0.0

    def _number_fit(self, scored: Sequence[Scored]) -> float:
        """Whether a sentence that covers much holds a figure of the kind that is asked for; 1 where none is."""
        if self._measure is None or not scored:
            return 1.0
        top = max(s.cover for s in scored)
        near = [s for s in scored if s.cover >= top - _NEAR_TOP and not s.sentence.lists_units]
        return 1.0 if any(self._states_figure(s.sentence.text) for s in near) else 0.0

    def _states_figure(self, sentence: str) -> bool:
        """A cell of a table line needs no unit of measure: its column has it."""
        return bool(self._measure and self._measure.is_in(sentence)) or (
            " | " in sentence and any(map(str.isdigit, sentence))
        )
