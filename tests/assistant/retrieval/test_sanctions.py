"""Questions for what follows from a breach."""

from __future__ import annotations

import pytest

from assistant.retrieval.sanctions import asks_sanction, states_sanction


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("擅自摆摊的怎么处理?", True),
        ("虚报面积会有什么后果?", True),
        ("过了期限还没报,会咋样?", True),
        ("对虚报面积的人规定了怎样的处理措施?", True),
        ("收到举报以后虚报面积的会被怎么处罚?", True),
        ("虚报面积的要承担什么责任?", True),
        ("污水治理由谁牵头,谁来承担责任?", False),
        ("瞒报面积的单位会受到什么样的处罚?", True),
        ("对瞒报面积的单位有哪些惩戒措施?", True),
        ("社区收到申请书后应当如何处理?", False),
        ("街道接到群众报修之后怎么处理?", False),
    ],
)
def test_what_is_done_with_a_thing_received_is_no_sanction(question: str, asks: bool) -> None:
    assert asks_sanction(question) is asks


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("逾期未对接的不再安排运维经费。", True),
        ("逾期未报送的，视为放弃本年度申报。", True),
        ("对有虐待行为的从业人员，实行终身禁入。", True),
        ("暂停拨付资金。", True),
        ("逾期缴费的，每日加收千分之一的滞纳金。", True),
        ("连续停供3个月的，自第4个月起按市场利率计收利息。", True),
        ("满2年仍未达标的企业，移出名录库。", True),
        ("对弄虚作假的予以清退。", True),
        ("每季度收取一次水费。", False),
        ("由审批部门解除委托关系，将有关情况记入信用记录。", True),
        ("因不可抗力暂停供热服务的，应当及时报告。", False),
    ],
)
def test_what_a_sentence_states_to_follow(sentence: str, states: bool) -> None:
    assert states_sanction(sentence) is states
