"""Documents named in a question: by number, by title in 《》, by a piece of the title, by an alias."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from assistant.question.document_numbers import DocumentNumbers, FoundDocument, number_key, overlaps, unique
from assistant.question.gazetteer import nickname, short_name
from assistant.question.normalization import normalize
from assistant.question.synonyms import Synonyms
from assistant.question.times import without_given_years
from assistant.question.titles import Names, Titles
from assistant.question.words import cut
from ingestion.model import Document, Region

_QUOTED = re.compile(r"《([^》]{2,120})》?")
_FORMAL = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}(?:人民政府|委员会|[部厅局])|国务院)(?:办公[厅室])?关于[^,。?《》的]{6,40}的(?:实施|指导|若干)?"
    r"(?:意见|办法|通知|决定|批复|通报|公告|通告|方案|函)"
)
_FORM = re.compile(r"(?:通知|申请|申报|承诺|告知|委托|任务|责任|说明|建议|意向|决定)书|[表单证卡]$|合同$|协议$|保函$")
_TYPES = (
    "实施意见|指导意见|工作意见|若干意见|意见|实施方案|行动方案|工作方案|方案|工作要点|要点|通知|通告|公告|管理办法|实施办法|暂行办法|办法|"
    "若干规定|规定|条例|行动计划|工作计划|计划|规划纲要|规划|纲要|若干措施|实施细则|细则|决定|决议|批复|复函|通报|答复|报告|若干政策|"
    "规程|章程|"
)
# Words for papers and for much else, so that a title must end in them
_COMMON_TYPES = ("措施", "政策", "预案", "指南", "清单", "规则")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|-|—)")
_DATED = re.compile(r"(?P<year>(?:19|20)\d{2})年(?:度|的)?(?P<words>[\u4e00-\u9fff]{0,20}?)的?$")
_OF_YEAR = re.compile(r"^(?:19|20)\d{2}年(?:度|的)?")
_TYPE_WORD = re.compile(_TYPES + "|".join(_COMMON_TYPES))
_STRONG_TYPE = re.compile(r"(?:条例|办法|细则|若干规定|若干措施|若干政策)$")
_SCAFFOLD = re.compile(
    r"关于|印发|转发|发布|公布|调整|的通知|通知$|人民政府办公厅|人民政府办公室|人民政府|国务院办公厅|办公厅|办公室|国务院|中共|市委|"
    r"省委|区委|县委|\(.*?\)|《|》|的"
)
_ASKED_FOR = re.compile(
    r"(?:哪[些几]|什么|啥)(?:个|项|条|种|具体|主要|相关)*$"
)  # 有哪些规定 asks for rules, it names none
_MIN_FRAGMENT = 4
_MIN_SHORTENED = 3
_MIN_PLACED = 2  # of a name behind its place (某市二供办法)
_LONGEST_PLACE = 12
_MIN_PIECES = 2
_COVERED = 0.75  # share of the wording, by weight, that a title must have
_WHOLLY = 0.999
_SAME_TYPE = 0.1  # 办法 asked for and 办法 in the title
_CLOSE = 0.05
_ALIKE = 0.82  # share of a title in 《》 that a title of the corpus must have
_ROUNDING = 1.001
_ITSELF = re.compile(r"(?:(?<![基成资样])本|该|此)(?:条例|办法|细则)$")  # 违反本办法第七条: it is no name
_POINTED = r"[那这某有](?:个|份|部|项|套|本)"  # 那个办法: points at a document and is no part of its name
_KIND_ONLY = re.compile(r"(?:管理|实施|暂行|试行|工作|若干)+(?:办法|规定|细则|条例)$")
_POINTED_AT = re.compile(rf"的?{_POINTED}的?$")
_LEAD_IN = re.compile(
    rf"^.*(?:{_POINTED}|请问|根据|按照|依据|违反|违背|关于|查看|查一下|介绍|了解|什么是|以及|的|在|,|。|\?|:|;|《|是)"
)


class DocumentFinder:
    """Finds named documents over the corpus's titles, aliases and numbers, and in other words for those."""

    def __init__(self, documents: Iterable[Document], synonyms: Synonyms | None = None) -> None:
        self._documents = tuple(documents)
        self._synonyms = synonyms
        self._numbers = DocumentNumbers()
        self._names: dict[str, list[str]] = {}
        self._cores: dict[str, str] = {}  # what the title and the aliases are about, one a line
        self._regions: dict[str, frozenset[str]] = {}
        self._made = {d.id: {str(day.year) for day in _days(d)} for d in self._documents}
        for document in self._documents:
            self._learn(document)
        self._grams = Counter(g for core in self._cores.values() for g in _grams(core))
        self._bearers = {g: doc_id for doc_id, core in self._cores.items() for g in _grams(core)}
        self._words = Counter(w for core in self._cores.values() for w in set(_words(core)))
        self._titles = Titles(self._cores)
        self._known = Names(self._names, _MIN_FRAGMENT)
        self._places: dict[str, set[str]] = {}
        for doc_id, names in self._regions.items():
            for place in names:
                self._places.setdefault(place, set()).add(doc_id)

    def _learn(self, document: Document) -> None:
        key = number_key(document.doc_number or "")
        if key:
            self._numbers.learn(key, document.id)
        title = normalize(document.title)
        for name in {title, *(normalize(a) for a in document.aliases), *_QUOTED.findall(title)}:
            if len(name) >= 2:
                self._names.setdefault(name, []).append(document.id)
                alias_key = number_key(name)
                if alias_key and name != title:
                    self._numbers.learn(alias_key, document.id)
        region = document.region.names if document.region else ()
        names = (title, *(normalize(a) for a in document.aliases if number_key(a) is None))
        self._cores[document.id] = "\n".join(dict.fromkeys(title_core(name, region) for name in names))
        self._regions[document.id] = frozenset((*region, *map(short_name, region), *_nicknames(document.region)))

    def find(self, text: str) -> list[FoundDocument]:
        """Documents named outright, in reading order."""
        found = self._numbers.find(text, self._regions)
        found += [f for f in self._find_quoted(text) if not overlaps(f, found)]
        found += [f for f in self._find_names(text) if not overlaps(f, found)]
        if not found:
            found += self._find_described(text) or _find_formal(text)
        return sorted(found, key=lambda f: f.start)

    def hint(self, text: str) -> tuple[str, ...]:
        """Documents whose title shares a piece with `text` that no other title has."""
        pieces = Counter(self._bearers[g] for g in _grams(text) if self._grams.get(g) == 1)
        hinted = {doc_id for doc_id, count in pieces.items() if count >= _MIN_PIECES}
        return tuple(doc_id for doc_id in self._cores if doc_id in hinted) if 0 < len(hinted) <= 2 else ()

    def _find_quoted(self, text: str) -> list[FoundDocument]:
        found = []
        for match in _QUOTED.finditer(text):
            inner = match[1].strip()
            known = self._by_title(inner)
            if known or not _FORM.search(inner):  # a paper that a document speaks of is a word of the question
                found.append(FoundDocument(match.start(), match.end(), inner, known))
        return found

    def _by_title(self, title: str) -> tuple[str, ...]:
        if title in self._names:
            return unique(self._names[title])
        wanted = title_core(title, ())
        scored = [
            (max(_similarity(wanted, line) for line in core.split("\n")), doc_id)
            for doc_id, core in self._cores.items()
        ]
        best = max(scored, default=(0.0, ""))
        return unique(d for s, d in scored if s >= _ALIKE and s >= best[0] - 0.02)

    def _find_names(self, text: str) -> list[FoundDocument]:
        found: list[FoundDocument] = []
        for name, start in self._known.find(text):
            entry = FoundDocument(start, start + len(name), name, unique(self._names[name]))
            if not overlaps(entry, found):
                found.append(entry)
        return found

    def _find_described(self, text: str) -> list[FoundDocument]:
        found: list[FoundDocument] = []
        for match in _TYPE_WORD.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()].rstrip("的")
            head = without_lead_in(_POINTED_AT.sub("", before))
            if len(head) < 2 or _ASKED_FOR.search(head):
                continue
            years = set(_YEAR.findall(without_given_years(text)))
            described = (self._described_by(name, match.group()) for name in self._in_other_words(head))
            ids = tuple(i for i in next(filter(None, described), ()) if self._may_be_of(i, years))
            if ids:
                start = self._with_year(text, text.rindex(head, 0, match.start()), ids)
                found.append(FoundDocument(start, match.end(), text[start : match.end()], ids))
                break
        return found

    def _with_year(self, text: str, start: int, ids: Sequence[str]) -> int:
        """Where the name begins that goes on at `start`: with the year it was made in and words of its title before it.

        The year of 2017年禁止…的改革方案 is that of the document and not of what is asked about it.
        """
        before = _DATED.search(text[:start])
        if before is None:
            return start
        words = [w for w in _words(before["words"]) if len(w) >= 2]
        made = all(before["year"] in self._made[i] and all(w in self._cores[i] for w in words) for i in ids)
        return before.start() if made else start

    def _in_other_words(self, head: str) -> Iterator[str]:
        """`head` and then, a word at a time, as documents may put it (公租房, 公共租赁住房)."""
        yield head
        for word in self._synonyms.find(head) if self._synonyms else ():
            for other in word.others:
                yield head[: word.start] + other + head[word.end :]

    def _may_be_of(self, doc_id: str, years: set[str]) -> bool:
        titled = set(_YEAR.findall(self._cores[doc_id]))
        return not years or not titled or bool(years & titled) or len(titled) > 1  # a period holds other years

    def _may_be_a(self, kind: str, doc_id: str) -> bool:
        return kind not in _COMMON_TYPES or kind in _endings(self._cores[doc_id])

    def _described_by(self, head: str, kind: str) -> tuple[str, ...]:
        whole = self._titles.holding(head) if len(head) >= _MIN_FRAGMENT else set()
        if len(whole) == 1 and self._may_be_a(kind, *whole):
            return tuple(whole)
        place = next((head[:end] for end in range(_LONGEST_PLACE, 1, -1) if head[:end] in self._places), "")
        wanted = [w for w in (place, *_words(head[len(place) :])) if len(w) >= 2]
        if not wanted:
            return ()
        weights = {w: self._weight(w) for w in wanted}
        weight = sum(weights[w] for w in wanted)
        scored: list[tuple[float, str]] = []
        for doc_id in self._candidates(weights, weight):
            core = self._cores[doc_id]
            in_title = [w for w in wanted if _is_of(w, core)]
            if not in_title or not self._may_be_a(kind, doc_id):
                continue
            placed = [w for w in wanted if w in self._regions[doc_id] and w not in core]
            share = sum(weights[w] for w in in_title + placed) / weight
            chars = sum(map(len, in_title))
            # a short name (停车办法) must fit altogether and end as the title does
            short = chars >= 2 and share > _WHOLLY and kind in _endings(core)
            if short or (share >= _COVERED and chars >= _MIN_FRAGMENT):
                scored.append((share + (_SAME_TYPE if kind in core else 0.0), doc_id))
        best = max(scored, default=(0.0, ""))
        ids = [doc_id for score, doc_id in scored if score >= best[0] - _CLOSE]
        return (tuple(ids) if len(ids) <= 2 else ()) or self._shortened(head, kind)

    def _shortened(self, head: str, kind: str) -> tuple[str, ...]:
        """The only document whose title has the characters of a shorter one in their order (河长考核办法)."""
        head = _OF_YEAR.sub("", head)
        if len(head) < _MIN_SHORTENED:
            return ()
        ids = []
        # whatever place is taken off its front, the name ends in these
        likely = self._titles.holding(kind) & self._titles.with_all(head[-_MIN_PLACED:])
        for doc_id in self._titles.in_order(likely):
            name = head
            for place in sorted(self._regions[doc_id], key=len, reverse=True):
                name = name.removeprefix(place)
            if len(name) >= (_MIN_SHORTENED if name == head else _MIN_PLACED) and any(
                _is_in_order(name + kind, line) for line in self._cores[doc_id].split("\n")
            ):
                ids.append(doc_id)
        return tuple(ids) if len(ids) == 1 else ()

    def _candidates(self, weights: Mapping[str, float], weight: float) -> list[str]:
        """Every document that may have `_COVERED` of the weight, as it has one of the words without which it cannot."""
        found: set[str] = set()
        left = (1 - _COVERED) * weight * _ROUNDING
        for word in sorted(weights, key=lambda w: self._words[w]):
            found |= self._titles.holding(word) | self._places.get(word, set())
            if len(word) == 4:
                found |= self._titles.holding(word[:2]) & self._titles.holding(word[2:])
            left -= weights[word]
            if left < 0:
                break
        return self._titles.in_order(found)

    def _weight(self, word: str) -> float:
        return math.log(1 + (len(self._cores) + 1) / (1 + self._words[word])) * len(word)


