from __future__ import annotations

from decimal import Decimal

import pytest

from eval.matching import numbers_anywhere, numbers_in, says, unit_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("市科技局", "科技局"),
        ("市市场监管局", "市场监管局"),
        ("市发展改革委", "市发改委"),
        ("各镇(街道)", "各镇街道"),
        ("各辖市、区政府", "各辖市区政府"),
        ("市人力资源和社会保障局", "人社局"),
    ],
)
def test_two_ways_of_writing_a_unit_are_one(a: str, b: str) -> None:
    assert unit_key(a) == unit_key(b)


@pytest.mark.parametrize(("a", "b"), [("市科技局", "市科协"), ("市财政局", "省财政厅"), ("市场监管局", "监管局")])
def test_other_units_stay_others(a: str, b: str) -> None:
    assert unit_key(a) != unit_key(b)


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("10家", "新增 10 家", True),
        ("10家", "新增110家", False),
        ("12", "12.5", False),
        ("2.81%", "比重达２．８１％", True),
        ("12", "白沙镇 | 12 | 5", True),
        ("125", "白沙镇 | 12 | 5", False),
        ("1-2家", "1—2家", True),
    ],
)
def test_a_fact_must_stand_whole(wording: str, text: str, *, found: bool) -> None:
    assert says(wording, text) is found


def test_numbers_are_compared_by_value() -> None:
    assert numbers_in("1.5万人[1]\n2.另有30家") == {Decimal(15000), Decimal(30)}
    assert Decimal("1.5") in numbers_anywhere(["1.5万人"])
