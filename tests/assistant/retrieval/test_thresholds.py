"""Which of several tiers an amount belongs to that a question gives."""

from __future__ import annotations

import pytest

from assistant.retrieval.thresholds import amounts_given, is_of_other_case


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        ("办一场800人的会补多少?", "500人（含）至1000人的，补助12万元", "200人（含）至500人的，补助5万元"),
        ("停热影响20万户算哪一级?", "影响15万户以上", "影响3万户以上不足8万户"),
        ("停水两天多免多少水费?", "超过48小时的，全免", "不足24小时的，不减免"),
        ("停热12小时以上减免多少?", "停热超过12小时的，减免40%", "不足12小时的，不减免"),
        ("怀孕5个月流产休几天?", "满4个月流产的，休42天", "未满4个月流产的，休15天"),
        ("房子没满五年能卖吗?", "未满5年的，不得转让", "满5年的，可以转让"),
        ("70岁老人领多少?", "65—79周岁老年人每月30元", "80周岁以上老年人每月50元"),
        ("面积2万平方米补多少?", "1—3万平方米 | 60万元", "5000平方米—10000平方米 | 15万元"),
        ("能见度不足50米时怎么办?", "能见度不足50米的，停运", "能见度100米以上的，照常"),
        ("没待满五年要退补助吗?", "服务未满5年的，按比例退还", "服务满5年的，不退还"),
        ("覆盖率45%的补多少?", "覆盖率30%以上60%以下的，补35元", "覆盖率60%以上的，补58元"),
        ("覆盖率70%的补多少?", "覆盖率60%以上的，补58元", "覆盖率30%以上、60%以下的，补35元"),
        ("狗身高50厘米能养吗?", "体高超过四十五厘米的，禁止饲养", "体高不超过四十五厘米的，可以饲养"),
        ("派出超过100人、超过500人的各要求什么?", "超过500人的，不得少于3人", "30人以下的，不作要求"),
    ],
)
def test_a_sentence_of_another_tier_is_told_from_the_one_that_holds(question: str, fits: str, misfits: str) -> None:
    given = amounts_given(question)
    assert given
    assert not is_of_other_case(given, fits)
    assert is_of_other_case(given, misfits)


@pytest.mark.parametrize(
    "question",
    ["2023年补多少?", "一个孩子一年拨多少钱?", "15日前交什么?", "第3年怎么补?", "3月15日起怎么办?", "由谁负责?"],
)
def test_years_dates_and_rhythms_give_no_amount(question: str) -> None:
    assert amounts_given(question) == ()


@pytest.mark.parametrize("sentence", ["补助3万元。", "建设40个站点。", "应当在20日内答复。", ""])
def test_a_sentence_without_conditions_on_the_scale_is_of_any_case(sentence: str) -> None:
    assert not is_of_other_case(amounts_given("办一场800人的会补多少?"), sentence)


def test_a_fine_is_no_case_for_the_sum_that_a_question_gives() -> None:
    assert not is_of_other_case(amounts_given("偷税三百元罚多少?"), "处一千元以上五千元以下的罚款。")