_CARRIED_OUT = re.compile(
    r"(?:落实|贯彻|实施|根据|按照|按|依据|执行|对接|结合|配合|参照|围绕|出台|制定|修订|依照)(?:好|了)?$"
)
_WHO = re.compile(r"^[^,。;]{0,4}(?:由谁|谁|哪个|哪些|什么部门)[^,。;]{0,8}(?:实施|落实|牵头|负责|执行|组织|贯彻)")


def _find_formal(text: str) -> list[FoundDocument]:
    """A title given in full, with its issuer, of a document that is not here."""
    return [FoundDocument(m.start(), m.end(), m.group(), ()) for m in _FORMAL.finditer(text)][:1]


def is_mentioned(text: str, document: FoundDocument) -> bool:
    """Whether the document is only carried out by what the question asks about (落实《…》的任务), not asked about."""
    return bool(_CARRIED_OUT.search(text[: document.start]) or _WHO.search(text[document.end :]))


def name_unknown(text: str, reference_start: int | None) -> str | None:
    """The title of a regulation that stands right before a clause reference (养犬管理条例第十条), or None."""
    before = text[: reference_start or 0].rstrip("的中里 ")
    head = re.search(r"([\u4e00-\u9fff]{3,30})$", before)
    if head is None or not _STRONG_TYPE.search(head[1]) or _ITSELF.search(head[1]):
        return None
    name = _POINTED_AT.sub("", head[1][:-2])
    title = without_lead_in(name) + head[1][-2:]
    pointed = re.search(_POINTED, head[1]) and not _KIND_ONLY.match(title)  # 那个养犬办法 names one by its matter
    return title if len(title) >= (4 if pointed else 5) else None


