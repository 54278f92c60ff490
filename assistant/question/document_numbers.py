"""The numbers that papers are cited by (发文字号): how they are compared, and which of them a text has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.question.normalization import normalize
from ingestion.numerals import to_int

_NUMBER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{1,12}?)\s*(?:\[|\(|-)?\s*(?P<year>(?:19|20)\d{2})(?:年)?\s*(?:\]|\)|-|第|、)*\s*第?\s*(?P<serial>\d{1,4})\s*号"
)
_SHORT_NUMBER = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{1,6}(?:发|字|函|规|令|办))第?(?P<serial>\d{1,4})号")
# 2号文: by nothing but its serial; 中央一号文件 is every year's
_BARE_NUMBER = re.compile(
    r"(?<!中央|附件)(?<![\d年第])第?(?P<serial>\d{1,4}|[一二三四五六七八九十]{1,3})号文(?![化明学艺旅])件?"
)
_ORDER = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{1,14}令)第?\s*(?P<serial>\d{1,4})\s*号")


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document named between `start` and `end`; no `doc_ids` where the corpus does not have it."""

    start: int
    end: int
    written: str
    doc_ids: tuple[str, ...]


def number_key(text: str) -> str | None:
    """Comparable form of a 发文字号 (`贵办发〔2018〕20号`, `贵办发2018-20号`); None where `text` holds none."""
    match = _NUMBER.search(normalize(text))
    if match:
        return f"{_issuer(match['issuer'])}{match['year']}-{int(match['serial'])}"
    match = _ORDER.search(normalize(text))
    return f"{_spelt_out(match['issuer'])}{int(match['serial'])}" if match else None


def _issuer(written: str) -> str:
    return re.sub(r"第$|字$", "", written)


def _spelt_out(issuer: str) -> str:
    """国令, as the centre's own pages write it."""
    return re.sub(r"^国令$", "国务院令", issuer)


class DocumentNumbers:
    """Finds documents by their numbers, and by the end of one (贵办20号, 20号文) where the rest is left out."""

    def __init__(self) -> None:
        self._numbers: dict[str, list[str]] = {}
        self._serials: dict[str, list[str]] = {}  # numbers by what stands behind their last dash
        self._numbered: set[str] = set()  # documents

    def learn(self, key: str, doc_id: str) -> None:
        """Take in that the document has the number of which this is the key."""
        if key not in self._numbers:
            self._serials.setdefault(key.rpartition("-")[2], []).append(key)
        self._numbers.setdefault(key, []).append(doc_id)
        self._numbered.add(doc_id)

    def find(self, text: str, places: Mapping[str, Collection[str]]) -> list[FoundDocument]:
        """The numbers that stand in `text`, with the documents that have them; none where the corpus has not.

        `places` are the names of each document's place: a bare number is one of the place that the text speaks of.
        """
        found: list[FoundDocument] = []
        for pattern in (_NUMBER, _ORDER, _SHORT_NUMBER):
            for match in pattern.finditer(text):
                entry = self._resolve_number(match)
                if entry is not None and not overlaps(entry, found):
                    found.append(entry)
        bare = (self._resolve_bare(match, places) for match in _BARE_NUMBER.finditer(text))
        return found + [entry for entry in bare if entry and not overlaps(entry, found)]

    def _resolve_bare(self, match: re.Match[str], places: Mapping[str, Collection[str]]) -> FoundDocument | None:
        """The documents of the number; None where one whose number is not known may be meant."""
        spoken = {name for names in places.values() for name in names if name in match.string}
        meant = {i for i, names in places.items() if not spoken or not spoken.isdisjoint(names)}
        keys = self._serials.get(str(to_int(match["serial"])), ())
        ids = unique(i for key in keys for i in self._numbers[key] if i in meant)
        if not ids and any(i not in self._numbered for i in meant):
            return None
        return FoundDocument(match.start(), match.end(), match.group(), ids)

    def _resolve_number(self, match: re.Match[str]) -> FoundDocument | None:
        year = match.groupdict().get("year")
        serial = int(match["serial"])
        issuer = _issuer(match["issuer"])
        middle = f"{year}-" if year else ""
        # words before the number run into it (请问贵办发…): the longest suffix that the corpus knows wins
        for start in range(len(issuer)):
            suffix = issuer[start:]
            ids = self._numbers.get(f"{_spelt_out(suffix)}{middle}{serial}")
            if ids is None and year is None:
                alike = (k for k in self._serials.get(str(serial), ()) if _same_serial(k, suffix, serial))
                ids = [i for key in alike for i in self._numbers[key]]
            if ids:
                offset = match.start("issuer") + start
                return FoundDocument(offset, match.end(), match.string[offset : match.end()], unique(ids))
        if match.re is _SHORT_NUMBER:
            return None
        trimmed = re.sub(r"^.*(?:请问|根据|按照|的|是|看|查|文件|让|被|把)", "", issuer)
        offset = match.end("issuer") - len(trimmed)
        return FoundDocument(offset, match.end(), match.string[offset : match.end()], ())


def _same_serial(key: str, issuer: str, serial: int) -> bool:
    return len(issuer) >= 2 and key.startswith(issuer) and key.endswith(f"-{serial}")


def overlaps(entry: FoundDocument, found: Iterable[FoundDocument]) -> bool:
    """Whether it stands where one of `found` does."""
    return any(f.start < entry.end and entry.start < f.end for f in found)


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(ids))
