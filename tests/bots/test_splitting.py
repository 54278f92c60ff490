"""Long text in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.message import Passage
from bots.splitting import shortened, split, split_passages, utf8, utf16

POLICY = "各有关单位要加强领导、落实责任,确保完成任务。"


@pytest.mark.parametrize(("measure", "limit"), [(utf8, 2048), (utf16, 4096)])
@pytest.mark.parametrize("text", [POLICY * 400, "政" * 9000, "😀" * 3000, "a" * 9000, "一行\n" * 3000])
def test_parts_are_within_the_limit_and_lose_nothing(text: str, measure: object, limit: int) -> None:
    assert callable(measure)
    parts = split(text, limit, measure)
    assert "".join(parts) == text
    assert max(map(measure, parts)) <= limit
    assert all(part.encode().decode() == part for part in parts)


def test_sentences_are_not_cut_where_they_need_not_be() -> None:
    parts = split(POLICY * 100, 2048, utf8)
    assert len(parts) > 2
    assert all(part.endswith("。") for part in parts)


def test_paragraphs_are_the_first_choice() -> None:
    assert split("甲。乙。\n\n丙。丁。戊。", 30, utf8) == ["甲。乙。\n\n", "丙。丁。戊。"]


def test_nothing_makes_no_part() -> None:
    assert split("", 10, utf8) == []


@given(st.text(max_size=200), st.integers(4, 40))
def test_any_text_survives(text: str, limit: int) -> None:
    assert "".join(split(text, limit, utf8)) == text
    assert all(utf8(part) <= limit for part in split(text, limit, utf8))


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["plain", "bold", "quote"])), max_size=8))
def test_styles_stay_with_their_text(pieces: list[tuple[str, str]]) -> None:
    passages = [Passage(text, style) for text, style in pieces]  # type: ignore[arg-type]
    parts = split_passages(passages, 12, utf16)
    before = [(character, p.style) for p in passages for character in p.text]
    after = [(character, p.style) for part in parts for p in part for character in p.text]
    assert before == after


def test_shortening_marks_what_it_took() -> None:
    assert shortened("责任单位", 100, utf8) == "责任单位"
    assert shortened("责任单位", 9, utf8) == "责任…"
