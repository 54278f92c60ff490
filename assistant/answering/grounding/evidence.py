"""A cited clause as evidence: what it says, and whether it bears what a claim says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from assistant.answering.grounding import names
from assistant.answering.grounding.facts import Facts, read_facts
from assistant.answering.grounding.polarity import comparison_flips, denial_flips, merge_denials, turns_round
from assistant.answering.grounding.quantities import Day, Quantity
from assistant.answering.grounding.wording import bare, bigrams, broad, normalize
from assistant.model import Citation

COVERAGE = 0.6  # share of a claim's content words that its evidence must hold; fitted by eval/fit_grounding.py
PHRASE_COVERAGE = 0.4  # the same for each phrase of some length within the claim
PHRASE_WORDS = 4
REACH = 0.5  # share of the words around a number that must stand in the number's own sentence, title or headings
_TELLING = 3  # fewer words around a number do not tell what it counts
BINDING = 0.2  # how much better another number's phrase may fit before this number is taken to be misplaced
RIVAL_SENTENCE = 0.3  # the same for the sentence of another date or reference
_SENTENCE_END = re.compile(r"[。;\n]")
_OPENING = re.compile(r"^|[,。;:\n]")
_EACH = re.compile(r"[各均](?:有|为|是|达|达到|要|需|新增|不少于|不低于|不超过|超过)?$")
_EVERY = re.compile(r"每(?!个?工作日)[一两]?[年月日天周季人户家个名次项件所套]")
_SHARED = re.compile(r"[各均都每]")
_REGULAR = re.compile(r"[每按均逐递]")
_CLOCK = re.compile("[:时点]")  # between the hour and the minutes of one time
_CHANGE = re.compile(r"(?:增|减|提|降|升|扩|缩|延|调整|上升|下降|修改|变更|改)[加少高低至到为大短长]")
_STEM = re.compile(r"(?:省|市|县|区|自治州|自治区|自治县|州|盟|镇|乡|街道)$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source with the dates that govern it: its own, or else those of the sentence before it."""

    start: int
    words: frozenset[str]
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of evidence. `words` are the pairs of characters it holds, `plain` its letters and digits only."""

    facts: Facts
    plain: str
    words: frozenset[str]
    steps: tuple[int, ...]
    regions: frozenset[str]
    frame: frozenset[str]  # words of title and headings
    sentences: tuple[Sentence, ...]

    def sentence(self, quantity: Quantity) -> Sentence:
        """The sentence that a quantity of this source stands in."""
        return self.sentences[bisect_right(self.sentences, quantity.start, key=lambda sentence: sentence.start) - 1]

    def around(self, quantity: Quantity) -> frozenset[str]:
        """Words that may tell what a quantity counts: those of its sentence, of title and headings."""
        return self.sentence(quantity).words | self.frame


@lru_cache(maxsize=1024)
def source_of(citation: Citation, units: tuple[str, ...] = ()) -> Source:
    """The clause with its heading path, title, number, issuer, region and responsible units."""
    frame = (citation.title, citation.doc_number, citation.issuer, citation.region, citation.label, *citation.path)
    quote = "" if citation.quote in citation.text else citation.quote
    parts = (citation.text, quote, *(part for part in frame if part), "、".join(units))
    regions = frozenset(filter(None, (_STEM.sub("", citation.region or ""),)))
    return _source(
        "\n".join(parts),
        "\n".join(filter(None, frame)),
        tuple(names.path_steps([normalize(step) for step in citation.path])),
        regions,
    )


@lru_cache(maxsize=256)
def source_of_text(text: str) -> Source:
    """Words that may be said without a clause: today's date, a derived status."""
    return _source(text, "", (), frozenset())


def _source(text: str, frame: str, steps: tuple[int, ...], regions: frozenset[str]) -> Source:
    clean = normalize(text)
    facts = read_facts(clean, named=False)
    sentences = tuple(_sentences(facts))
    words = frozenset(broad(clean))
    return Source(facts, bare(clean), words, steps, regions, frozenset(broad(normalize(frame))), sentences)


