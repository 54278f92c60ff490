"""What is told together with a sentence that is meant."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answering.extractive.stretches import finished
from assistant.retrieval.ranking import Scored
from assistant.retrieval.sentences import Sentence
from ingestion.model import Span


@pytest.mark.parametrize(
    ("following", "told"),
    [
        ("未持证过夜的，客栈不得留宿。", 2),
        ("逾期不交回的，记入台账。", 2),
        ("否则不再发证。", 2),
        ("候船室每日打扫。", 1),
        ("不满3人的，由船员登记。", 1),
    ],
)
def test_what_follows_where_it_is_not_done_is_told_as_well(following: str, told: int) -> None:
    texts = ("乘客应当领取通行证，离开时交回。", following)
    spoken = [Scored(Sentence(t, Span(40 * i, 40 * i + len(t))), 0.3, 0.3) for i, t in enumerate(texts)]
    desk: Any = SimpleNamespace(asked=SimpleNamespace(kind="measure"))
    assert len(finished(desk, spoken[:1], spoken)) == told
