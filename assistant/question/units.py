"""Government units in a question, in any short form or near misspelling, as the corpus spells them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from assistant.question.abbreviations import LONGEST, Abbreviations
from assistant.question.similarity import SimilarNames
from assistant.question.words import cut
from ingestion.parsing.units import normalize_unit, same_unit, spellings, split_level, unit_table

_LEVEL_BEFORE = re.compile(r"(?:市委|省委|县委|区委|国家|市|省|县|区|镇)$")
_ENDING = re.compile(r"(?:局|委|办|部|厅|院|署|会|府|社|联|行|关|中心|集团|支队|法院)$")
_STEM = re.compile(r"(?:委员会|局|委)$")
_BODY_OF_FIELD = re.compile(rf"{_STEM.pattern}|厅$")
_UNLISTED = re.compile(
    r"(?:市|省|县|区)(?![市省县区](?![场政容]))([\u4e00-\u9fff]{2,9}?(?:(?<![布格结大开僵全])局|委员会|管委会|办公室|(?<![餐客大展舞歌])厅))(?!部|限|势|面|域)"
)
# behind a name without its body (人社、城管) somebody acts: not in 文旅融合
_ACTS = (
    r"(?=(?:(?:行政)?(?:主管)?部门|那边|那头|这边|系统)?(?:在[^,。?]{1,24})?"
    r"(?:[都也还]?(?:要(?!求)|该|应|得|需|负责|牵头|配合|参与|管|干|做|承担|有[哪什啥多几])|的?(?:职责|任务|责任|分工))|[,。?]|$)"
)
# 机构办理, 政府委托: what goes on behind a name is no body
_BODY = re.compile(r"局(?![部面限势])|委(?![托员派任])|办(?!公[室厅地楼]|[理事学案证结件税完成好])|厅|支队|大队|中心")
_EVERY = re.compile(r"各.{1,16}(?:政府|管委会|街道办|办事处)$")
_EVERY_MIN = 4
_HALF_WIDTH = str.maketrans("（）", "()")
_LEVELS = re.compile(r"各?(?P<levels>(?:[市县区旗州][（）、]*){2,3})(?P<body>[^（）、].*)")
# a department by its field alone: 教育行政部门, 县级以上人民政府民政部门
_OF_FIELD = re.compile(r"(?:国务院|.*(?:级|政府|所在地))?(?P<field>[\u4e00-\u9fff]{2,}?)(?:行政)?(?:主管|业务)?部门")
_DEPARTMENT = re.compile(r"部(?=门)")  # 教育部 is none of 教育部门
_MINISTRY = re.compile(r"[\u4e00-\u9fff]{2,}(?<!指挥)(?<![总本支干事目])部")
_NO_FIELD = frozenset(["有关", "相关", "各有关", "各相关", "业务", "主管", "行政", "牵头", "责任", "监管", "职能"])
_QUESTIONED = re.compile(r"哪|什么|谁|几|多少|何|各|[那这]个|的")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit as written, and every normalised name of the corpus that it can stand for (its own where none)."""

    start: int
    end: int
    written: str
    names: tuple[str, ...]
    corrected_from: str | None = None


