"""The grounding gate: nothing leaves that does not stand in a cited clause. It removes and re-cites, never edits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, islice, takewhile

from assistant.answering.grounding.claims import Line, split
from assistant.answering.grounding.evidence import Source, coverage, misnumbered, shortfalls, source_of, source_of_text
from assistant.answering.grounding.facts import Facts, read_facts
from assistant.answering.grounding.wording import bare, normalize
from assistant.model import Citation, GroundingReport, ResponsibleUnit

_LEAD_IN_WORDS = 10  # content words of a phrase that only leads over to what is below it
_IDLE_WORDS = 3  # so few, and no fact: nothing is claimed
_WORD = re.compile(r"[^\W\d_]")
_TELLING_WORDS = 8  # characters; so long a stretch stands in a clause for its own sake
_LAYOUT = re.compile(r"[-_—–─=~•·|:\s]*")
_COLUMN = re.compile(
    r"(?:指标|目标|项目|内容|序号|编号|地区|地方|城市|责任|牵头|配合|单位|部门|角色|职责|年份|年度|政策|文件|规定|原文|表述|数值|事项|对象"
    r"|要求|措施|条件|标准|范围|方式|时间|期限|条款|说明|备注|类别|名称|任务|依据|来源|中|的|值)+"
)
CLOSER = 0.2  # a clause that was not cited takes over where it covers so much more of the claim
LONGEST_CLAIM = 3000  # characters; a sentence of a policy is never so long, a runaway model's is
OWN_SHARE = 0.4  # of a claim's words must stand in the clauses themselves, not in the facts that need no clause
_UNITS_LINE = re.compile(r"[^,。;]{0,6}(?:责任|牵头|负责|配合|主管|实施)(?:单位|部门)")
_LEAD_OF = re.compile(r"(?:([^。;,:]{2,60}?)(?:为)?牵头(?!单位|部门)|牵头(?:单位|部门)[:为是]+([^。;,:]{2,80}))")


@dataclass(frozen=True, slots=True)
class Grounded:
    """An answer of which every claim stands in its citations; `answers` is False if no claim was left."""

    text: str
    citations: tuple[Citation, ...]
    report: GroundingReport
    answers: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decides of a claim: `cites` are positions in the gate's citations; `reasons` why it was removed."""

    supported: bool
    cites: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    lead_in: bool = False


