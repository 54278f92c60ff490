"""What is doubtful about a parse is said."""

import pytest

from tests.ingestion.parsing.reading import read

OPENING = "云川市工作方案\n"


def codes(text: str) -> set[str]:
    return {finding.code for finding in read(OPENING + text).findings}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一、总体要求\n坚持创新。\n三、保障措施\n加强领导。", "number-gap"),
        ("一、总体要求\n坚持创新。\n一、总体要求\n坚持创新。", "number-repeat"),
        ("一、总体要求\n坚持创新。\n二、保障措施", "empty-heading"),
        ("一、总体要求\n" + "坚持创新驱动发展战略，" * 200 + "。", "long-clause"),
        ("一、总体要求\n坚持创新。", "metadata-missing"),
    ],
)
def test_a_doubt_is_told(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "一、总体要求\n（一）坚持创新。各地落实。\n（二）坚持开放。各地落实。\n二、主要任务\n（三）夯实基础。各地落实。",
        "一、总体要求\n（一）坚持创新。各地落实。\n二、主要任务\n（一）夯实基础。各地落实。",
    ],
)
def test_counts_that_go_on_or_begin_again_in_a_section_are_no_gap(text: str) -> None:
    assert not codes(text) & {"number-gap", "number-repeat"}


def test_a_document_without_text_is_an_error() -> None:
    assert [f.severity for f in read("").findings if f.code == "no-clauses"] == ["error"]


def test_findings_are_in_chinese_and_name_the_clause() -> None:
    gap = next(f for f in read(f"{OPENING}一、甲要求\n坚持。\n三、乙要求\n落实。").findings if f.code == "number-gap")
    assert "第三部分" in gap.message
    assert gap.span is not None
