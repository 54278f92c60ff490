"""Which ranked clauses bear the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.absent import names_reach_only
from assistant.answering.extractive.agents import said_by_whom
from assistant.answering.extractive.breach import is_breach_of
from assistant.answering.extractive.cells import is_beside_the_matter
from assistant.answering.extractive.correction import numbers_agree
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.lacking import is_of_another_thing, is_of_other_parties, lacking
from assistant.answering.extractive.passage import choose_sentences, is_expected, names_things
from assistant.answering.extractive.refusal import Untold
from assistant.answering.extractive.units import units_for
from assistant.question.gazetteer import load_gazetteer
from assistant.question.words import is_noun
from assistant.retrieval.force import asks_force, asks_validity, tells_force, tells_of_permit
from assistant.retrieval.givens import givens_of
from assistant.retrieval.matching import Layer, coverage, normalized, strengths
from assistant.retrieval.measures import Measure, measures_asked
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.things import things_asked_after
from assistant.retrieval.thresholds import amounts_given, sets_case
from ingestion.model import Clause, Target

# What a letter or a notice opens with says nothing of the matter, but for a question on how the paper came about
_FORMULA = re.compile(r"收悉[。,，；]|现(?:答复|函复|批复|回复|通知|通报)如下|现(?:予以?|将.{0,40})?(?:印发|转发|公布)")
# What a paper was made for (为规范…，制定本办法)
_AIM = re.compile(r"^(?:第[一二]条)?\s*为[^。]{4,200}(?:制定|出台|提出(?:如下|以下))[^。]{0,12}(?:[。:：]|$)")
_WITH_TARGET = re.compile(r"(?:力争|确保|实现|达到)[^。]*\d")  # 为推动…，力争到2025年底…达到4.6个，特制定如下措施
_OF_AIM = re.compile(r"为(?:什么|啥|何|了)|目的|背景|初衷|意义|依据|根据|出台|制定|由来")
_OF_ISSUE = re.compile(r"通过|修订|印发|转发|公布|发布|批准|同意|来文|来函|请示|收到|收悉|执行")
_TOLD_OF = 0.6  # of the other words of a question, in a clause that has the name which it must have
_TOLD_BESIDE = 0.5  # the same in a sentence with the name, where a figure is asked for
# Of the words of a question and of its pairs of characters together, where it names the document: that name makes all
# of its clauses look near. Less than this much words tell no matter.
_OF_NAMED, _TELLING = 0.45, 0.8
_ALL_WORDS = 0.9  # of a question, in one sentence: each may be told by a synonym
_HARDLY_A_WORD = 0.3  # what shares no more of a question tells nothing by the characters that it shares
_SAME_ACT, _NEAR = 1.25, 2.5  # how much more a clause says of a question, and by how much its score is lower at most
_TITLE = 0.7  # what a word in the title alone counts
_AS_GOOD = 0.9
_OF_THE_MATTER = 0.4  # of the pairs of characters that the clause which says most has of its own
_SAID_AS_WELL = 0.95
_AHEAD = 6
_LOOKED_AT = 3
_MATTER = ("best", "own_pairs")  # what tells that two clauses speak of the same
_SO_MANY = re.compile(r"\d\s*[家个名位]")  # things that a document counts are not the units that answer for them
_LISTED = ("item", "point")
_OF_FIGURES = ("value", "comparison")
_SURE = 0.8  # a clause that so probably bears the answer may tell it in other words than the question's
# So many as a place itself comes to; what an applicant must have is a rule
_REACHED = re.compile(
    r"^(?!.*(?:才|可以|申[请报]|[奖补])).*(?:新增|净增|新建|建成|培育|培养|引进|突破)了?(?:多少|几)[家个名项所座人户]"
)
# What was done so far is told by no rule for what is to be done
_DONE = re.compile(
    r"(?:去年|前年|上半?年|截[止至]|到?目前|到现在|实际|已经?|20\d\d年)[^,。?]{0,16}了(?:多少|几[百千万亿]*[家个户人名件元])(?!才)"
)
_RULE = re.compile(
    r"给予|应当|不得|可以|不(?:超过|低于|少于)|每[人户名个家次年月季]|的[,，][^,，。]{0,6}(?:奖励|补[助贴]|处)"
)
_TOLD_DONE = re.compile("已|共计|一共|全年|完成|实现|达到")
_UNTIL_DONE = re.compile(
    r"办[下好完结理]|批[下准]|审[批核完查]|下来|到[账手]|[拿领收]到"
)  # no matter how long it lasts
_BY_PLACE = re.compile(r"地区|区域|区划|[县市]|乡镇|街道|单位|部门|目标|指标|任务|项目|年度|20\d\d")
_NUMBERED = re.compile(r"[\d\W]*")  # a list of things, not what rules for some of them
# 因抗旱确需在前款时段灌溉的，应当报批: of no use to who asks which times those are
_EXCEPTION = re.compile(r"[^。；;]{0,12}确[需因][^。；;]{0,8}前[款项条]")
_GETS_AROUND = re.compile(r"批|申请|怎么|怎样|如何|咋|需要|能不能|可以|例外|除外|谁|部门|单位|吗|么[?？]")
_LACKING = 0.8  # so much of a question that a document has no word of is about another matter
_WHOLLY = {"best": 0.95, "best_pairs": 0.4}  # of the question's words and of its pairs of characters


def bears(desk: Desk, judgement: Judgement, ranked: Ranked) -> bool:
    """Whether the clause bears the answer; a question for a figure needs one of the kind and of the thing asked."""
    features = ranked.features
    told = bool(desk.scope.must_name) and _tells_of(desk, ranked) >= _TOLD_OF
    if not (told or judgement.bears(ranked) or _is_of_case(desk, judgement, ranked)):  # first, as it takes least time
        return False
    if (
        not features["thing"]
        or _is_formula(desk, ranked)
        or _is_exception(desk, ranked)
        or is_beside_the_matter(desk, ranked)
    ):
        return False
    if is_of_another_thing(desk, ranked) or is_of_other_parties(desk, ranked) or names_reach_only(desk, ranked):
        return False
    if desk.asked.kind in _OF_FIGURES and _is_of_force(desk, ranked):
        return False
    if desk.asked.kind == "value":
        if features["strange"]:
            return False
        if not features["number"] and not names_things(desk.asked.text):
            return False
        if features["other_sum"] or _is_rule_for_done(desk, ranked):
            return False
    if _is_of_document_only(desk, ranked) or (features["other_rank"] and not desk.asked.numbers):
        return False
    beside = desk.scope.must_name and desk.asked.kind == "value" and features["best"] < _TOLD_BESIDE
    return not beside or _is_headed(desk, ranked)


def _is_of_case(desk: Desk, judgement: Judgement, ranked: Ranked) -> bool:
    """Whether its best sentence sets a condition that an amount given fulfils, so that fewer words need tell it."""
    given = amounts_given(desk.asked.text) if desk.asked.kind == "value" and not desk.asked.numbers else ()
    if not given or ranked.best is None or not judgement.of_given_documents().bears(ranked):
        return False
    if ranked.features["absent"] >= _LACKING:
        return False
    return sets_case(given, ranked.best.sentence.text)


def is_of_other_rank(desk: Desk, ranked: Sequence[Ranked]) -> bool:
    """Whether what fits best is of another rank than the question gives, which none of the clauses names."""
    if not ranked or not ranked[0].features["other_rank"] or desk.asked.numbers:
        return False
    givens = givens_of(desk.asked.text)
    return not any(givens.names_rank(r.wording.body + r.wording.heading + r.wording.above) for r in ranked[:_LOOKED_AT])


def rules_only(desk: Desk, ranked: Sequence[Ranked]) -> list[Ranked]:
    """`ranked` without what a city aims at or tells of its parts, where a figure of one is asked for."""
    if desk.asked.kind != "value" or not desk.scope.of_wider_place:
        return list(ranked)
    if _REACHED.search(desk.asked.text):
        return []
    aims = desk.knowledge.targets(clause_ids=[r.evidence.clause.id for r in ranked])
    return [r for r in ranked if not _is_of_parts(r) and not _says_one_of(aims, desk, r)]


def _is_of_parts(ranked: Ranked) -> bool:
    """Whether it is a row of a table by places or units, and not one of rules by persons, kinds or cases."""
    clause = ranked.evidence.clause
    first = clause.cells[0] if clause.kind == "row" and clause.cells else ""
    return clause.kind == "row" and bool(
        _BY_PLACE.search(" ".join(clause.header)) or _NUMBERED.fullmatch(first) or load_gazetteer().places_in(first)
    )


def _says_one_of(aims: Sequence[Target], desk: Desk, ranked: Ranked) -> bool:
    own = [aim.span.start for aim in aims if aim.clause_id == ranked.evidence.clause.id]
    said = [s.sentence.span for s in choose_sentences(desk, ranked)] if own else []
    return any(span.start <= start < span.end for start in own for span in said)


def of_the_act_first(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with a clause near the first ahead that says far more of the question, where a figure is in question.

    Another clause may well have the figure that is asserted, but of another act; where none is asserted, the one that
    goes ahead says all of the question's words in one sentence.
    """
    if not (desk.asked.numbers or desk.asked.kind == "value") or len(bearing) < 2 or bearing[0].wording.figured:
        return list(bearing)
    top = bearing[0]
    least = max(_SAME_ACT * max(top.features["best"], 0.1), 0.0 if desk.asked.numbers else _ALL_WORDS)
    near = [
        r
        for r in bearing
        if r.evidence.document.id == top.evidence.document.id
        and r.score >= top.score - _NEAR
        and r.features["best"] >= least
        and (r.features["pairs"] >= top.features["pairs"] or top.features["best"] < _HARDLY_A_WORD)
    ]
    best = max(near, key=lambda r: r.features["best"], default=top)
    return [best, *(r for r in bearing if r is not best)]


