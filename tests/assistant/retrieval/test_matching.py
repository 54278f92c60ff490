from dataclasses import replace

import pytest

from assistant.model import Understanding
from assistant.retrieval.matching import Layer, Term, coverage, normalized, reworded, shared_run, strength, weigh


def term(text: str, *variants: str, weight: float = 1.0, parts: tuple[str, ...] = ()) -> Term:
    return Term(text, (text, *variants), weight, known=True, parts=tuple((part,) for part in parts))


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Ｒ＆Ｄ 经费", "r&d经费"), ("“双创”", '"双创"'), ("2021—2023", "2021-2023"), ("120 家", "120家")],
)
def test_width_case_quotes_dashes_and_spaces_do_not_matter(written: str, plain: str) -> None:
    assert normalized(written) == plain


@pytest.mark.parametrize(
    ("asked", "text", "least", "most"),
    [
        (term("研发机构"), "新增研发机构120家", 1.0, 1.0),
        (term("gdp", "地区生产总值"), "占地区生产总值的比重", 0.9, 0.9),
        (term("知识产权局"), "加强知识产权保护", 0.65, 0.8),
        (term("养老金"), "养老服务", 0.0, 0.0),
        (term("上市公司", parts=("上市", "公司")), "上市企业4家", 0.4, 0.4),
        (replace(term("停暖费"), parts=(("暖费", "热费"),)), "应当交纳基本热费", 0.8, 0.8),
        (term("停车"), "新增研发机构120家", 0.0, 0.0),
        (term("科技创新券"), "推动科技创新", 0.0, 0.0),
        (term("换电柜", "充换电柜"), "建设充换电站", 0.0, 0.0),
    ],
)
def test_a_term_matches_itself_its_synonyms_and_its_larger_part(
    asked: Term, text: str, least: float, most: float
) -> None:
    assert least <= strength(text, asked) <= most


def test_coverage_is_the_weighted_share_by_the_best_layer() -> None:
    terms = [term("瞪羚", weight=0.75), term("新增", weight=0.25)]
    assert coverage(terms, [Layer("新增企业"), Layer("瞪羚", 0.5)]) == pytest.approx(0.25 + 0.375)
    assert coverage([], [Layer("新增")]) == 0.0


def asked(*terms: str) -> Understanding:
    return Understanding(original="", text="".join(terms), kind="value", terms=terms)


def frequencies(tokens: object) -> tuple[dict[str, int], int]:
    known = {"企业": 80, "瞪羚": 2, "专利": 9}
    return {t: known.get(t, 0) for t in tokens}, 100  # type: ignore[attr-defined]


def test_rare_words_weigh_more_than_common_ones() -> None:
    common, rare = weigh(asked("企业", "瞪羚"), frequencies)
    assert rare.weight > 3 * common.weight
    assert rare.known
    assert not weigh(asked("砖利"), frequencies)[0].known


def test_the_parts_of_a_thing_do_not_stand_for_it() -> None:
    thing, compound = weigh(asked("创新券", "上市公司"), frequencies)
    assert thing.parts == ()
    assert compound.parts == (("上市",), ("公司",))


def test_what_a_word_is_made_of_is_told_by_its_synonyms_too() -> None:
    question = replace(asked("停暖气费"), expansions={"停暖气费": ("基本热费",), "暖气费": ("热费",)})
    (term,) = weigh(question, frequencies)
    assert term.parts == (("暖气费", "热费"),)


def test_words_without_a_topic_and_verbs_that_no_document_has_weigh_less_than_names() -> None:
    name, verb, numeral, known = weigh(asked("瞪羚企", "敲门", "一笔", "瞪羚"), frequencies)
    assert name.weight > known.weight
    assert verb.weight < known.weight
    assert numeral.weight < verb.weight


@pytest.mark.parametrize(("spoken", "rate"), [("一股", "每股"), ("一个月", "每月"), ("一亩", "每亩")])
def test_so_much_for_one_is_told_for_each(spoken: str, rate: str) -> None:
    assert rate in weigh(asked(spoken), frequencies)[0].variants


def test_whose_village_it_is_does_not_count_where_no_document_has_it() -> None:
    assert [t.text for t in weigh(asked("俺村", "专利"), frequencies)] == ["专利"]
    assert [t.text for t in weigh(asked("俺村"), frequencies)] == ["俺村"]


def test_a_place_where_something_happens_that_no_document_has_weighs_less_than_a_thing() -> None:
    place, thing = weigh(asked("河边", "码头"), frequencies)
    assert place.weight < thing.weight


def test_a_relative_whose_case_is_told_is_no_word_of_the_matter() -> None:
    told = Understanding("", text="我外婆97了,专利奖多少?", kind="value", terms=("外婆", "专利"))
    assert [t.text for t in weigh(told, frequencies)] == ["专利"]
    assert [t.text for t in weigh(asked("外婆", "专利"), frequencies)] == ["外婆", "专利"]


def test_a_single_character_is_a_whole_word_where_it_has_a_synonym() -> None:
    kept, alone = weigh(replace(asked("羚", "牛"), expansions={"羚": ("瞪羚",)}), frequencies)
    assert kept.weight > 2 * alone.weight


@pytest.mark.parametrize(
    ("text", "others", "said"),
    [
        ("没欠薪的公司", {"公司": ("企业",)}, "没欠薪的企业"),
        ("企业有多少", {"企业": ("专利",)}, "企业有多少"),
        ("发明有多少", {"发明": ("砖利", "专利")}, "专利有多少"),
        ("公司有多少", {"公司": ("商社",)}, "公司有多少"),
    ],
)
def test_a_question_is_said_in_words_of_the_corpus_where_it_has_others(
    text: str, others: dict[str, tuple[str, ...]], said: str
) -> None:
    terms = weigh(replace(asked(*others), expansions=others), frequencies)
    assert reworded(text, terms) == said


def test_a_slip_gives_way_to_the_right_word() -> None:
    terms = weigh(asked("发明", "砖利"), frequencies, {"砖利": "专利"})
    assert [t.text for t in terms] == ["发明", "专利"]


@pytest.mark.parametrize(
    ("question", "text", "length"),
    [("省级企业研发机构多少家", "省级企业研发机构450家", 8), ("多少", "450家", 0), ("研发", "研发机构", 0)],
)
def test_the_longest_run_of_the_question_is_found(question: str, text: str, length: int) -> None:
    assert shared_run(question, text) == length


def test_words_taken_over_from_the_last_question_weigh_less_than_a_follow_ups_own() -> None:
    carried, own = weigh(replace(asked("企业", "瞪羚"), focus="那瞪羚呢"), frequencies)
    alone = weigh(asked("企业", "瞪羚"), frequencies)
    assert own == alone[1]
    assert carried.weight < alone[0].weight
