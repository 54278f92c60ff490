"""Values and measures: the sentences of a clause that bear the answer, trimmed to what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import count, takewhile

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.document_lists import goes_on
from assistant.answering.extractive.draft import Draft
from assistant.answering.extractive.figures import figures_agree
from assistant.answering.extractive.gist import is_own_heading
from assistant.answering.extractive.levels import defines
from assistant.answering.extractive.offices import asks_seat, states_seat
from assistant.answering.extractive.parts import asks_more, covering, enumerates
from assistant.answering.extractive.replies import asks_how_answered, wants_reply, without_request
from assistant.answering.extractive.stretches import MEASURE, around, beside, finished, within
from assistant.answering.extractive.trimming import (
    asks_of_each,
    compares_figures,
    of_named_places,
    states_number,
    trim_value,
)
from assistant.answering.extractive.units import group_asked, name_units, say_units, tells_who, units_for
from assistant.answering.extractive.untold import with_altered, with_exceptions, with_untold
from assistant.answering.extractive.wording import joined, spoken, spoken_row
from assistant.model import Understanding
from assistant.question.asks import asked_parts
from assistant.retrieval.circumstances import circumstances_of
from assistant.retrieval.givens import givens_of, years_alone_in, years_in
from assistant.retrieval.matching import Layer, coverage, normalized, shared_run
from assistant.retrieval.measures import Measure, measure_asked
from assistant.retrieval.ranking import Ranked, Scored
from assistant.retrieval.sanctions import asks_sanction, states_sanction
from assistant.retrieval.sentences import leads_table
from assistant.retrieval.thresholds import amounts_given, for_case, sets_case
from assistant.retrieval.wordings import replies_to_question
from ingestion.model import Clause, Document, Span
from ingestion.numerals import to_int

_SHORT, _SHORT_MAX = 160, 3  # characters and sentences of a clause that may be said whole
_SEVERAL_MAX, _ITEMS_MAX = 360, 20  # characters, items
_NO_NUMERAL = re.compile(r"[（()）.．、]")
_LEADS_IN = re.compile(r"[：:]\s*(?:[（(]?[一1]\s?[)）、.．][^。]*)?$")  # also with the first item in the same sentence
_LED_MAX = 600
_SENTENCES_MAX = 4
_TIER = re.compile(r"\d[^，；。]{0,8}以[上下]|不足\d")  # which one a figure is of is for the reader to tell
_WHICH = re.compile(r"哪几|哪些|哪[二两三四五六七八九十]")  # things by name, not a figure
_STATES = re.compile(
    r"由.{1,24}(?:组成|主持|负责|承担|审批|决定)|应(?:当|立即|及时)|不得|必须|可以|实行|(?:每年|每月|按月).|[：:]$"
    r"|不(?:超过|少于|低于|高于|多于)\d|[，,]不(?![断仅同足])|禁止|严禁|不[准予]|给予|免[收征交缴除]|\d\s*(?:万?元|[%％倍折])"
)
_ABOUT = 0.25  # of cover below the best: a sentence that may still be the one that is meant
_ALIKE = 0.98  # of the cover of the best: sentences that say the same of other years or cases
_WHOLLY = 0.95  # of the words of a question
_LOOKED_AT = 6
_UNSURE = 0.4  # of cover: less does not tell one sentence of a clause from another
_LIKENESS = 1.2  # what a cosine counts beside the cover
_STATED = 0.3  # and what is asked after as the subject of a figure (有效期几年: 有效期为2年)
_SUBJECT = re.compile(
    r"([\u4e00-\u9fff]{2,3})(?:一?般|都|分别|是|为|有|要|应|得|须|需|达到?|不[低少]于|不[超高]过?于?|最[多少高低长短])*(?:多少|多[长久大高远]|几)"
)
_GIVEN = 0.3  # and a figure that the question gives as a condition (120米以上的补多少)
_RUN = 0.01  # and each character of the longest run that both share
_OF_DATES = ("date", "month")
_ASSERTED_YEAR = re.compile(r"(?:19|20)\d{2}年")
_CASE = re.compile(r"的[；;。]?\s*$")  # a case ends so, a rule does not
_OF_CASES = re.compile(r"下列情[形况]|情[形况]之一|以下情[形况]")
# 下列住宅不适用本细则: what is ruled out or let off, without which its items would be told as the contrary
_RULED_OUT = re.compile(
    r"(?:下列|以下)[^，。；：]{1,20}?(?:不适用|不[得予能可受享]|不(?:再)?(?:纳入|列入|属于|需要?|收|计)|除外|禁止|严禁|免[于收征交缴除费])[^。；]*[：:]$"
    r"|(?:不得|禁止|严禁|不[予准能再可]|免[于收征交缴除费]|除外|限于)[^，。；：]{0,24}(?:下列|以下)[^，。；]*[：:]$"
)


def say_passage(draft: Draft, desk: Desk, ranked: Ranked, *, with_units: bool = True) -> Span | None:
    """Say what the clause answers and give its units as data; returns the span quoted."""
    clause, document = ranked.evidence.clause, ranked.evidence.document
    text = desk.text(document.id)
    chosen = choose_sentences(desk, ranked)
    if not chosen:
        return None
    quote = max(chosen, key=lambda s: s.cover).sentence.span
    _say_what_is_ruled(draft, desk, clause, document)
    number = draft.cite(clause, document, text, quote)
    if row := spoken_row(clause, desk.asked.years, with_units=desk.asked.asks_units and not units_for(desk, clause)[1]):
        words = row
    elif _asks_figure(desk) and len(chosen) == 1:
        words = "".join(trim_value(s.sentence.text, desk) for s in chosen)
    else:
        words = group_asked(desk, clause) + joined([s.sentence.text for s in chosen])
    draft.say_fresh(spoken(words, clause), number)
    if words.rstrip().endswith(("：", ":")):  # nothing of the clause itself follows
        _say_items(draft, desk, clause, document, number)
    elif any(ranked.wording.table and leads_table(s.sentence.text) for s in chosen):
        _say_table(draft, desk, clause, document)
    draft.needs_model = True
    assigned = units_for(desk, clause, quote)[1]
    if desk.asked.asks_units and (assigned or with_units):
        acting = (s.sentence.span for s in chosen if not assigned and tells_who(desk, clause, s.sentence.span))
        say_units(draft, desk, clause, document, focus=next(acting, quote))
    for said in (quote,) if assigned else [s.sentence.span for s in chosen]:
        name_units(draft, desk, clause, number, said)
    return quote


def _say_what_is_ruled(draft: Draft, desk: Desk, clause: Clause, document: Document) -> None:
    """For one of several cases (（一）隐瞒情况的；) what stands above them all: 有下列情形之一的，撤销许可证."""
    text = desk.text(document.id)
    parent = desk.parent(clause) if clause.kind in ("item", "point") else None
    if parent is None or len(ruled := parent.body.of(text).strip()) > _LED_MAX:
        return
    if not _RULED_OUT.search(ruled) and not (_CASE.search(clause.body.of(text)) and _OF_CASES.search(ruled)):
        return
    draft.say(spoken(ruled, parent), draft.cite(parent, document, text, parent.body))


def is_expected(desk: Desk, words: str) -> bool:
    """Whether the words hold every kind of answer that the question expects."""
    return all(expectation.met_by(words) for expectation in desk.expected)


def names_things(question: str) -> bool:
    """Whether things are asked for by name (哪几个), not a figure."""
    return bool(_WHICH.search(question))


def _say_items(draft: Draft, desk: Desk, clause: Clause, document: Document, number: int) -> None:
    """What a sentence that ends in a colon introduces: the items below the clause, or else those right behind it."""
    text = desk.text(clause.doc_id)
    lines = [f"- {c.span.of(text).strip()}[{number}]" for c in desk.children(clause) if c.kind in ("item", "point")]
    lines = lines or [
        f"- {c.heading or c.span.of(text).strip()}[{draft.cite(c, document, text)}]"
        for c in _right_behind(desk, clause)
    ]
    if lines:
        draft.say("\n".join(lines[:_ITEMS_MAX]))


def _say_table(draft: Draft, desk: Desk, clause: Clause, document: Document) -> None:
    """The lines of the table that the clause leads in."""
    text, years = desk.text(clause.doc_id), desk.asked.years
    rows = [c for c in desk.children(clause) if c.kind == "row"]
    told = ((c, spoken_row(c, years) or c.span.of(text).strip()) for c in rows[:_ITEMS_MAX])
    if lines := [f"- {row}[{draft.cite(c, document, text)}]" for c, row in told]:
        draft.say("\n".join(lines))
    if len(rows) > _ITEMS_MAX:
        draft.notices.append(f"表格只列出前{_ITEMS_MAX}行。")


def _right_behind(desk: Desk, clause: Clause) -> list[Clause]:
    """The numbered clauses beside it that follow without a break, from the first on."""
    beside = [c for c in desk.clauses(clause.doc_id) if c.parent_id == clause.parent_id and c.ordinal > clause.ordinal]
    return [c for c, at in takewhile(lambda pair: _ordinal(pair[0]) == pair[1], zip(beside, count(1), strict=False))]


def _ordinal(clause: Clause) -> int | None:
    return to_int(_NO_NUMERAL.sub("", clause.number or ""))


def choose_sentences(desk: Desk, ranked: Ranked) -> list[Scored]:
    """The sentences to say, in reading order."""
    key = ranked.evidence.clause.id
    held = desk.chosen.get(key)
    if held is None or held[0] is not ranked or held[1] is not desk.asked:
        defining = [s for s in ranked.sentences if defines(desk.asked.text, s.sentence.text)]
        said = _with_led_in(defining[:1] or _choose(desk, ranked), ranked.sentences)
        held = desk.chosen[key] = ranked, desk.asked, said
    return held[2]


def _asks_figure(desk: Desk) -> bool:
    asked = desk.asked
    return (asked.kind == "value" or compares_figures(asked)) and not names_things(asked.text)


def _is_said_whole(desk: Desk, spoken: Sequence[Scored]) -> bool:
    """Whether all of a short clause is said: not for one figure, units or a cell, which are picked out of it."""
    if desk.asked.kind in ("units", "comparison") or (_asks_figure(desk) and not asks_more(desk.asked)):
        return False
    return len(spoken) <= _SHORT_MAX and sum(len(s.sentence.text) for s in spoken) <= _SHORT


def _with_led_in(chosen: list[Scored], sentences: Sequence[Scored]) -> list[Scored]:
    """With what a sentence leads in by a colon at its end or before the first of its things, up to the full stop."""
    lead = next((s for s in chosen if _LEADS_IN.search(s.sentence.text) or goes_on(s.sentence)), None)
    if lead is None:
        return chosen
    at = list(sentences).index(lead) + 1
    ends = (i + 1 for i in range(at, len(sentences)) if sentences[i].sentence.text.rstrip().endswith(("。", "。”")))
    led = [s for s in sentences[at : next(ends, len(sentences))] if not s.sentence.lists_units]
    if sum(len(s.sentence.text) for s in led) > _LED_MAX:
        return chosen
    before = [s for s in chosen if s.sentence.span.start < lead.sentence.span.start]
    return [*before, lead, *led] if led else chosen


def _choose(desk: Desk, ranked: Ranked) -> list[Scored]:
    replying = wants_reply(desk, ranked.evidence.document)
    spoken = _spoken_of(desk, ranked, replying=replying)
    if not spoken:
        return list(ranked.sentences[:1])
    if _is_said_whole(desk, spoken):
        return spoken
    said = _of_matter(desk, ranked, spoken, replying=replying)
    if desk.asked.kind == "units":
        return said
    said = with_untold(desk, ranked, said, _with_numbers(desk, ranked, spoken) if _asks_figure(desk) else spoken)
    return with_exceptions(with_altered(desk, said, spoken), spoken)


def _of_matter(desk: Desk, ranked: Ranked, spoken: list[Scored], *, replying: bool) -> list[Scored]:
    """The sentences that tell the several parts of the question, the figure or the measure that is asked for."""
    parts = asked_parts(desk.asked.text)
    if listed := [s for s in spoken if all(enumerates(part, s.sentence.text) for part in parts)]:
        return [max(listed, key=lambda s: s.cover)]
    if several := _of_parts(desk, spoken, replying=replying):
        return several
    if _asks_figure(desk):
        return _with_figure(desk, ranked, spoken)
    return _of_measure(desk, ranked, spoken, replying=replying)


def _spoken_of(desk: Desk, ranked: Ranked, *, replying: bool) -> list[Scored]:
    """The sentences that may be said: no headings or lists of units, no requests replied to.

    None is for other amounts or ranks than the question gives, where some are not.
    """
    clause = ranked.evidence.clause
    spoken = [s for s in ranked.sentences if not s.sentence.lists_units and not is_heading(s, clause)]
    spoken = of_named_places(desk, spoken)
    given = amounts_given(desk.asked.text) if not desk.asked.numbers else ()
    spoken = [spoken[i] for i in for_case(given, [s.sentence.text for s in spoken])] or spoken
    givens = givens_of(desk.asked.text)
    spoken = [s for s in spoken if desk.asked.numbers or not givens.rank_differently(s.sentence.text)] or spoken
    return (without_request(spoken) if replying else []) or spoken


def _of_parts(desk: Desk, spoken: Sequence[Scored], *, replying: bool) -> list[Scored]:
    """The sentences that tell the several parts of a question; empty where it has one part."""
    if len(parts := asked_parts(desk.asked.text)) == 1:
        return []
    told = covering(parts, spoken, partial(_likest, desk))
    figures_told = len(told) == len(parts) and all(measure_asked(part) for part in parts)
    best_too = [] if figures_told else [max(spoken, key=lambda s: s.cover)]
    several = finished(desk, [*told, *best_too], spoken)
    if len(set(several)) == 1 and replying:
        return []
    return within(sorted(dict.fromkeys(several), key=lambda s: s.sentence.span.start), _SEVERAL_MAX)


def _with_numbers(desk: Desk, ranked: Ranked, spoken: Sequence[Scored]) -> list[Scored]:
    """Those with a figure of the kind that is asked for, else those with any, else all."""
    measure = measure_asked(desk.asked.text, desk.asked.numbers)
    fitting = [s for s in spoken if measure and measure.is_in(s.sentence.text)]
    fitting += [s for s in spoken if s not in fitting and ranked.wording.table and leads_table(s.sentence.text)]
    fitting = fitting or [s for s in spoken if states_number(s.sentence.text)] or list(spoken)
    fitting = [s for s in fitting if is_expected(desk, s.sentence.text)] or fitting
    return _of_what_is_given(desk, ranked, fitting, measure)


def _of_what_is_given(desk: Desk, ranked: Ranked, sentences: list[Scored], measure: Measure | None) -> list[Scored]:
    """Those of the year and rank that are given, where some are; a date that is asked for or asserted is not given."""
    givens = givens_of(desk.asked.text)
    of_rank = [s for s in sentences if givens.names_rank(s.sentence.text)] or sentences
    if (measure and measure.name in _OF_DATES) or any(_ASSERTED_YEAR.match(n) for n in desk.asked.numbers):
        return of_rank
    document = ranked.evidence.document
    around = years_alone_in(document.title) | ({document.written.year} if document.written else set())
    return [s for s in of_rank if not givens.date_differently(s.sentence.text, around)] or of_rank


def _with_figure(desk: Desk, ranked: Ranked, spoken: Sequence[Scored]) -> list[Scored]:
    numbers = _with_asserted(desk, _with_numbers(desk, ranked, spoken))
    closest = _closest(desk, numbers)
    if cases := _of_each_case(desk, closest, numbers):
        return cases
    tiered = desk.asked.stated_numbers and _TIER.search(closest.sentence.text)
    return beside(closest, spoken, numbers) if tiered or asks_of_each(desk.asked.text) else [closest]


def _with_asserted(desk: Desk, numbers: Sequence[Scored]) -> list[Scored]:
    """Of sentences that fit alike those that state the figures which the question asserts, where there are any."""
    if not desk.asked.numbers:
        return list(numbers)
    least = _ALIKE * max(s.cover for s in numbers)
    agreeing = [s for s in numbers if s.cover >= least and figures_agree(desk.asked, s.sentence.text)]
    return agreeing or list(numbers)


def _of_each_case(desk: Desk, closest: Scored, numbers: Sequence[Scored]) -> list[Scored]:
    """The sentences that state a figure of one thing for years or cases of their own, where the question gives none."""
    if desk.asked.years or desk.asked.periods:
        return []
    alike = [s for s in numbers if s.cover >= _ALIKE * closest.cover and _has_places_of(desk, s, closest)]
    stated = _states_subject(desk.asked.text)
    if stated and stated.search(normalized(closest.sentence.text)):  # what is said of it besides is no case of it
        alike = [s for s in alike if stated.search(normalized(s.sentence.text))]
    years = [years_in(s.sentence.text) for s in alike]
    by_year = all(years) and sum(map(len, years)) == len(set().union(*years))
    wholly = not desk.asked.stated_numbers and closest.terms >= _WHOLLY
    return alike if 1 < len(alike) <= _SENTENCES_MAX and (by_year or wholly) else []


def _has_places_of(desk: Desk, sentence: Scored, other: Scored) -> bool:
    """Whether it names those places of the question that the other names: they are no content words."""
    named = [r.written for r in desk.asked.regions if r.written in other.sentence.text]
    return all(name in sentence.sentence.text for name in named)


def _of_measure(desk: Desk, ranked: Ranked, spoken: list[Scored], *, replying: bool) -> list[Scored]:
    best = max(s.cover for s in spoken)
    if asks_seat(desk.asked.text) and (told := [s for s in spoken if states_seat(s.sentence.text)]):
        return [_closest(desk, told)]
    if asks_sanction(desk.asked.text) and (told := [s for s in spoken if _tells_what_follows(desk, s)]):
        spoken, best = told, max(s.cover for s in told)
    own = [coverage(desk.terms, [Layer(normalized(s.sentence.text))]) for s in spoken]
    if max(own) < 0.3 and ranked.features["named"]:  # the heading is what was asked for: the clause from its beginning
        return within(spoken, MEASURE)
    if ranked.wording.replies and ranked.covers.heading >= max(own):
        return within(spoken, _SEVERAL_MAX)
    closest = _closest(desk, spoken)
    if not is_expected(desk, closest.sentence.text):
        near = [s for s in spoken if s.cover >= best - _ABOUT and is_expected(desk, s.sentence.text)]
        closest = _closest(desk, near) if near else closest
    if replying and asks_how_answered(desk.asked.text):
        whole = sum(len(s.sentence.text) for s in spoken) <= _SEVERAL_MAX
        return within(spoken if whole else spoken[spoken.index(closest) :], _SEVERAL_MAX, keep=closest)
    givens = givens_of(desk.asked.text)
    told = [s for s in spoken if s.cover >= 0.8 * best or givens.names_rank(s.sentence.text)]
    wanted = [closest, *(s for s in told if s != closest)]
    if closest.cover < _UNSURE:  # its words do not tell which sentence is meant: it is said with those around it
        return around(closest, spoken, MEASURE)
    picked = finished(desk, wanted[:1] + sorted(wanted[1:], key=lambda s: -s.cover)[:2], spoken)
    return within(sorted(picked, key=lambda s: s.sentence.span.start), MEASURE, keep=closest)


def _tells_what_follows(desk: Desk, scored: Scored) -> bool:
    """Whether it tells what follows from a breach, or what is done in the case that the question puts (材料不全)."""
    words = normalized(scored.sentence.text)
    return states_sanction(words) or any(c.is_of(words) for c in circumstances_of(desk.asked.text))


def _closest(desk: Desk, sentences: Sequence[Scored]) -> Scored:
    """The sentence that fits the question best: by its words and, among those that fit about as well, by meaning."""
    top = max(s.cover for s in sentences)
    near = sorted((s for s in sentences if s.cover >= top - _ABOUT), key=lambda s: -s.cover)[:_LOOKED_AT]
    if len(near) == 1:
        return near[0]
    question = normalized(desk.asked.text)
    alike = desk.retriever.likeness(desk.asked.text, [s.sentence.text for s in near])
    runs = [shared_run(question, normalized(s.sentence.text)) for s in near]
    stated = _states_subject(desk.asked.text)
    given, amounts = _conditions(desk.asked), () if desk.asked.numbers else amounts_given(desk.asked.text)
    fits = [
        s.cover
        + _LIKENESS * a
        + _RUN * run
        + _STATED * bool(stated and stated.search(normalized(s.sentence.text)))
        + _GIVEN * (any(g.search(s.sentence.text) for g in given) or sets_case(amounts, s.sentence.text))
        for s, a, run in zip(near, alike, runs, strict=True)
    ]
    return near[fits.index(max(fits))]


@lru_cache(maxsize=256)
def _states_subject(question: str) -> re.Pattern[str] | None:
    """How a sentence states the figure of what is asked after; None where no figure of a thing is."""
    asked = _SUBJECT.search(question)
    if asked is None:
        return None
    return re.compile(
        rf"{asked[1]}(?:一般|均|应当?|原则上)*(?:为|是|:|不[低少]于|不[超高]过?于?|达到?|控制在)[^,。;、]{{0,4}}?\d"
    )


def _likest(desk: Desk, part: str, sentences: Sequence[Scored]) -> Scored:
    alike = desk.retriever.likeness(part, [s.sentence.text for s in sentences])
    return sentences[alike.index(max(alike))]


def _conditions(asked: Understanding) -> list[re.Pattern[str]]:
    """The figures that the question gives and does not assert."""
    given = [figure for figure in asked.stated_numbers if figure not in asked.numbers]
    return [re.compile(rf"(?<![\d.]){re.escape(figure)}(?![\d.])") for figure in given]


def is_heading(scored: Scored, clause: Clause) -> bool:
    """Whether the sentence is nothing but the clause's number and heading, and states nothing by itself."""
    if not clause.heading or (_STATES.search(clause.heading) and not replies_to_question(clause)):
        return False
    return is_own_heading(scored.sentence.text, clause)
