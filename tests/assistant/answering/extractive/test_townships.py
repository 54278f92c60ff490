"""The bodies of towns by their many names; how they are told is tested with the units."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.townships import is_township, townships_asked


@pytest.mark.parametrize("word", ["乡镇", "街道", "乡镇、"])
def test_towns_said_over_and_over_come_to_an_end(word: str) -> None:
    assert len(townships_asked(f"{word * 300}归谁管")) >= 1


@pytest.mark.parametrize(
    ("name", "spoken", "same"),
    [("镇（街道）", "街道", True), ("乡镇人民政府", "街道", False), ("各乡镇、街道办事处", "乡镇", True)],
)
def test_a_body_is_one_of_the_kind_spoken_of(name: str, spoken: str, same: bool) -> None:
    assert is_township(name, spoken) is same
