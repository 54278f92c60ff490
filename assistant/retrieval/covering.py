"""How much of a question clauses and their sentences cover, reckoned for all clauses of a question at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assistant.model import Understanding
from assistant.question.wording import load_wordings
from assistant.retrieval.circumstances import circumstances_of
from assistant.retrieval.matching import Term, normalized, pairs_of, strengths
from assistant.retrieval.thresholds import amounts_given, sets_case
from assistant.retrieval.wordings import Wording

Matrix: TypeAlias = npt.NDArray[np.float64]  # a row a term, a column a text
Found: TypeAlias = npt.NDArray[np.bool_]  # a row a pair of characters, a column a text

# Words of one rhythm; the first is how it is asked for as well
_RHYTHMS = (
    ("每年", "年均", "一年", "逐年"),
    ("每月", "每个月", "按月"),
    ("每季", "按季"),
    ("每周", "每星期"),
    ("每天", "每日"),
)
_RHYTHM_NAMES = frozenset(rhythm[0] for rhythm in _RHYTHMS)
_TIME_SHARE = 0.2
_RHYTHM_SHARE = 0.35  # each year and in all are different figures of one thing
_CASE_SHARE = 0.3  # of a sentence for an amount given (80至89周岁的)
_TITLE_WORTH = 0.7  # words that name the document are true of all its clauses


@dataclass(frozen=True, slots=True)
class Covers:
    """Shares of a question, 0..1: of its content words by weight, and of its pairs of characters.

    `sentences` has both for each sentence, with headings and title counted in part.
    """

    terms: float
    heading: float  # of the words, by the headings alone
    pairs: float
    own_pairs: float  # without the title
    matter: float  # the same of the question without the document's name, which is true of all its clauses
    sentences: tuple[tuple[float, float], ...]


class Wanted:
    """What a question wants covered: its terms, its pairs of characters, and its year or rhythm."""

    def __init__(self, understanding: Understanding, terms: Sequence[Term]) -> None:
        self._terms = terms
        text = load_wordings().remove("tag", understanding.focus or understanding.text)
        text = _without(text, understanding.numbers)
        self._pairs = pairs_of(normalized(text))
        named = understanding.named_document if understanding.doc_ids else None
        self._matter = frozenset(pairs_of(normalized(text).replace(normalized(named), " "))) if named else None
        self._forms = [
            (pair, *(v for t in terms if _meets(pair, t.text) for v in t.variants[1:])) for pair in self._pairs
        ]
        self._marks = _marks_of(understanding)
        self._circumstances = circumstances_of(understanding.focus or understanding.text)
        self._given = () if understanding.numbers else amounts_given(understanding.focus or understanding.text)

    def covered_by(self, wordings: Sequence[Wording]) -> list[Covers]:
        """What each clause covers, in order."""
        texts = list(dict.fromkeys(text for w in wordings for text in (w.body, w.heading, w.above, w.title)))
        place = {text: at for at, text in enumerate(texts)}
        columns = tuple(
            [place[text] for text in layer]
            for layer in zip(*((w.body, w.heading, w.above, w.title) for w in wordings), strict=True)
        )
        if not columns:
            return []
        terms, heading, by_sentence = self._cover_terms(wordings, texts, columns)
        pairs, own_pairs, matter, pairs_by_sentence = self._cover_pairs(wordings, texts, columns)
        sentences = zip(by_sentence, pairs_by_sentence, strict=True)
        own = (tuple(islice(sentences, len(wording.sentences))) for wording in wordings)
        return list(map(Covers, terms, heading, pairs, own_pairs, matter, own))

    def _cover_terms(
        self, wordings: Sequence[Wording], texts: Sequence[str], columns: Sequence[list[int]]
    ) -> tuple[list[float], list[float], list[float]]:
        """For each clause, for the headings of each, and for each sentence of all."""
        found = np.array([strengths(term, texts) for term in self._terms]).reshape(-1, len(texts))
        body, own, above, title = (found[:, column] for column in columns)
        whole = self._weighted(np.maximum.reduce([body, own, 0.8 * above, _TITLE_WORTH * title]))
        heading = self._weighted(np.maximum(own, 0.3 * above))
        headed = np.array([1.0 if w.replies else 0.75 for w in wordings])
        around = np.maximum.reduce([headed * own, 0.5 * above, 0.4 * body, _TITLE_WORTH * title])
        owner = np.repeat(np.arange(len(wordings)), [len(w.sentences) for w in wordings])
        words = [sentence for w in wordings for sentence in w.words]
        covers = around[:, owner]
        for term, row, more in zip(self._terms, covers, (body > around)[:, owner], strict=True):
            at = more.nonzero()[0]  # elsewhere no sentence can bring more
            row[at] = np.maximum(row[at], strengths(term, [words[i] for i in at.tolist()]))
        sentences = self._weighted(covers) + self._timely(wordings) + self._fitting(words)
        return whole.tolist(), heading.tolist(), sentences.tolist()

    def _weighted(self, covers: Matrix) -> Matrix:
        """The share of terms that each column covers, where each counts by its weight."""
        total = sum(t.weight for t in self._terms)
        found = np.zeros(covers.shape[1])
        for term, row in zip(self._terms, covers, strict=True):
            found += term.weight * row
        return found / total if total else found

    def _timely(self, wordings: Sequence[Wording]) -> Matrix | float:
        """What a sentence is worth for speaking of the year, rhythm or figure of the question."""
        if not self._marks:
            return 0.0
        share = _RHYTHM_SHARE if self._marks[0] in _RHYTHM_NAMES else _TIME_SHARE
        # a row is of the years of its columns
        columns = [" ".join(w.clause.header) for w in wordings]
        told = (s.text + named for w, named in zip(wordings, columns, strict=True) for s in w.sentences)
        speaks = [any(mark in words for mark in self._marks) for words in told]
        return share * np.array(speaks, dtype=float)

    def _fitting(self, words: Sequence[str]) -> Matrix | float:
        """What sentences are worth for being of the circumstances that the question puts."""
        found = [[c.share * c.is_of(said) for said in words] for c in self._circumstances]
        found += [[_CASE_SHARE * sets_case(self._given, said) for said in words]] if self._given else []
        return np.array(found, dtype=float).sum(axis=0) if found else 0.0

    def _cover_pairs(
        self, wordings: Sequence[Wording], texts: Sequence[str], columns: Sequence[list[int]]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """For each clause, for each without its title, the same of the matter, and for each sentence of all."""
        found = np.array([_having(texts, forms) for forms in self._forms], dtype=bool)
        body, own, above, title = (found.reshape(-1, len(texts))[:, column] for column in columns)
        around = own | above | title
        untold: list[int] = (~(body | around)).sum(axis=0).tolist()
        missing_alone = ~(body | own | above)
        alone: list[int] = missing_alone.sum(axis=0).tolist()
        told = (body & ~around).T.tolist()
        by_sentence = []
        for wording, missing, here in zip(wordings, untold, told, strict=True):
            forms = list(compress(self._forms, here))
            plain = [f[0] for f in forms if len(f) == 1]
            others = [f for f in forms if len(f) > 1]
            by_sentence += [
                missing + sum([f not in words for f in plain]) + sum([not _has_any(words, f) for f in others])
                for words in wording.words
            ]
        own_pairs = self._shares(alone)
        matter = own_pairs if self._matter is None else self._shares_of_matter(missing_alone)
        return self._shares(untold), own_pairs, matter, self._shares(by_sentence)

    def _shares_of_matter(self, missing: Found) -> list[float]:
        """As `_shares`, of the pairs that are not of the document's name; whole where there are none."""
        asked = [pair in (self._matter or ()) for pair in self._pairs]
        shares: list[float] = (1 - missing[asked].mean(axis=0)).tolist() if any(asked) else [1.0] * missing.shape[1]
        return shares

    def _shares(self, missing: Sequence[int]) -> list[float]:
        """The share of the question's pairs that are there when so many are missing."""
        count = len(self._pairs)
        return [1 - n / count for n in missing] if count else [0.0] * len(missing)


