"""From when until when a document holds, and what that makes of it on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ingestion.model import Document, Relation, Span

StatusName = Literal["现行有效", "尚未施行", "已废止", "已失效", "目标期已过"]

_DATE = r"(\d{4})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?"
_BEGINS = r"(?:起|开始)(?:正式|试)?(?:施行|实施|执行|生效|试行|有效)"
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_EFFECTIVE = re.compile(rf"自\s*{_DATE}\s*{_BEGINS}|{_DATE}\s*起(?:正式)?(?:施行|实施|执行|生效)")
_ON_ISSUE = re.compile(
    r"自(?:本[\u4e00-\u9fff]{2,6})?(?:发布|公布|印发|下发|颁布|发文|签发|通过)之?日起?"
    r"(?:(?P<days>\d+)\s*个?(?P<unit>日|天|月)后)?起?(?:正式|试)?(?:施行|实施|执行|生效|试行|有效)"
)
_UNTIL = re.compile(
    rf"(?:有效期|有效期限|试行期|执行期|实施期限?|施行期)[^，。；]{{0,16}}?(?:至|到|截止(?:到|至)?|[-—])\s*{_DATE}"
    rf"|(?:施行|实施|执行|有效|试行)(?:期限)?(?:至|到|截止)\s*{_DATE}|至\s*{_DATE}\s*(?:止|失效|自行废止|废止)"
)
_CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_YEARS = re.compile(
    r"(?:有效期|试行期|执行期|实施期|期限|暂定|试行)限?(?:暂定)?(?:为|是|限)?[：:]?\s*"
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十])\s*(?P<unit>年|个月)"
)
# 有效期 of a licence or a contract is not that of the document
_OF_SOMETHING_ELSE = re.compile(
    r"证书|许可证|资格|合同|专利|营业执照|批件|有效期[内满]|有效期届满|证[，的]?有效期|名单|公示期"
)
_OF_THIS = re.compile(
    r"本(?:行动|工作|实施|暂行|管理|若干)*(?:办法|规定|意见|通知|方案|细则|政策|条例|措施|规则|规范|决定|暂行|实施|指南|文件|计划|规划"
    r"|通告|公告|预案|要点|指引|导则|标准|制度|问答|须知|目录|规程|守则)"
    r"|^\s*(?:第?[一二三四五六七八九十百\d]+[条、.．]?\s*)?(?:自|有效期|试行期)"
)


@dataclass(frozen=True, slots=True)
class Validity:
    """Dates as the text states them; `spans` are the sentences they were read from."""

    effective: date | None = None
    expires: date | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """What a document is on a day. `span` is the sentence, in `doc_id` when another document says it."""

    name: StatusName
    span: Span | None = None
    doc_id: str | None = None
    since: date | None = None


@lru_cache(maxsize=256)  # the same documents answer again and again
def read_validity(text: str, issued: date | None = None) -> Validity:
    """施行日期 and 有效期 of the document itself; `issued` is the day that 自发布之日起 refers to."""
    effective: date | None = None
    expires: date | None = None
    spans: list[Span] = []
    for sentence in _own_sentences(text):
        words = sentence.of(text)
        begins, ends = _effective(words, issued), _UNTIL.search(words)
        lasts = _YEARS.search(words)
        if begins is None and not (ends or lasts or _ON_ISSUE.search(words)):
            continue
        spans.append(sentence)
        effective = begins or effective
        start = effective or issued
        expires = _date(ends) if ends else _after(start, lasts) if lasts and start else expires
    return Validity(effective, expires, tuple(spans))


def _own_sentences(text: str) -> Iterator[Span]:
    for found in _SENTENCE.finditer(text):
        words = found.group()
        if _OF_THIS.search(words) and not _OF_SOMETHING_ELSE.search(words):
            lead = len(words) - len(words.lstrip())
            yield Span(found.start() + lead, found.end())


def _effective(words: str, issued: date | None) -> date | None:
    if found := _EFFECTIVE.search(words):
        return _date(found)
    found = _ON_ISSUE.search(words)
    if found is None or issued is None:
        return None
    if (days := found["days"]) is None:
        return issued
    return issued + timedelta(days=int(days)) if found["unit"] in {"日", "天"} else _months_later(issued, int(days))


def _date(found: re.Match[str]) -> date | None:
    """The first date of a match; a month alone means its first day when it begins, its last when it ends."""
    groups = [g for g in found.groups() if g is not None and g.isdigit()]
    year, month = int(groups[0]), int(groups[1])
    ends = found.re is _UNTIL
    try:
        if len(groups) > 2:
            return date(year, month, int(groups[2]))
        return _months_later(date(year, month, 1), 1) - timedelta(days=1) if ends else date(year, month, 1)
    except ValueError:
        return None


def _after(start: date, lasts: re.Match[str]) -> date:
    count = lasts["count"]
    number = int(count) if count.isdigit() else _CHINESE_DIGITS[count]
    return _months_later(start, number * (12 if lasts["unit"] == "年" else 1)) - timedelta(days=1)


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def status_of(
    document: Document,
    relations_to_it: Sequence[tuple[str, Relation]],
    as_of: date,
    *,
    taking_effect: Mapping[str, date | None] | None = None,
) -> Status:
    """What `document` is on `as_of`. `relations_to_it` are `(doc_id, relation)` of other documents;
    `taking_effect` says from when each of those holds (a repeal that is still to come does not count yet)."""
    read = read_validity(document.text, document.published or document.written)
    effective, expires = document.effective or read.effective, document.expires or read.expires
    sentence = read.spans[-1] if read.spans else None
    for doc_id, relation in relations_to_it:
        since = (taking_effect or {}).get(doc_id)
        if relation.kind == "repeals" and (since is None or since <= as_of):
            return Status("已废止", relation.span, doc_id, since)
    if expires is not None and expires < as_of:
        return Status("已失效", sentence, since=expires)
    if effective is not None and effective > as_of:
        return Status("尚未施行", sentence, since=effective)
    if document.period is not None and document.period[1] < as_of.year:
        return Status("目标期已过", _where(document.text, document.period), since=date(document.period[1], 12, 31))
    return Status("现行有效", sentence, since=effective)


@lru_cache(maxsize=256)
def _where(text: str, period: tuple[int, int]) -> Span | None:
    """The first sentence that names the period, if it is written out."""
    written = re.compile(
        rf"{period[0]}\s*[-—–~～至]+\s*{period[1]}\s*年" if period[0] != period[1] else rf"{period[1]}\s*年"
    )
    return next((Span(s.start(), s.end()) for s in _SENTENCE.finditer(text) if written.search(s.group())), None)
