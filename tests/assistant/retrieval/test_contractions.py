"""Contractions are read in full where the texts found have the full form."""

import pytest

from assistant.retrieval.contractions import spelt_out
from assistant.retrieval.matching import Term


@pytest.mark.parametrize(
    ("word", "text", "full"),
    [
        ("禁飞", "下列区域为禁止飞行区域", ("禁止飞行",)),
        ("禁飞区", "在禁止飞行的区域内飞行", ("禁止飞行的区",)),
        ("禁飞区", "禁止飞行,区域另定", ()),
        ("监管", "加强监督管理，落实监管责任", ("监督管理",)),
        ("环评", "依法进行环境影响评价", ()),  # its words do not stand next to each other
        ("水产", "日供水生产能力", ()),  # cuts words apart
        ("禁止", "禁止飞行", ()),
        ("托育", "托幼机构", ()),
    ],
)
def test_a_contraction_is_read_in_full(word: str, text: str, full: tuple[str, ...]) -> None:
    (term,) = spelt_out((Term(word, (word,), 1.0, False, (), ""),), text)
    assert term.variants == (word, *full)
    assert term.known == bool(full)
