import pytest

from assistant.retrieval.measures import measure_asked


@pytest.mark.parametrize(
    ("question", "name", "fits", "misfits"),
    [
        ("每家补助多少万元?", "money", "补助50万元", "新增50家"),
        ("奖励多少?", "money", "给予300万元奖励", "奖励先进"),
        ("总占地面积多大?", "area", "占地107万平方米", "8个综合体"),
        ("占地区生产总值的比重要达到多少?", "share", "比重达2.81%", "达15件"),
        ("什么时候完成?", "date", "2019年12月底前完成", "尽快完成"),
        ("是第几届?", "ordinal", "第十三届洽谈会", "举办洽谈会"),
        ("要新增多少家?", "count", "新增120个", "比重达46%"),
        ("要搬迁多少人?", "count", "搬迁300余人", "4月15日搬迁"),
        ("要建几个?", "count", "建设两个", "进一步建设"),
    ],
)
def test_a_question_asks_for_a_kind_of_figure(question: str, name: str, fits: str, misfits: str) -> None:
    measure = measure_asked(question)
    assert measure is not None
    assert measure.name == name
    assert measure.stated.search(fits)
    assert not measure.stated.search(misfits)


def test_a_question_without_a_figure_asks_for_none() -> None:
    assert measure_asked("怎么推进园区绿色化发展?") is None


def test_an_asserted_figure_is_matched_by_its_unit() -> None:
    measure = measure_asked("是不是要培育700家?", ("700家",))
    assert measure is not None
    assert measure.stated.search("达到70家")
    assert not measure.stated.search("达到35%")
