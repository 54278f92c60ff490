"""Which documents a question is about: by place, name, number, year and the caller's filters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.errors import UnknownFilter
from assistant.model import Filters, RegionMention, Understanding
from assistant.question.documents import without_lead_in
from assistant.question.gazetteer import load_gazetteer
from assistant.question.normalization import normalize
from assistant.question.regions import matches, spoken_names
from assistant.retrieval.matching import pairs_of
from ingestion.model import Document, Region

Miss = Literal["region", "document", "year", "filter"]

_NAMED = re.compile(
    r"(?P<name>(?!年)[\u4e00-\u9fff]{4,24}(?:管理办法|实施办法|实施细则|暂行办法|条例|规定|细则|方案|规划|纲要|预案|条措施))"
    r"(?=里|中|(?<=办法|条例|细则|预案)的|规定|提出|明确|第|给|对|有哪些内容|的内容|是什么|还|现在|有效|废止|失效"
    r"|(?<=办法|条例|细则)(?:怎么|如何)(?!制定|出台|修订|起草))"
)
# 2019-2021年普法计划: a paper by the span of years that it is for
_SPAN = r"(?P<first>(?:19|20)\d{2})\s*年?\s*(?:[-—–~～至到]+)\s*(?P<last>(?:19|20)\d{2})年?"
_PLAN = re.compile(rf"{_SPAN}的?(?P<of>[\u4e00-\u9fff]{{2,16}}?(?:计划|方案|规划))")
_NAME_PAIRS_MIN = 3
_ALIKE = 0.75  # of the pairs of characters of a name that is loosely told
_PLACES_TOLD = 30
_TITLE_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents to search, in order.

    Where no document is of what was asked for, `miss` says why and `named` what that is; the documents left are those
    that may speak of it, and a clause answers only if it has one of the names in `must_name`. `elsewhere` is where to
    look if nothing there answers.
    """

    documents: tuple[Document, ...]
    restricted: bool  # the question or the filters name documents or places
    miss: Miss | None = None
    named: str = ""
    must_name: tuple[str, ...] = ()
    elsewhere: Scope | None = None
    beside_own: bool = False  # the place has documents of its own, which do not answer

    @property
    def of_wider_place(self) -> bool:
        """Whether the documents are of a place around the one that is asked about: its rules hold there."""
        return bool(self.named) and not self.miss

    @property
    def doc_ids(self) -> frozenset[str] | None:
        """For the search: None where everything is searched."""
        return frozenset(d.id for d in self.documents) if self.restricted else None


def resolve(understanding: Understanding, filters: Filters, documents: Sequence[Document]) -> Scope:
    """The documents that fit the question. Raises `UnknownFilter` for filters that name nothing in the corpus."""
    allowed = tuple(apply_filters(filters, documents))
    filtered = len(allowed) < len(documents)
    if not allowed and documents:
        return Scope((), restricted=True, miss="filter", named="筛选条件")
    if plan := _other_plan(understanding, allowed):
        return _absent(_placed(allowed, understanding, restricted=filtered).documents, plan, restricted=True)
    if understanding.doc_ids:
        named = tuple(d for d in allowed if d.id in understanding.doc_ids)
        if not named:
            return Scope((), restricted=True, miss="filter", named="筛选条件")
        if (asked := understanding.named_document) and all(_is_of_another_place(d, asked) for d in named):
            return _absent(allowed, asked, restricted=filtered)
        placed = _placed(named, understanding, restricted=True)
        if placed.miss and (own := _own_of_that_name(understanding, allowed)):
            return Scope(own, restricted=True)
        # what a document is does not hang on the places that its name is told with (给某省的函)
        return Scope(named, restricted=True) if placed.miss and understanding.kind == "document" else placed
    if understanding.named_document:
        return _absent(allowed, understanding.named_document, restricted=filtered)
    placed = _placed(allowed, understanding, restricted=filtered)
    if not placed.miss and (unknown := _unknown_name(understanding, allowed)):
        return _absent(placed.documents, unknown, restricted=placed.restricted)
    return placed


def _is_of_another_place(document: Document, asked: str) -> bool:
    """Whether its title is the one asked for but for the place in the midst of it (关于同意设立某地试验区的批复)."""
    title = normalize(document.title)
    for place in load_gazetteer().places_in(asked):
        before, after = map(re.escape, asked.split(place, 1))
        if before and place not in title and re.search(rf"{before}\w{{2,9}}?{after}", title):
            return True
    return False