class Gate:
    """Judges claims against a fixed set of citations; `others` may be cited too, but were not offered by number."""

    def __init__(
        self,
        citations: Sequence[Citation],
        *,
        units: Sequence[ResponsibleUnit] = (),
        others: Sequence[Citation] = (),
        facts: Sequence[str] = (),
    ) -> None:
        self.citations = (*citations, *others)
        self._numbers = {c.index: at for at, c in enumerate(citations)}
        self._units = {at: [u for u in units if u.citation == c.index] for at, c in enumerate(citations)}
        self._sources = [
            source_of(c, tuple(u.name for u in self._units.get(at, ()))) for at, c in enumerate(self.citations)
        ]
        self._free = [source_of_text(fact) for fact in facts]
        self._regions = frozenset(region for s in self._sources for region in s.regions)

    def judge_line(self, line: Line, before: Sequence[int] = ()) -> list[Verdict]:
        """Decide every claim of a line; `before` are the positions that the claim before it was led to."""
        verdicts: list[Verdict] = []
        for at, claim in enumerate(line.claims):
            verdict = self.judge(claim.text, claim.cites, number="" if at else line.number, before=before)
            if claim.leaning and verdict.supported:
                verdict = replace(verdict, cites=())
            if line.header and not verdict.supported:
                verdict = replace(verdict, lead_in=True)
            before = verdict.cites or before
            verdicts.append(verdict)
        return verdicts

    def judge(self, text: str, cites: Sequence[int] = (), *, number: str = "", before: Sequence[int] = ()) -> Verdict:
        """Decide one claim.

        `cites` are the numbers it carries; unknown ones count as none. `number` opens its line: a list's own, or a
        heading's, which must then be right. A line of responsible units belongs to the clause cited before it.
        """
        if len(text) > LONGEST_CLAIM:
            return Verdict(supported=False, reasons=("too long to be one claim",))
        claim = read_facts(normalize(text))
        if self._leads_in(claim, cites):
            return Verdict(supported=True, lead_in=True)
        if not claim.words and not claim.stated:
            return Verdict(supported=False, reasons=("nothing said that could be verified",))
        if number and misnumbered(number, claim, self._sources):
            return Verdict(supported=False, reasons=(f"heading {number}",))
        given = [self._numbers[n] for n in cites if n in self._numbers]
        if before and _UNITS_LINE.match(claim.text) and self._bears(claim, list(before)):
            return Verdict(supported=True, cites=tuple(before))
        chosen = self._support(claim, given)
        if not chosen and any(bare(claim.text) in source.plain for source in self._free):
            return Verdict(supported=True, cites=tuple(given))  # the clause is shown for context
        if found := self._better(claim, chosen, anchored=bool(before or given)):
            return Verdict(supported=True, cites=found)
        nearest = [self._sources[at] for at in given] or self._sources
        return Verdict(supported=False, reasons=tuple(shortfalls(claim, nearest + self._free, regions=self._regions)))

    def _leads_in(self, claim: Facts, cites: Sequence[int]) -> bool:
        """True for what claims nothing: layout, a column name, or a phrase that only names what is told below it."""
        if cites or claim.exact:
            return False
        if _LAYOUT.fullmatch(claim.text) or _COLUMN.fullmatch(claim.text):
            return True
        if not claim.text.endswith(":") or len(claim.words) > _LEAD_IN_WORDS:
            return False
        if not claim.stated and len(claim.words) < _IDLE_WORDS:
            return True
        return next(shortfalls(claim, [*self._sources, *self._free]), None) is None

    def _better(self, claim: Facts, chosen: tuple[int, ...], *, anchored: bool) -> tuple[int, ...]:
        """`chosen`, or the clause that bears the claim where none was chosen or it says or covers far more of it."""
        if anchored and _UNITS_LINE.match(claim.text):
            return chosen
        others = [at for at in range(len(self._sources)) if at not in chosen]
        if chosen and (verbatim := self._verbatim(claim, chosen, others)):
            return verbatim
        closeness = {at: self._closeness(claim, at) for at in others}
        floor = self._closeness(claim, *chosen) + CLOSER if chosen else 0.0
        for at in sorted(others, key=lambda at: -closeness[at]):
            if closeness[at] >= floor and self._bears(claim, [at]):
                return (at,)
        return chosen

    def _verbatim(self, claim: Facts, chosen: tuple[int, ...], others: list[int]) -> tuple[int, ...]:
        """Another clause that has the claim in one piece, where in those chosen its words lie scattered."""
        words = bare(claim.text)
        if len(words) < _TELLING_WORDS or any(words in self._sources[at].plain for at in chosen):
            return ()
        found = (at for at in others if words in self._sources[at].plain and self._bears(claim, [at]))
        return tuple(islice(found, 1))

    def _closeness(self, claim: Facts, *at: int) -> float:
        return coverage(claim, [self._sources[i] for i in at])

    def _support(self, claim: Facts, given: list[int]) -> tuple[int, ...]:
        """The cited clauses that bear the claim: all that do so alone, else the smallest set that does together."""
        alone = [at for at in given if self._bears(claim, [at])]
        if alone or len(given) < 2 or not self._bears(claim, given):
            return tuple(alone)
        needed = list(given)
        for at in given:
            fewer = [other for other in needed if other != at]
            if self._bears(claim, fewer):
                needed = fewer
        return tuple(needed)

    def _bears(self, claim: Facts, at: list[int]) -> bool:
        sources: list[Source] = [self._sources[i] for i in at]
        if coverage(claim, sources) < OWN_SHARE:
            return False
        if next(shortfalls(claim, sources + self._free, regions=self._regions), None) is not None:
            return False
        return not self._misassigns(claim.text, at)

    def _misassigns(self, text: str, at: list[int]) -> bool:
        """True if the claim says that a unit leads which the clause only lets support."""
        units = [u for i in at for u in self._units.get(i, ())]
        leads = {u.name for u in units if u.role == "lead"}
        if not leads:
            return False
        led = " ".join(part for match in _LEAD_OF.finditer(text) for part in match.groups() if part)
        return any(u.name in led and u.name not in leads for u in units)


