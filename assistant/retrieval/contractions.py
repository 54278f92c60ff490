"""Contractions (禁飞 of 禁止飞行), read in full where the texts that were found have the full form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.question.words import Token, cut
from assistant.retrieval.matching import Term

_CONTRACTED = re.compile("[\u4e00-\u9fff]{2,3}")


def spelt_out(terms: Sequence[Term], text: str) -> tuple[Term, ...]:
    """`terms` with the full forms of contractions that `text` (normalized) has, as words for the same.

    A word of two characters is one of two words that begin with them and stand next to each other; a third says of
    what: 禁飞区 of 禁止飞行的区域.
    """
    return tuple(_with_full_forms(term, text) for term in terms)


def _with_full_forms(term: Term, text: str) -> Term:
    if not _CONTRACTED.fullmatch(term.text):
        return term
    full = [
        form
        for form in dict.fromkeys(_runs_like(term.text, text))
        if form not in term.variants and _are_two_words(form[:4])
    ]
    return replace(term, variants=(*term.variants, *full), known=True) if full else term


def _runs_like(word: str, text: str) -> Iterator[str]:
    """Four characters of which the word has the first and the third, with what else it says behind them.

    By hand, since a pattern would have to be compiled for every word of every question.
    """
    first, second, of = word[0], word[1], word[2:]
    at = text.find(first)
    while at >= 0:
        end = at + 1
        if text.startswith(second, at + 2) and text[at + 1].isalnum() and text[at + 3 : at + 4].isalnum():
            behind = next((said for said in (f"的{of}", of) if of and text.startswith(said, at + 4)), "")
            if behind or not of:
                end = at + 4 + len(behind)
                yield text[at:end]
        at = text.find(first, end)


@lru_cache(maxsize=2_000)
def _are_two_words(form: str) -> bool:
    halves = form[:2], form[2:]
    return all(Token(half, 0, 2).known for half in halves) and tuple(t.text for t in cut(form)) in (halves, (form,))