def _own_of_that_name(understanding: Understanding, documents: Sequence[Document]) -> tuple[Document, ...]:
    """What the place itself has by a name that is loosely told (某县的高企培育计划), where another's fits it better."""
    name = understanding.named_document or ""
    if not name or f"《{name}" in understanding.text:
        return ()
    pairs = pairs_of(name)
    of_place = _by_regions(documents, [r for r in understanding.regions if r.subject])
    return tuple(
        d for d in of_place if name[-2:] in d.title and sum(p in d.title for p in pairs) >= _ALIKE * len(pairs)
    )


def _absent(documents: tuple[Document, ...], name: str, *, restricted: bool) -> Scope:
    return Scope(documents, restricted, miss="document", named=name, must_name=(name,))


def _placed(documents: tuple[Document, ...], understanding: Understanding, *, restricted: bool) -> Scope:
    """Those of `documents` that are of the question's places, or else those wide enough to speak of them."""
    subjects = [r for r in understanding.regions if r.subject]
    addressed = _addressed(documents, subjects) if len(subjects) == 1 else ()  # each of several is a side of its own
    of_places = _by_regions(documents, subjects) or addressed
    fitting = _that_may_speak_of(documents, subjects)
    wider = tuple(documents) if understanding.doc_ids else fitting
    around = tuple(d for d in fitting if not _is_of_no_place(d))
    around += _addressed(documents, [replace(r, name=name) for r in subjects for name in r.parents])
    missed = "、".join(r.name for r in subjects)
    rules = Scope(around, restricted=True, named=missed, beside_own=bool(of_places)) if around else None
    if of_places:
        named = {name for r in subjects for name in spoken_names(r)}
        titled = [d for d in documents if _is_of_no_place(d) and any(name in d.title for name in named)]
        titled += [d for d in addressed if d not in (*titled, *of_places)]
        beyond = None if understanding.follow_up else rules  # a follow-up stays with what it goes on from
        elsewhere = Scope(wider, restricted=True, must_name=tuple(sorted(named)), elsewhere=beyond) if wider else None
        return Scope((*of_places, *titled), restricted=True, elsewhere=elsewhere)
    if not subjects and understanding.national:
        national = tuple(d for d in documents if d.level == "national" or _is_of_no_place(d))
        documents, restricted = national or documents, restricted or bool(national)
    asked_of = [r for r in understanding.regions if r.written in understanding.focus]
    spoken_of = asked_of or subjects or (() if understanding.focus else understanding.regions)
    names = tuple(dict.fromkeys(name for r in spoken_of for name in spoken_names(r)))
    if not subjects:
        return Scope(documents, restricted, must_name=names)
    bearing = tuple(d for d in wider if any(name in d.title for name in names))
    if understanding.doc_ids and bearing == wider and all(map(_is_of_no_place, wider)):  # it is of that place
        return Scope(wider, restricted=True)
    if bearing:
        return Scope(wider, restricted=True, must_name=names)
    return Scope(wider, restricted=True, miss="region", named=missed, must_name=names, elsewhere=rules)


def _addressed(documents: Sequence[Document], regions: Sequence[RegionMention]) -> tuple[Document, ...]:
    """Those of no place that are written to a body of the places: what a reply to it says holds there."""
    heads = {r.name for r in regions}
    return tuple(d for d in documents if _is_of_no_place(d) and any(name in (d.addressees or "") for name in heads))


def _is_of_no_place(document: Document) -> bool:
    return document.region is None or document.region.name is None


def _that_may_speak_of(documents: Sequence[Document], regions: Sequence[RegionMention]) -> tuple[Document, ...]:
    """Those of no place at all, as national ones are, or of one around a place of the question."""
    around = {
        at
        for at, place in _places(documents).items()
        if any(matches(place, region) == "contains" for region in regions)
    }
    return tuple(d for d in documents if _is_of_no_place(d) or id(d.region) in around)


def _other_plan(understanding: Understanding, documents: Sequence[Document]) -> str | None:
    """A plan that is asked for by its span of years, where those of its matter are all of other spans."""
    asked = _PLAN.search(understanding.text)
    if asked is None:
        return None
    pairs = pairs_of(asked["of"])
    spans = [list(re.finditer(_SPAN, d.title)) for d in documents if 2 * sum(p in d.title for p in pairs) >= len(pairs)]
    titled = {(m["first"], m["last"]) for found in spans for m in found}
    if not all(spans) or not titled or any(a <= asked["first"] and asked["last"] <= b for a, b in titled):
        return None
    return f"{asked['first']}—{asked['last']}年{asked['of']}"


