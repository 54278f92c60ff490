"""What a document says of itself: title, number, issuers, dates, period, region. What is not said stays None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath

from ingestion.model import Clause, Document, RawDocument, SideMetadata, Span
from ingestion.numerals import DIGITS, to_int
from ingestion.parsing.cleaning import Cleaned
from ingestion.parsing.region import level_of, read_region
from ingestion.parsing.wording import DATE, DOCUMENT_NUMBER, ISSUED, ORGAN, SIGNATURE, unspaced

_SITE_SUFFIX = re.compile(r"(?:[_|｜—-]+[^_|｜]{2,30}(?:网|网站|门户|政府|平台))+$")
_TITLE_ISSUERS = re.compile(
    rf"^(?P<organs>[^《》]{{2,80}}?{ORGAN}(?:[、\s]+[^《》、\s]{{2,30}}?{ORGAN})*)\s*(?=关于|印发|转发|批转|公告|令)"
)
_PARTY = re.compile(r"^(?:中共)?[\u4e00-\u9fff]{1,12}(?:省|市|县|区|州|盟|旗)?委$|^中共中央$")
_ORDER = re.compile(r"(?:命令|令)(?:[（(]?第\s?\d{1,4}\s?号[）)]?)?$")
_NUMBERED_ORDER = re.compile(r"[\u4e00-\u9fff]{1,20}令(?:\d{4}年)?第?\d{1,4}号")  # 国令第697号
# Under the title: （2024年9月30日某市人民政府令第6号公布）, （…某某部令2022年第8号公布）
_ORDERED = re.compile(
    r"(?:日|^[（(])\s*(?P<number>(?P<organ>[\u4e00-\u9fff]{2,20}?(?:政府|部|局|委|委员会|会|总署|银行|国务院))令\s?(?:\d{4}\s?年\s?)?第\s?\d{1,4}\s?号)"
)
_ORDER_LINE = re.compile(r"^第\s?\d{1,4}\s?号$")
_YEARS = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~～至到]{1,2}\s*((?:19|20)\d{2})\s*年")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年(?:度)?(?![\d月])")
_FIVE_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
_DEADLINE = re.compile(r"到\s?(20\d{2})\s?年")
_PROPERTY = {
    "doc_number": ("发文字号", "文号", "文件编号"),
    "issuers": ("发文机关", "发文单位", "制发机关"),
    "publisher": ("发布机构", "发布单位"),
    "written": ("成文日期", "发文日期"),
    "published": ("发布日期", "发布时间", "公布日期", "公开日期", "PubDate", "生成日期", "生成时间"),
    "effective": ("施行日期", "生效日期", "生效时间", "实施日期"),
    "expires": ("失效日期", "失效时间", "废止日期", "终止日期", "有效期至", "有效期限", "有效期"),
    "source_url": ("网址",),
    "topic": ("主题分类", "信息类别"),
    "index_number": ("索引号",),
    "title": ("标题", "信息名称"),
}


_MASTHEAD_LINES = 8


def read_metadata(
    raw: RawDocument,
    cleaned: Cleaned,
    clauses: Sequence[Clause],
    closing: Sequence[Span],
    *,
    doc_id: str,
    side: SideMetadata,
) -> Document:
    """The document without its relations. Side metadata wins over the text, the text over nothing."""
    text = cleaned.text
    prop = _properties(cleaned.properties)
    lines = [span.of(text) for span in closing]
    title = side.title or _title(raw, cleaned, prop.get("title"))
    issuers = side.issuers or _issuers(prop.get("issuers"), lines, title) or _split_organs(prop.get("publisher", ""))
    region, level = read_region(issuers, title, around=(*_masthead(raw, cleaned), *lines), text=text)
    if side.region:
        region, level = side.region, level_of(side.region)
    written = side.written or read_date(prop.get("written", "")) or _signed_date(lines)
    return Document(
        id=doc_id,
        title=title,
        text=text,
        source=raw.source,
        media_type=raw.media_type,
        doc_number=side.doc_number
        or _order_number(title, lines)
        or _number(prop.get("doc_number"), lines, text[: cleaned.title.end]),
        issuers=issuers,
        region=region,
        level=level,
        aliases=side.aliases,
        written=written,
        published=side.published or read_date(prop.get("published", "")),
        effective=side.effective or read_date(prop.get("effective", "")),
        expires=side.expires or _last_date(prop.get("expires", "")),
        period=_period(title, clauses, text, written),
        topic=prop.get("topic"),
        index_number=prop.get("index_number"),
        addressees=next((line.rstrip("：:") for line in lines if line.endswith(("：", ":")) and len(line) > 3), None),
        source_url=side.source_url or prop.get("source_url"),
    )


def _masthead(raw: RawDocument, cleaned: Cleaned) -> list[str]:
    """The lines above the title, which cleaning may have taken out (某县人民政府专题会议纪要)."""
    title = cleaned.title.of(cleaned.text).split("\n")[0]
    return raw.text.partition(title)[0].split("\n")[:_MASTHEAD_LINES] if title else []


def read_date(text: str) -> date | None:
    """The first full date in `text`; None where there is none or it is no day of the calendar."""
    match = DATE.search(text)
    if not match:
        return None
    year = match["year"]
    if not year.isdecimal():
        year = "".join(str(DIGITS.get(c, 0)) for c in year)
    month, day = to_int(match["month"]), to_int(match["day"])
    try:
        return date(int(year), month or 0, day or 0)
    except ValueError:
        return None


def _last_date(text: str) -> date | None:
    """The last full date in `text`: the end of 2025年4月1日至2028年3月31日."""
    return read_date(text[max((m.start() for m in DATE.finditer(text)), default=0) :])


def _properties(found: Mapping[str, str]) -> dict[str, str]:
    """Portal properties under our names; the keys are compared without white space."""
    plain = {re.sub(r"[\s　：:]", "", key): value.strip() for key, value in found.items() if value.strip()}
    return {ours: plain[name] for ours, names in _PROPERTY.items() for name in reversed(names) if name in plain}


def _title(raw: RawDocument, cleaned: Cleaned, named: str | None) -> str:
    if cleaned.title.end:
        title = cleaned.title.of(cleaned.text).replace("\n", "")
    else:
        title = raw.title or named or _first_line(cleaned.text) or PurePath(raw.source).stem
    return unspaced(_SITE_SUFFIX.sub("", re.sub(r"\s+", " ", title)).strip())


def is_order(title: str) -> bool:
    """Whether a title only says who orders (某市人民政府令); what is ordered has a title of its own."""
    return bool(_ORDER.search(title)) and "关于" not in title


def _order_number(title: str, lines: Sequence[str]) -> str | None:
    """某市人民政府令 with 第17号 on a line below it."""
    below = next((line for line in lines if _ORDER_LINE.match(line)), None)
    return title + re.sub(r"\s", "", below) if below and title.endswith("令") and is_order(title) else None


def _first_line(text: str) -> str | None:
    line = text.split("\n", 1)[0].strip()
    return line if 4 <= len(line) <= 80 and "。" not in line else None


def _number(named: str | None, lines: Sequence[str], head: str) -> str | None:
    for candidate in (named or "", *lines, head):
        match = DOCUMENT_NUMBER.search(candidate)
        if match and len(candidate) < 80:
            return re.sub(r"\s", "", match.group())
    if order := _NUMBERED_ORDER.fullmatch(re.sub(r"\s", "", named or "")):
        return order.group()
    ordered = next((match["number"] for line in lines if (match := _ORDERED.search(line))), None)
    return re.sub(r"\s", "", ordered) if ordered else None


def _issuers(named: str | None, lines: Sequence[str], title: str) -> tuple[str, ...]:
    if named:
        return _split_organs(named)
    head = _TITLE_ISSUERS.match(title)
    signed = [o for line in lines if not line.endswith("文件") for o in _signed_organs(line)]
    if signed:
        return tuple(dict.fromkeys(signed))
    if head:
        return _split_organs(head["organs"])
    return next(((match["organ"],) for line in lines if (match := _ORDERED.search(line))), ())


def _signed_organs(line: str) -> tuple[str, ...]:
    """The organs of a signature line, with or without the date behind them, or of a line with the number as well."""
    if bracketed := _UNDER_TITLE.fullmatch(line):
        line = _BESIDE.sub(" ", bracketed["said"])
    if len(line) > 80 or re.search(r"[，。；：:]", line):
        return ()
    dated = DATE.search(line)
    names = _REMARK.sub("", line[: dated.start()] if dated else line)
    beside = (ISSUED, DOCUMENT_NUMBER)
    parts = [p for p in re.split(r"[\s、]+", names) if p and not any(words.fullmatch(p) for words in beside)]
    return tuple(parts) if parts and all(SIGNATURE.match(p) or _PARTY.match(p) for p in parts) else ()


def _split_organs(text: str) -> tuple[str, ...]:
    return tuple(p for p in re.split(r"[\s、，,;；]+", text) if p)


# Under the title: （某政发〔2024〕5号，2024年3月1日印发）
_UNDER_TITLE = re.compile(r"[（(](?P<said>.{0,80})[）)]")
_BESIDE = re.compile(rf"{DATE.pattern}|(?:印发|发布)(?=[\s，]|$)|，")
_REMARK = re.compile(r"[（(][^（）()]*[）)]\s*$")  # 县委农村工作领导小组（县乡村振兴领导小组）
_ISSUED = re.compile(rf"^[（(][^）)]{{0,60}}{DATE.pattern}[^）)]{{0,12}}(?:印发|公布|发布|颁布|通过)")


def _signed_date(lines: Sequence[str]) -> date | None:
    """The date under the text: the first one, since attached documents follow their cover notice."""
    for line in lines:
        if len(line) < 80 and not re.match(r"^[（(]", line) and DATE.search(line):
            return read_date(line)
    bracketed = (line for line in lines if _ISSUED.match(line))
    return next((read_date(line) for line in bracketed), None)


def _period(title: str, clauses: Sequence[Clause], text: str, written: date | None) -> tuple[int, int] | None:
    """Years that the plan covers: named in the title or a heading, else up to the deadline named most often."""
    for words in (title, *(c.heading or "" for c in clauses)):
        if match := _YEARS.search(words):
            return int(match[1]), int(match[2])
    for name, years in _FIVE_YEARS.items():
        if name in title:
            return years
    if (match := _YEAR.search(title)) and re.search(r"计划|要点|方案|任务|安排|目标", title):
        return int(match[1]), int(match[1])
    deadlines = Counter(int(y) for y in _DEADLINE.findall(text))
    if not deadlines:
        return None
    last = deadlines.most_common(1)[0][0]
    return (min(written.year, last), last) if written else (last, last)