def _sentences(facts: Facts) -> Iterator[Sentence]:
    """Sentences with a number or a date, or governed by one; the rest is of no use to the gate."""
    bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(facts.text)), len(facts.text)]
    days: tuple[Day, ...] = ()
    for start, end in pairwise(bounds):
        own = tuple(day for day in facts.days if start <= day.start < end)
        days = own or (() if facts.text[start - 1 : start] == "\n" else days)
        counted = days or any(start <= q.start < end for q in facts.quantities)
        yield Sentence(start, frozenset(broad(facts.text[start:end])) if counted else frozenset(), days)


def coverage(claim: Facts, sources: Sequence[Source]) -> float:
    """Share of the claim's content words that stand in the sources; 1 for a claim without any."""
    return _covered(claim.words, sources)


def _covered(words: frozenset[str], sources: Sequence[Source]) -> float:
    missing = words.difference(*(s.words for s in sources))
    return (len(words) - len(missing)) / len(words) if words else 1.0


def shortfalls(
    claim: Facts,
    sources: Sequence[Source],
    *,
    regions: frozenset[str] = frozenset(),
    told_of: frozenset[str] = frozenset(),
    against: Sequence[Source] = (),
) -> Iterator[str]:
    """Reasons why `sources` do not bear the claim; none means that they do.

    `regions` are the places that the citations are about: a claim that names one of them, or is `told_of` one, is borne
    only by sources that name it too, so that one place's number is never told of another. `against` are sources
    that must not give the claim another number.
    """
    named = [region for region in regions if region in claim.text]
    for places in (named, sorted(told_of)):
        if places:
            sources = [s for s in sources if any(region in s.plain for region in places)]
        if not sources:
            yield f"region {places[0]}"
            return
    yield from _missing_quantities(claim, sources, named, against)
    yield from _missing_days(claim, sources)
    yield from _missing_references(claim, sources)
    yield from _missing_names(claim, sources, named)
    text = sources[0].facts.text if len(sources) == 1 else "\n".join(s.facts.text for s in sources)
    if denial_flips(claim.text, claim.denials, text, merge_denials([s.facts.denials for s in sources])) or turns_round(
        claim.text, text
    ):
        yield "negation"
    if comparison_flips(claim.text, text):
        yield "comparison"
    if coverage(claim, sources) < COVERAGE:
        yield "words"
    long = (words for words in claim.phrases if len(words) >= PHRASE_WORDS)
    if any(_covered(words, sources) < PHRASE_COVERAGE for words in long):
        yield "words of a phrase"


def misnumbered(number: str, claim: Facts, sources: Sequence[Source]) -> bool:
    """True if the claim opens like a heading of the sources that bears another number."""
    known = {heading for s in sources for heading in s.facts.headings}
    return any(names.misnumbers(heading, known) for heading in names.headings(normalize(number) + claim.text))


def headed(number: str, claim: Facts, source: Source) -> bool:
    """True if the claim opens with a numbered heading of the source."""
    return any(names.has(heading, source.facts.headings) for heading in names.headings(normalize(number) + claim.text))


def _missing_quantities(
    claim: Facts, sources: Sequence[Source], named: Sequence[str], against: Sequence[Source]
) -> Iterator[str]:
    joined = sum(bool(s.frame) for s in sources) > 1  # what needs no clause has no frame
    known = [(q, words, s) for s in sources for q, words in zip(s.facts.quantities, s.facts.settings, strict=True)]
    against = [s for s in against if s not in sources]
    others = [(q, w, s) for s in against for q, w in zip(s.facts.quantities, s.facts.settings, strict=True)]
    places = _places_of(claim, named)
    for quantity, words, wide, place in zip(claim.quantities, claim.settings, claim.surroundings, places, strict=True):
        telling = wide if joined and len(words) < _TELLING else words
        own = [
            (w, s.around(q)) for q, w, s in known
            if _same(quantity, q, s) and (not place or place in s.plain) and not _spreads(claim, quantity, s, q)
            and _counts(telling, s.around(q), joined=joined)
        ]  # fmt: skip
        said = {(q.low, q.high, q.unit) for q, w in zip(claim.quantities, claim.settings, strict=True) if w == words}
        rivals = [(q, w, s) for q, w, s in (*known, *others) if not q.idle and (q.low, q.high, q.unit) not in said]
        like = [(w, s.around(q)) for q, w, s in rivals if q.unit == quantity.unit]
        unlike = [w for q, w, _ in rivals if q.unit and quantity.unit not in ("", q.unit)]
        if not own and (not quantity.idle or _fit(words, [w for w, _ in like]) > BINDING):
            yield f"number {quantity.low} {quantity.unit}"
        elif own and words and (_takes(words, claim.words, like, own) or _displaces(words, unlike, own, joined=joined)):
            yield f"misplaced number {quantity.low} {quantity.unit}"
    yield from (f"number {low} {unit} more than once" for low, _, unit in _repeated(claim, sources))
    if any(_reversed(claim, s) for s in sources):
        yield "order of numbers"


