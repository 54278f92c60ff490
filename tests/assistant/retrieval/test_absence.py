"""What a question speaks of and a document does not."""

from __future__ import annotations

import pytest

from assistant.retrieval.absence import Absence
from assistant.retrieval.matching import Term
from ingestion.model import Document

TEXT = "第一条 本市支持跨境电商企业建设海外仓库，每个仓库补助20万元。"
DOCUMENT = Document("d", "云岭市外贸扶持办法", "", "d.txt", "text")


def term(text: str, *, known: bool = True, weight: float = 1.0, variants: tuple[str, ...] = ()) -> Term:
    return Term(text, (text, *variants), weight, known)


@pytest.mark.parametrize(
    ("terms", "share"),
    [
        ([term("仓库"), term("补助")], 0.0),
        ([term("码头"), term("补助")], 0.5),
        ([term("码头", variants=("海外仓库",)), term("补助")], 0.0),
        ([term("元宇宙", known=False)], 1.0),  # no dictionary has it
        ([term("码头", weight=0.2), term("仓库", weight=0.6)], 0.25),
        ([term("搬走"), term("仓库")], 0.0),  # a deed is told in many words
        ([term("街上", known=False), term("仓库")], 0.0),  # where, when and whose belong to the asker's case
        ([term("我家", known=False), term("以前", known=False), term("一个月", known=False), term("仓库")], 0.0),
        ([term("外贸")], 0.0),  # stands in the title
        ([], 0.0),
    ],
)
def test_things_count_that_stand_nowhere_in_the_document(terms: list[Term], share: float) -> None:
    assert Absence(terms, lambda _: TEXT).share_of(DOCUMENT) == pytest.approx(share)


def test_nothing_is_absent_from_a_text_that_is_not_known() -> None:
    assert Absence([term("码头")], None).share_of(DOCUMENT) == 0.0


def test_a_document_is_read_once() -> None:
    read: list[str] = []
    absence = Absence([term("码头")], lambda doc_id: read.append(doc_id) or TEXT)  # type: ignore[func-returns-value]
    assert [absence.share_of(DOCUMENT) for _ in range(3)] == [1.0, 1.0, 1.0]
    assert read == ["d"]
