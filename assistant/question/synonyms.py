"""The synonym file: what to search for beside the words that a person typed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ConfigError
from assistant.question.words import cut

_SHORT = 3  # of so many characters, a word comes about by chance where two others meet
# what may stand behind the first character of a verb: 欠过薪, 领不到, 上不了户, 办得下来, 报一下名
_PARTINGS = tuple(
    map(re.compile, ("[过了着](?:[个回次趟]|一[下次回趟])?", "[得不][了起上下成到完着]?", "[得不过了着个]|一[下回趟]"))
)
# what goes with the words before it (一家|小公司, 弄成|文创园), though it makes a word with what follows
_OF_ANOTHER = frozenset("家他她我你成")

DEFAULT_FILE = Path(__file__).parent / "data" / "synonyms.toml"


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the synonym file in a text, as written there, with what else to search for."""

    start: int
    end: int
    written: str
    others: tuple[str, ...]


class Synonyms:
    """Groups of interchangeable words, and one-way rewrites from everyday to official wording."""

    def __init__(self, groups: Iterable[Iterable[str]], everyday: Mapping[str, Iterable[str]] | None = None) -> None:
        self._others: dict[str, tuple[str, ...]] = {}
        self._starts: dict[str, list[str]] = {}  # words by their first character and by their first two
        for group in groups:
            words = tuple(dict.fromkeys(group))
            for word in words:
                self._add(word, (w for w in words if w != word))
        for word, official in (everyday or {}).items():
            self._add(word, official)
        for words_at in self._starts.values():
            words_at.sort(key=len, reverse=True)

    def _add(self, word: str, others: Iterable[str]) -> None:
        key = word.lower()
        if key not in self._others:
            for start in dict.fromkeys((key[0], key[:2])):
                self._starts.setdefault(start, []).append(key)
        self._others[key] = tuple(dict.fromkeys((*self._others.get(key, ()), *others)))

    @property
    def words(self) -> Iterable[str]:
        """Every word that has others."""
        return self._others

    @classmethod
    def load(cls, path: Path = DEFAULT_FILE) -> Synonyms:
        """The synonyms in a TOML file; ConfigError names the file and the fault."""
        try:
            tables = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
            raise ConfigError(f"同义词文件 {path.name} 无法读取:{exc}") from exc
        everyday = tables.pop("everyday", {})
        groups: list[list[str]] = []
        for topic, table in tables.items():
            found = table.get("groups") if isinstance(table, dict) else None
            if not isinstance(found, list) or not all(isinstance(g, list) and all(map(_is_word, g)) for g in found):
                raise ConfigError(f'同义词文件 {path.name} 的 [{topic}] 应写成 groups = [["词", "词"], …]')
            groups += found
        if not all(isinstance(v, list) and all(map(_is_word, v)) for v in everyday.values()):
            raise ConfigError(f'同义词文件 {path.name} 的 [everyday] 应写成 "口语" = ["公文用语"]')
        return cls(groups, everyday)

    def find(self, text: str) -> Iterator[FoundWord]:
        """Words of the file in `text`, longest first at each place, left to right without overlap.

        A word is found parted (欠过薪, 上不了户), but not where other words meet (使|用工|具).
        """
        return self._find(text, longest=len(text))

    def _find(self, text: str, longest: int) -> Iterator[FoundWord]:
        folded = text.lower()
        if len(folded) != len(text):
            folded = text
        position = 0
        while position < len(folded):
            found = self._word_at(folded, position, longest)
            if found is None:
                position += 1
                continue
            word, end = found
            written = text[position:end]
            said = () if len(written) == len(word) else (word,)
            yield FoundWord(position, end, written, (*said, *self._others[word]))
            position = end

    def within(self, word: str) -> Iterator[FoundWord]:
        """The shorter words of the file that a longer one hides, as `find` finds them in it."""
        return self._find(word, longest=len(word) - 1)

    def _word_at(self, text: str, position: int, longest: int) -> tuple[str, int] | None:
        """The longest word of the file that begins at `position`, and its end."""
        parted = _parted_after(text, position) if text[position] in self._starts else ()
        for word in self._starts[text[position]] if parted else self._beginning(text[position : position + 2]):
            end = _end_of(word, text, position, parted)
            if (
                end
                and end - position <= longest
                and not _cuts_latin(text, position, end)
                and not _cuts_words(text, position, end)
            ):
                return word, end
        return None

    def _beginning(self, pair: str) -> Iterator[str]:
        """The words of the file that begin with two characters or are the first of them, the longest first."""
        yield from self._starts.get(pair, ())
        yield from (word for word in self._starts.get(pair[0], ())[-1:] if len(word) == 1)

    def shorter_than(self, chars: int) -> Synonyms:
        """The same synonyms without the words of `chars` characters or more."""
        kept = {word: [o for o in others if len(o) < chars] for word, others in self._others.items()}
        return Synonyms((), {word: others for word, others in kept.items() if len(word) < chars})

    def others(self, word: str) -> tuple[str, ...]:
        """What else to search for beside `word`."""
        return self._others.get(word.lower(), ())


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _parted_after(text: str, start: int) -> list[int]:
    """Where a word goes on that begins at `start` and may be parted behind its first character."""
    found = (parting.match(text, start + 1) for parting in _PARTINGS)
    return [between.end() for between in found if between and between[0][-1] != text[start]]


def _end_of(word: str, text: str, start: int, parted: Sequence[int]) -> int:
    """Where `word` ends that begins with the character at `start` of `text`, whole or going on at one of `parted`.

    0 where it does not stand there.
    """
    if text.startswith(word, start):
        return start + len(word)
    if parted and not word.isascii():
        return next((at + len(word) - 1 for at in parted if text.startswith(word[1:], at)), 0)
    return 0


def _cuts_words(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is short and made of the end of one word and the beginning of another.

    A single character is a word of the file only where it is one by itself.
    """
    if end - start > _SHORT or text[start:end].isascii():
        return False
    tokens = [t for t in cut(text, guess=False) if t.start < end and start < t.end]
    if end - start == 1:
        return tokens[0].end - tokens[0].start > 1
    cut_at_end = tokens[-1].start > start and tokens[-1].end > end
    cut_at_start = tokens[0].start < start and tokens[0].end < end
    return cut_at_end or (cut_at_start and not (end - start == _SHORT and text[start - 1] in _OF_ANOTHER))


def _cuts_latin(text: str, start: int, end: int) -> bool:
    return (start > 0 and _joined(text[start - 1], text[start])) or (
        end < len(text) and _joined(text[end - 1], text[end])
    )


def _joined(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
