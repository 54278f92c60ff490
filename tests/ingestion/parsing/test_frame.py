"""Title block and signature as clauses that can be cited and are never searched."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingestion.knowledge.passage import searched_clauses
from tests.ingestion.parsing.reading import read

NOTICE = (
    "云川市人民政府关于加强停车管理的通知\n云政发〔2024〕7号\n各县人民政府：\n"
    "为加强管理，现通知如下。\n一、加强组织\n各单位要抓好落实。\n二、严格检查\n每年检查两次。\n"
    "云川市人民政府\n2024年3月5日"
)
COVERED = (
    "云川市人民政府关于印发停车管理办法的通知\n云政发〔2024〕8号\n各县人民政府：\n"
    "现将《停车管理办法》印发给你们，请遵照执行。\n云川市人民政府\n2024年3月6日\n"
    "停车管理办法\n第一条 为加强管理，制定本办法。\n第二条 本办法自发布之日起施行。"
)


@pytest.mark.parametrize("text", [NOTICE, COVERED], ids=["notice", "cover notice"])
def test_number_and_date_can_be_cited(text: str) -> None:
    parsed = read(text)
    frames = {c.label: c.body.of(parsed.document.text) for c in parsed.clauses if c.kind == "frame"}
    assert parsed.document.doc_number is not None
    assert parsed.document.doc_number in frames["文头"]
    assert "2024年3月" in frames["落款"]


@pytest.mark.parametrize("text", [NOTICE, COVERED], ids=["notice", "cover notice"])
def test_a_frame_covers_what_no_other_clause_does(text: str) -> None:
    parsed = read(text)
    spans = sorted((c.span for c in parsed.clauses if c.parent_id is None), key=lambda span: span.start)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert len({c.id for c in parsed.clauses}) == len(parsed.clauses)
    assert [c.ordinal for c in parsed.clauses] == sorted(c.ordinal for c in parsed.clauses)


def test_a_frame_is_never_searched() -> None:
    parsed = read(NOTICE)
    assert all(c.kind != "frame" for c in searched_clauses(parsed.clauses, parsed.document.text))


def test_a_text_without_title_block_and_signature_has_no_frame() -> None:
    assert [c for c in read("第一条 各单位要抓好落实。\n第二条 每年检查两次。").clauses if c.kind == "frame"] == []
