"""Places in a question: which the corpus knows, which lie outside it, and which are only mentioned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from assistant.model import RegionMention
from assistant.question.gazetteer import Gazetteer, Place, load_gazetteer, nickname, place_rules, short_name
from assistant.question.mentions import FoundPlace, as_object, mark_objects
from assistant.question.similarity import SimilarNames
from assistant.question.words import Token, cut, word_kind
from ingestion.model import Region

Relation = Literal["exact", "inside", "contains"]
_HEAD = re.compile(
    r"(?:^|[,。?!;:、\s“])(?:那么?|请问一?下?|请教|你好|您好|想问一?下?|我?想知道|问一?下|咨询一?下?|关于|我?在|我是|我们|对于|根据|按照|"
    r"帮我查一?下?|查一?下?|说说|介绍一?下?|换成|改成|\s)*$"
)
_AT = re.compile(r"(?<![存现正实所])在$")  # 住在大同: a place of the corpus, though it is a word as well
_BESIDE = frozenset(("、", "和", "与", "跟", "及", "同", "以及"))  # what follows a place so is one as well
_SUFFIX = re.compile(r"市|县|区|省|镇|自治州|自治县")
_PROVINCES = ("省", "自治区", "特别行政区")
_WORD_MAX = 5
# A town right after its city: 某某镇, 某某街道; not 各乡镇, 特色小镇, 哪些街道, nor 城乡 of 住房城乡建设局
_TOWN = re.compile(
    r"[^\W\d_各每全所有关相哪些几多少的和与跟同在了及]{2,3}?(?:(?<![小城乡古集名])镇|街道|(?<!城)乡(?!村|镇|贤|土)|(?<=城)乡(?=人?民?政府|[的在有,。?]|$))(?!企)"
)
# A place that no list has, by its suffix and its place in the question: 某某市的补贴…, 在某某县建…
_UNLISTED = re.compile(
    r"(?:^|[,。?!;:、\s在]|请问|想问|我们)(?P<name>(?P<stem>(?![我本全各哪该这那外某你他在对给])(?:(?![省市县区])[\u4e00-\u9fff]){2,3})(?:市|县|省|自治[州县]))"
    r"(?=的|今年|现在|20\d\d|[对有给要能怎建新计]|[^\u4e00-\u9fff])"
)
# 不符合国家规定的, …: what is measured by national rules need not be a national matter
_MEASURED_BY = re.compile(
    r"(?:符合|违反|违背|按照?|依照?|根据|遵守|高于|低于|超过|达到|享受)国家的?(?:有关|相关)?(?:规定|政策|标准)"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,12}(?=[\[(](?:19|20)\d{2}[\])])")  # short for who wrote a document
_AFTER_TYPO = re.compile(r"市|县|区|省|镇|的|有|要|呢|在|到|\?|今年|每年|20\d\d|新增|计划|$")


def matches(document_region: Region | None, mention: RegionMention) -> Relation | None:
    """How a document's region relates to a place: the same, `inside` it, or around it (`contains`); None if apart.

    A question about a province fits documents *inside* it; one about a district fits its city's (`contains`) only
    where nothing closer exists. A document without a region (a national one) relates to no place.
    """
    if document_region is None or document_region.name is None:
        return None
    chain, has_province = _chain_of(document_region)
    if any(p not in chain for p in mention.parents if has_province and p.endswith(_PROVINCES)):
        return None  # a parent contradicts a region only where the region states that level
    if chain[-1] == mention.name:
        return "exact"
    if mention.name in chain:
        return "inside"
    return "contains" if chain[-1] in mention.parents else None


@lru_cache(maxsize=5_000)
def _chain_of(region: Region) -> tuple[tuple[str, ...], bool]:
    """The names of a region, widest first, and whether its province is among them."""
    completed = load_gazetteer().complete(region)
    return completed.names, completed.province is not None


def spoken_names(mention: RegionMention) -> tuple[str, ...]:
    """The names by which a text speaks of a place; the short one only where it is no everyday word (和平, 东方)."""
    short = short_name(mention.name)
    if short in place_rules()["ambiguous"] or short in place_rules()["everyday"]:
        return (mention.name, f"{short}州") if mention.name.endswith("自治州") else (mention.name,)
    return (short,)


class PlaceFinder:
    """Finds places in questions, over the corpus's regions and the country's gazetteer."""

    def __init__(self, regions: Iterable[Region], *, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or load_gazetteer()
        self._regions = tuple(dict.fromkeys(self._gazetteer.complete(r) for r in regions if r.name))
        self._rules = place_rules()
        self._not_before = tuple(self._rules["not_before"])
        self._everyday = frozenset(self._rules["everyday"])
        self._ambiguous = frozenset(self._rules["ambiguous"]) | self._everyday
        self._corpus = {place.name: place for region in self._regions for place in _places_of(region)}
        self._of_place: dict[str, list[Region]] = {}
        for region in self._regions:
            for name in region.names:
                self._of_place.setdefault(name, []).append(region)
        self._names: dict[str, list[tuple[str, bool]]] = {}
        self._places: dict[str, list[Place]] = {}
        self._guarded: set[str] = set()
        self._index()
        self._similar = SimilarNames(p.short for p in self._corpus.values())

    def _index(self) -> None:
        for place in self._corpus.values():
            self._add(place.name, place)
            self._add(place.short, place, guarded=place.short in self._everyday)
        self._add_nicknames()
        for name in self._gazetteer.names():
            for place in self._gazetteer.named(name):
                self._add(name, place, guarded=name in self._rules["generic"] or len(name) < 3)
                if name.endswith("自治州"):
                    self._add(f"{place.short}州", place)
        for short in self._gazetteer.short_names():
            for place in self._gazetteer.shortened(short):
                if place.level == "county" and not any(p in self._corpus for p in place.parents[1:]):
                    # people say cities without 市, but hardly a district or a county without its last character
                    if short in self._places or _is_common_word(short) or not place.name.endswith("市"):
                        continue
                    self._add(short, place, guarded=True)
                else:
                    is_word = place.level == "county" and _is_common_word(short)
                    self._add(short, place, guarded=short in self._ambiguous or is_word)
        for alias, name in self._rules["aliases"].items():
            for place in self._gazetteer.named(name):
                self._add(alias, place)
        for names in self._names.values():
            names.sort(key=lambda n: -len(n[0]))

    def _add_nicknames(self) -> None:
        """The nicknames that only one city of the corpus has."""
        nicknames = {place: nickname(place.name) for place in self._corpus.values() if place.level == "city"}
        counts = Counter(nicknames.values())
        for place, nick in nicknames.items():
            if nick and counts[nick] == 1:
                self._add(nick, place, guarded=not _is_dictionary_word(nick))

    def _add(self, name: str, place: Place, *, guarded: bool = False) -> None:
        known = self._places.setdefault(name, [])
        if not known:
            self._names.setdefault(name[:2], []).append((name, len(name) == 2))
            if guarded:
                self._guarded.add(name)
        if place not in known:
            known.append(place)

    @property
    def names(self) -> tuple[str, ...]:
        """Full names of the corpus's places."""
        return tuple(self._corpus)

    def find(self, text: str) -> list[FoundPlace]:
        """Places in reading order; chains (province, city, district) are one place. Text in 《》 is not searched."""
        tokens = cut(text)
        quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^》]*》?", text)]
        found = [f for f in self._scan(text, tokens) if not _inside(f.start, quoted)]
        fixed = [*quoted, *((m.start() - 1, m.end()) for m in _ISSUER.finditer(text))]
        found += [f for f in self._scan_typos(text, cut(text, guess=False), found) if not _inside(f.start, fixed)]
        found += [f for f in self._scan_unlisted(text, found) if not _inside(f.start, quoted)]
        found.sort(key=lambda f: f.start)
        return [self._settle(text, f) for f in mark_objects(text, found)]

    def national(self, text: str) -> bool:
        """Whether the national level is meant (国务院, 国家层面), not just named (国家级园区)."""
        text = _MEASURED_BY.sub("", text)
        return any(wording in text for wording in self._rules["national"])

    def _settle(self, text: str, place: FoundPlace) -> FoundPlace:
        """Places named after the national level restrict nothing."""
        return as_object(place) if self.national(text[: place.start]) else place

    def _scan(self, text: str, tokens: Sequence[Token]) -> list[FoundPlace]:
        found: list[FoundPlace] = []
        edges = {t.start for t in tokens} | {t.end for t in tokens}
        position = 0
        while position < len(text) - 1:
            before = found[-1] if found and found[-1].end == position else None
            beside = bool(found) and text[found[-1].end : position] in _BESIDE
            hit = self._child_at(text, position, before) or self._place_at(text, position, edges, beside=beside)
            if hit is None:
                position += 1
                continue
            end, places = hit
            place = self._choose(places, before)
            start = position
            if before is not None and before.mention.name in place.parents:
                start = found.pop().start
            found.append(FoundPlace(start, end, self._mention(text[start:end], place)))
            position = end
        return found

    def _child_at(self, text: str, position: int, before: FoundPlace | None) -> tuple[int, list[Place]] | None:
        if before is None:
            return None
        for length in (5, 4, 3, 2):
            name = text[position : position + length]
            if len(name) < length:
                continue
            places = self._gazetteer.named(name) + self._gazetteer.shortened(name)
            inside = [p for p in places if before.mention.name in p.parents]
            if inside and not self._belongs_to_body(text, position + length):
                return position + length, inside
        town = _TOWN.match(text, position)  # no list has them all
        if town and not any(text[at : town.end()] in self._places for at in range(position + 1, town.end() - 1)):
            return town.end(), [Place(town.group(), "town", (*before.mention.parents, before.mention.name))]
        return None

    def _place_at(self, text: str, position: int, edges: set[int], *, beside: bool) -> tuple[int, list[Place]] | None:
        for name, short in self._names.get(text[position : position + 2], ()):
            end = position + len(name)
            if not text.startswith(name, position):
                continue
            places = self._places[name]
            if self._belongs_to_body(text, end):
                continue
            in_corpus = any(p.name in self._corpus for p in places)
            if short and not in_corpus and not _aligned(text, position, end, edges):
                continue
            if name in self._guarded and not (
                beside
                or (in_corpus and _AT.search(text, 0, position))
                or (self._is_head(text, position) and (in_corpus or word_kind(name) == "ns"))
            ):
                continue
            return end, places
        return None

    def _is_head(self, text: str, start: int) -> bool:
        return bool(_HEAD.search(text[max(0, start - 12) : start]))

    def _belongs_to_body(self, text: str, end: int) -> bool:
        """Whether the name goes on there as that of a street, school or the like; 甲州|路灯 and 甲州|大学生 do not."""
        if not text.startswith(self._not_before, end):
            return False
        body = max((b for b in self._not_before if text.startswith(b, end)), key=len)
        following = cut(text[end : end + _WORD_MAX], guess=False)[0]
        return not following.known or following.end <= len(body) or following.text in self._not_before

    def _choose(self, places: Sequence[Place], before: FoundPlace | None) -> Place:
        if before is not None:
            children = [p for p in places if before.mention.name in p.parents]
            if children:
                return children[0]
        for place in places:
            if place.name in self._corpus:
                return self._corpus[place.name]
        for place in places:
            if any(p in self._corpus for p in place.parents[1:]):
                return place
        widest = places[0]
        if widest.level == "county" and len(places) > 1:
            return Place(widest.name, "county")
        return widest

    def _mention(self, written: str, place: Place, corrected_from: str | None = None) -> RegionMention:
        mention = RegionMention(written, place.name, known=False, corrected_from=corrected_from, parents=place.parents)
        near = (region for name in (place.name, *place.parents) for region in self._of_place.get(name, ()))
        known = any(matches(region, mention) for region in near)
        return RegionMention(written, place.name, known, corrected_from, place.parents)

    def _scan_unlisted(self, text: str, found: Sequence[FoundPlace]) -> list[FoundPlace]:
        """Places by their suffix, where no list has them and no word is part of their name."""
        unlisted: list[FoundPlace] = []
        for match in _UNLISTED.finditer(text):
            start, end = match.span("name")
            pieces = cut(match["stem"], guess=False)
            is_name = not _is_common_word(match["stem"]) and all(
                p.end - p.start in (1, len(match["stem"])) for p in pieces
            )
            if is_name and not any(f.start < end and start < f.end for f in found):
                unlisted.append(FoundPlace(start, end, self._mention(match["name"], Place(match["name"], "county"))))
        return unlisted

    def _scan_typos(self, text: str, tokens: Sequence[Token], found: Sequence[FoundPlace]) -> list[FoundPlace]:
        taken = [(f.start, f.end) for f in found]
        typos: list[FoundPlace] = []
        ends = {t.end for t in tokens}
        for token in tokens[:200]:
            for length in self._similar.lengths:
                start, end = token.start, token.start + length
                written = text[start:end]
                if end > len(text) or not written.isalpha() or any(s < end and start < e for s, e in taken):
                    continue
                if end not in ends and token.known and len(token.text) > length:
                    continue
                place = self._correct(text, start, end)
                if place is not None:
                    suffix = _SUFFIX.match(text, end)
                    end = suffix.end() if suffix and place.short != text[start : suffix.end()] else end
                    typos.append(FoundPlace(start, end, self._mention(text[start:end], place, text[start:end])))
                    taken.append((start, end))
                    break
        return typos

    def _correct(self, text: str, start: int, end: int) -> Place | None:
        written = text[start:end]
        if written in self._places:
            return None
        candidates = self._similar.lookup(written)
        if len(candidates) != 1 or self._belongs_to_body(text, end):
            return None
        name = candidates[0]
        shared = any(a == b for a, b in zip(written, name, strict=True))
        if not shared or _is_dictionary_word(written):
            at_head = bool(_HEAD.search(text[max(0, start - 12) : start]))
            if not (at_head and _AFTER_TYPO.match(text, end)):
                return None
        return next(p for p in self._corpus.values() if name in (p.name, p.short))


def _places_of(region: Region) -> list[Place]:
    levels = (("province", region.province), ("city", region.city), ("county", region.county), ("town", region.town))
    places: list[Place] = []
    for level, name in levels:
        if name:
            places.append(Place(name, level, tuple(p.name for p in places)))  # type: ignore[arg-type]
    return places


def _inside(position: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start < position < end for start, end in ranges)


def _aligned(text: str, start: int, end: int, edges: set[int]) -> bool:
    if start not in edges:
        return False
    if end in edges:
        return True
    # the word goes on: 苏州工业园区 and 上海人 are of the place, 苏州河 is not
    rest = text[end : min(e for e in edges if e > end)]
    return rest.endswith(("园", "区", "城", "人", "籍", "户", "户口", "市民"))


@lru_cache(maxsize=5_000)
def _is_place_word(word: str) -> bool:
    from rjieba import tag

    return any(flag in ("ns", "nr", "nz", "nt") for _, flag in tag(word)[:1])


@lru_cache(maxsize=5_000)
def _is_dictionary_word(word: str) -> bool:
    from rjieba import has_word

    return bool(has_word(word))


def _is_common_word(word: str) -> bool:
    return _is_dictionary_word(word) and not _is_place_word(word)
