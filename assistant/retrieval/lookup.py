"""Finds clauses that are named by number."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import ClauseReference
from ingestion.model import Clause
from ingestion.numerals import to_int

_FAMILIES = {
    "part": ("s", "g", "part"),
    "chapter": ("ch",),
    "section": ("s", "sec"),
    "article": ("art", "i", "s", "p"),
    "paragraph": ("para",),
    "paren": ("p", "q"),
    "item": ("p", "i", "q", "s", "o"),
    "dot": ("i",),
    "top": ("i", "s", "part", "g"),  # 4 of 4.4
    "below": ("n",),
    "annex": ("annex",),
    "any": ("i", "p", "q", "o", "s", "art", "b", "row"),
}


def find_clauses(reference: ClauseReference, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that the reference fits: each step names the clause or one above it, in order. Empty: no such.

    Those of annexes only where the text before them has none or the reference says so.
    """
    steps = reference.steps
    if len(steps) > 1 and steps[0][0] == "annex":  # 附件2第3项 may be a row of a table
        steps = tuple(("any" if kind == "item" else kind, number) for kind, number in steps)
    for choice in range(3):
        fits = [c for c in clauses if _fits(c, steps, choice)]
        if fits:
            before = [c for c in fits if not _is_annexed(c)]
            return before or fits
    return []


def last_number(reference: ClauseReference, clauses: Sequence[Clause]) -> str | None:
    """The last clause of the kind that the reference is to, as it is cited; None where there is none of the kind."""
    kind, _ = reference.steps[-1]
    family = next(iter(_FAMILIES.get(kind, ())), None)
    numbered = [c for c in clauses if (own := _steps(c)) and own[-1][0] == family]
    return max(numbered, key=lambda c: _steps(c)[-1][1]).label if numbered else None


def _fits(clause: Clause, steps: Sequence[tuple[str, int]], choice: int) -> bool:
    """`choice` is how far down the list of possible families a step may go."""
    own = _steps(clause)
    if not own:
        return False
    at = len(own) - 1
    last = True
    for kind, number in reversed(steps):
        families = _FAMILIES.get(kind, ())
        families = families if choice == 2 else families[: choice + 1]
        while at >= 0 and not (own[at][0] in families and own[at][1] == number):
            if last:
                return False
            at -= 1
        if at < 0:
            return False
        last = False
        at -= 1
    return True


def _is_annexed(clause: Clause) -> bool:
    return any(code == "annex" for code, _ in _steps(clause)[:-1])


def _steps(clause: Clause) -> list[tuple[str, int]]:
    """Family code and number of the clause and those above it, read from its id: x-s3-i8 -> [(s, 3), (i, 8)]."""
    local = clause.id[len(clause.doc_id) + 1 :]
    steps = []
    for part in local.split("-"):
        code = part.rstrip("0123456789.~")
        digits = part[len(code) :].split("~")[0].split(".")[0]
        steps.append((code, to_int(digits) or 0 if digits else 0))
    return steps