def agreeing_first(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with a clause that states the figures asserted ahead of one that fits no better and has others."""
    if not desk.asked.numbers or len(bearing) < 2 or numbers_agree(desk, bearing[0]) is not False:
        return list(bearing)
    top = bearing[0]
    alike = [r for r in bearing if r.evidence.document.id == top.evidence.document.id and fits_no_worse(r, top)]
    best = next((r for r in alike if numbers_agree(desk, r)), top)
    return [best, *(r for r in bearing if r is not best)]


def fits_no_worse(ranked: Ranked, top: Ranked) -> bool:
    """Whether it says all of the words of the question in one sentence, as many as the other does."""
    return all(ranked.features[name] >= max(_SAID_AS_WELL * top.features[name], low) for name, low in _WHOLLY.items())


def answering(desk: Desk, judgement: Judgement, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without what holds no answer of the kind that is asked for, and what fits worse than one before it.

    What leads items in is of their matter as well (有下列行为之一的，处…罚款), and so is what names another clause as
    breached; how long a paper holds is of none.
    """
    named = desk.asked.doc_ids and desk.asked.named_document  # its name is most of what is asked in characters
    least = dict.fromkeys(_MATTER[:1] if named else _MATTER, 0.0)
    valued = desk.asked.kind == "value" and not (names_things(desk.asked.text) or desk.asked.numbers)
    told: list[Ranked] = []
    for r in ranked:
        bears_it = any(r is b for b in bearing)
        if bears_it and is_told(desk, r):
            spoken_for = _spoken_for(desk, r, ranked)
            fits = all(max(x.features[name] for x in (r, *spoken_for)) >= low for name, low in least.items())
            fits = fits or (not valued and judgement.probability(r) >= _SURE)
            told += [r] if fits or any(x is ranked[0] for x in spoken_for) else []
        elif bears_it or (valued and r.features["best"] and not r.features["number"] and not _is_of_force(desk, r)):
            least = {name: max(low, _AS_GOOD * r.features[name]) for name, low in least.items()}
    return told


def untold_of(desk: Desk, judgement: Judgement, ranked: Sequence[Ranked]) -> Untold | None:
    """What the first clause that speaks of the matter leaves untold; None where none of the best speaks of it."""
    for r in ranked[:_LOOKED_AT]:
        told = replace(r, features={**r.features, "number": 1.0, "absent": 0.0})
        if not (r.features["thing"] or desk.expected) or _is_formula(desk, r) or not judgement.bears(told):
            continue  # what is expected may itself be the thing that is missing, and absent (电话)
        unmet = [e.missing for e in desk.expected if not is_told(desk, r)]
        if not unmet and desk.asked.kind == "value" and not r.features["number"]:
            unmet = [m.missing for m in measures_asked(desk.asked.text, desk.asked.numbers)]
        unmet = unmet or lacking(desk, r.evidence.document, things_asked_after(desk.asked.text, desk.asked.terms))
        return Untold(r.evidence.document.title, "、".join(dict.fromkeys(unmet))) if unmet else None
    return None


def is_told(desk: Desk, ranked: Ranked) -> bool:
    """Whether what would be said of the clause holds every kind of answer that is expected."""
    if not desk.expected:
        return True
    clause = ranked.evidence.clause
    if clause.cells:
        return is_expected(desk, ranked.wording.body)
    chosen = [*choose_sentences(desk, ranked), *filter(None, [said_by_whom(desk, ranked)])]
    said = "".join(s.sentence.text for s in chosen).rstrip()
    if said.endswith(("：", ":")):
        said += "\n" + "\n".join(c.span.of(desk.text(c.doc_id)) for c in desk.children(clause) if c.kind in _LISTED)
    if desk.asked.kind == "units" and not _SO_MANY.search(desk.asked.text):
        said += "".join(f"{unit.name}、" for unit in units_for(desk, clause)[1])
    return is_expected(desk, said + "\n" * _is_one_of_several(desk, clause))


def _is_one_of_several(desk: Desk, clause: Clause) -> bool:
    """Whether it is said with the items beside it: a colon leads them in, or several have the name asked for."""
    parent = desk.parent(clause) if clause.kind in _LISTED else None
    if parent is None:
        return False
    text, names = desk.text(clause.doc_id), desk.scope.must_name
    beside = (normalized(c.span.of(text)) for c in desk.children(parent)) if names else ()
    named = sum(any(name in words for name in names) for words in beside)
    return named > 1 or parent.body.of(text).rstrip().endswith(("：", ":"))


def _is_rule_for_done(desk: Desk, ranked: Ranked) -> bool:
    """Whether it only rules what is to be given or done, where it is asked how much has been."""
    said = ranked.best.sentence.text if ranked.best and _DONE.search(desk.asked.text) else ""
    return bool(_RULE.search(said)) and not _TOLD_DONE.search(said)


def _is_formula(desk: Desk, ranked: Ranked) -> bool:
    said, asked = ranked.best.sentence.text if ranked.best else "", desk.asked.text
    if _FORMULA.search(said) and not _OF_ISSUE.search(asked):
        return True
    return bool(_AIM.match(said)) and not (_OF_AIM.search(asked) or _WITH_TARGET.search(said))


def _is_exception(desk: Desk, ranked: Ranked) -> bool:
    """Whether it only tells how to get around what the paragraph before it says, which is not asked."""
    best = ranked.best
    return best is not None and bool(_EXCEPTION.match(best.sentence.text)) and not _GETS_AROUND.search(desk.asked.text)


def _spoken_for(desk: Desk, told: Ranked, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The items that the clause leads in, or that its article has led in before, and what it speaks of as breached.

    Of a row: that of which it is a part.
    """
    clause = told.evidence.clause
    if clause.kind == "row":
        return [r for r in ranked if r.evidence.clause.id == clause.parent_id]
    below = [r for r in ranked if r.evidence.clause.parent_id == clause.id and r.evidence.clause.kind in _LISTED]
    of_all = clause.kind == "paragraph" and not _UNTIL_DONE.search(desk.asked.text)
    if of_all and any(max(strengths(term, told.wording.words), default=0.0) == 1.0 for term in desk.terms):
        below += [r for r in ranked if _is_listed_before(desk, clause, r.evidence.clause)]
    if "违反" not in clause.span.of(desk.text(clause.doc_id)):
        return below
    return below + [r for r in ranked if is_breach_of(desk, clause, r.evidence.clause)]


def _is_listed_before(desk: Desk, paragraph: Clause, item: Clause) -> bool:
    """Whether a paragraph stands in the same article behind the items that the paragraph before it leads in."""
    leading = desk.parent(item) if item.kind in _LISTED and item.span.end <= paragraph.span.start else None
    return leading is not None and paragraph.parent_id in (leading.id, leading.parent_id or leading.id)


def _is_of_force(desk: Desk, ranked: Ranked) -> bool:
    """Whether it only tells from when on a paper holds and which ones it replaces, which is not asked.

    Where it is, whether it only tells how long a permit holds.
    """
    if ranked.best is None:
        return False
    asked, told = desk.asked.text, ranked.best.sentence.text
    return tells_of_permit(told) if asks_validity(asked) else tells_force(told) and not asks_force(asked)


def _is_headed(desk: Desk, ranked: Ranked) -> bool:
    """Whether the name stands above the sentences or at the head of a row, so that all of it is about it."""
    clause = ranked.evidence.clause
    if clause.kind == "row" and any(name in cell for name in desk.scope.must_name for cell in clause.cells[:2]):
        return True
    above = ranked.wording.title + ranked.wording.above + ranked.wording.heading
    return any(name in above for name in desk.scope.must_name)


def of_the_matter(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without figures of another matter: a clause without one says far more of what is asked."""
    if desk.asked.kind != "value" or names_things(desk.asked.text):
        return list(bearing)

    def tells(r: Ranked) -> bool:
        """Of the question's characters: what is ranked first may have other words for them all.

        What shares characters but not a word of it is of no matter at all.
        """
        ahead = (x for x in takewhile(lambda x: x is not r, ranked[:_AHEAD]) if x.features["best"])
        own = max(x.features["own_pairs"] for x in (r, *_spoken_for(desk, r, ranked)))
        share = own >= _OF_THE_MATTER * max((x.features["own_pairs"] for x in ahead), default=0.0)
        return share or r.features["best"] >= _ALL_WORDS

    return [r for r in bearing if tells(r)]


def from_first_figure(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` from the first clause on of which a figure of the kind that is asked for would be said."""
    valued = desk.asked.kind in ("value", "comparison")
    measures = measures_asked(desk.asked.text, desk.asked.numbers) if valued else []
    if not measures or names_things(desk.asked.text):
        return list(bearing)
    return list(dropwhile(lambda ranked: not _says_any(desk, ranked, measures), bearing))


def _says_any(desk: Desk, ranked: Ranked, measures: Sequence[Measure]) -> bool:
    said = [ranked.wording.with_table(s.sentence) for s in choose_sentences(desk, ranked)]
    return ranked.wording.figured or any(m.is_in(text) or " | " in text for text in said for m in measures)


def _is_of_document_only(desk: Desk, ranked: Ranked) -> bool:
    """Whether it has little more of a question than the name of the document that this asks."""
    if not desk.asked.doc_ids or not desk.asked.named_document or sum(t.weight for t in desk.terms) < _TELLING:
        return False
    return ranked.features["best"] + ranked.features["matter"] < _OF_NAMED


def _tells_of(desk: Desk, ranked: Ranked) -> float:
    """The share of the question that a clause with its name covers; verbs that no document has do not count."""
    if all(t.known or is_noun(t.text) for t in desk.terms):
        return ranked.features["cover"]
    wording = ranked.wording
    layers = [Layer(text) for text in (wording.body, wording.heading, wording.above)] + [Layer(wording.title, _TITLE)]
    return coverage([t for t in desk.terms if t.known or is_noun(t.text)], layers)


def as_good(bearing: Sequence[Ranked], elsewhen: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without those that fit much worse than what fits but for its year or session.

    What a clause is a part of may well begin with another year than its own.
    """

    def fit(r: Ranked) -> float:
        return max(r.features["cover"], r.features["best"])

    def least(r: Ranked) -> float:
        around = r.evidence.clause.parent_id
        return _AS_GOOD * max((fit(e) for e in elsewhen if e.evidence.clause.id != around), default=0.0)

    return [r for r in bearing if fit(r) >= least(r)]
