"""Names of government units: one normal form for matching, whatever short form a document uses.

The table of short forms is `data/unit_names.toml`, which staff may edit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_DATA = "data/unit_names.toml"
# 市场…, 市政园林… and 区域… begin with the character but with no level; 高新区 is no level of government
_NOT_A_DISTRICT = [
    "高新",
    "开发",
    "经开",
    "园",
    "景",
    "库",
    "保税",
    "功能",
    "示范",
    "核心",
    "城",
    "社",
    "矿",
    "农",
    "校",
    "片",
    "湖",
    "试验",
]
_LEVEL = re.compile(
    r"国家(?=.)|[\u4e00-\u9fff]{2,6}?(?:自治区|自治州|自治县|地区|(?<!高)新区)"
    r"|[\u4e00-\u9fff]{0,6}?(?:省|市(?!场|政(?![府协务法])|直)|县(?!域)|州(?!市|委)|盟|旗|镇"
    rf"|{''.join(f'(?<!{word})' for word in _NOT_A_DISTRICT)}区(?!域|划|块))"
)
_GENERIC = ("各", "有关", "相关", "全", "本", "该", "城市")
_BRACKETS = str.maketrans({"(": "（", ")": "）"})
_ALSO_KNOWN_AS = re.compile(r"(.*?[局委部办厅署院会])（(.+)）")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Short forms as read from the data file; `bodies` are whole names, `national` only those without a level."""

    bodies: Mapping[str, str]
    national: Mapping[str, str]
    beginnings: Mapping[str, str]
    endings: Mapping[str, str]
    no_carry: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> UnitTable:
        data = tomllib.loads(text)
        return cls(
            bodies=_by_short(data["names"]),
            national=_by_short(data["national"]),
            beginnings=data["beginnings"],
            endings=data["endings"],
            no_carry=tuple(data["carry"]["not_after"]),
        )


def _by_short(names: Mapping[str, list[str]]) -> dict[str, str]:
    full_of: dict[str, str] = {}
    for full, shorts in names.items():
        for short in (full, *shorts):
            if full_of.setdefault(short, full) != full:
                raise ValueError(f"单位名称表中“{short}”对应了两个全称:{full_of[short]}、{full}")
    return full_of


@cache
def unit_table() -> UnitTable:
    """The shipped table, read once."""
    return UnitTable.read(resources.files(__package__).joinpath(_DATA).read_text("utf-8"))


@lru_cache(maxsize=10_000)  # the units of a corpus are few and looked at by every rule
def split_level(name: str) -> tuple[str, str]:
    """`("市", "科技局")` of 市科技局, `("某某市", "科技局")` of 某某市科技局; no level written: `("", name)`."""
    table = unit_table()
    if name.startswith((*_GENERIC, *table.beginnings)) or name in table.bodies:
        return "", name
    found = _LEVEL.match(name)
    if found is None or found.end() == len(name):
        return "", name
    return found.group(), name[found.end() :]


@lru_cache(maxsize=10_000)
def normalize_unit(name: str, *, level: str = "") -> str:
    """The full name of a unit, with its level; `level` is what a list says once for all (市发改委、财政局)."""
    table = unit_table()
    plain = _SPACE.sub("", name).translate(_BRACKETS)
    if not level and plain in table.national:
        return table.national[plain]
    if double := _ALSO_KNOWN_AS.fullmatch(plain):
        return f"{normalize_unit(double[1], level=level)}（{normalize_unit(double[2])}）"
    own, core = split_level(plain)
    return (own or level) + _full_core(core, table)


def _full_core(core: str, table: UnitTable) -> str:
    if core in table.bodies:
        return table.bodies[core]
    for short, full in table.beginnings.items():
        if core.startswith(short):
            core = full + core.removeprefix(short)
            break
    for short, full in table.endings.items():
        if core.endswith(short):
            core = core.removesuffix(short) + full
            break
    return core


def spellings(name: str) -> set[str]:
    """How the unit may be written, its level left out: in full and in every short form of the table."""
    table = unit_table()
    full = split_level(normalize_unit(name))[1]
    names = {full, *(short for shorts in (table.bodies, table.national) for short, of in shorts.items() if of == full)}
    names |= {short + full.removeprefix(of) for short, of in table.beginnings.items() if full.startswith(of)}
    return names | {n.removesuffix(of) + short for short, of in table.endings.items() for n in names if n.endswith(of)}


def carries_level(name: str) -> bool:
    """Whether a bare name in a list takes the level of the name before it: 财政局 does, 人行某市中支 does not."""
    table = unit_table()
    if name.startswith(table.no_carry) or split_level(name)[0] or name in table.national:
        return False
    return name in table.bodies or bool(re.search(r"(?<!分)[局委办厅]$", name))


def same_unit(one: str, other: str) -> bool:
    """Equal once short forms are spelt out; a name without a level equals the one with any level."""
    a, b = normalize_unit(one), normalize_unit(other)
    if a == b:
        return True
    (level_a, core_a), (level_b, core_b) = split_level(a), split_level(b)
    if core_a.removeprefix("委") != core_b.removeprefix("委"):
        return False
    return not (level_a and level_b) or level_a.endswith(level_b) or level_b.endswith(level_a)
