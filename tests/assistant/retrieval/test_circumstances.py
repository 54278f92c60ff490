import pytest

from assistant.retrieval.circumstances import circumstances_of


@pytest.mark.parametrize(
    ("question", "of_it", "not_of_it"),
    [
        ("桥灯没经过验收就通电,怎么处理?", "未经验收的,不得通电。", "桥灯应当每年验收。"),
        ("没有专职管护员的村由谁管护?", "未配备专职管护员的,由镇管护。", "配备专职管护员的,由其管护。"),
        ("没进示范名单的县还要不要做?", "未列入示范范围的县可以参照执行。", "示范名单没有变化。"),
        ("登记材料不全怎么办?", "材料不齐全的,当场告知要补的内容。", "材料齐全的,当场登记。"),
        ("登记缺手续怎么办?", "应当在5日内补正。", "手续由县交通局审核。"),
        ("船票交晚了呢?", "逾期缴纳的,加收2‰。", "4月底前缴纳。"),
        ("全市一共有多少座渡口?", "全市共36座渡口。", "新增渡口4座,属公共设施。"),
        ("另有多少人受表扬?", "其他6名职工受到表扬。", "2名职工受到表扬。"),
        ("要是确实需要改线呢?", "确需改线的,报市政府批准。", "线路不得更改。"),
        ("养护的钱从哪儿出?", "养护经费纳入财政预算。", "加强养护资金监管。"),
        ("养护费用由哪里解决?", "养护费用由镇人民政府承担。", "养护费用较高。"),
        ("能不能拿抽查代替验收?", "不得以抽查代替验收。", "可以组织抽查。"),
        ("渡口想改名,可以吗?", "禁止擅自改名。", "渡口名称应当规范。"),
        ("渡船不靠岸能卸货吗?", "靠岸后方可卸货。", "卸货应当有人值守。"),
    ],
)
def test_a_sentence_is_of_a_circumstance_that_the_question_puts(question: str, of_it: str, not_of_it: str) -> None:
    put = circumstances_of(question)
    assert any(c.is_of(of_it) for c in put)
    assert not any(c.is_of(not_of_it) for c in put)


@pytest.mark.parametrize(
    "question",
    [
        "有没有补贴政策?",
        "渡口管护由哪个单位执行?",
        "没有补贴吗?",
        "渡口建设资金有多少?",
        "渡船靠岸要多久?",
        "渡口管护是不是全市统一?",
    ],
)
def test_other_questions_put_none(question: str) -> None:
    assert circumstances_of(question) == []
