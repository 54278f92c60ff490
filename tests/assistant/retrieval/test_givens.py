import pytest

from assistant.retrieval.givens import givens_of, years_in


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("2004年安排了多少万元?", "其中2003年安排了9000万元。"),
        ("2003年12月30日的爆炸死了多少人?", "2003年5月13日发生爆炸，造成86人遇难。"),
        ("市级孵化器奖多少?", "国家级孵化器奖励100万元，省级孵化器奖励40万元。"),
        ("通过四级认证的奖多少?", "通过五级认证的，奖励50万元。"),
        ("本科生每月补多少?", "硕士、博士分别补助1000元、2000元。"),
        ("B类补多少?", "A类每人2600元。"),
        ("评上二星级的奖多少?", "三星级、四星级的分别奖励5万元、10万元。"),
        ("II级响应派几支队伍?", "Ⅲ级响应派出2支队伍。"),
        ("二类地区补多少?", "一类地区每亩补助200元。"),
        ("《石江市造林三年方案（2024—2026年）》提出2025年造林多少亩?", "到2026年，造林3000亩。"),
        ("石江市造林三年方案（2024-2026年）里2025年造林多少亩?", "到2026年，造林3000亩。"),
    ],
)
def test_a_sentence_of_another_year_day_or_rank_is_excluded(question: str, sentence: str) -> None:
    assert givens_of(question).exclude(sentence)


@pytest.mark.parametrize(
    ("question", "sentence", "around"),
    [
        ("2004年安排了多少?", "2004年安排8000万元，比2003年多500万元。", ""),
        ("2018年新增多少家?", "比2017年新增120家。", ""),
        ("2022年要建多少个?", "2021—2023年建成50个。", ""),
        ("2018年要点里高企要达到多少家?", "到2020年达到200家。", "2018年工作要点"),
        ("2024年新增多少张?", "到2025年新增3000张。", "三年行动计划（2023—2025年）"),
        ("2018年新增多少家?", "新增120家。", ""),
        ("市级孵化器奖多少?", "省级以下孵化器奖励10万元。", ""),
        ("信用等级是几级?", "应当为三级。", ""),
        ("一级能效的补多少?", "1级能效的补贴15%。", ""),
        ("Ⅰ级响应派几支队伍?", "一级响应派出2支队伍。", ""),
        ("二级点有几处?", "一、二级点共8处。", ""),
        ("二级伤残给多少?", "一至三级伤残的每月1200元。", ""),
        ("二类地区补多少?", "分为三类地区给予补助。", ""),
        ("投了2000元的给多少?", "2019年起按10%给予。", ""),
        ("2019年起给多少?", "投资2000万元的给予2050元。", ""),
    ],
)
def test_what_may_be_of_the_same_stays(question: str, sentence: str, around: str) -> None:
    assert not givens_of(question).exclude(sentence, around)


@pytest.mark.parametrize(
    ("question", "sentence", "around"),
    [
        ("到2027年回用率要达到多少?", "2025年回用率达到36%。", "三年行动方案（2025—2027年）"),
        ("二级医院有多少项指标?", "指标共55项。", "三级医院考核办法"),
    ],
)
def test_a_sentence_is_of_its_own_year_and_of_the_rank_that_it_stands_under(
    question: str, sentence: str, around: str
) -> None:
    assert givens_of(question).exclude(sentence, around)


def test_a_span_of_years_holds_those_within() -> None:
    assert years_in("2021-2023年，2030年") == {2021, 2022, 2023, 2030}


def test_the_year_in_which_a_thing_was_built_excludes_no_other() -> None:
    assert not givens_of("2005年建成的小区能改造吗?").exclude("重点改造2000年底前建成的小区。")
