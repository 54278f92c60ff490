"""The reader of questions: names, numbers, kind and words of a question, completed from the turns before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.model import RegionMention, Turn, Understanding
from assistant.question.asks import asks_something, each_about_the_first, each_asked
from assistant.question.bodies import with_body
from assistant.question.courtesy import plainly
from assistant.question.document_numbers import FoundDocument, number_key
from assistant.question.documents import DocumentFinder, is_mentioned, name_unknown
from assistant.question.english import is_english, to_chinese
from assistant.question.followup import Completion, Context, adopt, last_asked, strip_switch
from assistant.question.gazetteer import short_name
from assistant.question.kinds import Traits, classify, of_the_matter
from assistant.question.mentions import FoundPlace, side_by_side
from assistant.question.normalization import normalize
from assistant.question.numbers import find_claims, find_figures
from assistant.question.phrases import without_names
from assistant.question.reading import Reading
from assistant.question.references import FoundReference, find_references
from assistant.question.regions import PlaceFinder, matches
from assistant.question.resumption import about_the_told
from assistant.question.siblings import siblings_in
from assistant.question.sides import split_sides
from assistant.question.spelling import Correction, Speller, respell
from assistant.question.synonyms import Synonyms
from assistant.question.terms import IndicatorFinder, find_terms
from assistant.question.times import FoundTime, asserted_dates, find_days, find_times, spell_years, without_given_years
from assistant.question.units import FoundUnit, UnitFinder
from assistant.question.vocabulary import Vocabulary
from assistant.question.wording import load_wordings
from ingestion.model import Document

MAX_READ_CHARS = 2000
_PART = re.compile(r"[,?。]")
_SENTENCE = re.compile(r"[^?!。;]+[?!。;]*")
# 禁止再申请的年限是多少: documents say 三年内不得申请
_BANNED = re.compile(
    r"(?:被?禁止|不得|不能|不准|不许)(?:再次?)?(?P<what>[\u4e00-\u9fff]{2,4}?)的(?:年限|期限|年头|年数)(?:是|为)?(?:多少年?|多久|多长|几年|什么)"
)
_QUOTED = re.compile(r"《[^》]*》")
_ROLE_WORDS = re.compile(
    r"牵头|(?<=[谁局委])(?:来|去|还|会|要)?帮(?:忙|着)?|(?<=部门|单位)(?:来|去|还|会|要)?帮(?:忙|着)?"
)


class QuestionReader:
    """Reads questions against one version of the corpus's vocabulary. Pure: the same input gives the same result."""

    def __init__(self, vocabulary: Vocabulary, *, synonyms: Synonyms | None = None) -> None:
        self._vocabulary = vocabulary
        self._synonyms = synonyms or Synonyms.load()
        self._places = PlaceFinder(d.region for d in vocabulary.documents if d.region)
        self._documents = DocumentFinder(vocabulary.documents, self._synonyms)
        self._by_id = {d.id: d for d in vocabulary.documents}
        self._units = UnitFinder(vocabulary.units)
        titles = (d.title for d in vocabulary.documents)
        spoken = (*vocabulary.words, *self._synonyms.words)
        self._speller = Speller((*vocabulary.headings, *vocabulary.indicators, *titles), spoken, vocabulary.words)
        self._indicators = IndicatorFinder(vocabulary.indicators, self._synonyms)

    def read(self, question: str, turns: Sequence[Turn] = (), *, as_of: date | None = None) -> Understanding:
        """What `question` asks after `turns`; 今年 and the like are resolved against `as_of` where it is given."""
        text = spell_years(plainly(question[:MAX_READ_CHARS]))
        if is_english(text):
            text = self._from_english(text)
        text = self._without_attack(text)
        rest = strip_switch(text)
        turn = last_asked(turns) if not rest else None
        reading = self.read_alone(rest or text, as_of=as_of)
        understanding, otherwise = reading.understanding, None
        if turn is not None:
            earlier = last_asked(turns[: turns.index(turn)])
            context = Context(
                turn,
                self.read_alone(turn.understanding.text, as_of=as_of),
                self.read_alone(earlier.understanding.text, as_of=as_of) if earlier else None,
            )
            understanding = replace(understanding, context_doc_ids=context.doc_ids)
            siblings = siblings_in(self._vocabulary.siblings, context.doc_ids)
            completion = Completion(lambda t: self.read_alone(t, as_of=as_of), self._covers, self._title_of, siblings)
            understanding = completion.complete(reading, context) or understanding
            meant = about_the_told(reading, context, lambda t: self.read_alone(t, as_of=as_of))
            otherwise = _put(meant, question) if meant else None
        asks = self._asks(understanding, as_of)
        sides = self._sides(understanding, as_of)
        return replace(understanding, original=question, sides=sides, asks=asks, otherwise=otherwise)

    def _asks(self, whole: Understanding, as_of: date | None) -> tuple[Understanding, ...]:
        """What it asks one after another, each as a question of its own about what the first one is about."""
        parts = each_asked(whole.text)
        if len(parts) < 2:
            return ()
        texts = [with_body(part, "".join(parts[:at])) for at, part in enumerate(parts)]
        if whole.kind == "comparison":  # each is asked of every side
            texts[0] = without_names(texts[0], self.read_alone(texts[0], as_of=as_of))
        return each_about_the_first([self.read_alone(text, as_of=as_of).understanding for text in texts])

    def _sides(self, whole: Understanding, as_of: date | None) -> tuple[Understanding, ...]:
        """Each side as a question of its own; one that names no place or document means that of the first."""
        texts = split_sides(whole.text) or self._of_places(whole.text, as_of)
        sides = [self.read_alone(text, as_of=as_of).understanding for text in texts]
        first = sides[0] if sides else whole
        return tuple(
            replace(
                side if side.regions or side.named_document or side.doc_ids else _in_place_of(first, side),
                years=side.years,
                asks=self._asks(side, as_of),
                context_doc_ids=whole.context_doc_ids,
            )
            for side in sides
        )

    def _of_places(self, text: str, as_of: date | None) -> tuple[str, ...]:
        """The parts of a question that ask each of a place of its own: 甲市的要存多久,乙市的又要存几年.

        What is said before them is said of each (存放期限,甲市要求多久?乙市呢又要多久?).
        """
        parts = [part for part in _PART.split(text.rstrip("?。")) if part]
        places = [[p.mention.name for p in self._places.find(part) if p.mention.known] for part in parts]
        lead = f"{parts[0]}," if len(parts) > 2 and not places[0] and not asks_something(parts[0]) else ""
        parts, places = (parts[1:], places[1:]) if lead else (parts, places)
        apart = len(parts) > 1 and all(len(of) == 1 for of in places) and len({of[0] for of in places}) == len(parts)
        kinds = [self.read_alone(lead + part, as_of=as_of).kind.kind for part in parts] if apart else []
        asks = apart and all(kind == "value" for kind in kinds)
        return tuple(f"{lead}{part}?" for part in parts) if asks else ()

    def reword(self, ruled: Understanding, wording: str, *, as_of: date | None = None) -> Understanding | None:
        """The follow-up `ruled` in other words; None where they do not ask for the same (see `adopt`)."""
        own, other = (self.read_alone(normalize(text), as_of=as_of) for text in (ruled.original, wording))
        return adopt(other.understanding, ruled, own.understanding)

    def _hint(self, text: str, subjects: Sequence[FoundPlace]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Documents as good as named, and documents only hinted at.

        A rare piece of a title names a document without a region where its title also has the place of the question.
        """
        ids = self._documents.hint(text)
        hinted = {i: self._by_id[i] for i in ids}
        if not subjects:
            return (), tuple(hinted)
        placeless = [i for i, d in hinted.items() if not (d.region and d.region.name)]
        named = [i for i in placeless if any(short_name(p.mention.name) in hinted[i].title for p in subjects)]
        fitting = [i for i, d in hinted.items() if any(matches(d.region, p.mention) for p in subjects)]
        return tuple(named), tuple(fitting)

    def _without_attack(self, text: str) -> str:
        """The part of `text` that asks about a place or document where the rest tries to steer the assistant."""
        wordings = load_wordings()
        if not wordings.has("injection", text):
            return text
        honest = "".join(part for part in _SENTENCE.findall(text) if not wordings.has("injection", part))
        asks = self._places.find(honest) or self._documents.find(honest)
        return honest if asks and not wordings.has("injection", honest) else text

    def _from_english(self, text: str) -> str:
        if load_wordings().is_aside(text):
            return text
        return to_chinese(text, self._places.names)

    def _covers(self, mention: RegionMention, year: int) -> bool:
        timely = (d for d in self._vocabulary.documents if _speaks_of(d, year))
        return any(matches(d.region, mention) in ("exact", "inside") for d in timely)

    def _title_of(self, doc_id: str) -> str | None:
        document = self._by_id.get(doc_id)
        return document.title if document else None

    def read_alone(self, text: str, *, as_of: date | None = None) -> Reading:
        """A normalised question without regard to other turns; what is misspelt is read as it was meant."""
        reading, corrected = self._read_as_spelt(text, as_of)
        if not corrected:
            return reading
        respelt, _ = self._read_as_spelt(reading.text, as_of)  # a title may have the word that was meant
        first = reading.understanding
        notes = tuple(dict.fromkeys([*first.notes, *respelt.understanding.notes]))
        return replace(respelt, understanding=replace(respelt.understanding, regions=first.regions, notes=notes))

    def _read_as_spelt(self, text: str, as_of: date | None) -> tuple[Reading, bool]:
        """What `text` asks with its words put right; whether any had to be."""
        text = _BANNED.sub(lambda m: f"几年内不得再{m['what']}", text)
        places = self._places.find(text)
        text, places = _correct(text, places)
        found = [d for d in self._documents.find(text) if d.doc_ids or not is_mentioned(text, d)]
        documents = [d for d in found if not self._is_elsewhere(text, d, places)]
        taken = [(d.start, d.end) for d in documents]
        references = [r for r in find_references(text) if not _inside(r.start, taken)]
        times = [t for t in find_times(text, as_of) if not _inside(t.start, taken)]
        units = [_after(u, places) for u in self._units.find(text) if not _inside(u.start, taken)]
        skip = [*taken, *((x.start, x.end) for group in (places, references, times, units) for x in group)]
        corrections = self._speller.correct(text, skip)
        text = respell(text, corrections)
        figures = find_figures(text, skip=tuple(skip))
        counts = figures or find_claims(text, skip=tuple(skip))
        skip += [(start, end) for start, end, _ in counts if figures or load_wordings().has("assertion", text)]
        claims = [written for _, _, written in counts]
        claims = [*asserted_dates(text, times, beside_figure=bool(claims)), *claims]
        terms = find_terms(_without_phrases(text), [*skip, *find_days(text)], self._synonyms)
        indicators = self._indicators.find(text)
        subjects = [p for p in places if p.mention.subject]
        kind = classify(
            Traits(
                text=_QUOTED.sub("《》", text),
                words=tuple(word for word in terms.words if not load_wordings().has("weak_terms", word)),
                regions=len({p.mention.name for p in subjects}) if side_by_side(text, subjects) else len(subjects[:1]),
                documents=len(documents),
                references=len(references),
                units=len(units),
                figures=len(claims),
                indicators=len(indicators),
            )
        )
        named, hinted = ((), ()) if documents else self._hint(text, subjects)
        understanding = Understanding(
            original=text,
            text=text,
            kind=kind.kind,
            regions=tuple(dict.fromkeys(p.mention for p in places)),
            doc_ids=tuple(dict.fromkeys(i for d in documents for i in d.doc_ids)) or named,
            named_document=_document_named(text, documents, references),
            years=tuple(dict.fromkeys(t.first for t in _asked_for(text, times) if t.first == t.last)),
            references=tuple(r.reference for r in references),
            units=tuple(dict.fromkeys(name for u in units for name in u.names)),
            unit_roles=kind.roles,
            asks_units=kind.asks_units,
            terms=tuple(of_the_matter(terms.words, text, kind.facts)),
            expansions=terms.expansions,
            numbers=tuple(dict.fromkeys(claims)) if kind.asserts else (),
            notes=tuple(_notes(places, units, corrections)),
            national=self._places.national(text),
            hinted_doc_ids=hinted,
            indicators=indicators,
            periods=tuple(dict.fromkeys((t.first, t.last) for t in times if t.first != t.last)),
            stated_numbers=tuple(dict.fromkeys(f for _, _, f in figures)),
            document_facts=kind.facts,
        )
        reading = Reading(text, places, documents, times, references, units, terms, kind, understanding)
        return reading, bool(corrections)

    def _is_elsewhere(self, text: str, found: FoundDocument, places: Sequence[FoundPlace]) -> bool:
        """Whether a name, without 《》 and no number, only fits papers of other places than the one asked about."""
        subjects = {p.mention for p in places if p.mention.subject}
        regions = [self._by_id[doc_id].region for doc_id in found.doc_ids]
        outright = text[found.start] == "《" or number_key(found.written) is not None
        if len(subjects) != 1 or outright or not regions or not all(regions):
            return False
        (place,) = subjects
        around = (place.name, *place.parents)
        return not any(r and (r.name in around or place.name in r.names) for r in regions)


def _document_named(text: str, documents: Sequence[FoundDocument], references: Sequence[FoundReference]) -> str | None:
    """How the question names a document, whether there is one or not."""
    if documents:
        return documents[0].written
    return name_unknown(text, references[0].start) if references else None


def _in_place_of(first: Understanding, side: Understanding) -> Understanding:
    """`side` in the place and the document of the first; where that document is the first side, it is of another."""
    named = first.named_document or ""
    if named and side.text.endswith(first.text.partition(named)[2].lstrip("》")):
        return replace(side, regions=first.regions)
    return replace(side, regions=first.regions, doc_ids=first.doc_ids, named_document=first.named_document)


def _correct(text: str, places: Sequence[FoundPlace]) -> tuple[str, list[FoundPlace]]:
    corrected: list[FoundPlace] = []
    shift = 0
    for place in places:
        start, end = place.start + shift, place.end + shift
        if place.mention.corrected_from is not None:
            text = text[:start] + place.mention.name + text[end:]
            shift += len(place.mention.name) - (end - start)
            end = start + len(place.mention.name)
        corrected.append(FoundPlace(start, end, place.mention))
    return text, corrected


def _without_phrases(text: str) -> str:
    """The text with spaces for what only opens it, asks to confirm it, compares or asks for a role (谁牵头, 谁帮忙)."""
    wordings = load_wordings()
    text = _ROLE_WORDS.sub(lambda m: " " * len(m.group()), text)
    for aside in ("opening", "tag", "comparing"):
        text = wordings.remove_padded(aside, text)
    return text


def _after(unit: FoundUnit, places: Sequence[FoundPlace]) -> FoundUnit:
    # 甲市科技局: the 市 belongs to the place, though it also tells the unit's level
    start = max((p.end for p in places if p.start <= unit.start < p.end), default=unit.start)
    return replace(unit, start=start)


def _speaks_of(document: Document, year: int) -> bool:
    if document.period is not None:
        return document.period[0] <= year <= document.period[1]
    dates = (document.written, document.published, document.effective)
    return str(year) in document.title or any(d is not None and d.year == year for d in dates)


def _asked_for(text: str, times: Sequence[FoundTime]) -> list[FoundTime]:
    kept = without_given_years(text)
    return [t for t in times if kept[t.start : t.end].strip()]


def _notes(places: Sequence[FoundPlace], units: Sequence[FoundUnit], corrections: Sequence[Correction]) -> list[str]:
    read = [(p.mention.corrected_from, p.mention.name) for p in places if p.mention.corrected_from]
    read += [(u.corrected_from, u.written) for u in units if u.corrected_from]
    read += [(c.written, c.word) for c in corrections]
    return [f"“{written}”按“{meant}”理解" for written, meant in read]


def _inside(position: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _put(meant: Understanding, question: str) -> Understanding:
    """What a question may mean, and what it may mean otherwise, as the question was put."""
    return replace(meant, original=question, otherwise=_put(meant.otherwise, question) if meant.otherwise else None)
