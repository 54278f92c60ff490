"""Names that sound or look alike: the basis of typo correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

from assistant.question.gazetteer import place_rules

_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_MAX_READINGS = 16


@cache
def _syllables() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    table: dict[int, str] = pinyin_dict
    return table


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


@cache
def readings(char: str, *, strict: bool = False) -> tuple[str, ...]:
    """Toneless syllables of a character with the sounds merged that speakers mix up (zh/z, ch/c, sh/s, -ng/-n).

    `strict`: its first syllable alone, as it is.
    """
    written = _syllables().get(ord(char))
    if not written:
        return (char,)
    syllables = [s.translate(_TONES) for s in written.split(",")]
    return (syllables[0],) if strict else tuple(dict.fromkeys(map(_merge, syllables)))


def _merge(syllable: str) -> str:
    for strict, loose in _MERGED:
        if syllable.startswith(strict):
            syllable = loose + syllable[2:]
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def sounds(name: str, *, strict: bool = False) -> Iterator[tuple[str, ...]]:
    """The ways to read `name`, at most a handful."""
    yield from islice(product(*(readings(c, strict=strict) for c in name)), _MAX_READINGS)


@cache
def _shapes() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in place_rules()["confusables"]["groups"]:
        for char in group:
            table.setdefault(char, group[0])
    return table


def shape(name: str) -> str:
    """`name` with every character replaced by the one that stands for those it is easily mistaken for."""
    return "".join(_shapes().get(c, c) for c in name)


class SimilarNames:
    """Finds the names that a misspelt word may stand for: by sound, then by shape. `strict`: the very same sound."""

    def __init__(self, names: Iterable[str], *, strict: bool = False) -> None:
        self._strict = strict
        self._names = frozenset(n for n in names if len(n) >= 2)
        self.lengths = tuple(sorted({len(n) for n in self._names}, reverse=True))  # of the names, longest first
        self._indexed = False
        self._places = frozenset((len(n), i, c) for n in self._names for i, c in enumerate(shape(n)))
        self._by_sound: dict[tuple[str, ...], list[str]] = {}
        self._by_shape: dict[str, list[str]] = {}

    def lookup(self, written: str) -> list[str]:
        """Names of the same length, one character in common, that sound or look like `written`; none for a name."""
        if written in self._names or not self._shares_a_character(written):
            return []
        if not self._indexed:
            self._index()
        found = [n for sound in sounds(written, strict=self._strict) for n in self._by_sound.get(sound, ())]
        return list(dict.fromkeys(found + self._by_shape.get(shape(written), [])))

    def _shares_a_character(self, written: str) -> bool:
        # spares most questions the pronunciation of their words, and a name wrong throughout is no typo
        return any((len(written), i, c) in self._places for i, c in enumerate(shape(written)))

    def _index(self) -> None:
        for name in sorted(self._names):
            for sound in sounds(name, strict=self._strict):
                self._by_sound.setdefault(sound, []).append(name)
            self._by_shape.setdefault(shape(name), []).append(name)
        self._indexed = True