def _repeated(claim: Facts, sources: Sequence[Source]) -> set[tuple[Decimal, Decimal, str]]:
    """Numbers that the claim tells more often than all of the sources."""
    ours = Counter((q.low, q.high, q.unit) for q in claim.quantities if not q.idle)
    theirs = Counter((q.low, q.high, q.unit) for s in sources for q in s.facts.quantities)
    return {number for number, times in ours.items() if 1 < times > theirs[number]}


def _spreads(claim: Facts, quantity: Quantity, source: Source, known: Quantity) -> bool:
    """True if the claim gives to each (各10家, 每年10家) what the source's sentence gives once."""
    start = max(m.end() for m in _OPENING.finditer(claim.text, 0, quantity.start + 1))
    before = claim.text[start : quantity.start]
    end = _SENTENCE_END.search(source.facts.text, known.start)
    sentence = source.facts.text[source.sentence(known).start : end.start() if end else None]
    each, every = _EACH.search(before), _EVERY.search(before)
    return bool((each and not _SHARED.search(sentence)) or (every and not _REGULAR.search(sentence)))


def _places_of(claim: Facts, named: Sequence[str]) -> list[str]:
    """The place that each quantity is told of, where a claim tells of several; empty where it is not plain."""
    if len(named) < 2:
        return [""] * len(claim.quantities)
    order = sorted(named, key=claim.text.find)
    if "分别" in claim.text and len(order) == len(claim.quantities):
        return order
    own = [[place for place in order if bigrams(place) <= words] for words in claim.settings]
    return [places[0] if len(places) == 1 else "" for places in own]


def _counts(words: frozenset[str], around: frozenset[str], *, joined: bool) -> bool:
    """True if enough of the words around a number stand around it in its source, too.

    A few words tell enough only where several sources are joined: any of them may have the number by chance.
    """
    return (len(words) < _TELLING and not joined) or len(words & around) >= len(words) * REACH


_Place = tuple[frozenset[str], frozenset[str]]  # the words of a number's phrase, and all that may tell what it counts


def _takes(words: frozenset[str], claim: frozenset[str], rivals: Sequence[_Place], own: Sequence[_Place]) -> bool:
    """True if another number's phrase fits the words better: far better, or to the word where this number's does not.

    Of two that fit alike, the one takes the words whose sentence fits the whole claim far better.
    """
    theirs, ours = _fit(words, [w for w, _ in rivals]), _fit(words, [w for w, _ in own])
    if theirs > ours + BINDING or (theirs == 1.0 and ours < 1.0):
        return True
    alike = [around for w, around in rivals if _fit(words, [w]) >= ours]
    return _fit(claim, alike) > _fit(claim, [around for _, around in own]) + RIVAL_SENTENCE


def _displaces(words: frozenset[str], rivals: Sequence[frozenset[str]], own: Sequence[_Place], *, joined: bool) -> bool:
    """True if a number of another unit stands in the very phrase. Within one clause that takes a greater difference."""
    return _fit(words, rivals) > _fit(words, [w for w, _ in own]) + (BINDING if joined else 2 * BINDING)


def _reversed(claim: Facts, source: Source) -> bool:
    """True if the claim turns round two numbers that the source assigns 分别, or of which one became the other."""
    beside = [(a, b) for a, b in pairwise(claim.quantities) if not _CLOCK.fullmatch(claim.text, a.end, b.start)]
    ours = [((a.low, a.high, a.unit), (b.low, b.high, b.unit)) for a, b in beside]
    pairs = {(a, b) for a, b in ours if a != b and a[2] == b[2]}
    theirs = source.facts
    for a, b in pairwise(theirs.quantities):
        if "\n" in theirs.text[a.end : b.start]:
            continue  # the clause and the headings above it are no one sentence
        if "分别" in theirs.text[max(0, a.start - 8) : a.start] or _CHANGE.search(theirs.text, a.end, b.start):
            first, second = (a.low, a.high, a.unit), (b.low, b.high, b.unit)
            if (second, first) in pairs and (first, second) not in pairs:
                return True
    return False


