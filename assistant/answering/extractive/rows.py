"""Tables, and the rows that a question names by their key cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import groupby

from assistant.question.asks import asked_parts
from assistant.retrieval.givens import RANK_FIGURES
from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.thresholds import amounts_given, is_of_other_case, sets_case
from ingestion.model import Clause
from ingestion.numerals import to_chinese

_BRACKET = re.compile(r"\([^()]*\)")
_QUOTES = re.compile(r"[\"'《》〈〉「」]")
_NUMBERED = re.compile(r"序号|编号")
_PROVISO = re.compile(r"须|需|应|不得|不含|仅限|除外|另")
_REMARK = re.compile(r"备注|^$")
OF_UNITS = re.compile(r"单位|部门|责任人|联系|电话|司局")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIGURE = re.compile(r"[\d.,%≥≤<>~+\-\s]*")
_KEY_MAX = 40
_BRACKET_MIN = 3  # with its strokes; a single character tells nothing
_OPEN_END = re.compile(r"(?:及|和|或)?以[上下内]$")
_PLACE = re.compile(r"(?P<short>.{2,})[省市县区州旗盟]$")
_LONG_PLACE = re.compile(r"[\u4e00-\u9fff]{3,7}[市县区州旗盟]")
_OF_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:省|自治区)(?P<rest>.{4,})$")
_UNIT_OF_ALL = re.compile(r"(?<![\u4e00-\u9fff])(?:计量)?单位[:：]\s*([^\s()（）,，;；。|、]{1,8})(?=[\s）)]|$)")
# 元/人, 万平方米, 个: other words in brackets say what a thing is (紧缺工种)
UNIT_WORD = (
    r"[百千万亿]*(?:[元块人件家个名项场次种类所条座台户支批年月日天只位张辆套份处栋间盏棵株头度倍亩吨升克米%％‰]|[平立]方米?|公[里顷斤]"
    r"|[千毫厘]米|[人架班车]次|千瓦时?|兆瓦|小?时|分钟|吨标准煤)(?:[/／·][^\s()（）|/／]{1,6})*"
)
_UNIT_BEHIND = re.compile(rf"[(（]({UNIT_WORD})[)）]\s*$", re.M)  # 补贴标准（元/人）
_BODY = re.compile(r"[局厅委办府部会司院]$|中心$")
_LINES_ABOVE = 4  # caption, header of two rows, the row itself
_NO_SUFFIX = r"(?![省市县区州旗盟])"
_RANK = r"[a-z]|[一二三四五六七八九十]+|\d+"
_CLASS = re.compile(
    rf"(?<![哪这那同每另某])(?P<rank>{_RANK})(?P<kind>类|级|档|孩|层次|星级?|批)|(?P<size>特大|[大中小微])(?=型)"
)
_LEVEL = re.compile(r"(?<![a-z\d.])(iii|ii|iv|i|[1-5])(?=[级类档型])")
_BORN = re.compile(r"(?<=[一二三四五六])(?:胎|娃)")  # as tables do not call them
_PARTLY = 0.5  # of the characters of a key: so much names a row, where no other row has nearly as much
_SCATTERED = 0.85  # what it counts where no three of the characters stand together
_AHEAD = 0.1
IN_ALL = re.compile(r"一共|总共|合计|总计|共计|累计|加起来")
_OF_ALL = re.compile(rf"全[国省市县区州旗镇]|{IN_ALL.pattern}")
_TOTAL = re.compile(r"(?:全[国省市县区州旗镇]|各地)?(?:合计|总计|共计|总数|汇总)|全[国省市县区州旗镇]")
_ANYWAY = 0.25  # what a character counts that stands in the keys of most rows


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is held against tables, normalised; `words` and `parts` have synonyms behind them."""

    text: str
    words: str
    parts: tuple[str, ...]
    years: tuple[str, ...]
    amounts: tuple[tuple[str, float], ...]

    def words_for(self, is_in: Callable[[str], bool]) -> str:
        """The words without synonyms of which the name of a row is but a part: 换电站 is no 充换电站."""
        said, *others = self.words.split("|")
        return "|".join([said, *(other for other in others if not is_in(other))])


