"""Citations of invented clauses, short enough to read in a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.model import Citation

MakeCitation = Callable[..., Citation]


@pytest.fixture(scope="session")
def make_citation() -> MakeCitation:
    """A citation of `text`; every other field has a plausible default."""

    def make(index: int, text: str, **fields: object) -> Citation:
        defaults: dict[str, object] = {
            "doc_id": "doc",
            "title": "江州市2018年创新工作要点",
            "doc_number": "江发〔2018〕17号",
            "issuer": "江州市人民政府",
            "region": "江州市",
            "clause_id": f"clause-{index}",
            "path": ("三、增强企业创新能力", "8.推进企业研发机构建设"),
            "label": "第三部分第8条",
            "quote": text,
            "start": 0,
            "end": len(text),
        }
        return Citation(index=index, text=text, **{**defaults, **fields})  # type: ignore[arg-type]

    return make
