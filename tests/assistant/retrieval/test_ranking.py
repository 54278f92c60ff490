from dataclasses import replace
from typing import get_args

import pytest

from assistant.model import Evidence, QuestionKind, Understanding
from assistant.retrieval.matching import Layer, Term, coverage
from assistant.retrieval.ranking import Ranked, Ranker
from assistant.retrieval.weights import load_weights
from assistant.retrieval.wordings import Wording, Wordings, read_wording
from ingestion.model import Clause, Document, Region, Responsibility, Span

HEADING = "8.推进研发机构建设"
BODY = f"{HEADING}。鼓励企业组建研发平台。年内新增研发机构120家。(牵头单位:市科技局)"
OTHER = "9.发展众创空间。建设孵化器12家。"
TEXT = f"{BODY}\n{OTHER}"


def clause(number: int, words: str, heading: str) -> Clause:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    path = ("三、增强自主创新能力", heading)
    return Clause(f"d-i{number}", "d", "item", str(number), heading[2:], path, "", 2, number, span, span)


DOCUMENT = Document("d", "示例市科技工作要点", TEXT, "", "text", region=Region(city="示例市"))
EVIDENCE = [
    Evidence(clause(9, OTHER, "9.发展众创空间"), DOCUMENT, 0.5),
    Evidence(clause(8, BODY, HEADING), DOCUMENT, 0.1),
]
CLAUSES = [e.clause for e in EVIDENCE]
UNIT = TEXT.index("市科技局")
UNITS = [Responsibility("d-i8", "市科技局", "市科技局", "lead", Span(UNIT, UNIT + 4), Span(0, len(BODY)))]
TERMS = (
    Term("新增", ("新增",), 0.3, known=True),
    Term("研发机构", ("研发机构", "研究机构"), 0.9, known=True, parts=(("研发",), ("机构",))),
    Term("示例市", ("示例市",), 0.2, known=True),
)
ASKED = Understanding("", "示例市新增研发机构多少家", "value", terms=tuple(t.text for t in TERMS))


def wordings() -> list[Wording]:
    return [read_wording(c, DOCUMENT, TEXT, UNITS if c.number == "8" else ()) for c in CLAUSES]


def rank(asked: Understanding = ASKED, terms: tuple[Term, ...] = TERMS) -> list[Ranked]:
    return Ranker(asked, terms).rank(EVIDENCE, wordings())


def test_the_clause_with_the_words_and_the_figure_comes_first() -> None:
    first, second = rank()
    assert first.evidence.clause.number == "8"
    assert first.score > second.score
    assert first.best is not None
    assert first.best.sentence.text == "年内新增研发机构120家。"
    assert [s.sentence.lists_units for s in first.sentences] == [False, False, False, True]


def test_a_clause_covers_what_its_words_its_headings_and_its_title_hold() -> None:
    for ranked in rank():
        wording = ranked.wording
        layers = [Layer(wording.body), Layer(wording.heading), Layer(wording.above, 0.8), Layer(wording.title, 0.7)]
        assert ranked.features["cover"] == pytest.approx(coverage(TERMS, layers))
        around = [
            Layer(wording.heading, 0.75), Layer(wording.above, 0.5), Layer(wording.body, 0.4), Layer(wording.title, 0.7)
        ]  # fmt: skip
        for scored, words in zip(ranked.sentences, wording.words, strict=True):
            assert scored.terms == pytest.approx(coverage(TERMS, [Layer(words), *around]))


def test_pairs_of_characters_count_that_a_clause_or_a_sentence_holds() -> None:
    first = rank(replace(ASKED, text="年内新增孵化器"))[0]  # 年内 内新 新增 增孵 孵化 化器
    assert first.evidence.clause.number == "8"
    assert first.covers.pairs == first.covers.own_pairs == pytest.approx(3 / 6)
    assert [s.pairs for s in first.sentences] == pytest.approx([0, 0, 3 / 6, 0])


def test_pairs_of_a_word_count_where_its_synonym_stands() -> None:
    asked = replace(ASKED, text="创客屋几家")
    plain = Term("创客屋", ("创客屋",), 0.9, known=False)
    other = max(r.covers.own_pairs for r in rank(asked, (plain,)))
    meant = max(r.covers.own_pairs for r in rank(asked, (replace(plain, variants=("创客屋", "孵化器")),)))
    assert meant > other == 0.0


def test_pairs_around_a_word_of_one_character_count_where_its_synonym_stands() -> None:
    plain = Term("屋", ("屋",), 0.9, known=False)
    asked = replace(ASKED, text="屋几家")  # 屋几 几家
    found = (rank(asked, (replace(plain, variants=forms),)) for forms in (("屋",), ("屋", "孵化器")))
    assert [max(r.covers.own_pairs for r in ranked) for ranked in found] == [0.0, 0.5]


def test_creatures_are_counted_under_the_name_that_the_document_has() -> None:
    body = "本办法自公布之日起施行。每户限养犬只一只。"
    span = Span(0, len(body))
    rule = Clause("d-i1", "d", "item", "1", None, ("一、",), "", 1, 1, span, span)
    asked = replace(ASKED, text="每户养几条狗", terms=("养几条狗",), expansions={"养几条狗": ("犬只",)})
    found = Ranker(asked, ()).rank([Evidence(rule, DOCUMENT, 0.5)], [read_wording(rule, DOCUMENT, body, ())])
    assert found[0].features["thing"] == 1.0


def test_a_sentence_that_speaks_of_the_year_asked_for_counts_more() -> None:
    plain, timed = rank(), rank(replace(ASKED, text="年内新增多少", years=(120,), kind="measure"))
    assert [s.terms for s in timed[0].sentences] == [s.terms for s in plain[0].sentences]  # 120年 stands nowhere
    told = rank(replace(ASKED, stated_numbers=("120家",)))[0]
    gained = [after.terms - before.terms for before, after in zip(plain[0].sentences, told.sentences, strict=True)]
    assert gained == pytest.approx([0, 0, 0.2, 0])


