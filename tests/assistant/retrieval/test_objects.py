"""The things whose number, price or name is asked for; the common cases are in `test_measures`."""

from __future__ import annotations

import pytest

from assistant.retrieval.objects import thing_asked

# Words that can be taken apart in more than one way; tried in every way, so many of them would never come to an end
SAID_OVER = ("总共", "上限", "达到", "每年总")


@pytest.mark.parametrize("word", SAID_OVER)
def test_words_said_over_and_over_come_to_an_end(word: str) -> None:
    assert thing_asked(f"补贴{word * 200}到底多少?", ["补贴"]) is None


@pytest.mark.parametrize("word", ["总共", "达到"])
def test_a_word_said_twice_still_joins(word: str) -> None:
    assert thing_asked(f"补贴{word * 2}多少?", ["补贴"]) == "补贴"