def _fit(words: frozenset[str], settings: Sequence[frozenset[str]]) -> float:
    return max((len(words & other) / len(words) for other in settings), default=0.0)


def _same(claimed: Quantity, known: Quantity, source: Source) -> bool:
    if (claimed.low, claimed.high) != (known.low, known.high) or claimed.ordinal != known.ordinal:
        return False
    if claimed.unit != known.unit and not (known.cell and claimed.unit in source.facts.text):
        return False
    return claimed.bound == known.bound or (not claimed.bound and known.soft)


def _missing_days(claim: Facts, sources: Sequence[Source]) -> Iterator[str]:
    known = [day for s in sources for day in s.facts.days]
    quoted = bool(claim.days) and any(bare(claim.text) in s.plain for s in sources)  # its dates are where they belong
    sentences = [x for s in sources for x in s.sentences if x.days] if claim.days and not quoted else []
    for day in claim.days:
        name = f"date {day.year}-{day.month}-{day.day} {day.part}"
        if not any(other.covers(day) for other in known):
            yield name
            continue
        own = [x.words for x in sentences if any(d.covers(day) for d in x.days)]
        rivals = [x.words for x in sentences if not any(d.covers(day) for d in x.days)]
        if len(claim.words) >= _TELLING and _fit(claim.words, rivals) > _fit(claim.words, own) + RIVAL_SENTENCE:
            yield f"misplaced {name}"
    for day, times in Counter(claim.days).items():
        if 1 < times > sum(other.covers(day) for other in known):
            yield f"date {day.year}-{day.month}-{day.day} more than once"
    plans = {plan for s in sources for plan in s.facts.plans}
    yield from (f"plan {plan}" for plan in claim.plans - plans)


def _missing_references(claim: Facts, sources: Sequence[Source]) -> Iterator[str]:
    for number in claim.document_numbers:
        if not any(names.same_document_number(number, k) for s in sources for k in s.facts.document_numbers):
            yield f"document number {''.join(number)}"
    for ref in claim.clause_refs:
        if not any(names.names_clause(ref, s.facts.clause_refs, s.steps) for s in sources):
            yield f"clause {ref[0]}{ref[1]}"
        elif any(_strays(ref, claim, s) for s in sources):
            yield f"misplaced clause {ref[0]}{ref[1]}"
    headings = {heading for s in sources for heading in s.facts.headings}
    wrong = (heading for heading in claim.headings if names.misnumbers(heading, headings))
    yield from (f"heading {number}.{words}" for words, number in wrong)


def _strays(ref: tuple[str, int], claim: Facts, source: Source) -> bool:
    """True if a sentence that refers to another clause of this kind fits the claim far better than one with `ref`."""
    if len(claim.words) < _TELLING or len({number for kind, number in source.facts.clause_refs if kind == ref[0]}) < 2:
        return False
    own: list[frozenset[str]] = []
    rivals: list[frozenset[str]] = []
    for sentence in _SENTENCE_END.split(source.facts.text):
        refs = {known for known in names.clause_refs(sentence) if known[0] == ref[0]}
        if refs:
            (own if ref in refs else rivals).append(frozenset(broad(sentence)))
    return bool(own) and _fit(claim.words, rivals) > _fit(claim.words, own) + RIVAL_SENTENCE


def _missing_names(claim: Facts, sources: Sequence[Source], named: Sequence[str]) -> Iterator[str]:
    for unit in claim.units:
        if not any(names.names_unit(unit, s.facts.text) for s in sources):
            yield f"unit {unit}"
    for unit in set(claim.units):
        core = unit.removeprefix("市") if len(unit) > 3 else unit
        if 1 < claim.text.count(core) > sum(s.facts.text.count(core) for s in sources):
            yield f"unit {unit} more than once"
    for words in (*claim.quotations, *claim.places, *named):
        if not any(bare(words) in s.plain for s in sources):
            yield f"words {words}"
    for link in claim.links:
        if not any(link in s.facts.text for s in sources):
            yield f"link {link}"