def check(
    answer: str,
    citations: Sequence[Citation],
    *,
    units: Sequence[ResponsibleUnit] = (),
    others: Sequence[Citation] = (),
    facts: Sequence[str] = (),
) -> Grounded:
    """Keep what the citations bear, re-cite what another of them bears, remove the rest and report it.

    `others` are retrieved clauses that the answer may be re-cited to; `facts` are strings that need no citation
    (today's date, a derived status). Citations come back numbered from 1 in the order given, only those in use.
    """
    gate = Gate(citations, units=units, others=others, facts=facts)
    judged: list[tuple[Line, list[Verdict]]] = []
    before: tuple[int, ...] = ()
    for line in split(answer):
        verdicts = gate.judge_line(line, before)
        before = next((v.cites for v in reversed(verdicts) if v.cites), before)
        judged.append((line, verdicts))
    used = sorted({at for _, verdicts in judged for v in verdicts for at in v.cites})
    number = {at: n for n, at in enumerate(used, 1)}
    lines = [render(line, verdicts, number) for line, verdicts in judged]
    counted = [v for _, row in judged for v in row if not v.lead_in]
    removed = tuple(
        c.text.strip()
        for line, row in judged
        for c, v in zip(line.claims, row, strict=True)
        if not (v.supported or v.lead_in)
    )
    return Grounded(
        text=_join(lines),
        citations=tuple(replace(gate.citations[at], index=n) for at, n in number.items()),
        report=GroundingReport(len(counted), sum(v.supported for v in counted), removed),
        answers=bool(used),
    )


@dataclass(frozen=True, slots=True)
class Rendered:
    """One line of the answer after judgement."""

    text: str
    firm: bool  # holds a supported claim
    blank: bool = False


def render(line: Line, verdicts: Sequence[Verdict], number: Mapping[int, int]) -> Rendered:
    """The supported claims of a line; `number` maps positions in the gate's citations to shown numbers."""
    if not line.claims:
        return Rendered(line.lead.rstrip(), firm=False, blank=True)
    kept = [(c, v) for c, v in zip(line.claims, verdicts, strict=True) if v.supported]
    firm = any(not v.lead_in for _, v in kept)
    if line.table:
        return _render_row(line, verdicts, number)
    if not kept:
        return Rendered("", firm=False)
    parts = [f"{c.text}{c.tail}{_marks(v, number)}" for c, v in kept]
    last, verdict = kept[-1]
    if last is not line.claims[-1] and last.tail in tuple(",，、;；"):
        parts[-1] = f"{last.text}。{_marks(verdict, number)}"
    body = "".join(parts)
    if body.count("**") + line.lead.count("**") == 1:
        return Rendered(line.lead.replace("**", "") + body.replace("**", ""), firm)
    return Rendered(line.lead + body, firm)


def _render_row(line: Line, verdicts: Sequence[Verdict], number: Mapping[int, int]) -> Rendered:
    cells = [f"{c.text}{_marks(v, number)}" if v.supported else "—" for c, v in zip(line.claims, verdicts, strict=True)]
    told = all(v.supported and not v.lead_in for v in verdicts)  # by facts that need no citation: nothing was found
    firm = told or any(v.cites for v in verdicts)
    layout = line.header or not any(_WORD.search(c.text) for c in line.claims)
    return Rendered(f"| {' | '.join(cells)} |" if firm or layout else "", firm)


def _marks(verdict: Verdict, number: Mapping[int, int]) -> str:
    return "".join(f"[{number[at]}]" for at in verdict.cites)


def _join(lines: Sequence[Rendered]) -> str:
    """Lines as one text, without phrases that lead over to nothing and without piles of empty lines."""
    kept = [line.text for at, line in enumerate(lines) if line.blank or (line.text and _leads_somewhere(lines, at))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _leads_somewhere(lines: Sequence[Rendered], at: int) -> bool:
    """True unless the line is there for what is below it (a phrase with a colon, a table's head) and that is gone."""
    line, heads = lines[at], lines[at].text.startswith("|")
    if line.firm or not (heads or line.text.rstrip("* ").endswith((":", "："))):
        return True
    below = takewhile(lambda x: not x.blank, dropwhile(lambda x: x.blank and not heads, lines[at + 1 :]))
    return any(x.firm if heads else x.text for x in below)


__all__ = ["Gate", "Grounded", "Rendered", "Verdict", "check", "render"]
