"""With whom something is done together."""

from __future__ import annotations

import pytest

from assistant.model import RegionMention
from assistant.retrieval.parties import parties_in


@pytest.mark.parametrize(
    ("question", "places", "parties"),
    [
        ("甲山和乙水合建几个测站?", ["甲山", "乙水"], ["甲山", "乙水"]),
        ("甲山与乙水签订的协议管几年?", ["甲山", "乙水"], ["甲山", "乙水"]),
        ("甲山同乙水有关方面共建的园区在哪?", ["甲山", "乙水"], ["甲山", "乙水"]),
        ("甲山和乙水的测站各有几个?", ["甲山", "乙水"], []),  # compared
        ("甲山和乙水签订协议的期限分别是几天?", ["甲山", "乙水"], []),
        ("甲山、乙水两地共同的目标是多少?", ["甲山", "乙水"], []),
        ("甲山的测站由谁合建?", ["甲山"], []),
        ("乙水户籍的人在甲山能领补贴吗?", ["乙水", "甲山"], []),
    ],
)
def test_places_are_joined_in_doing_something(question: str, places: list[str], parties: list[str]) -> None:
    regions = [RegionMention(name, f"{name}市", known=False) for name in places]
    assert [names[0] for names in parties_in(question, regions)] == parties
