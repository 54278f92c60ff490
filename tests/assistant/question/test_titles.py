import pytest

from assistant.question.titles import Names, Titles

TITLES = {"b": "停车场管理", "a": "科技创新若干措施\n科技十条", "c": "停车收费管理"}


@pytest.mark.parametrize(
    ("words", "holders"),
    [("停车", {"b", "c"}), ("科技十条", {"a"}), ("停车管理", set()), ("措施科技", set()), ("养老", set())],
)
def test_titles_are_found_by_any_words_they_hold(words: str, holders: set[str]) -> None:
    assert Titles(TITLES).holding(words) == holders


@pytest.mark.parametrize(
    ("characters", "holders"), [("停理", {"b", "c"}), ("理停", {"b", "c"}), ("停费场", set()), ("龘", set())]
)
def test_titles_are_found_by_characters_anywhere(characters: str, holders: set[str]) -> None:
    assert Titles(TITLES).with_all(characters) == holders


def test_titles_keep_their_order() -> None:
    assert Titles(TITLES).in_order({"a", "b", "c"}) == ["b", "a", "c"]


def test_names_come_longest_first_with_their_first_place() -> None:
    names = Names(["停车办法", "停车办法细则", "科技十条", "十条"], least=4)
    assert names.find("按停车办法细则和停车办法，科技十") == [("停车办法细则", 1), ("停车办法", 1)]
    assert names.find("停车") == []
