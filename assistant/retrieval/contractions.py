"""Contractions (禁飞 of 禁止飞行), read in full where the texts that were found have the full form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.question.words import Token, cut
from assistant.retrieval.matching import Term

_CONTRACTED = re.compile("[\u4e00-\u9fff]{2,3}")
_ANY = r"\w"  # compiles in a hundredth of the time that a range of thousands of characters takes, once a word


def spelt_out(terms: Sequence[Term], text: str) -> tuple[Term, ...]:
    """`terms` with the full forms of contractions that `text` (normalized) has, as words for the same.

    A word of two characters is one of two words that begin with them and stand next to each other; a third says of
    what: 禁飞区 of 禁止飞行的区域.
    """
    return tuple(_with_full_forms(term, text) for term in terms)


def _with_full_forms(term: Term, text: str) -> Term:
    if not _CONTRACTED.fullmatch(term.text):
        return term
    first, second, of = term.text[0], term.text[1], term.text[2:]
    found = dict.fromkeys(re.findall(f"{first}{_ANY}{second}{_ANY}" + (f"的?{of}" if of else ""), text))
    full = [form for form in found if form not in term.variants and _are_two_words(form[:4])]
    return replace(term, variants=(*term.variants, *full), known=True) if full else term


@lru_cache(maxsize=2_000)
def _are_two_words(form: str) -> bool:
    halves = form[:2], form[2:]
    return all(Token(half, 0, 2).known for half in halves) and tuple(t.text for t in cut(form)) in (halves, (form,))
