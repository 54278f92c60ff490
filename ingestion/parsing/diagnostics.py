"""What is doubtful about a parse, told before anybody cites it wrongly. Messages are Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingestion.model import Clause, Document, Edit, Finding
from ingestion.numerals import to_int
from ingestion.parsing.numbering import FAMILIES

_LONG = 1500
_NUMBERED = {family.name for family in FAMILIES} - {"dash", "annex", "letter"}
_FIELDS = {"issuers": "发文机关", "region": "适用地区", "written": "成文日期", "doc_number": "发文字号"}


def diagnose(document: Document, clauses: Sequence[Clause], raw: str, edits: Sequence[Edit]) -> list[Finding]:
    """Every finding on one document; an account that does not add up is an error, the rest is for staff to look at."""
    return [
        *_account(document, raw, edits),
        *_numbers(clauses),
        *_bodies(document, clauses),
        *_missing(document, clauses),
    ]


def _account(document: Document, raw: str, edits: Sequence[Edit]) -> Iterator[Finding]:
    """Characters in = characters kept + characters removed, or text has been lost on the way."""
    removed = sum(e.end - e.start for e in edits)
    added = sum(len(e.replacement) for e in edits)
    if len(raw) - removed + added != len(document.text):
        lost = len(raw) - removed + added - len(document.text)
        yield Finding("text-lost", "error", f"清洗前后字数对不上,相差{lost}字,请核对原文。")
    cut = sum(len("".join(raw[e.start : e.end].split())) for e in edits if e.reason and "装饰" in e.reason)
    if cut and cut > len(document.text):
        yield Finding("much-removed", "warning", f"作为网页装饰去掉了{cut}字,超过正文,请核对原文。")


def _numbers(clauses: Sequence[Clause]) -> Iterator[Finding]:
    last: dict[tuple[str, str | None], int] = {}
    anywhere: dict[str, int] = {}
    for clause in clauses:
        number = _number(clause)
        if number is None:
            continue
        family, value = number
        key = (family, clause.parent_id)
        before = last.get(key)
        expected = {1, (before or 0) + 1, anywhere.get(family, 0) + 1}
        if before == value:
            yield Finding("number-repeat", "warning", f"编号重复:{clause.label}", clause.span)
        elif value not in expected:
            yield Finding("number-gap", "warning", f"编号不连续:{clause.label}之前缺号", clause.span)
        last[key] = anywhere[family] = value


def _number(clause: Clause) -> tuple[str, int] | None:
    """Family and value of the clause's number, as its heading line begins."""
    words = clause.path[-1]
    for family in FAMILIES:
        match = family.pattern.match(words)
        if match and family.name in _NUMBERED and match["n"] and "之" not in (clause.number or ""):
            value = to_int(match["n"])
            return (family.name, value) if value else None
    return None


def _bodies(document: Document, clauses: Sequence[Clause]) -> Iterator[Finding]:
    parents = {c.parent_id for c in clauses}
    for clause in clauses:
        length = clause.body.end - clause.body.start
        if length > _LONG:
            yield Finding("long-clause", "info", f"条款过长({length}字):{clause.label}", clause.span)
        own = clause.body.of(document.text).strip()
        bare = clause.kind in ("section", "part") and clause.heading and own.endswith(clause.heading)
        if bare and clause.id not in parents:
            yield Finding("empty-heading", "warning", f"标题下没有正文:{clause.label}{clause.heading}", clause.span)


def _missing(document: Document, clauses: Sequence[Clause]) -> Iterator[Finding]:
    if not clauses:
        yield Finding("no-clauses", "error", "没有读出任何条款,请核对文件内容。")
    fields = {k: v for k, v in _FIELDS.items() if k != "region"} if document.level == "national" else _FIELDS
    missing = [name for field, name in fields.items() if not getattr(document, field)]
    if missing:
        yield Finding("metadata-missing", "info", f"文中没有读到{'、'.join(missing)},可在 metadata.toml 中补充。")
