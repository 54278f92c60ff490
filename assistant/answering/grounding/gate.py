"""The grounding gate: nothing leaves that does not stand in a cited clause. It removes and re-cites, never edits."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from assistant.answering.grounding.claims import Claim, Line, split
from assistant.answering.grounding.evidence import headed, misnumbered, shortfalls, source_of, source_of_text
from assistant.answering.grounding.facts import Facts, read_facts
from assistant.answering.grounding.hearing import Before, Evidence, Hearing
from assistant.answering.grounding.wording import bare, normalize
from assistant.model import Citation, GroundingReport, ResponsibleUnit

_LEAD_IN_WORDS = 10  # content words of a phrase that only leads over to what is below it
_BARE_MIN = 2
_IDLE_WORDS = 3  # so few, and no fact: nothing is claimed
_WORD = re.compile(r"[^\W\d_]")
_ENUMERATOR = re.compile(r"\s*\d{1,2}[.．、](?!\d)\s*")
_INNER_ENUMERATOR = re.compile(r"(?:^|(?<=[:：。；;\]]))\s*\d{1,2}[.．、](?!\d)\s*")
_LONE_FIRST = re.compile(r"(?<=[:：])\s*1[.．、](?!\d)\s*")  # the points after it stand on other lines or nowhere
_LAYOUT = re.compile(r"[-_—–─=~•·|:\s]*")
_COLUMN = re.compile(
    r"(?:指标|目标|项目|内容|序号|编号|地区|地方|城市|责任|牵头|配合|单位|部门|角色|职责|年份|年度|政策|文件|规定|原文|表述|数值|事项|对象"
    r"|要求|措施|条件|标准|范围|方式|时间|期限|条款|说明|备注|类别|名称|任务|依据|来源|中|的|值)+"
)
LONGEST_CLAIM = 3000  # characters; a sentence of a policy is never so long, a runaway model's is


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
    """Judges claims against a fixed set of citations; `others` may be cited too, but were not offered by number.

    `preferred` are the ids of clauses that are cited rather than others which bear a claim as well.
    """

    def __init__(
        self,
        citations: Sequence[Citation],
        *,
        units: Sequence[ResponsibleUnit] = (),
        others: Sequence[Citation] = (),
        facts: Sequence[str] = (),
        preferred: Collection[str] = (),
    ) -> None:
        self.citations = (*citations, *others)
        self._numbers = {c.index: at for at, c in enumerate(citations)}
        owned = {at: [u for u in units if u.citation == c.index] for at, c in enumerate(citations)}
        sources = [source_of(c, tuple(u.name for u in owned.get(at, ()))) for at, c in enumerate(self.citations)]
        regions = frozenset(region for s in sources for region in s.regions)
        first = [at for at, c in enumerate(self.citations) if c.clause_id in preferred]
        self._evidence = Evidence(sources, [source_of_text(fact) for fact in facts], owned, regions, first)

    def judge_line(self, line: Line, before: Before) -> list[Verdict]:
        """Decide every claim of a line, in the light of what was said before it."""
        verdicts: list[Verdict] = []
        if before.listed and line.claims and not line.lead.strip():
            before = Before(before.cites)
        for at, claim in enumerate(line.claims):
            verdict = self.judge(claim.text, claim.cites, number="" if at else line.number, before=before)
            if claim.leaning and verdict.supported:
                verdict = replace(verdict, cites=())
            if line.header and not verdict.supported:
                verdict = replace(verdict, lead_in=True)
            before = replace(before, cites=verdict.cites or before.cites)
            verdicts.append(verdict)
        return verdicts

    def after(self, line: Line, verdicts: Sequence[Verdict], before: Before) -> Before:
        """What the next line comes after. A phrase that leads over to a list tells which places it is about."""
        cites = next((v.cites for v in reversed(verdicts) if v.cites), before.cites)
        if not line.claims:
            return before
        if all(v.lead_in for v in verdicts):
            text = normalize(line.claims[-1].text)
            return Before(cites, frozenset(r for r in self._evidence.regions if r in text) or before.told_of)
        return Before(cites, before.told_of, listed=True)

    def judge(self, text: str, cites: Sequence[int] = (), *, number: str = "", before: Before | None = None) -> Verdict:
        """Decide one claim.

        `cites` are the numbers it carries; unknown ones count as none. `number` opens its line, or the claim itself: a
        list's own, or a heading's, which must then be right. A line of responsible units belongs to the clause cited
        before it.
        """
        if len(text) > LONGEST_CLAIM:
            return Verdict(supported=False, reasons=("too long to be one claim",))
        if not number and (own := _ENUMERATOR.match(text)):
            number, text = own.group().strip(), text[own.end() :]
        claim = read_facts(normalize(text))
        if self._leads_in(claim, cites):
            return Verdict(supported=True, lead_in=True)
        given = [self._numbers[n] for n in cites if n in self._numbers]
        if not claim.words and not claim.stated:
            return self._judge_bare(claim, given)
        if misnumbered(number, claim, self._evidence.sources):
            return Verdict(supported=False, reasons=(f"heading {number}",))
        heads = [at for at, source in enumerate(self._evidence.sources) if headed(number, claim, source)]
        hearing = Hearing(self._evidence, claim, given, before or Before(), heads=heads)
        if (found := hearing.decide()) is not None:
            return Verdict(supported=True, cites=found)
        return Verdict(supported=False, reasons=hearing.reasons())

    def _judge_bare(self, claim: Facts, given: Sequence[int]) -> Verdict:
        """Decide a claim whose words are all filler elsewhere (申请书, 许可证): cited, it must stand word for word."""
        words = bare(claim.text)
        borne = tuple(at for at in given if len(words) >= _BARE_MIN and words in self._evidence.sources[at].plain)
        return Verdict(bool(borne), borne, () if borne else ("nothing said that could be verified",))

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
        return next(shortfalls(claim, [*self._evidence.sources, *self._evidence.free]), None) is None


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
    before = Before()
    for line in split(answer):
        verdicts = gate.judge_line(line, before)
        before = gate.after(line, verdicts, before)
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
    parts = [
        f"{c.text}{c.tail}" if _goes_on(kept, at) else f"{c.text}{c.tail}{_marks(v, number)}"
        for at, (c, v) in enumerate(kept)
    ]
    last, verdict = kept[-1]
    if last is not line.claims[-1] and last.tail in tuple(",，、;；"):
        parts[-1] = f"{last.text}。{_marks(verdict, number)}"
    body = "".join(parts)
    if len(kept) < len(line.claims):
        body = _INNER_ENUMERATOR.sub("", body)  # a count with gaps would be a number that no clause has
    if len(_INNER_ENUMERATOR.findall(body)) == 1:
        body = _LONE_FIRST.sub("", body)
    if body.count("**") + line.lead.count("**") == 1:
        return Rendered(line.lead.replace("**", "") + body.replace("**", ""), firm)
    return Rendered(line.lead + body, firm)


def _goes_on(kept: Sequence[tuple[Claim, Verdict]], at: int) -> bool:
    """Whether the sentence goes on behind a semicolon, from the same clauses: one mark at its end is enough."""
    claim, verdict = kept[at]
    return at + 1 < len(kept) and claim.tail in (";", "；") and kept[at + 1][1].cites == verdict.cites


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


__all__ = ["Before", "Gate", "Grounded", "Rendered", "Verdict", "check", "render"]
