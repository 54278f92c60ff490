"""Whatever the text, the readers of units, targets and links end soon, never raise, and quote verbatim."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.model import Document
from ingestion.parsing.relations import read_relations, read_validity
from ingestion.parsing.responsibility import read_responsibilities, unread_phrases
from ingestion.parsing.targets import read_targets
from tests.ingestion.parsing.clause_builder import Part, build

SCRAPS = st.sampled_from(
    [
        "（",
        "）",
        "(",
        ")",
        "《",
        "》",
        "“",
        "”",
        "、",
        "，",
        "。",
        "：",
        "；",
        "和",
        "与",
        "各",
        "市",
        "区",
        "县（市、区）",
        "人民政府",
        "市科技局",
        "财政部",
        "责任单位：",
        "牵头单位:",
        "牵头",
        "负责",
        "会同",
        "由",
        "等部门",
        "按职责分工",
        "列第一位者为牵头单位,下同",
        "以下责任单位均包含",
        "不再列出",
        "以上任务均由",
        "到2020年",
        "每年",
        "新增",
        "企业",
        "120家",
        "1-2个",
        "3.5万人",
        "分别",
        "比重",
        "48%",
        "自2020年1月1日起施行",
        "有效期5年",
        "第五条",
        "同时废止",
        "根据",
        "国发〔2018〕5号",
        "号",
        "——",
        "\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(SCRAPS, max_size=14).map("".join), min_size=1, max_size=4))
def test_any_mixture_of_wordings_is_read_without_error_and_verbatim(bodies: list[str]) -> None:
    text, clauses = build(*[Part(f"{n}.", None, body, 1 + n % 2) for n, body in enumerate(bodies)])
    document = Document(id="d", title="某市办法", text=text, source="s", media_type="text")
    units = read_responsibilities(text, clauses)
    known = {clause.id for clause in clauses}
    assert all(unit.span.of(text) == unit.name and unit.name for unit in units)
    assert all(unit.clause_id in known and 0 <= unit.scope.start < unit.scope.end <= len(text) for unit in units)
    assert all(finding.span and finding.span.of(text) for finding in unread_phrases(text, clauses, units))
    assert all(target.span.of(text) and target.clause_id in known for target in read_targets(text, clauses))
    assert all(relation.span.of(text) for relation in read_relations(text, clauses, document))
    assert all(span.of(text) for span in read_validity(text).spans)


@pytest.mark.parametrize(
    "scrap", ["（", "责任单位：", "（市科技局、", "各市、", "牵头、", "由", "新增企业10家、", "《", "自2020年", "1"]
)
def test_endless_repeats_take_no_endless_time(scrap: str) -> None:
    text, clauses = build(("1.", "推进", scrap * (60_000 // len(scrap))))
    start = time.perf_counter()
    read_responsibilities(text, clauses)
    read_targets(text, clauses)
    read_relations(text, clauses, Document(id="d", title="某市办法", text=text, source="s", media_type="text"))
    assert time.perf_counter() - start < 8  # quadratic readers need minutes