def read_asked(question: str, synonyms: Mapping[str, Sequence[str]], years: Sequence[int]) -> Asked:
    """`synonyms` has other words for some of those of the question; all normalised."""

    def with_synonyms(text: str) -> str:
        return "|".join([text, *(other for word, others in synonyms.items() if word in text for other in others)])

    parts = tuple(with_synonyms(_BORN.sub("孩", by_rank(part))) for part in asked_parts(question))
    text = _BORN.sub("孩", by_rank(question))
    return Asked(text, with_synonyms(text), parts, tuple(map(str, years)), amounts_given(text))


@dataclass(frozen=True)
class Table:
    """Rows that stand together under one header."""

    rows: tuple[Clause, ...]
    unit: str = ""  # of measure, where one is given above the table for all of it

    @cached_property
    def header(self) -> tuple[str, ...]:
        return self.rows[0].header or ("",) * len(self.rows[0].cells)

    @cached_property
    def names(self) -> list[str]:
        """Of the columns, normalised, without units of measure."""
        return [bare(by_rank(name)) for name in self.header]

    @cached_property
    def years(self) -> frozenset[str]:
        """By which columns are named."""
        return frozenset(year for name in self.names for year in _YEAR.findall(name))

    def is_aside(self, column: int) -> bool:
        """Whether it has but numbers of rows, or remarks."""
        return bool(_NUMBERED.search(self.names[column]) or _REMARK.search(self.names[column]))

    def is_proviso(self, column: int, cell: str) -> bool:
        """Whether a remark sets a condition for what its row grants (另需通过认定)."""
        return bool(_REMARK.search(self.names[column]) and _PROVISO.search(cell))

    @cached_property
    def named_by(self) -> int | None:
        """The column whose cells name the rows: the first of words."""
        worded = (i for i in range(len(self.names)) if any(words_of([row[i] for row in self._cells])))
        return next((i for i in worded if not self.is_aside(i)), None)

    def keys_told(self, row: Clause, asked: Asked) -> list[int]:
        """The columns whose cells the question says, or gives an amount of, for the row; else the one that names it."""
        cells = [by_rank(cell) for cell in row.cells]
        told = [i for i in self._keys if _is_named(cells[i], asked)]
        tiers = [i for i, cell in enumerate(cells) if i not in told and sets_case(asked.amounts, cell)]
        return [*(told or [i for i in (self.named_by,) if i is not None]), *tiers]

    def rows_named(self, asked: Asked, title: str = "") -> list[Clause]:
        """The rows that the question names, in order: wholly by key cells, else the one whose name it says most of.

        What stands in the document's title as well is said of the document, and names a row only in front of it.
        """
        keys = ((row[i], i) for row in self._cells for i in self._keys)
        said = {key for key, i in keys if _is_named(key, asked) and (i == self.named_by or key not in title)}
        own = {key for key in said if not _is_inside(key, said, asked)}
        wholly = [{i for i in self._keys if row[i] in own} for row in self._cells]
        if any(self.named_by in found for found in wholly):
            wholly = [found if self.named_by in found else set() for found in wholly]
        most = max(map(len, wholly), default=0)
        if not most:
            of_all = self._row_of_all()
            if _OF_ALL.search(asked.text) and of_all:
                return of_all
            return self._row_partly_named(asked) or self._row_of_case(asked) or of_all
        named = [row for row, found in zip(self.rows, wholly, strict=True) if len(found) == most]
        if len(named) > 1 and not any(self.named_by in found for found in wholly):
            named = self._row_partly_named(asked, named) or named  # of one place there are rows of other figures
        return [row for row in self._told_by_brackets(asked) if row in named] or named

    def _row_of_all(self) -> list[Clause]:
        """The one row that is about all the others together."""
        rows = [row for row, name in zip(self.rows, self._row_names, strict=True) if _TOTAL.fullmatch(bare(name))]
        return rows if len(rows) == 1 else []

    def _row_of_case(self, asked: Asked) -> list[Clause]:
        """The one row with a tier (1亿元至5亿元) that holds for an amount given."""
        of_case = [any(sets_case(asked.amounts, cell) for cell in row) for row in self._cells]
        rows = [row for row, its in zip(self.rows, of_case, strict=True) if its]
        return rows if len(rows) == 1 else []

    def _told_by_brackets(self, asked: Asked) -> list[Clause]:
        """The rows of which the question says what tells their names apart: 全日托（托小班）."""
        said = [name in self.told_by_brackets and _says_bracket(name, asked) for name in self._row_names]
        return [row for row, told in zip(self.rows, said, strict=True) if told]

    @cached_property
    def told_by_brackets(self) -> frozenset[str]:
        """The names of rows that are other rows' as well but for what stands in brackets."""
        shared = Counter(map(bare, set(self._row_names)))
        return frozenset(name for name in self._row_names if shared[bare(name)] > 1)

    @cached_property
    def _row_names(self) -> list[str]:
        return ["" if self.named_by is None else row[self.named_by] for row in self._cells]

    def _row_partly_named(self, asked: Asked, among: Sequence[Clause] = ()) -> list[Clause]:
        if self.named_by is None:
            return []
        told = [row for row in self._told_by_brackets(asked) if row in (among or self.rows)]
        if len(told) == 1:
            return told
        rows = [row for row in zip(self.rows, self._row_names, strict=True) if not among or row[0] in among]
        shares = [_share(name, asked, self._in_most) for _, name in rows]
        first, second = sorted([*shares, 0.0], reverse=True)[:2]
        return [rows[shares.index(first)][0]] if first >= _PARTLY and first - second >= _AHEAD else []

    @cached_property
    def _cells(self) -> list[list[str]]:
        return [[by_rank(cell) for cell in row.cells] for row in self.rows]

    @cached_property
    def key_columns(self) -> list[int]:
        """The columns of short words by whose cells a row can be named."""
        found = [i for i in range(len(self.names)) if all(_is_key(row[i]) for row in self._cells if row[i])]
        found = [i for i in found if not self.is_aside(i)]
        return [i for i in found if i == self.named_by or not OF_UNITS.search(self.names[i])]

    @cached_property
    def _keys(self) -> list[int]:
        """With that of numbers, for a row can be named by its number (10号点)."""
        return [*self.key_columns, *(i for i, name in enumerate(self.names) if _NUMBERED.search(name))]

    @cached_property
    def _in_most(self) -> frozenset[str]:
        """Pairs of characters that most of the rows' names have, so that they tell few apart."""
        names = [pairs_of(name) for name in self._row_names]
        counts = Counter(pair for pairs in names for pair in pairs)
        return frozenset(pair for pair, count in counts.items() if count > max(1, len(names) / 2))


