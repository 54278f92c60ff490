"""How well a text covers the words of a question: weighted by rarity, with synonyms and near forms."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from assistant.model import Understanding
from assistant.question.kin import is_kin_told_of
from assistant.question.words import HEADS, word_kind

Frequencies = Callable[[Collection[str]], tuple[dict[str, int], int]]
_FUNCTION_WORDS = frozenset("mrucdfpqyeo")
_TOLD_OTHERWISE = frozenset(("v", "a", "ad", "l", "i", "s", "t"))  # deeds, places (街上) and times
Runs: TypeAlias = tuple[tuple[float, tuple[str, ...]], ...]  # what finding one is worth, and runs of one length

_NEAR_MIN = 3  # a term of at least so many characters may match by its larger part
_NEAR_SHARE = 0.65
_PARTS_WORTH = 0.8  # all shorter words of a compound, but not the compound itself
_CARRIED = 0.3  # of the weight of a word that a follow-up takes over
_SINGLE = 0.2  # a single character says little
_FUNCTION = 0.3  # and so do numerals, pronouns, adverbs and the like
_LOOSE = 0.5  # what is done is told in other words: a verb that no document has
_COUNTED = ("m", "mq")
_ONE = re.compile(r"一个?(.)")  # 一股分多少, 一个月领多少: 每股, 每月
_OWN = re.compile(r"(?:[我俺咱]们?|本)(?:[村乡镇县市区厂司校店班楼]|小区|单位|公司|学校)")
_OTHER_WORDS = 0.9  # a synonym beside the word itself


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question with its synonyms. `weight` is its rarity in the corpus, 0.05..1."""

    text: str
    variants: tuple[str, ...]
    weight: float
    known: bool  # it or a synonym stands somewhere in the corpus
    parts: tuple[tuple[str, ...], ...] = ()  # shorter words inside it, each with its synonyms
    official: str = ""  # the synonym to say it with where the corpus has another word for it


@dataclass(frozen=True, slots=True)
class Layer:
    """A text that may cover terms, and how much a match there counts (0..1)."""

    text: str
    worth: float = 1.0


@lru_cache(maxsize=20_000)  # the same clauses and sentences come up again and again
def normalized(text: str) -> str:
    """For comparison: half width, lower case, no white space, one kind of quotes and dashes."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"\s+", "", plain.translate(_SAME))


_SAME = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "－": "-"})


def weigh(
    understanding: Understanding, frequencies: Frequencies, slips: Mapping[str, str] | None = None
) -> tuple[Term, ...]:
    """The question's terms with weights from document frequency: log((N + 1) / (df + 0.5)), scaled to the rarest.

    `slips` are misspelt words with the right ones; they take the place of the terms that they overlap.
    """
    variants = {normalized(t): _variants(normalized(t), t, understanding.expansions) for t in understanding.terms}
    if slips:
        variants = {w: forms for w, forms in variants.items() if not any(_overlaps(w, slip) for slip in slips)}
        variants |= {right: (right,) for right in slips.values()}
    weighed = _weighed(variants, understanding.expansions, frequencies)
    of_matter = [t for t in weighed if t.known or not _is_of_asker(t.text, understanding.text)]
    return tuple(_carried(t, understanding) for t in of_matter or weighed)


def _is_of_asker(word: str, question: str) -> bool:
    """Whether a word tells only who asks or for whom (俺村, 我外婆)."""
    return _OWN.fullmatch(word) is not None or is_kin_told_of(word, question)


def _carried(term: Term, understanding: Understanding) -> Term:
    """The term with the weight that it keeps in a follow-up where it comes from the question before."""
    own = not understanding.focus or term.text in normalized(understanding.focus)
    return term if own else replace(term, weight=_CARRIED * term.weight)


def _overlaps(word: str, slip: str) -> bool:
    return word in slip or slip in word or any(word.endswith(slip[:i]) or word.startswith(slip[-i:]) for i in (1, 2))


def _weighed(
    variants: Mapping[str, tuple[str, ...]], expansions: Mapping[str, tuple[str, ...]], frequencies: Frequencies
) -> tuple[Term, ...]:
    parts = {word: _parts(word, expansions) for word in variants}
    inner = {form for made_of in parts.values() for forms in made_of for form in forms}
    tokens = {v: _tokens(v) for v in inner.union(*variants.values())}
    counts, total = frequencies({token for found in tokens.values() for token in found})
    terms = []
    top = math.log((total + 1) / 0.5)
    for word, forms in variants.items():
        found = {v: min((counts[t] for t in tokens[v]), default=0) for v in forms}
        df = max(found.values())
        weight = max(0.05, math.log((total + 1) / (df + 0.5)) / top) if top > 0 else 1.0
        official = "" if found[word] else next((v for v in forms if found[v]), "")
        terms.append(
            Term(word, forms, weight * _worth(word, known=df > 0, named=len(forms) > 1), df > 0, parts[word], official)
        )
    return tuple(terms)


def _parts(word: str, expansions: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Shorter words inside `word`, each with its synonyms; those of the synonym file (暖气费) before others (暖气)."""
    if _is_headed(word):
        return ()
    spoken = [w for w in expansions if len(w) < len(word) and normalized(w) in word]
    others = [t for t in _tokens(word) if t != word and len(t) > 1 and not any(t in w for w in spoken)]
    return tuple(_variants(normalized(w), w, expansions) for w in (*spoken, *others))


