"""Orders clauses by how well they answer, and tells how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

from assistant.model import Evidence, Understanding
from assistant.question.register import everyday
from assistant.question.words import is_action
from assistant.retrieval.absence import Absence
from assistant.retrieval.covering import Covers, Wanted
from assistant.retrieval.force import asks_force, tells_force
from assistant.retrieval.givens import givens_of, years_alone_in
from assistant.retrieval.headings import bare
from assistant.retrieval.matching import Term, normalized, strength
from assistant.retrieval.measures import Measure, is_span_of_time, measure_asked, measures_asked
from assistant.retrieval.money import money_asked
from assistant.retrieval.objects import objects_asked, thing_asked
from assistant.retrieval.sanctions import asks_sanction, states_sanction
from assistant.retrieval.sentences import Sentence
from assistant.retrieval.things import (
    act_asked,
    creature_asked,
    creature_told,
    rates_in,
    share_of,
    shares_told,
    sum_named,
)
from assistant.retrieval.thresholds import is_of_other_case
from assistant.retrieval.weights import load_weights
from assistant.retrieval.wordings import Wording

T = TypeVar("T")

_NAMED_SHARE = 0.7  # of what the clause that says most of a question covers of it
_NAME_SHARE = 0.1
_NEAR_TOP = 0.1
_ALL_TOLD = 0.95
_OTHER_CASE = 0.3  # a sentence that fits so much better, but for another year or rank, says that this one is of neither
_THING_SHARE = 0.5  # of how well the best sentence fits
_NUMBERING = 6  # characters of a number and a stop around a heading
_OF_ALL = re.compile(r"(?:以上|上述|前述)")  # a sentence that speaks of all that was said before it
_PAIRS_SHARE = 0.4  # of how well a sentence fits; the rest is its terms
_LEFT_OUT = re.compile(r"不(?:含|包括)[^,。;]*")
# A rate by which something else is reckoned is not told; what is added to one that is overdue may be asked for
_RECKONED_BY = re.compile(
    r"(?:按照?|以|在|对|依)[^,。;]{0,16}?利率的?(?:基础上|水平上?)?(?=(?:再|另外?)?(?:加收|加计|上浮|下浮|上加))"
)
_ADDED = re.compile(r"逾期|罚息|加收|[上下]浮|违约|挪用|按时")
_QUOTED = re.compile(r"[“\"‘']([^“”\"‘’']{2,12})[”\"’']")
_OF_TIME = ("duration", "extent", "date", "month")
_TELLING = 3  # a word so long and so heavy that the corpus does not know is what the question is about
_TELLING_SHARE = 0.35
_ALIGNED_ANYWAY = 0.7  # about what the tokens of any clause of the document come to
_LONG = 40  # characters; longer questions count as long as this


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
        return cover_of(self.terms, self.pairs)


def cover_of(terms: float, pairs: float) -> float:
    """How well a sentence fits that covers such shares of a question's words and pairs."""
    return (1 - _PAIRS_SHARE) * terms + _PAIRS_SHARE * pairs


@dataclass(frozen=True)
class Ranked:
    """A clause with what it and its sentences cover; answerability is read from `features`."""

    evidence: Evidence
    score: float
    wording: Wording
    covers: Covers
    features: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def sentences(self) -> tuple[Scored, ...]:
        """In reading order."""
        found = zip(self.wording.sentences, self.covers.sentences, strict=True)
        return tuple(Scored(sentence, terms, pairs) for sentence, (terms, pairs) in found)

    @cached_property
    def best(self) -> Scored | None:
        """The sentence that covers most; the earliest of equals. Lists of units do not count."""
        found = list(zip(self.wording.sentences, self.covers.sentences, strict=True))
        spoken = [(sentence, shares) for sentence, shares in found if not sentence.lists_units] or found
        best = max(spoken, key=lambda of: cover_of(*of[1]), default=None)
        return Scored(best[0], *best[1]) if best else None


def _is_telling(term: Term) -> bool:
    if term.known or len(term.text) < _TELLING or is_action(term.text):  # verbs have other words in documents
        return False
    if is_span_of_time(term.text):  # 半小时 may be 30分钟
        return False
    return measure_asked(term.text) is None


def _measures_of(asked: Understanding) -> list[Measure]:
    if asked.kind != "value" and not asked.numbers:
        return []
    return measures_asked(asked.text, asked.numbers)