class UnitFinder:
    """Finds units over the corpus's normalised names and the everyday departments of `data/units.toml`."""

    def __init__(self, names: Iterable[str]) -> None:
        data = tomllib.loads((Path(__file__).parent / "data" / "units.toml").read_text("utf-8"))
        self._generic = frozenset(data["generic"])
        self._names = tuple(n for n in dict.fromkeys(names) if n and n not in self._generic)
        self._everyday: dict[str, str] = data["everyday"]
        self._abbreviations = Abbreviations(self._names)
        self._by_core: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._by_field: dict[str, list[str]] = {}
        self._ministries: dict[str, list[str]] = {}
        for name in self._names:
            core = _core(name)
            self._by_core.setdefault(core, []).append(name)
            self._by_stem.setdefault(_BODY_OF_FIELD.sub("", core), []).append(name)
            if field := _field(name):
                self._by_field.setdefault(field, []).append(name)
            for spelt in spellings(name) if _is_ministry(name) else ():
                self._ministries.setdefault(spelt.removesuffix("部"), []).append(name)
        named = (*self._by_field, *(stem for stem in (*self._by_stem, *self._ministries) if len(stem) > 1))
        fields = {form.removesuffix("局") for field in named for form in spellings(f"{field}局") if form.endswith("局")}
        spoken = "|".join(map(re.escape, sorted(fields, key=len, reverse=True)))
        people = "|".join(map(re.escape, self._everyday))
        by_field = rf"|(?:{spoken})(?=(?:行政)?(?:主管)?部门){_ACTS}" if spoken else ""
        self._acting = re.compile(f"(?:{people}){_ACTS}{by_field}")
        self._of_every: dict[str, list[str]] = {}
        for name in self._names:
            for form in _forms_of_every(name):
                self._of_every.setdefault(form, []).append(name)
        self._starts: dict[str, list[str]] = {}
        surfaces = set(self._surfaces(data["common"]))
        for surface in surfaces:
            self._starts.setdefault(surface[:2], []).append(surface)
        for listed in self._starts.values():
            listed.sort(key=len, reverse=True)
        self._similar = SimilarNames(s for s in surfaces if 3 <= len(s) <= 8 and _ENDING.search(s))

    def _surfaces(self, common: Iterable[str]) -> Iterable[str]:
        table = unit_table()
        shorts: dict[str, list[str]] = {}
        for short, full in (*table.bodies.items(), *table.national.items()):
            shorts.setdefault(full, []).append(short)
            yield short
        yield from common
        yield from self._of_every
        for name in self._names:
            core = split_level(name)[1]
            for surface in (name, core, *shorts.get(core, ())):
                if len(surface) >= 3:
                    yield surface

    def find(self, text: str) -> list[FoundUnit]:
        """Units in reading order, without overlap."""
        found = self._scan(text)
        if re.search(r"[局委办部厅会院]", text):
            found += self._scan_typos(text, found)
        found += self._scan_everyday(text, found)
        found += self._scan_abbreviations(text, found)
        found += self._scan_unlisted(text, found)
        return sorted(found, key=lambda f: f.start)

    def _scan(self, text: str) -> list[FoundUnit]:
        found: list[FoundUnit] = []
        position = 0
        while position < len(text) - 1:
            starts = (s for s in self._starts.get(text[position : position + 2], ()) if text.startswith(s, position))
            surface = next((s for s in starts if not _DEPARTMENT.match(text, position + len(s) - 1)), None)
            if surface is None or surface in self._generic:
                position += 1
                continue
            end = position + len(surface)
            found.append(self._entry(text, position, end, surface))
            position = end
        return found

    def _entry(self, text: str, start: int, end: int, surface: str, corrected_from: str | None = None) -> FoundUnit:
        level = _LEVEL_BEFORE.search(text[max(0, start - 2) : start])
        prefix = level.group() if level and split_level(surface)[0] == "" else ""
        names = tuple(self._of_every.get(surface, ())) or self._stand_for(prefix + surface)
        return FoundUnit(start - len(prefix), end, prefix + surface, names, corrected_from)

    def _stand_for(self, written: str) -> tuple[str, ...]:
        level, bare = split_level(written)
        normal = normalize_unit(level + self._everyday.get(bare, bare))
        core = _core(normal)
        same = [n for n in self._by_core.get(core, ()) if same_unit(n, normal)]
        same += [n for n in self._of_field(written, normal) if _levels_agree(n, normal)]
        body = split_level(normal)[1]
        if normal not in same and body in unit_table().national.values():  # only its branches are there
            same += [n for n in self._names if n.startswith(body)]
        short = [n for name in dict.fromkeys((core, bare, written)) for n in self._abbreviations.of(name)]
        same += [n for n in short if _levels_agree(n, normal)]
        return tuple(dict.fromkeys(same or self._ministries_of(written))) or (normal,)

    def _ministries_of(self, written: str) -> list[str]:
        """Ministries of a department's field, where no other body is of it: 应急管理部 for 应急管理部门."""
        department = _OF_FIELD.fullmatch(written)
        return self._ministries.get(department["field"], []) if department else []

    def _of_field(self, written: str, normal: str) -> list[str]:
        """Names of the same field: 市教育局 for 教育部门, and the department for the bureau."""
        field, core = _field(normal), _core(normal)
        if not field and (not _STEM.search(core) or normal.startswith("国家")):
            return []
        field = field or _STEM.sub("", core)
        bodies = (n for n in self._by_stem.get(field, ()) if not _ENDING.search(written) or _STEM.search(_core(n)))
        return [*bodies, *self._by_field.get(field, ())]

    def _scan_everyday(self, text: str, found: Sequence[FoundUnit]) -> list[FoundUnit]:
        names = (m for m in self._acting.finditer(text) if not _touches(m.start(), m.end(), found))
        forms = ((m, m.group() if m.group() in self._everyday else f"{m.group()}部门") for m in names)
        return [self._entry(text, m.start(), m.end(), form) for m, form in forms]

    def _scan_abbreviations(self, text: str, found: Sequence[FoundUnit]) -> list[FoundUnit]:
        short: list[FoundUnit] = []
        for body in _BODY.finditer(text):
            for start in range(max(0, body.start() - LONGEST), body.start() - 1):
                free = not _touches(start, body.end(), (*found, *short))
                if free and self._abbreviations.of(text[start : body.end()]):
                    short.append(self._entry(text, start, body.end(), text[start : body.end()]))
                    break
        return short

    def _scan_typos(self, text: str, found: Sequence[FoundUnit]) -> list[FoundUnit]:
        typos: list[FoundUnit] = []
        tokens = cut(text)[:200]
        starts = sorted({t.start for t in tokens} | {t.start + 1 for t in tokens if t.text[:1] in "市省县区"})
        for start in starts:
            for length in self._similar.lengths:
                end = start + length
                written = text[start:end]
                if end > len(text) or not _ENDING.search(written) or _touches(start, end, (*found, *typos)):
                    continue
                names = self._similar.lookup(written)
                near = [n for n in names if sum(a == b for a, b in zip(n, written, strict=True)) * 2 >= len(n)]
                if len({normalize_unit(n) for n in near}) == 1:
                    typos.append(self._entry(text, start, end, near[0], written))
                    break
        return typos

    def _scan_unlisted(self, text: str, found: Sequence[FoundUnit]) -> list[FoundUnit]:
        return [
            FoundUnit(m.start(), m.end(), m.group(), self._stand_for(m.group()))
            for m in _UNLISTED.finditer(text)
            if not _touches(m.start(), m.end(), found) and not _QUESTIONED.search(m.group())
        ]


