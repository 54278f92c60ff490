"""The synonym file that ships with the project: no entry leads nowhere, says a thing twice or says yes and no."""

from __future__ import annotations

import tomllib
from collections import Counter

from assistant.question.synonyms import DEFAULT_FILE

_TOPICS = tomllib.loads(DEFAULT_FILE.read_text("utf-8"))
_EVERYDAY: dict[str, list[str]] = _TOPICS.pop("everyday")
_GROUPS: list[list[str]] = [group for topic in _TOPICS.values() for group in topic["groups"]]
_CONTRARY = ("不", "未", "无", "非", "没", "不得", "不予", "不能", "没有", "禁止", "严禁")


def test_an_everyday_word_leads_to_other_words() -> None:
    assert [word for word, official in _EVERYDAY.items() if not official or word in official] == []


def test_a_group_has_several_words_and_stands_once() -> None:
    times = Counter(map(frozenset, _GROUPS))
    assert [sorted(group) for group in times if len(group) < 2 or times[group] > 1] == []


def test_no_entry_lists_a_word_twice() -> None:
    assert [words for words in (*_GROUPS, *_EVERYDAY.values()) if len(set(words)) < len(words)] == []


def test_no_entry_lists_a_word_and_its_contrary() -> None:
    entries = (*_GROUPS, *_EVERYDAY.values())
    assert [(word, ws) for ws in entries for word in ws if {no + word for no in _CONTRARY} & {*ws}] == []
