"""Which of several tiers an amount belongs to that a question gives."""

from __future__ import annotations

import pytest

from assistant.retrieval.thresholds import amounts_given, for_case, is_of_other_case, sets_case


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        ("茶室才15度退多少?", "室温在14℃以上不足16℃的，退60%", "室温不足14°C的，退100%"),
        ("茶室一月用电250度怎么收?", "200度以上不足300度的，每度0.6元", "200度以下的，每度0.5元"),
        ("办一场800人的会补多少?", "500人（含）至1000人的，补助12万元", "200人（含）至500人的，补助5万元"),
        ("停热影响20万户算哪一级?", "影响15万户以上", "影响3万户以上不足8万户"),
        ("考核得了84分的按多大比例拨?", "80分以上不满90分的，按95%拨付", "不满70分的，按75%拨付"),
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
        ("固投6个亿的厂按几成奖?", "5亿元（含）至10亿元的，奖8%", "10亿元（含）以上的，奖10%"),
        ("投资五千万以上的奖多少?", "投资5000万元以上的，奖2%", "投资不足3000万元的，不奖"),
        ("年薪80万能拿多少?", "年薪50万元以上的，补5万元", "年薪100万元以上的，补10万元"),
        ("投了一个亿的呢?", "1亿元以上的，奖3%", "不足5000万元的，奖1%"),
        ("房子没住满半年要退吗?", "入住不足6个月的，退还", "入住满6个月的，不退"),
        ("减产两成怎么赔?", "减产一成以上不足三成的，每亩160元", "减产三成以上的，每亩320元"),
        ("一个月挣两千块算低收入吗?", "低于2500元的，为低收入", "高于4000元的，不予补贴"),
        ("冷库只有零下5度,房里才15度怎么退?", "室温14℃以上不足16℃的，退60%", "室温16℃以上不足18℃的，退30%"),
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
    [
        "2023年补多少?",
        "买5万辆车怎么补?",
        "种3万株树怎么补?",
        "三分之一的业主同意怎么办?",
        "一个孩子一年拨多少钱?",
        "15日前交什么?",
        "第3年怎么补?",
        "3月15日起怎么办?",
        "由谁负责?",
        "储能站的规模上限是多少千瓦?",
        "装光伏每千瓦补多少元?",
        "种果树要几百亩才补?",
    ],
)
def test_years_dates_and_rhythms_give_no_amount(question: str) -> None:
    assert amounts_given(question) == ()


@pytest.mark.parametrize("sentence", ["补助3万元。", "建设40个站点。", "应当在20日内答复。", ""])
def test_a_sentence_without_conditions_on_the_scale_is_of_any_case(sentence: str) -> None:
    assert not is_of_other_case(amounts_given("办一场800人的会补多少?"), sentence)


@pytest.mark.parametrize(
    ("question", "sentence", "sets"),
    [
        ("孩子四个月大了才参保怎么办?", "超过90天的，30天后享受待遇。", True),
        ("孩子两个月大参保怎么办?", "超过90天的，30天后享受待遇。", False),
        ("交了六个月社保能领多少?", "15日内审核。", False),
        ("打了3度电怎么算?", "不超过5℃的，不予退费。", False),
    ],
)
def test_months_fulfil_a_condition_of_days_but_no_time_limit(question: str, sentence: str, sets: bool) -> None:
    assert sets_case(amounts_given(question), sentence) is sets


def test_a_fine_is_no_case_for_the_sum_that_a_question_gives() -> None:
    assert not is_of_other_case(amounts_given("偷税三百元罚多少?"), "处一千元以上五千元以下的罚款。")


def test_of_floors_that_an_amount_reaches_the_highest_is_of_its_case() -> None:
    tiers = ["满80岁的，每月100元。", "满90岁的，每月200元。", "满100岁的，每月500元。", "由民政局发放。"]
    assert for_case(amounts_given("95岁的老人领多少?"), tiers) == [1, 3]
    joined = ["80至89周岁每月50元，90至99周岁每月100元，100周岁以上每月300元。"]
    assert for_case(amounts_given("95岁的老人领多少?"), joined) == [0]
    assert for_case(amounts_given("85岁的老人领多少,95岁的呢?"), tiers) == [0, 1, 3]