def _forms_of_every(name: str) -> set[str]:
    """How `各县区人民政府` is spoken of: 各区县政府, 县区人民政府, 县区政府; so 县（区）民政局: 各县区民政局."""
    if levels := _LEVELS.fullmatch(name):
        orders = permutations(re.findall(r"\w", levels["levels"]))
        names = {f"各{''.join(order)}{levels['body']}" for order in orders} | {name.translate(_HALF_WIDTH)}
    elif _EVERY.match(name):
        names = {name}
    else:
        return set()
    forms = names | {form.removeprefix("各") for form in names}
    return {spelt for form in forms for spelt in (form, form.replace("人民政府", "政府")) if len(spelt) >= _EVERY_MIN}


def _field(name: str) -> str:
    """The field of a department that is named by nothing else: 卫生健康 of 卫生健康主管部门."""
    found = _OF_FIELD.fullmatch(split_level(name)[1])
    if found is None or found["field"] in _NO_FIELD:
        return ""
    return _STEM.sub("", _core(normalize_unit(found["field"] + "局")))


def _is_ministry(name: str) -> bool:
    return split_level(name)[0] == "" and _MINISTRY.fullmatch(name) is not None


def _core(normal: str) -> str:
    return split_level(normal)[1].removeprefix("委")


def _levels_agree(one: str, other: str) -> bool:
    a, b = split_level(one)[0], split_level(other)[0]
    return not (a and b) or a.endswith(b) or b.endswith(a)


def _touches(start: int, end: int, found: Iterable[FoundUnit]) -> bool:
    return any(f.start < end and start < f.end for f in found)
