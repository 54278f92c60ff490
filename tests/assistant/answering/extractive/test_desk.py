"""Which of several clauses that fit as well comes first."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answering.extractive.desk import Desk
from assistant.model import Understanding


def clause(score: float, *sentences: str, document: str = "办法") -> Any:
    spoken = [SimpleNamespace(text=text, lists_units=text.startswith("（")) for text in sentences]
    evidence = SimpleNamespace(document=SimpleNamespace(id=document))
    return SimpleNamespace(score=score, wording=SimpleNamespace(sentences=spoken), evidence=evidence)


@pytest.mark.parametrize(
    ("found", "order"),
    [
        ([clause(39.0, "押金不退。"), clause(38.8, "押金七日内退还。")], [1, 0]),
        ([clause(39.0, "押金不退。"), clause(38.0, "押金七日内退还。")], [0, 1]),  # too far behind
        ([clause(29.0, "押金不退。"), clause(27.0, "押金七日内退还。")], [1, 0]),  # hardly a word is shared with either
        ([clause(29.0, "押金不退。"), clause(25.0, "押金七日内退还。")], [0, 1]),
        (
            [clause(39.0, "押金不退。"), clause(38.9, "（押金七日内退还：市财政局）")],
            [0, 1],
        ),  # a list of units says nothing
        ([clause(39.0, "押金不退。"), clause(38.8, "押金七日内退还。", document="他市办法")], [0, 1]),
        ([clause(39.0)], [0]),
        ([], []),
    ],
)
def test_clauses_that_fit_as_well_come_in_the_order_of_their_nearest_sentence(
    found: Sequence[Any], order: list[int]
) -> None:
    def likeness(_: str, sentences: Sequence[str]) -> list[float]:
        return [0.9 if "退还" in sentence else 0.8 for sentence in sentences]

    desk: Any = object.__new__(Desk)
    desk.asked, desk.terms = Understanding("", "押金怎么退?", "measure"), ()
    desk.retriever, desk._ranking = SimpleNamespace(likeness=likeness), None
    assert [found.index(r) for r in desk._decided(found)] == order