def _unknown_name(understanding: Understanding, documents: Sequence[Document]) -> str | None:
    """A document that the question speaks of by name (……办法里, ……条例规定) and that no title resembles."""
    for match in _NAMED.finditer(understanding.text):
        name = without_lead_in(match["name"])
        for region in understanding.regions:
            name = name.removeprefix(region.name).removeprefix(region.written).removeprefix("市")
        pairs = {name[i : i + 2] for i in range(len(name) - 3)}  # the noun at the end says nothing
        if len(pairs) < _NAME_PAIRS_MIN:
            continue
        titles = (" ".join([d.title, *d.aliases]) for d in documents)
        if not any(sum(p in title for p in pairs) >= len(pairs) / 2 for title in titles):
            return name
    return None


def apply_filters(filters: Filters, documents: Sequence[Document]) -> list[Document]:
    """The documents that pass every filter."""
    out = list(documents)
    if filters.doc_id:
        out = [d for d in documents if d.id in filters.doc_id]
        known = {d.id for d in out}
        if missing := [i for i in filters.doc_id if i not in known]:
            raise UnknownFilter(f"没有编号为{'、'.join(missing)}的文件,请用 GET /v1/documents 查看可用的文件编号。")
    if filters.region:
        names = {n for place in _places(documents).values() if place for n in place.names}
        forms = {form for name in names for form in _forms(name)}
        if unknown := [r for r in filters.region if r not in forms]:
            raise UnknownFilter(f"知识库中没有地区“{'、'.join(unknown)}”的文件。{_choice(sorted(names))}")
        asked = frozenset(filters.region)
        placed = ((at, place.names) for at, place in _places(out).items() if place)
        fitting = {at for at, names in placed if any(form in asked for name in names for form in _forms(name))}
        out = [d for d in out if id(d.region) in fitting]
    if filters.issuer:
        if not any(_issued(d, i) for d in documents for i in filters.issuer):
            raise UnknownFilter(f"知识库中没有“{'、'.join(filters.issuer)}”印发的文件。")
        out = [d for d in out if any(_issued(d, i) for i in filters.issuer)]
    if filters.year is not None:
        out = [d for d in out if covers_year(d, filters.year)]
    return out


def _choice(places: Sequence[str]) -> str:
    """What can be asked for instead."""
    if not places:
        return "已收录的文件都没有标明地区,请不限地区提问。"
    more = f"等{len(places)}个" if len(places) > _PLACES_TOLD else ""
    return f"已有地区:{'、'.join(places[:_PLACES_TOLD])}{more}。"


def covers_year(document: Document, year: int) -> bool:
    """Whether the plan covers the year or the document was made in it."""
    if (period := document.period) and period[0] <= year <= period[1]:
        return True
    for day in (document.written, document.published, document.effective):
        if day is not None and day.year == year:
            return True
    return False


def answers_for(document: Document, year: int) -> bool:
    """Whether what the document says holds for the year: its period, the year in its title, or else when it was made.

    One that was only put on the web in a later year, or that names another year in its title, does not.
    """
    if document.period and document.period[0] <= year <= document.period[1]:
        return True
    if any(d is not None and d.year == year for d in (document.written, document.effective)):
        return True
    titled = _TITLE_YEAR.findall(document.title)
    if titled or document.published is None:
        return str(year) in titled
    late = document.written is not None and document.published.year - document.written.year > 1
    return document.published.year == year and not late


def of_place(documents: Sequence[Document], region: RegionMention) -> tuple[Document, ...]:
    """Documents of the place and of places inside it; else those that one around it made for it by their title."""
    how = {at: matches(place, region) for at, place in _places(documents).items()}
    if own := tuple(d for d in documents if how[id(d.region)] in ("exact", "inside")):
        return own
    names = spoken_names(region)
    return tuple(d for d in documents if how[id(d.region)] == "contains" and any(name in d.title for name in names))


def _by_regions(documents: Sequence[Document], regions: Sequence[RegionMention]) -> tuple[Document, ...]:
    """Documents of each of the places, in the order of the catalog."""
    of_places = {d.id for region in regions for d in of_place(documents, region)}
    return tuple(d for d in documents if d.id in of_places)


def _places(documents: Sequence[Document]) -> dict[int, Region | None]:
    """Their regions by identity: documents of one place share the object, and there are far fewer places."""
    return {id(d.region): d.region for d in documents}


def _forms(name: str) -> tuple[str, ...]:
    """How a place may be written: with its suffix or without."""
    return (name, name[:-1]) if len(name) > 2 else (name,)


def _issued(document: Document, issuer: str) -> bool:
    return any(issuer in name for name in document.issuers)
