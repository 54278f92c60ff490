"""Until when a document holds by what later documents say of it."""

from __future__ import annotations

from datetime import date

import pytest

from ingestion.model import Document, Relation, RelationKind, Span
from ingestion.parsing.extensions import read_extension


def document(doc_id: str, title: str, text: str = "") -> Document:
    return Document(id=doc_id, title=title, text=text, source="", media_type="text")


ISSUED = document("old", "某局关于印发《某市食堂资助办法》的通知")


@pytest.mark.parametrize(
    ("text", "kind", "until"),
    [
        ("一、修改。\n二、《资助办法》有效期延长至2028年7月14日。", "amends", date(2028, 7, 14)),
        ("《某市食堂资助办法》（某发〔2022〕5号），有效期延长至2027年6月30日。", "mentions", date(2027, 6, 30)),
        ("《某市浴室资助细则》有效期延长至2028年7月14日。", "amends", None),
        ("证书有效期至2028年7月14日。", "amends", None),
    ],
)
def test_an_extension_is_of_the_document_that_its_sentence_names(
    text: str, kind: RelationKind, until: date | None
) -> None:
    other = document("new", "某局的通知", text)
    relation = Relation(kind, "某市食堂资助办法", None, Span(0, len(text)))
    found = read_extension(ISSUED, [(other, relation)])
    assert (found and found.until) == until