def tables_of(clauses: Sequence[Clause], text: str) -> list[Table]:
    """The tables of a document, given its clauses in reading order and its text."""
    rows = (c for c in clauses if c.kind == "row")
    groups = (tuple(found) for _, found in groupby(rows, key=lambda c: (c.parent_id, c.header, len(c.cells))))
    return [Table(found, _unit_above(text[: found[0].span.start])) for found in groups]


def _unit_above(text: str) -> str:
    """What a caption says (单位：万元, or 元/人 behind it) in the lines right above the first row."""
    above = "\n".join(text.rsplit("\n", _LINES_ABOVE)[-_LINES_ABOVE:])
    found = _UNIT_OF_ALL.findall(above) or _UNIT_BEHIND.findall(above)
    return found[-1] if found and not _BODY.search(found[-1]) else ""


def by_rank(text: str) -> str:
    """`text` normalised, with one kind of numerals before 级 and the like (Ⅱ级, 2级: 二级)."""
    return _LEVEL.sub(lambda m: to_chinese(int(RANK_FIGURES.get(m[1].upper(), m[1]))), normalized(text))


def bare(words: str) -> str:
    """Without what stands in brackets."""
    return _BRACKET.sub("", words) or words


def is_figure(cell: str) -> bool:
    """Whether a cell (normalised) has no words; a dash for no figure as well."""
    return _FIGURE.fullmatch(cell) is not None


def words_of(cells: Sequence[str]) -> list[str]:
    """The cells that are no mere figures, normalised."""
    return [cell for cell in map(by_rank, cells) if not is_figure(cell)]


def share_said(cells: Sequence[str], asked: Asked) -> float:
    """The largest share of one of the cells of words that the question says."""
    return max((_share(cell, asked) for cell in words_of(cells)), default=0.0)


