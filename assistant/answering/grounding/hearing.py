"""One claim before the clauses: which of them bears it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answering.grounding.evidence import Source, coverage, shortfalls
from assistant.answering.grounding.facts import Facts
from assistant.answering.grounding.wording import bare
from assistant.model import ResponsibleUnit

CLOSER = 0.2  # a clause that was not cited takes over where it covers so much more of the claim
OWN_SHARE = 0.4  # of a claim's words must stand in the clauses themselves, not in the facts that need no clause
_TELLING_WORDS = 8  # characters; so long a stretch stands in a clause for its own sake
_UNITS_LINE = re.compile(r"[^,。;]{0,6}(?:责任|牵头|负责|配合|主管|实施)(?:单位|部门)")
_LEAD_OF = re.compile(r"(?:([^。;,:]{2,60}?)(?:为)?牵头(?!单位|部门)|牵头(?:单位|部门)[:为是]+([^。;,:]{2,80}))")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What claims are judged by: clauses by position, facts that need none, the units and places of the clauses.

    Of clauses that bear a claim alike, it is told of those `preferred`.
    """

    sources: Sequence[Source]
    free: Sequence[Source]
    units: Mapping[int, Sequence[ResponsibleUnit]]
    regions: frozenset[str]
    preferred: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What a claim comes after: the positions that the claim before it was led to, the places it is told of.

    `listed`: items of a list have come since the places were named, so that only further items are told of them.
    """

    cites: tuple[int, ...] = ()
    told_of: frozenset[str] = frozenset()
    listed: bool = False


class Hearing:
    """Finds the clauses that bear `claim`, which cites the positions `given`.

    `heads` are those whose numbered heading the claim is: no other clause bears the number.
    """

    def __init__(
        self, evidence: Evidence, claim: Facts, given: Sequence[int], before: Before, *, heads: Sequence[int] = ()
    ) -> None:
        self._evidence = evidence
        self._claim = claim
        self._given = list(given)
        self._before = before
        self._heads = heads
        self._of_units = bool(_UNITS_LINE.match(claim.text))

    def decide(self) -> tuple[int, ...] | None:
        """The positions that bear the claim; none for one that needs no clause, None for one that nothing bears."""
        before = self._before.cites
        if before and self._of_units and self._bears(before):
            return before
        chosen = self._support()
        if not chosen and any(bare(self._claim.text) in source.plain for source in self._evidence.free):
            return tuple(self._given)  # the clause is shown for context
        found = self._better(chosen)
        return self._preferred(found) or None

    def reasons(self) -> tuple[str, ...]:
        """Why the clauses that were cited do not bear the claim, or all of them where none was."""
        nearest = [self._evidence.sources[at] for at in self._given] or list(self._evidence.sources)
        return tuple(self._shortfalls(nearest))

    def _shortfalls(self, sources: Sequence[Source]) -> Sequence[str]:
        cited = [self._evidence.sources[at] for at in self._given]
        evidence = self._evidence
        return list(
            shortfalls(
                self._claim, [*sources, *evidence.free],
                regions=evidence.regions, told_of=self._before.told_of, against=cited,
            )
        )  # fmt: skip

    def _support(self) -> tuple[int, ...]:
        """The cited clauses that bear the claim: all that do so alone, else the smallest set that does together."""
        alone = tuple(at for at in self._given if self._bears([at]))
        if alone or len(self._given) < 2 or not self._bears(self._given):
            return alone
        needed = list(self._given)
        for at in self._given:
            fewer = [other for other in needed if other != at]
            if self._bears(fewer):
                needed = fewer
        return tuple(needed)

    def _better(self, chosen: tuple[int, ...]) -> tuple[int, ...]:
        """`chosen`, or the clause that bears the claim where none was chosen or it says or covers far more of it."""
        if self._of_units and (self._before.cites or self._given):
            return chosen
        others = [at for at in range(len(self._evidence.sources)) if at not in chosen]
        if chosen and (verbatim := self._verbatim(chosen, others)):
            return verbatim
        closeness = {at: self._closeness(at) for at in others}
        floor = self._closeness(*chosen) + CLOSER if chosen else 0.0
        for at in sorted(others, key=lambda at: -closeness[at]):
            if closeness[at] >= floor and self._bears([at]):
                return (at,)
        return chosen

    def _preferred(self, found: tuple[int, ...]) -> tuple[int, ...]:
        """`found`, or the clause that is preferred to it where that bears the claim, too."""
        preferred = self._evidence.preferred
        if not found or set(found) & set(preferred) or self._of_units:
            return found
        return tuple(islice((at for at in preferred if self._bears([at])), 1)) or found

    def _verbatim(self, chosen: tuple[int, ...], others: Sequence[int]) -> tuple[int, ...]:
        """Another clause that has the claim in one piece, where in those chosen its words lie scattered."""
        words, sources = bare(self._claim.text), self._evidence.sources
        if len(words) < _TELLING_WORDS or any(words in sources[at].plain for at in chosen):
            return ()
        return tuple(islice((at for at in others if words in sources[at].plain and self._bears([at])), 1))

    def _closeness(self, *at: int) -> float:
        return coverage(self._claim, [self._evidence.sources[i] for i in at])

    def _bears(self, at: Sequence[int]) -> bool:
        if self._heads and not set(at) & set(self._heads):
            return False
        sources = [self._evidence.sources[i] for i in at]
        if coverage(self._claim, sources) < OWN_SHARE or self._misassigns(at):
            return False
        return not self._shortfalls(sources)

    def _misassigns(self, at: Sequence[int]) -> bool:
        """True if the claim says in words of its own that a unit leads which the clauses only let support."""
        if any(bare(self._claim.text) in self._evidence.sources[i].plain for i in at):
            return False
        units = [u for i in at for u in self._evidence.units.get(i, ())]
        leads = {u.name for u in units if u.role == "lead"}
        if not leads:
            return False
        led = " ".join(part for match in _LEAD_OF.finditer(self._claim.text) for part in match.groups() if part)
        return any(u.name in led and u.name not in leads for u in units)
