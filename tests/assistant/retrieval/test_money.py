import pytest

from assistant.retrieval.money import money_asked


@pytest.mark.parametrize(
    ("question", "sentence", "other"),
    [
        ("渡船坐一趟要多少钱?", "渡运公司每年补贴20万元。", True),
        ("渡船坐一趟要多少钱?", "船员每月发放岗位津贴300元。", True),
        ("渡船坐一趟要多少钱?", "渡船票价每人2元。", False),
        ("渡船坐一趟补多少钱?", "老年人每趟补贴1元。", False),
        ("开渡船一个月能挣多少钱?", "泊位清洁费每月120元。", True),
        ("开渡船一个月能挣多少钱?", "船员月工资不低于4500元。", False),
        ("开个渡口,税能免几年?", "渡口补贴期限最长2年。", True),
        ("开个渡口,税能免几年?", "免征增值税3年。", False),
        ("开个渡口,税能免几年?", "由市税务局办理,期限2年。", True),
        ("税务局多少天答复?", "收到申请后10日内答复。", False),
        ("渡船租金多少?", "逾期的,处500元罚款。", True),
        ("渡船违规罚多少?", "逾期的,处500元罚款。", False),
    ],
)
def test_a_sum_of_one_kind_is_no_answer_to_another(question: str, sentence: str, other: bool) -> None:
    assert money_asked(question).is_other_in(sentence) is other