def differs(words: str, asked: Asked) -> bool:
    """Whether `words` are of a class (D类, 小型) or a tier (100万元以上) and the question names others only."""
    if is_of_other_case(asked.amounts, words):
        return True
    meant = _classes(asked.words)
    kinds = {kind for kind, _ in meant}
    return any(kind in kinds and (kind, rank) not in meant for kind, rank in _classes(words))


def _classes(words: str) -> set[tuple[str, str]]:
    plain = by_rank(words)
    return {(m["kind"] or "型", m["rank"] or m["size"]) for m in _CLASS.finditer(plain)}


def runs(words: str, text: str) -> set[int]:
    """The places of the characters of `words` that stand in `text` with a neighbour."""
    pairs = (i for i in range(len(words) - 1) if words[i : i + 2] in text)
    return {at for i in pairs for at in (i, i + 1)}


def _is_key(cell: str) -> bool:
    return len(cell) <= _KEY_MAX and not is_figure(cell) and not re.match(r"\d", cell)


def _is_named(cell: str, asked: Asked) -> bool:
    """Whether the question says the whole of a key."""
    if cell.isdigit():
        return re.search(rf"(?<!\d){cell}号(?!文)|第{cell}[项行号]", asked.text) is not None
    said = (form for form in _forms(cell) if form.search(asked.words))
    return any(form.search(asked.words_for(partial(_is_part, form))) for form in said)


def _is_part(form: re.Pattern[str], word: str) -> bool:
    return form.search(word) is not None and not form.fullmatch(word)


def _says_bracket(cell: str, asked: Asked) -> bool:
    return any(inside[1:-1] in asked.words for inside in _BRACKET.findall(cell) if len(inside) > _BRACKET_MIN)


@lru_cache(maxsize=5_000)  # keys of tables are held against every question
def _forms(cell: str) -> tuple[re.Pattern[str], ...]:
    """The ways in which a key may be said: each of several names, a place in short, without province or brackets.

    A class may be said by one of the things that brackets list for it: 一类（中山路、火车站商圈）.
    """
    out = []
    listed = [name for inside in _BRACKET.findall(cell) if "、" in inside for name in inside[1:-1].split("、")]
    for name in (bare(cell), *re.split(r"[、/,;]", bare(cell)), *(n for n in listed if len(n) >= _BRACKET_MIN)):
        name = _OPEN_END.sub("", name)
        place, within = _PLACE.match(name), _OF_PROVINCE.match(name)
        out += [re.escape(name)] if len(name) > 1 else []
        out += [re.escape(within["rest"])] if within else []
        out += [re.escape(place["short"]) + _NO_SUFFIX] if place else []
        out += [_shortened(name)] if _LONG_PLACE.fullmatch(name) else []
    return tuple(map(re.compile, out))


def _shortened(place: str) -> str:
    """A long name of a place as it is cut in speech: 和林县, 土左旗, with some of the characters between its ends."""
    between = "".join(f"{character}?" for character in place[1:-1])
    return f"{place[0]}(?!{place[-1]}){between}{place[-1]}"


def _is_inside(cell: str, said: set[str], asked: Asked) -> bool:
    """Whether a key is said only as part of a longer one."""
    longer = [other for other in said if bare(cell) in bare(other) and len(bare(other)) > len(bare(cell))]
    text = asked.words
    for other in longer:
        text = text.replace(bare(other), "|")
    return bool(longer) and bare(cell) not in text


def _share(cell: str, asked: Asked, in_most: frozenset[str] = frozenset()) -> float:
    """The share of a key's characters that the question says in pairs; 0 where it says another class (二级, 三级)."""
    key = _QUOTES.sub("", bare(cell))
    if differs(key, asked) or any(figure not in asked.text for figure in re.findall(r"\d+|[a-z]+", key)):
        return 0.0
    said = runs(key, _QUOTES.sub("", asked.words_for(lambda word: key in word and key != word)))
    own = {at for i in range(len(key) - 1) if key[i : i + 2] not in in_most for at in (i, i + 1)}
    worth = [1.0 if at in own else _ANYWAY for at in range(len(key))]
    share = sum(worth[at] for at in said) / max(sum(worth), 1)
    together = any({at, at + 1, at + 2} <= said for at in range(len(key)))
    return share if together else _SCATTERED * share