def title_core(title: str, region: Sequence[str]) -> str:
    """What a title is about: no issuer, no 关于印发…的通知, no region, no marks."""
    core = _QUOTED.search(title)
    text = core[1] if core and len(core[1]) >= 6 else title
    for name in region:
        text = text.replace(name, "").replace(short_name(name), "")
    return _SCAFFOLD.sub("", re.sub(r"\s", "", text))


def _days(document: Document) -> list[date]:
    return [day for day in (document.written, document.published, document.effective) if day is not None]


def _nicknames(region: Region | None) -> tuple[str, ...]:
    nick = nickname(region.city) if region and region.city else None
    return (nick,) if nick else ()


def _similarity(wanted: str, core: str) -> float:
    from rapidfuzz.fuzz import ratio

    if len(wanted) >= 6 and (wanted in core or (len(core) >= 6 and core in wanted)):
        return 1.0
    return ratio(wanted, core, score_cutoff=100 * _ALIKE - 1) / 100  # what is less alike counts as nothing


def _grams(core: str) -> set[str]:
    grams = (core[i : i + _MIN_FRAGMENT] for i in range(len(core) - _MIN_FRAGMENT + 1))
    return {g for g in grams if g.isalpha()}


def _is_of(word: str, core: str) -> bool:
    """Whether a title has the word, or both halves of one that joins two (科研经费: 科研项目经费)."""
    return word in core or (len(word) == 4 and word[:2] in core and word[2:] in core)


def _is_in_order(name: str, title: str) -> bool:
    characters = iter(title)
    return all(character in characters for character in name)


def _endings(core: str) -> set[str]:
    return {line[start:] for line in core.split("\n") for start in range(max(0, len(line) - 4), len(line))}


def _words(text: str) -> list[str]:
    return [t.text for t in cut(text) if t.text.strip() and t.text not in _FILLERS]


_FILLERS = frozenset("的和与及在对了是有之中一个这那该本年份等") | {"关于", "什么", "哪些"}


def without_lead_in(name: str) -> str:
    """`name` without the words of the sentence in front of it (根据, 国家的)."""
    return _LEAD_IN.sub("", name, count=1)
