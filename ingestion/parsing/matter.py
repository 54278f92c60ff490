"""Lines that are of the document but of no clause: addressees, numbers, signatures, dates, remarks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingestion.parsing.numbering import read_marker
from ingestion.parsing.wording import ADDRESSEES, DATE, DOCUMENT_NUMBER, ISSUED, SIGNATURE

_REMARK = re.compile(
    r"^[（(](?:此件|本件|联系人|公开属性|信息公开|此文|本文有删)[^）)]*[）)]$"
    r"|^[^，。；：]{4,40}年\d{1,2}月\d{1,2}日\s?印发$|^(?:抄送|抄报|分送|主题词|联系人|联系电话|公开方式|公开属性)[：:]"
)
_PASSED = re.compile(
    r"^[（(](?![一二三四五六七八九十]+[）)])(?![^\n]*(?:牵头|配合|负责|责任(?:单位|部门)))[^）)]{0,90}(?:公布|通过|发布|批准|修订|修正|印发|施行|[年月]\S{1,3}日)[^）)]{0,240}[）)]$"
)
_ORDER_NUMBER = re.compile(r"^第\s?\d{1,4}\s?号$")
_SIGNED_MAX = 40  # characters of a signature line that names no known organ
_HEADING_MAX = 24
_BLOCK_MAX = 12  # lines above a date that may sign


def is_remark(line: str) -> bool:
    """此件公开发布, 抄送…, and the bracket under a title that says when it was passed."""
    return bool(_REMARK.match(line) or _PASSED.match(line))


def is_passed(lines: Sequence[str]) -> bool:
    """Whether the lines are one bracket that says when and by whom the text was passed."""
    return "）" not in lines[0] and bool(_PASSED.match("\n".join(lines)))


def is_head(line: str) -> bool:
    """Whether a line before the first clause addresses the document or names its bearer; no numbered line does."""
    return read_marker(line) is None and bool(
        ADDRESSEES.match(line)
        or _ORDER_NUMBER.match(line)
        or (line.endswith("文件") and len(line) < 30)
        or SIGNATURE.match(line)
        or is_date(line)
        or _is_byline(line)
    )


def _is_byline(line: str) -> bool:
    """Who issued the document, its number and its date side by side (某市政府　某政发〔2025〕1号　2025年3月印发)."""
    parts = line.split()
    number = [part for part in parts if DOCUMENT_NUMBER.fullmatch(part)]
    rest = [part for part in parts if part not in number]
    return len(number) == 1 and all(SIGNATURE.match(part) or ISSUED.fullmatch(part) for part in rest)


def is_number(line: str) -> bool:
    """Whether a line is the document's number, alone or with its date or signer (某发〔2025〕2号　2025年2月17日)."""
    found = DOCUMENT_NUMBER.match(line)
    beside = line[found.end() :].strip() if found else ""
    return found is not None and (not beside or is_date(beside) or beside.startswith("签发人"))


def is_date(line: str) -> bool:
    return len(line) < 40 and DATE.fullmatch(line.strip("（）() ")) is not None


def signed_lines(lines: Sequence[str]) -> frozenset[int]:
    """Indexes of the lines that sign: a date with the names above it, or organs that nothing of the text follows.

    What stands below a heading that has no other text (报名时间, 成员单位) is its text and signs nothing.
    """
    found: set[int] = set()
    for i, line in enumerate(lines):
        if (is_date(line) and not _awaits_text(lines, i - 1)) or _is_dated_signature(line):
            found.add(i)
            found.update(_names_above(lines, i))
    i = len(lines) - 1
    while i >= 0:
        ends = i + 1 == len(lines) or i + 1 in found or is_remark(lines[i + 1]) or lines[i + 1].startswith("附件")
        first = _first_organ(lines, i) if ends else i + 1
        if first <= i and not _awaits_text(lines, first - 1):
            found.update(range(first, i + 1))
        i = min(first, i) - 1
    return frozenset(found)


def _first_organ(lines: Sequence[str], last: int) -> int:
    """Where the organs begin that stand one below the other down to `last`; behind `last` where it is none."""
    first = last + 1
    while first > 0 and _is_organ(lines[first - 1]):
        first -= 1
    return first


def _awaits_text(lines: Sequence[str], index: int) -> bool:
    """Whether the line is a numbered heading: what follows is its text."""
    if index < 0:
        return False
    line, marker = lines[index], read_marker(lines[index])
    numbered = marker is not None and marker.family.name not in ("annex", "dash") and marker.length < len(line)
    return numbered and len(line) <= _HEADING_MAX and not re.search(r"[。；，,]", line)


def _names_above(lines: Sequence[str], dated: int) -> list[int]:
    """Organs above a date; where none is known, short lines count when a finished sentence stands above them."""
    loose: list[int] = []
    sure: list[int] = []
    for i in range(dated - 1, max(dated - 1 - _BLOCK_MAX, -1), -1):
        line = lines[i]
        if len(line) > 60 or re.search(r"[。；：，！？|》]", line) or read_marker(line) or is_number(line):
            ended = line.endswith(("。", "；", "）", "！", "”"))
            return loose if ended and len(loose) <= 3 else sure
        loose.append(i)
        if _is_organ(line) and len(sure) == len(loose) - 1:
            sure.append(i)
        elif len(line) > _SIGNED_MAX:
            return sure
    return sure


def _is_organ(line: str) -> bool:
    return len(line) < 60 and SIGNATURE.match(line) is not None and read_marker(line) is None


def _is_dated_signature(line: str) -> bool:
    tail = DATE.search(line)
    return bool(
        tail and len(line) < 60 and tail.end() == len(line) and SIGNATURE.match(line[: tail.start()].strip("（( "))
    )
