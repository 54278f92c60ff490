"""Looking names and titles up in many without going through all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Names:
    """Finds which names a text holds. Names shorter than `least` characters are left out."""

    def __init__(self, names: Iterable[str], least: int) -> None:
        self._least = least
        longest_first = sorted((n for n in names if len(n) >= least), key=len, reverse=True)
        self._ranks = {name: at for at, name in enumerate(longest_first)}
        self._by_opening: dict[str, list[str]] = {}
        for name in longest_first:
            self._by_opening.setdefault(name[:least], []).append(name)

    def find(self, text: str) -> list[tuple[str, int]]:
        """The names in `text`, longest first, with where each stands first."""
        first: dict[str, int] = {}
        for start in range(len(text) - self._least + 1):
            for name in self._by_opening.get(text[start : start + self._least], ()):
                if name not in first and text.startswith(name, start):
                    first[name] = start
        return sorted(first.items(), key=lambda found: self._ranks[found[0]])


class Titles:
    """Finds the documents whose title holds some words. `titles` are by document."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._order = {doc_id: at for at, doc_id in enumerate(titles)}
        self._by_pair: dict[str, set[str]] = {}
        self._by_character: dict[str, set[str]] = {}
        for doc_id, title in titles.items():
            for character in set(title):
                self._by_character.setdefault(character, set()).add(doc_id)
            for pair in {title[i : i + 2] for i in range(len(title) - 1)}:
                self._by_pair.setdefault(pair, set()).add(doc_id)

    def holding(self, words: str) -> set[str]:
        """The documents whose title holds `words`, of two characters or more."""
        pairs = [self._by_pair.get(words[i : i + 2], set()) for i in range(len(words) - 1)]
        return {doc_id for doc_id in set.intersection(*pairs) if words in self._titles[doc_id]}

    def with_all(self, characters: str) -> set[str]:
        """The documents whose title has each of the characters, of which there is at least one, anywhere."""
        return set.intersection(*(self._by_character.get(character, set()) for character in characters))

    def in_order(self, doc_ids: Iterable[str]) -> list[str]:
        """`doc_ids` as the titles were given."""
        return sorted(doc_ids, key=self._order.__getitem__)
