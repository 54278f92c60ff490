"""How words of a clause are said in an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingestion.model import Clause

_ROW_MAX = 240
_ASIDE = re.compile(r"序号|编号|单位|部门|备注")
_NUMBERING = re.compile(r"序号|编号|备注")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_REPLY = re.compile(r"^答\s?[：:]\s*(?=\S)")
_STOPPED = re.compile(r"[^\w）)]$")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百]+")
_GOES_ON = re.compile(r"\w|[.．]\d(?!\d{3}年)")  # 2024年, 一般企业, 2.5万亩: no number of a clause 2 or 一


def spoken_row(clause: Clause, years: Sequence[int], *, with_units: bool = False) -> str | None:
    """A table row by its columns' names, without numbering and the columns of years that are not asked for.

    Units are left out unless they are to be told `with_units`.

    None for what is no row, and for a row too long to be said whole.
    """
    if clause.kind != "row":
        return None
    header = clause.header or ("",) * len(clause.cells)
    cells = [(name, cell) for name, cell in zip(header, clause.cells, strict=False) if cell]
    if cells and cells[0][1].isdigit() and not cells[0][0].strip("№ "):
        cells = cells[1:]
    aside = _NUMBERING if with_units else _ASIDE
    told = [(name, cell) for name, cell in cells if not aside.search(name)] or cells
    asked = {str(year) for year in years}
    if asked & {year for name, _ in told for year in _YEAR.findall(name)}:
        told = [(name, cell) for name, cell in told if not _YEAR.search(name) or asked & set(_YEAR.findall(name))]
    words = "；".join((f"{name}：{cell}" if name else cell).rstrip("。；") for name, cell in told)
    return f"{words}。" if words and len(words) <= _ROW_MAX else None


def joined(sentences: Sequence[str]) -> str:
    """Sentences one behind the other; a line that ends without a mark is parted from what follows."""
    *before, last = sentences
    return "".join(s if _STOPPED.search(s) else f"{s}；" for s in before) + last


def spoken(words: str, clause: Clause) -> str:
    """Without the clause's number in front, and with a stop at the end."""
    number = clause.path[-1][: len(clause.path[-1]) - len(clause.path[-1].lstrip("—–-"))] or clause.number
    for lead in (number, f"({clause.number})", f"（{clause.number}）"):
        if lead and words.startswith(lead) and not (_NUMERAL.fullmatch(lead) and _GOES_ON.match(words, len(lead))):
            words = words[len(lead) :].lstrip(" 、.．：:)）")
    words = _REPLY.sub("", words.strip()).rstrip("，,；;、")
    return words if words.endswith(("。", "！", "？", "”", "）", ")", "：", ":")) else words + "。"