def _meets(pair: str, word: str) -> bool:
    """Whether a pair of characters is of a word, or has one that is a single character (狗把: 狗)."""
    return pair in word or (len(word) == 1 and word in pair)


def _having(texts: Sequence[str], forms: Sequence[str]) -> list[bool]:
    if len(forms) == 1:  # most have but one, and a call for each text costs more than the search
        only = forms[0]
        return [only in text for text in texts]
    return [_has_any(text, forms) for text in texts]


def _has_any(text: str, forms: Sequence[str]) -> bool:
    """Whether the text has a pair of characters, or a synonym of a word around it."""
    return any(map(text.__contains__, forms))


def _without(text: str, asserted: Sequence[str]) -> str:
    """`text` without figures that may be wrong: what has them does not fit better for it."""
    for figure in (f for f in asserted if not f.startswith(("每", "一"))):  # a rhythm has the verb as well
        text = text.replace(figure, " ")
    return text


def _marks_of(asked: Understanding) -> list[str]:
    """Words by which a sentence speaks of the year, rhythm or figure of the question."""
    for rhythm in _RHYTHMS:
        if any(word in asked.text for word in rhythm):
            return list(rhythm)
    dates = [n for n in asked.numbers if "年" in n]  # asserted as well
    marks = [f"{year}年" for year in asked.years if not any(n.startswith(f"{year}年") for n in dates)]
    if not asked.numbers:  # a figure that is asserted may be wrong; one that is a condition is not
        marks += [n for n in asked.stated_numbers if len(n) > 2]
    return marks