def _told_words(wording: Wording) -> str:
    """Of the sentences that count, with the headings around them."""
    return "\n".join((*wording.words, wording.heading, wording.above, wording.title))


def _only(items: Sequence[T], chosen: Sequence[bool]) -> tuple[T, ...]:
    return tuple(item for item, is_chosen in zip(items, chosen, strict=True) if is_chosen)


def _is_heading(words: str, heading: str) -> bool:
    return bool(heading) and heading in words and len(words) <= len(heading) + _NUMBERING


class Ranker:
    """Ranks evidence for one question."""

    def __init__(
        self,
        understanding: Understanding,
        terms: Sequence[Term],
        text_of: Callable[[str], str] | None = None,
        *,
        aligned: bool = False,
    ) -> None:
        """`text_of` gives the text of a document by id; without it no word counts as absent from a document.

        `aligned` says whether `rank` is given alignments.
        """
        self._asked = understanding
        self.absence = Absence(terms, text_of)
        # Of the question alone: a short one is near to a clause by few words, an everyday one has few of its words
        whole = sum(t.weight for t in terms) or 1.0
        self._of_question = {
            "length": min(len(understanding.text), _LONG) / _LONG,
            "everyday": everyday(understanding.text),
            "known": sum(t.weight for t in terms if t.known) / whole,
        }
        self._question = bare(understanding.text)
        self._wanted = Wanted(understanding, terms)
        self._weights = load_weights(aligned=aligned)
        self._measures = _measures_of(understanding)
        self._of_date = any(measure.name in ("date", "month") for measure in self._measures)
        of_force = asks_force(understanding.text)
        self._of_time = not of_force and bool(self._measures) and all(m.name in _OF_TIME for m in self._measures)
        self._givens = givens_of(understanding.text.replace(understanding.named_document or "", ""))
        self._of_rank = any(self._givens.ranks)
        self._of_sanction = understanding.kind in ("measure", "list") and asks_sanction(understanding.text)
        thing = thing_asked(understanding.text, understanding.terms, understanding.expansions)
        self._thing = next((t for t in terms if thing and t.text == normalized(thing)), None)
        if self._thing and self._thing.known and understanding.kind != "value":
            self._thing = None  # what is asked for by name is told in other words as well
        objects = objects_asked(understanding.text, understanding.terms) if understanding.kind == "value" else []
        self._objects = [t for t in terms if t.text in map(normalized, objects)]
        self._quoted = [normalized(name) for name in _QUOTED.findall(understanding.text)]
        self._act = act_asked(understanding.text)
        creature = creature_asked(understanding.text)
        spoken = (others for word, others in understanding.expansions.items() if creature and word.endswith(creature))
        self._creature = creature_told(creature, chain.from_iterable(spoken)) if creature else None
        name = sum_named(understanding.text, understanding.terms) if understanding.kind == "value" else None
        named = [form for t in terms if name == t.text for form in t.variants]
        self._sum_names = named or ([name] if name else [])
        of_share = any(measure.name == "share" for measure in self._measures)
        self._rates = rates_in(understanding.terms) if of_share else []
        shared = share_of(understanding.text, understanding.terms) if understanding.kind == "value" else None
        self._share_of = [t for t in terms if shared and t.text == normalized(shared)]
        self._money = money_asked(understanding.text)
        share = _TELLING_SHARE * sum(t.weight for t in terms)
        self._strange = [t for t in terms if _is_telling(t) and t.weight >= share]
        self._read: dict[str, tuple[Covers, dict[str, float]]] = {}

    def read(self, wordings: Sequence[Wording]) -> None:
        """Reckon what clauses cover before it is known how near they are; `rank` does it for the others."""
        fresh = [w for w in wordings if w.clause.id not in self._read]
        for wording, covers in zip(fresh, self._wanted.covered_by(fresh), strict=True):
            self._read[wording.clause.id] = covers, self._features_of(wording, covers)

    def rank(
        self,
        evidence: Sequence[Evidence],
        wordings: Sequence[Wording],
        names: Sequence[str] = (),
        alignments: Sequence[float] = (),
    ) -> list[Ranked]:
        """Best first; `wordings` and any `alignments` are those of the evidence, in its order.

        `names` are those of a place or document that clauses must speak of: a figure then comes from a sentence with
        one.
        """
        self.read(wordings)
        found = zip(evidence, wordings, alignments or [0.0] * len(evidence), strict=True)
        ranked = [self._score(*one, names) for one in found]
        most = max((r.features["best"] for r in ranked), default=0.0)
        return sorted((self._only_if_telling(r, most) for r in ranked), key=lambda r: -r.score)

    def _only_if_telling(self, ranked: Ranked, most: float) -> Ranked:
        """Without what a heading named in the question is worth, where another clause says far more of it."""
        if not ranked.features["named"] or ranked.features["best"] >= _NAMED_SHARE * most:
            return ranked
        return replace(ranked, score=ranked.score - self._weights["named"], features={**ranked.features, "named": 0.0})

    def _score(self, evidence: Evidence, wording: Wording, alignment: float, names: Sequence[str]) -> Ranked:
        covers, features = self._read[wording.clause.id]
        if names:
            wording, covers = self._naming(wording, covers, names)
            features = self._features_of(wording, covers)
        features = features | {
            "fused": max(-2.0, min(4.0, evidence.score)),
            "dense": evidence.dense or 0.0,
            "aligned": alignment - _ALIGNED_ANYWAY,
            "absent": self.absence.share_of(evidence.document),
            **self._of_question,
        }
        score = sum([weight * features[name] for name, weight in self._weights.items()])
        return Ranked(evidence, score, wording, covers, features)

    def _features_of(self, wording: Wording, covers: Covers) -> dict[str, float]:
        """All but those that tell how near the clause is."""
        sentences = zip(wording.sentences, covers.sentences, strict=True)
        spoken = [shares for sentence, shares in sentences if not sentence.lists_units]
        return {
            "cover": covers.terms,
            "best": max((terms for terms, _ in spoken), default=0.0),
            "heading": covers.heading,
            "pairs": covers.pairs,
            "best_pairs": max((pairs for _, pairs in spoken), default=0.0),
            "own_pairs": covers.own_pairs,
            "matter": covers.matter,
            "number": self._number_fit(wording, covers),
            "strange": float(self._is_strange(wording)),
            "thing": self._thing_fit(wording),
            "named": float(any(part in self._question for part in wording.parts)),
            "preamble": float(wording.clause.kind == "preamble"),
            "charges": float(self._asked.kind == "units" and wording.charges),
            "sanction": float(self._of_sanction and any(map(states_sanction, wording.words))),
            "other_sum": float(self._is_of_another_sum(wording)),
            "other_rank": float(self._is_of_another_rank(wording)),
        }

    def _thing_fit(self, wording: Wording) -> float:
        """Whether the clause speaks of the thing or act whose figure is asked for; 1 where none is."""
        if self._act and not self._act.search(wording.all_words):
            return 0.0
        if self._creature and not self._creature.search(wording.all_words):
            return 0.0
        if self._objects and not all(strength(wording.all_words, t) for t in self._objects):
            return 0.0
        if self._thing is None:
            return 1.0
        told = wording.all_words if wording.figured else _told_words(wording)  # a row is of what its columns say
        return strength(told if _ADDED.search(self._asked.text) else _RECKONED_BY.sub("", told), self._thing)

    def _is_of_another_sum(self, wording: Wording) -> bool:
        """Whether the sum that is asked for is not named there, or only as one that is left out (均不含餐费).

        So of a share where no rate that is asked for is told of: 覆盖率95% is no 利用率.

        Of a row also whether it has figures by the year, and none of the year that the question gives.
        """
        told = _LEFT_OUT.sub("", wording.all_words) if self._sum_names else ""
        if self._sum_names and not any(name in told for name in self._sum_names):
            return True
        if self._rates and not any(of in wording.all_words for of in self._rates):
            return True
        shares = shares_told(wording.all_words) if self._share_of else []
        if shares and not any(strength(told, of) for told in shares for of in self._share_of):
            return True
        around = years_alone_in(wording.heading + wording.above + wording.title) if wording.figured else set()
        return wording.figured and self._givens.date_differently(" ".join(wording.clause.header), around)

    def _is_of_another_rank(self, wording: Wording) -> bool:
        return self._of_rank and self._givens.rank_differently(wording.body + wording.heading, wording.above)

    def _is_strange(self, wording: Wording) -> bool:
        """Whether a word that the question is about stands neither in the clause nor above it."""
        words = wording.all_words if self._strange else ""
        return any(not strength(words, t) for t in self._strange)

    def _naming(self, wording: Wording, covers: Covers, names: Sequence[str]) -> tuple[Wording, Covers]:
        """With the sentences that have one of the names ahead; a figure comes from no other."""
        around = wording.above + wording.heading + wording.title
        if any(name in around for name in names):
            return wording, covers
        named = [any(name in words for name in names) for words in wording.words]
        if self._asked.kind != "value" or not any(named):
            ahead = zip(covers.sentences, named, strict=True)
            raised = tuple((terms + _NAME_SHARE * has_name, pairs) for (terms, pairs), has_name in ahead)
            return wording, replace(covers, sentences=raised)
        kept = replace(wording, sentences=_only(wording.sentences, named), words=_only(wording.words, named))
        return kept, replace(covers, sentences=_only(covers.sentences, named))

    def _number_fit(self, wording: Wording, covers: Covers) -> float:
        """Whether a sentence that covers much holds a figure of the kind that is asked for; 1 where none is."""
        if not self._measures or not covers.sentences:
            return 1.0
        if wording.figured:
            columns = " ".join((*wording.clause.header, wording.heading, wording.above))
            if not self._asked.numbers and is_of_other_case(self._givens.amounts, wording.body):
                return 0.0
            return float(any(measure.is_in_row(wording.body, columns) for measure in self._measures))
        fits = [cover_of(*shares) for shares in covers.sentences]
        told = [fit for words, fit in zip(wording.words, fits, strict=True) if not _is_heading(words, wording.heading)]
        top = max(told or fits) if covers.terms < _ALL_TOLD else 0.0  # any of its figures, where it has all the words
        near = [
            (s.text, fit)
            for s, words, fit in zip(wording.sentences, wording.words, fits, strict=True)
            if not s.lists_units
            and not (self._quoted and self._is_before_name(wording, words))
            and (
                fit >= top - _NEAR_TOP
                or _OF_ALL.match(s.text)
                or self._has_thing(words, fit, top)
                or self._givens.name_case(words)
            )
            and self._states_figure(wording.with_table(s))
        ]
        around = "" if self._of_date else wording.heading + wording.above + wording.title
        of_case = [not self._excludes(text, around) for text, _ in near]
        excluded = [(fit, text) for (text, fit), its in zip(near, of_case, strict=True) if not its]
        other, text_of_other = max(excluded, default=(0.0, ""))
        # of another rank: what does not name the one that is given has to say as much
        less = 0.0 if text_of_other and self._givens.rank_differently(text_of_other) else _OTHER_CASE
        return float(
            any(
                its and (fit >= other - less or self._givens.name_case(text))
                for (text, fit), its in zip(near, of_case, strict=True)
            )
        )

    def _is_before_name(self, wording: Wording, words: str) -> bool:
        """Whether a sentence stands before the first with a name that the question quotes, and no heading has it."""
        told = wording.heading + wording.above + wording.title
        for name in self._quoted:
            first = next((at for at, said in enumerate(wording.words) if name in said), 0)
            if name not in told and wording.words.index(words) < first:
                return True
        return False

    def _excludes(self, sentence: str, around: str) -> bool:
        """Whether a figure there is of another year, day or rank than the question gives."""
        return not (self._asked.numbers or self._of_date) and self._givens.exclude(sentence, around)

    def telling(self, wording: Wording) -> list[str]:
        """The sentences that may hold the answer: with a figure of the kind asked for where there are any, else all."""
        spoken = [s.text for s in wording.sentences if not s.lists_units]
        figured = [text for text in spoken if self._states_figure(text)] if self._measures else []
        return figured or spoken

    def _has_thing(self, words: str, fit: float, top: float) -> bool:
        """Whether a sentence that fits in part has the thing whose number is asked for."""
        return self._thing is not None and fit >= _THING_SHARE * top and strength(words, self._thing) == 1.0

    def _states_figure(self, sentence: str) -> bool:
        """A cell of a table line needs no unit of measure: its column has it.

        How long a paper holds is no other time.
        """
        if self._of_time and tells_force(sentence):
            return False
        if self._money.is_other_in(sentence):
            return False
        return any(measure.is_in(sentence) for measure in self._measures) or (
            " | " in sentence and any(map(str.isdigit, sentence))
        )