def _is_headed(word: str) -> bool:
    """Whether it names a thing by its last character: its other parts tell of something else (创新, not 创新券)."""
    return len(word) >= _NEAR_MIN and word[-1] in HEADS


def _worth(word: str, *, known: bool, named: bool) -> float:
    """What a word counts by its kind, beside its rarity; words that no dictionary has are names and count in full.

    `named`: it has a synonym, by which a single character is known to be a whole word (狗, 咬).
    """
    if len(word) == 1 and not named:
        return _SINGLE
    kind = word_kind(word)
    if kind in _FUNCTION_WORDS or "多少" in word:  # 领多少 asks; what is given out is told by other words
        return _FUNCTION
    return _LOOSE if not known and kind in _TOLD_OTHERWISE else 1.0


def _variants(word: str, term: str, expansions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    each = _ONE.fullmatch(word) if word_kind(word) in _COUNTED else None
    rate = [f"每{each[1]}"] if each else []
    return tuple(dict.fromkeys([word, *(normalized(v) for v in expansions.get(term, ())), *rate]))


def _tokens(word: str) -> list[str]:
    from ingestion.knowledge.tokens import tokenize

    return tokenize(word) or [word]


def reworded(text: str, terms: Sequence[Term]) -> str:
    """`text` with the corpus's own words for those that it lacks; the same text where it has all."""
    for term in sorted(terms, key=lambda t: -len(t.text)):
        if term.official:
            text = text.replace(term.text, term.official)
    return text


def strength(text: str, term: Term) -> float:
    """1 where the term stands in `text` (normalized), less where a synonym or only its larger part does, else 0."""
    return strengths(term, (text,))[0]


def strengths(term: Term, texts: Sequence[str]) -> list[float]:
    """The `strength` of the term in each text."""
    found = [1.0 if term.text in text else 0.0 for text in texts]
    for variant in term.variants[1:]:
        found = [had or (_OTHER_WORDS if variant in text else 0.0) for had, text in zip(found, texts, strict=True)]
    least = 0.0 if term.parts else _NEAR_SHARE
    runs = [near for variant in term.variants if not _is_headed(variant) and (near := _runs(variant, least))]
    if runs or term.parts:
        shortest = tuple(run for near in runs for run in near[-1][1])
        for at, had in enumerate(found):
            if not had:
                found[at] = _partly(texts[at], term.parts, shortest, runs)
    return found


def _partly(text: str, parts: Sequence[Sequence[str]], shortest: Sequence[str], runs: Sequence[Runs]) -> float:
    """What `text` is worth that holds no variant of a term; without any of the shortest runs there is no longer one."""
    best = 0.0
    for run in shortest:
        if run in text:
            best = max(_near(text, near) for near in runs)
            break
    if not parts:
        return best
    held = 0
    for part in parts:
        held += any(form in text for form in part)
    return max(best, _PARTS_WORTH * held / len(parts))


def _near(text: str, runs: Runs) -> float:
    """The share of a word in its longest run of characters that stands in `text`, discounted."""
    return next((share for share, alike in runs if any(run in text for run in alike)), 0.0)


@lru_cache(maxsize=5_000)
def _runs(word: str, least: float) -> Runs:
    """The runs of more than half of a word, the longest first, with what finding one is worth; `least` or more."""
    size = len(word)
    if size < _NEAR_MIN:
        return ()
    return tuple(
        (0.9 * length / size, tuple(word[i : i + length] for i in range(size - length + 1)))
        for length in range(size - 1, max(1, size // 2), -1)
        if 0.9 * length / size >= least
    )


@lru_cache(maxsize=500)
def pairs_of(text: str) -> tuple[str, ...]:
    """The distinct pairs of neighbouring characters within words and numbers of `text` (normalized)."""
    runs = re.findall(r"\w+", text)
    return tuple(dict.fromkeys(run[i : i + 2] for run in runs for i in range(len(run) - 1)))


def shared_run(question: str, text: str) -> int:
    """The length of the longest run of characters of the question, from 3 up, that stands in the text; else 0."""
    for length in range(min(len(question), 16), 2, -1):
        if any(question[i : i + length] in text for i in range(len(question) - length + 1)):
            return length
    return 0


def without_runs(question: str, text: str) -> str:
    """The question without its runs of four and more characters that stand in the text."""
    for length in range(min(len(question), 40), 3, -1):
        for run in {question[i : i + length] for i in range(len(question) - length + 1)}:
            if run in text:
                question = question.replace(run, " ")
    return question


def coverage(terms: Sequence[Term], layers: Sequence[Layer]) -> float:
    """The weighted share of terms that the layers cover, each term by its best layer; 0..1."""
    return weighted(terms, [max(layer.worth * strength(layer.text, t) for layer in layers) for t in terms])


def weighted(terms: Sequence[Term], covers: Sequence[float]) -> float:
    """The share of terms covered, where each counts by its weight; 0..1."""
    total = sum(t.weight for t in terms)
    return sum(t.weight * cover for t, cover in zip(terms, covers, strict=True)) / total if total else 0.0
