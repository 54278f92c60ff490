"""Places asked about and places only mentioned: an origin, a partner, a park somewhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.model import RegionMention
from assistant.question.gazetteer import place_rules

_LINKED = re.compile(
    r"^(?:省|市|县|区)?(?:、|,|和|与|跟|及|以及|同|还是|或者?|相比|比|对比|vs|VS|\s|/|的|呢){1,3}(?:请问)?$"
)
_BESIDE = re.compile(r"、|和|与|跟|及|同|还是|或|比|vs|VS")
_COMPARING = re.compile(r"分别|各|哪个|哪一?[座家省市县区]|谁更|更|相比|对比|比较|不同|区别|差[别异距多]|vs|VS")
_PARTNERED = re.compile(r"[与和同跟向]\s*$|[、,]$")
_REGISTERED = re.compile(r"户[口籍]在$")
_LIVES_BEFORE = re.compile(r"(?:[住居待呆]|生活|打工|上班|定居)[在到]?$")
_LIVES_AFTER = re.compile(r"(?:那边|这边)?(?:[住待呆]|居住|生活|打工|上班|定居|养老|带[娃孙])")
# 从甲市辞职去乙市上班: who leaves asks of what they have there, unless it is of settling where they go
_LEAVES = re.compile(
    r"^(?:市|县|区)?[^,。?从]{0,4}?(?:辞[职工]|离职|离开|搬|调|转|退[休伍]|毕业)[^,。?]{0,6}?(?:去|到|往|回)(?:了)?$"
)
_SETTLES = re.compile(r"落户|入户|户口|安家|创业|买房|购房|租房|入[学园]|上学|转学|投靠|[补津]贴|补助|奖励")
_AFTER_CHARS = 16
_BODY_CHARS = 6


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A mention with where it stands in the question."""

    start: int
    end: int
    mention: RegionMention


def as_object(place: FoundPlace) -> FoundPlace:
    """The place as one that restricts nothing."""
    return replace(place, mention=replace(place.mention, subject=False))


def mark_objects(text: str, found: Sequence[FoundPlace]) -> list[FoundPlace]:
    """`found` with the places that the question does not ask about marked as objects.

    Beside a place of the corpus, a place outside it counts only where the two are put side by side (A市和B市); a place
    around another one (甲市的附表里, 乙区要…) says where that one is. Who lives outside the corpus asks of the place
    where they are registered, if that is in it (户口在甲市,跟我住乙市).
    """
    marked: list[FoundPlace] = []
    for index, place in enumerate(found):
        linked = index > 0 and _are_linked(text, found[index - 1], place)
        subject = not _is_object(text, place, beside_others=len(found) > 1 and not linked)
        if subject and not place.mention.known and not linked:
            follows = index + 1 < len(found) and _are_linked(text, place, found[index + 1])
            subject = follows or not any(f.mention.known and f.mention.subject for f in marked)
        marked.append(place if subject else as_object(place))
    marked = [as_object(p) if any(_says_where(text, p, other) for other in marked) else p for p in marked]
    if left := _left(text, marked):
        return [replace(p, mention=replace(p.mention, subject=p is left)) for p in marked]
    homes = [p for p in marked if p.mention.known and _REGISTERED.search(text[: p.start])]
    if homes and all(_only_lives(text, p) for p in marked if p.mention.subject):
        return [replace(p, mention=replace(p.mention, subject=p in homes)) for p in marked]
    return marked


def _left(text: str, places: Sequence[FoundPlace]) -> FoundPlace | None:
    """The place of the corpus that someone leaves for one outside it, where nothing is asked of settling there."""
    for home, goal in pairwise(places):
        outside = home.mention.known and not goal.mention.known and text[: home.start].endswith("从")
        if outside and _LEAVES.match(text[home.end : goal.start]) and not _SETTLES.search(text[goal.end :]):
            return home
    return None


def _only_lives(text: str, place: FoundPlace) -> bool:
    """Whether a place outside the corpus is but where someone lives."""
    lives = _LIVES_BEFORE.search(text[: place.start]) or _LIVES_AFTER.match(text[place.end :])
    return lives is not None and not place.mention.known


def _says_where(text: str, outer: FoundPlace, inner: FoundPlace) -> bool:
    if not inner.mention.subject or outer.mention.name not in inner.mention.parents:
        return False
    first, second = sorted((outer, inner), key=lambda p: p.start)
    return _BESIDE.search(text[first.end : second.start]) is None


def side_by_side(text: str, places: Sequence[FoundPlace]) -> bool:
    """Whether the question compares the places: it puts two next to each other, or says so (分别, 哪个更)."""
    linked = any(_are_linked(text, one, other) for one, other in pairwise(places))
    return linked or _COMPARING.search(text) is not None


def _are_linked(text: str, one: FoundPlace, other: FoundPlace) -> bool:
    return _LINKED.match(text[one.end : other.start]) is not None


def _is_object(text: str, place: FoundPlace, *, beside_others: bool) -> bool:
    rules = place_rules()
    before, after = text[: place.start], text[place.end : place.end + _AFTER_CHARS]
    if before.endswith(tuple(rules["object_before"])):
        return True
    if _PARTNERED.search(before) and any(word in after for word in rules["partner_after"]):
        return True
    names_body = any(word in after[: _BODY_CHARS + len(word)] for word in rules["body_after"])
    return names_body and beside_others and not place.mention.known
