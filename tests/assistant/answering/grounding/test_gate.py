"""What the gate lets through, re-cites and removes."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from assistant.answering.grounding import Gate, Release, check
from assistant.model import Citation, ResponsibleUnit

CLAUSE = (
    "8.推进企业研发机构建设。鼓励有条件的企业与高校联合组建研发平台。2018年底前新增市级以上企业研发机构120家,"
    "研发投入占比达2.81%,对通过认定的企业给予50万元奖励,申请材料在30个工作日内审核。不得向企业收取任何费用。"
    "(牵头单位:市科技局、市发改委,责任单位:市财政局)"
)
TARGETS = (
    "到2023年,拥有科技型中小企业2000家、高新技术企业1800家、瞪羚企业35家以上,每年上市2-3家,财政投入递增不少于20%。"
)


@pytest.fixture(scope="module")
def citations(make_citation) -> list[Citation]:
    return [
        make_citation(1, CLAUSE),
        make_citation(
            2, TARGETS, title="海陵市三年行动方案", doc_number="海政发〔2021〕5号", region="海陵市",
            issuer="海陵市人民政府", path=("一、工作目标", "2.创新企业集群持续壮大"), label="第一部分第2条",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "claim",
    [
        "2018年底前新增市级以上企业研发机构120家。[1]",
        "年底前新增市级以上企业研发机构１２０家。[1]",
        "到2018年末，新增市级以上企业研发机构一百二十家。[1]",
        "研发投入占比达到百分之二点八一。[1]",
        "对通过认定的企业给予500000元奖励。[1]",
        "不得向企业收取费用。[1]",
        "严禁向企业收取任何费用。[1]",
        "申请材料应在30个工作日内审核。[1]",
        "由市科技局、市发改委牵头,市财政局为责任单位。[1]",
        "根据《江州市2018年创新工作要点》(江发〔2018〕17号)第三部分第8条,鼓励企业与高校联合组建研发平台。[1]",
        "到2023年,瞪羚企业不少于35家。[2]",
        "财政投入每年递增20%以上。[2]",
        "每年上市2至3家企业。[2]",
    ],
)
def test_a_claim_in_other_words_with_the_same_facts_passes(citations, claim):
    assert Gate(citations).judge(claim.rsplit("[", 1)[0], [int(claim[-2])]).reasons == ()


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("2018年底前新增市级以上企业研发机构12家", "number"),
        ("2018年底前新增市级以上企业研发机构1200家", "number"),
        ("2018年底前新增市级以上企业研发机构120项", "number"),
        ("2018年底前新增市级以上企业研发机构120家以上", "number"),
        ("2019年底前新增市级以上企业研发机构120家", "date"),
        ("2018年初新增市级以上企业研发机构120家", "date"),
        ("研发投入占比达2.81个百分点", "number"),
        ("对通过认定的企业给予50亿元奖励", "number"),
        ("申请材料在30日内审核", "number"),
        ("根据第三部分第9条,鼓励企业与高校联合组建研发平台", "clause"),
        ("根据江发〔2018〕71号文件,鼓励企业与高校联合组建研发平台", "document number"),
        ("鼓励企业与高校联合组建研发平台,由区科技局牵头", "unit"),
        ("《海州市创新条例》鼓励企业与高校联合组建研发平台", "words"),
        ("可以向企业收取任何费用", "negation"),
        ("不鼓励企业与高校联合组建研发平台", "negation"),
        ("对符合条件的企业家庭发放购房补贴和子女入学补助", "words"),
        ("详见 https://example.com/apply 并申请研发平台", "link"),
    ],
)
def test_a_changed_fact_is_removed(citations, claim, reason):
    gate = Gate(citations[:1])
    verdict = gate.judge(claim, [1])
    assert not verdict.supported
    assert any(found.startswith(reason) for found in verdict.reasons), verdict.reasons


def test_a_flip_is_seen_beside_facts_that_need_no_clause(citations):
    gate = Gate(citations[:1], facts=["今天是2026年11月22日"])
    assert not gate.judge("可以向企业收取任何费用", [1]).supported


def test_a_deadline_of_another_sentence_is_not_this_tasks_deadline(make_citation):
    clause = "到2020年,建成省级孵化器35家。到2025年,培育上市企业80家,打造产业园区。其中,新建众创空间12家。"
    gate = Gate([make_citation(1, clause)])
    assert gate.judge("到2025年,新建众创空间12家", [1]).supported
    assert not gate.judge("到2025年,建成省级孵化器35家", [1]).supported


def test_a_reference_of_another_sentence_is_not_this_ones(make_citation):
    clause = "违反停车管理要求的,依照第十五条处罚。擅自占用绿地的,依照第十六条责令恢复原状。"
    gate = Gate([make_citation(1, clause)])
    assert gate.judge("擅自占用绿地的,依照第十六条责令恢复原状", [1]).supported
    assert not gate.judge("擅自占用绿地的,依照第十五条责令恢复原状", [1]).supported


def test_a_change_is_not_turned_round(make_citation):
    gate = Gate([make_citation(1, "将24项督查激励措施调整增加为30项督查激励措施。")])
    assert gate.judge("督查激励措施由24项增加为30项", [1]).supported
    assert not gate.judge("将30项督查激励措施调整增加为24项督查激励措施", [1]).supported


def test_the_minutes_of_a_time_are_no_number_that_another_became(make_citation):
    gate = Gate([make_citation(1, "营业时间为每日17:30至23:30。6月1日至9月15日可延长至次日0:30。")])
    assert gate.judge("6月1日至9月15日可延长至次日0:30", [1]).supported
    assert not gate.judge("6月1日至9月15日可延长至次日0:45", [1]).supported


def test_a_cell_that_is_quoted_has_its_dates_where_they_belong(make_citation):
    told = "到2024年底,全市每千人口托位数达到4.3个;到2026年底达到5.2个"
    checked = check(f"| 海陵市 | {told}[1] |", [make_citation(1, f"{told}。")], facts=["海陵市"])
    assert told in checked.text
    swapped = told.replace("2024", "2025").replace("2026", "2024").replace("2025", "2026")
    assert swapped not in check(f"| 海陵市 | {swapped}[1] |", [make_citation(1, f"{told}。")], facts=["海陵市"]).text


@pytest.mark.parametrize(
    ("clause", "true", "false"),
    [
        ("2.科技创新投入持续增长。3.科技创新成果不断涌现。", "3.科技创新成果不断涌现", "2.科技创新成果不断涌现"),
        ("产值占比分别达46%和48%。", "产值占比分别达46%和48%", "产值占比分别达48%和48%"),
        ("5月3日甲地和2月3日乙地发生地震。", "2月3日乙地发生地震", "5月3日甲地和5月3日乙地发生地震"),
        ("力争申报人才2人以上,入选1人以上。", "申报人才2人以上,入选1人以上", "申报和入选人才各2人以上"),
        ("三年内建成公园20个。", "三年内建成公园20个", "三年内每年建成公园20个"),
        ("不能未经论证就支持项目。继续支持地方工业项目。", "继续支持地方工业项目", "继续不支持地方工业项目"),
        ("拟投资100亿元建设炼油项目,带动就业100人。", "拟投资100亿元建设炼油项目", "拟投资100人建设炼油项目"),
        ("全面落实“人才新政26条”和“科技40条”。争取省里支持苏自创“人才新政21条”。",
         "全面落实“人才新政26条”和“科技40条”", "全面落实“人才新政21条”和“科技40条”"),
        ("牵头单位:市科技局、市财政局,配合单位:市审计局。", "牵头单位:市科技局、市财政局", "单位:市审计局、市审计局"),
    ],
    ids=["heading", "said twice", "date said twice", "each", "every", "denied", "other unit", "sentence", "unit twice"],
)  # fmt: skip
def test_what_is_in_the_clause_but_not_so_is_removed(make_citation, clause, true, false):
    gate = Gate([make_citation(1, clause, path=())])
    assert gate.judge(true, [1]).supported
    assert not gate.judge(false, [1]).supported


def test_a_number_is_not_borrowed_from_another_clause(make_citation):
    citations = [
        make_citation(1, "每年调剂30个编制,专门用于引进人才。", path=()),
        make_citation(2, "到2023年,建成孵化器20家。", path=()),
    ]
    gate = Gate(citations)
    assert gate.judge("每年调剂30个编制,建成孵化器20家", [1, 2]).cites == (0, 1)
    assert not gate.judge("每年调剂20家编制,专门用于引进人才", [1, 2]).supported


def test_a_list_is_told_of_the_place_that_leads_over_to_it(citations):
    item = "拥有高新技术企业1800家。[2]"
    assert check(f"海陵市的目标如下:\n- {item}", citations).answers
    assert not check(f"江州市的目标如下:\n- {item}", citations).answers
    listed = "江州市的目标如下:\n\n- 新增市级以上企业研发机构120家。[1]\n"
    assert check(f"{listed}- {item}", citations).report.removed == ("拥有高新技术企业1800家",)
    assert check(f"{listed}\n{item}", citations).report.removed == ()


def test_a_wrong_mark_gives_way_to_the_clause_that_says_it_in_one_piece(make_citation):
    scattered = "大力推动科技园建设。发展科技金融,推进协同发展,强化创新协同,推进科技协作,同创新名城对接,技协同步。"
    citations = [make_citation(1, scattered, path=()), make_citation(2, "2.大力推进科技协同创新。", path=())]
    assert Gate(citations).judge("大力推进科技协同创新", [1]).cites == (1,)


def test_a_headings_number_is_not_lent_to_another_document(make_citation):
    citations = [make_citation(1, "落实方案,大力培育创新型企业。"), make_citation(2, "11.大力培育创新型企业。")]
    assert [c.clause_id for c in check("11.大力培育创新型企业。[1]", citations).citations] == ["clause-2"]
    assert [c.clause_id for c in check("大力培育创新型企业。[1]", citations).citations] == ["clause-1"]


def test_a_list_within_a_line_is_told_from_a_headings_number(citations):
    inline = "主要有:1. 新增市级以上企业研发机构120家;2. 研发投入占比达2.81%;8. 对通过认定的企业给予50万元奖励。[1]"
    assert check(inline, citations).report.removed == ()
    wrong = check("措施有:8. 推进企业研发机构建设;9. 推进企业研发机构建设。[1]", citations)
    assert wrong.report.removed == ("9. 推进企业研发机构建设",)


def test_a_list_within_a_line_loses_its_numbers_with_one_of_its_points(citations):
    said = "主要有:1. 新增市级以上企业研发机构120家。[1]2. 免费提供三年厂房。[1]3. 研发投入占比达2.81%。[1]"
    assert check(said, citations).text == "主要有:新增市级以上企业研发机构120家。[1]研发投入占比达2.81%。[1]"


def test_a_first_point_without_a_second_in_its_line_loses_its_number(citations):
    said = "主要有:1. 新增市级以上企业研发机构120家。[1]\n2. 免费提供三年厂房。[1]"
    assert check(said, citations).text == "主要有:新增市级以上企业研发机构120家。[1]"


def test_punctuation_is_no_layout(citations):
    assert check("}]}\n新增市级以上企业研发机构120家。[1]", citations).text == "新增市级以上企业研发机构120家。[1]"


def test_a_number_of_a_neighbour_is_not_this_indicators_number(citations):
    assert not Gate(citations).judge("到2023年,高新技术企业达到2000家", [2]).supported


def test_one_regions_number_is_not_told_of_another_even_if_both_are_cited(citations):
    assert not Gate(citations).judge("江州市高新技术企业1800家", [1, 2]).supported


@pytest.mark.parametrize(
    ("claim", "stands"),
    [
        ("江州市新增企业研发机构120家,海陵市高新技术企业1800家", True),
        ("江州市新增企业1800家,海陵市高新技术企业120家", False),
        ("江州市和海陵市的企业目标分别为120家和1800家", True),
        ("江州市和海陵市的企业目标分别为1800家和120家", False),
    ],
)
def test_each_region_keeps_its_own_number_in_a_comparison(citations, claim, stands):
    assert Gate(citations).judge(claim, [1, 2]).supported is stands


def test_a_wrong_mark_is_replaced_by_the_clause_that_bears_the_claim(citations):
    grounded = check("到2023年,高新技术企业达1800家。[1]", citations)
    assert grounded.text == "到2023年,高新技术企业达1800家。[1]"
    assert [c.clause_id for c in grounded.citations] == ["clause-2"]


def test_a_claim_without_a_mark_gets_the_one_that_bears_it(citations):
    grounded = check("新增市级以上企业研发机构120家。到2023年,瞪羚企业35家以上。", citations)
    assert grounded.text == "新增市级以上企业研发机构120家。[1]到2023年,瞪羚企业35家以上。[2]"


def test_removed_claims_are_reported_and_their_lead_in_goes_with_them(citations):
    grounded = check("具体如下:\n- 企业购房补贴10万元。[1]\n\n新增市级以上企业研发机构120家。[1]", citations)
    assert grounded.text == "新增市级以上企业研发机构120家。[1]"
    assert grounded.report.checked == 2
    assert grounded.report.removed == ("企业购房补贴10万元",)


def test_a_row_that_says_nothing_was_found_stays_only_where_the_product_says_so(citations):
    table = "| 对象 | 文件中的表述 |\n| --- | --- |\n| 南州市 | 没有找到依据 |\n| 江州市 | 新增企业研发机构120家。[1] |"
    assert "| 南州市 | 没有找到依据 |" in check(table, citations, facts=["南州市", "没有找到依据"]).text
    assert "南州市" not in check(table, citations, facts=["没有找到依据"]).text


def test_nothing_left_is_no_answer(citations):
    grounded = check("企业购房补贴10万元。[1]", citations)
    assert (grounded.text, grounded.citations, grounded.answers) == ("", (), False)


def test_citations_are_renumbered_and_each_is_used(citations):
    grounded = check("到2023年,瞪羚企业35家以上。[2][9]", citations)
    assert [c.index for c in grounded.citations] == [1]
    assert grounded.text.endswith("[1]")


def test_a_clause_that_was_retrieved_but_not_offered_may_be_cited(citations):
    grounded = check("到2023年,瞪羚企业35家以上。[1]", citations[:1], others=citations[1:])
    assert [c.clause_id for c in grounded.citations] == ["clause-2"]


def test_a_table_row_that_does_not_hold_is_left_out(citations):
    table = (
        "| 指标 | 免税目标 |\n| --- | --- |\n| 高新技术企业 | 1800家 [2] |\n"
        "| 瞪羚企业 | 53家以上 [2] |\n| 购房补贴 | 10万元 [2] |"
    )
    assert check(table, citations).text.split("\n") == ["| 指标 | — |", "| --- | --- |", "| 高新技术企业 | 1800家[1] |"]


def test_a_table_without_a_row_that_holds_is_no_table(citations):
    assert check("| 指标 | 目标 |\n| --- | --- |\n| 瞪羚企业 | 53家以上 [2] |", citations).text == ""


def test_a_streamed_table_is_the_same_table(citations):
    table = "| 指标 | 目标 |\n| --- | --- |\n| 高新技术企业 | 1800家 [2] |\n| 瞪羚企业 | 53家以上 [2] |\n\n以上。"
    release, shown = Release(Gate(citations)), ""
    for char in table:
        shown += release.feed(char)
    shown += release.finish()
    assert shown.strip() == check(table, citations).text


@pytest.mark.parametrize("answer", ["可以。[1]", "是的,需要。[1]", "好的。", "企业免税。", "问题：x", "全部免税!"])
def test_a_word_that_cannot_be_verified_is_not_an_answer(citations, answer):
    assert check(answer, citations).text == ""


def test_a_phrase_that_leads_over_needs_no_mark(citations):
    assert check("市科技局牵头的任务:\n- 推进企业研发机构建设。[1]", citations).text.startswith("市科技局牵头的任务:\n")


def test_today_and_a_derived_status_need_no_clause(citations):
    fact = "截至2026年11月22日,该文件目标期已到期"
    grounded = check(f"新增市级以上企业研发机构120家。[1]{fact}。", citations, facts=[fact])
    assert grounded.text.endswith(f"{fact}。")


def test_a_supporting_unit_is_not_named_as_the_lead(citations):
    units = [
        ResponsibleUnit("市科技局", "lead", inherited=False, citation=1),
        ResponsibleUnit("市财政局", "responsible", inherited=False, citation=1),
    ]
    assert Gate(citations, units=units).judge("企业研发机构建设由市科技局牵头", [1]).supported
    assert not Gate(citations, units=units).judge("企业研发机构建设由市财政局牵头", [1]).supported


def test_a_sentence_that_names_several_leads_is_let_through_as_written(citations):
    written = "下设建设组(市科技局牵头,市财政局参加)、宣传组(市发改委牵头)。"
    citation = replace(citations[0], text=written, quote=written)
    units = [
        ResponsibleUnit("市科技局", "lead", inherited=False, citation=1),
        ResponsibleUnit("市财政局", "support", inherited=False, citation=1),
    ]
    assert Gate([citation], units=units).judge(written, [1]).supported
    assert not Gate([citation], units=units).judge("建设组由市财政局牵头", [1]).supported


def test_a_runaway_sentence_is_removed_without_reading_it(citations):
    assert Gate(citations).judge("企业研发机构" * 2000, [1]).reasons == ("too long to be one claim",)


def test_judging_a_sentence_takes_less_than_five_milliseconds(citations):
    gate, claim = Gate(citations), "2018年底前新增市级以上企业研发机构120家,由市科技局、市发改委牵头"
    begun = time.process_time()
    for _ in range(50):
        gate.judge(claim, [1])
    assert (time.process_time() - begun) / 50 < 0.005


@pytest.mark.parametrize(("item", "kept"), [("申请书", True), ("许可的", False)])
def test_an_item_of_filler_words_alone_is_kept_where_it_stands_word_for_word(
    make_citation, item: str, kept: bool
) -> None:
    cited = [make_citation(1, "提交下列材料：申请书；许可证。")]
    assert (item in check(f"- {item}[1]", cited).text) is kept