@pytest.mark.parametrize(("question", "text"), [("每个月开几次会", "每月开三次会"), ("每年开几次会", "年均开三次会")])
def test_a_sentence_of_the_rhythm_asked_for_counts_more(question: str, text: str) -> None:
    body = f"会议由主任召集。{text}。"
    span = Span(0, len(body))
    rule = Clause("d-i1", "d", "item", "1", None, ("一、",), "", 1, 1, span, span)
    read = read_wording(rule, DOCUMENT, body, ())
    found = Ranker(replace(ASKED, text=question), ()).rank([Evidence(rule, DOCUMENT, 0.5)], [read])
    first, second = found[0].sentences
    assert second.terms > first.terms


def test_of_clauses_with_the_same_words_the_one_whose_tokens_meet_the_question_comes_first() -> None:
    twins, read = EVIDENCE[:1] * 2, wordings()[:1] * 2
    ahead, behind = Ranker(ASKED, TERMS, aligned=True).rank(twins, read, alignments=[0.7, 0.9])
    assert ahead.features["aligned"] - behind.features["aligned"] == pytest.approx(0.2)
    assert ahead.score - behind.score == pytest.approx(0.2 * load_weights(aligned=True)["aligned"])
    plain, as_plain = Ranker(ASKED, TERMS).rank(twins, read)
    assert plain.score == as_plain.score


def test_a_clause_in_charge_of_which_units_are_counts_more_where_units_are_asked_for() -> None:
    for kind in get_args(QuestionKind):
        charged, nobody = (
            Ranker(replace(ASKED, kind=kind), TERMS).rank(EVIDENCE[1:], [replace(wordings()[1], charges=charges)])[0]
            for charges in (True, False)
        )
        worth = load_weights(aligned=False)["charges"] if kind == "units" else 0.0
        assert charged.score - nobody.score == pytest.approx(worth)


def test_without_words_and_without_clauses_nothing_is_covered() -> None:
    assert {r.features["cover"] for r in rank(terms=())} == {0.0}
    assert Ranker(ASKED, TERMS).rank([], []) == []


def test_wordings_are_read_once_for_a_version_and_the_oldest_given_up() -> None:
    read: list[str] = []

    def reading(missing: object) -> list[Wording]:
        read.extend(c.id for c in missing)  # type: ignore[attr-defined]
        return wordings()[-len(missing) :]  # type: ignore[arg-type]

    held = Wordings(kept=2)
    assert held.of(CLAUSES, "1", reading) == wordings()
    assert held.of(CLAUSES[1:], "1", reading) == wordings()[1:]
    assert read == ["d-i9", "d-i8"]
    held.of(CLAUSES[1:], "2", reading)
    held.of(CLAUSES[:1], "1", reading)  # given up for the one of version 2
    assert read == ["d-i9", "d-i8", "d-i8", "d-i9"]


@pytest.mark.parametrize(("word", "strange"), [("盖起来", 0.0), ("缓一缓", 0.0), ("无人机", 1.0)])
def test_a_clause_is_strange_for_want_of_a_thing_and_not_of_a_verb(word: str, strange: float) -> None:
    terms = (*TERMS, Term(word, (word,), 1.0, known=False))
    assert all(r.features["strange"] == strange for r in rank(terms=terms))


@pytest.mark.parametrize(
    ("body", "question", "number"),
    [
        ("新增研发机构每家补贴120元。", "研发机构一方天然气多少钱", 0.0),
        ("新增研发机构每家补贴120元。", "研发机构的检测费是多少", 0.0),
        ("新增研发机构每家补贴120元。", "研发机构补贴多少钱", 1.0),
        ("研发机构的规定自2024年6月1日起施行，有效期3年。", "新增研发机构要运行多久?", 0.0),
        ("研发机构的规定自2024年6月1日起施行，有效期3年。", "研发机构的规定有效期多久?", 1.0),
    ],
)
def test_a_subsidy_is_no_price_and_how_long_a_paper_holds_no_other_time(
    body: str, question: str, number: float
) -> None:
    document = replace(DOCUMENT, text=body)
    span = Span(0, len(body))
    subsidy = Clause("d-i1", "d", "item", "1", None, ("三、增强自主创新能力",), "", 2, 1, span, span)
    asked = replace(ASKED, text=question)
    wording = read_wording(subsidy, document, body, ())
    (ranked,) = Ranker(asked, TERMS).rank([Evidence(subsidy, document, 0.5)], [wording])
    assert ranked.features["number"] == number


@pytest.mark.parametrize(("covered", "named"), [(("发展众创空间",), 1.0), (("研发机构", "新增"), 0.0)])
def test_a_heading_that_is_named_counts_unless_another_clause_says_far_more(
    covered: tuple[str, ...], named: float
) -> None:
    terms = tuple(Term(word, (word,), 0.8, known=True) for word in covered)
    asked = Understanding("", f"{''.join(covered)},报给发展众创空间的专班吗", "measure", terms=covered)
    ranked = {r.evidence.clause.number: r for r in rank(asked, terms)}
    assert ranked["9"].features["named"] == named


def test_a_sentence_with_the_figure_that_is_asked_for_may_hold_the_answer() -> None:
    about, without = wordings()[1], replace(ASKED, kind="measure", text="怎么推进研发机构建设")
    assert Ranker(ASKED, TERMS).telling(about) == ["年内新增研发机构120家。"]
    assert len(Ranker(without, TERMS).telling(about)) == 3
