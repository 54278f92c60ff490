"""What a document says once about all its lists of units: who leads, and which units every list includes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ingestion.model import Span

RuleKind = Literal["first-leads", "includes", "all-tasks"]

_FIRST_LEADS = (
    r"(?:(?:各)?(?:责任单位|责任部门|牵头单位)(?:中|里)?的?)?[，,]?(?:以?(?:排|列|位|排名|排序|位列)(?:序|列|名)?(?:在|于)?(?:第一(?:位|个)?|首(?:位|个)?|最前)(?:面)?(?:者|的)?(?:单位|部门|责任单位|责任部门)?"
    r"|(?:第一个|首个|第一位)(?:单位|部门)?)[，,]?(?:均?为|均?是|作为|即为)(?:牵头|主办)(?:责任)?(?:单位|部门)?[^，,。；;）)]{0,6}(?:[，,、]\s*(?:以?下同|下列同|其余(?:均)?为[^，,。；;）)]{2,10}))*"
)
_INCLUDES = (
    r"(?P<where>以下|下列|以上|上述|各项)(?:各项|所有|各|任务|工作|措施|条款)*的?(?:责任|牵头|配合)?(?:单位|部门)?(?:中)?均(?:还)?"
    r"(?:包含|包括|含|涉及|需(?:要)?(?=(?:(?!配合|协助|参与).){2,60}?(?:落实|负责)))(?P<units>[^。；;）)]*?(?:[（(][^）)]*[）)][^。；;）)]*?)*)"
    r"(?=[，,]\s*(?:以下)?(?:均)?不(?:再|另|一一|单独)|(?:贯彻|抓好)?落实|负责|[。；;）)\n]|$)(?:(?:贯彻|抓好|负责)?落实|负责)?(?:[，,]\s*(?:以下)?(?:均)?不(?:再|另)?(?:一一|单独|重复|逐一)*(?:列出|列明|罗列|列示|重复|注明))?"
)
_OF_ALL = (
    r"(?:(?P<rest>除[^。；;\n]{2,24}?外[，,]|(?:未|没有)[^。；;，,\n]{2,12}(?:单位|部门)的[，,]?)\s*)?"
    r"(?P<scope>以上|上述|本(?:方案|意见|通知|办法|规划|计划|措施|要点)(?:中)?(?:的|所列|[提确][出定]的)?|表[中内](?:的|所列)?)"
    r"(?:各项|所有|全部|重点|工作|任务|目标|措施|和)*"
)
_WORDS = r"(?:[^。；;（()）\n]|[（(][^（()）\n]*[）)])"
_ALL_TASKS = rf"{_OF_ALL}(?:均|都)?由(?P<doers>{_WORDS}{{2,80}}?)(?:牵头|负责|组织实施|落实)[^。；;）)\n]{{0,12}}"
# 以上任务，各乡镇均为属地责任单位
_ALL_BY = (
    rf"{_OF_ALL}[，,]?\s*(?:由)?(?P<units>(?![，,]){_WORDS}{{2,60}}?)(?:[均都](?:为|是|作为)(?:属地)?|(?:为|是|作为)属地)"
    r"(?:管理)?(?:责任|落实|实施|配合|协助|参与)(?:责任)?(?:单位|主体)"
)
# 表中各项任务均需各县区配合; 各镇为以上各项培育措施的配合单位
_HELPED_BY = (
    rf"{_OF_ALL}(?<=任务|工作|措施|目标)[，,]?(?:均|都)?(?:由|[需须要应]当?要?)(?P<doers>(?!各?[有相]关){_WORDS}{{2,80}}?)"
    r"(?:共同|积极|协同)?(?:配合|协助|参与)(?:落实|实施|做好|推进)*(?=[，,。；;）)\n]|$)"
)
_BEING_OF_ALL = (
    rf"(?:^|(?<=[\s。；;）)]))(?P<units>[\u4e00-\u9fff]{_WORDS}{{1,60}}?)(?:[均都]?[为是]|作为){_OF_ALL}[\u4e00-\u9fff]{{0,6}}?"
    r"(?<=任务|工作|措施|目标|事项)的?(?:责任|落实|实施|配合|协助|参与)(?:责任)?(?:单位|主体)"
)
_RULES: tuple[tuple[RuleKind, re.Pattern[str]], ...] = (
    ("first-leads", re.compile(_FIRST_LEADS)),
    ("includes", re.compile(_INCLUDES)),
    ("all-tasks", re.compile(_ALL_TASKS)),
    ("all-tasks", re.compile(_ALL_BY)),
    ("all-tasks", re.compile(_HELPED_BY)),
    ("all-tasks", re.compile(_BEING_OF_ALL)),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """`units` is where the rule names units (empty for first-leads); `backward` when it speaks of what stands above.

    `rest`: it speaks of those tasks alone for which no units are named; `rows`: of those in tables alone.
    """

    kind: RuleKind
    span: Span
    units: Span
    backward: bool = False
    rest: bool = False
    rows: bool = False


def find_rules(text: str) -> list[Rule]:
    """Every document-wide rule, in reading order."""
    return sorted(_rules(text, 0, len(text)), key=lambda rule: rule.span.start)


def _rules(text: str, start: int, end: int) -> Iterator[Rule]:
    for kind, pattern in _RULES:
        for found in pattern.finditer(text, start, end):
            groups = found.groupdict()
            if groups.get("doers"):
                units = Span(found.start("doers"), found.end())
            else:
                units = Span(*found.span("units")) if "units" in groups else Span(found.end(), found.end())
            of = groups.get("where") or groups.get("scope") or ""
            backward = of in {"以上", "上述"}
            yield Rule(kind, Span(*found.span()), units, backward, bool(groups.get("rest")), of.startswith("表"))


def without_rules(text: str, inner: Span) -> Span:
    """The part of a bracket or line that lists units, once a rule at its front or end is set aside."""
    for rule in sorted(_rules(text, inner.start, inner.end), key=lambda rule: rule.span.start):
        if rule.kind == "all-tasks":
            continue
        if text[inner.start : rule.span.start].strip(" ，,；;。、"):
            return Span(inner.start, rule.span.start)
        inner = Span(rule.span.end, inner.end)
    return inner
