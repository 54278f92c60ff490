"""Whom one turns to, who decides, whose body acts, and what a body is charged with item by item."""

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

RULES = """云川县校车安全管理办法
云政发〔2024〕7号
    第一条 为规范校车管理，制定本办法。
    第二条 县教育局主管全县校车工作，其所属的县校车服务站具体承担校车调度；县交警大队负责路线勘察。
    第三条 校车监督委员会履行下列职责：①查看车况；②抽查驾驶记录；③听取家长意见；④公开收费情况。
    第四条 家长委员会履行下列职责：
    （一）推选随车照管人；
    （二）收集乘车意见；
    （三）监督票款收支。
    第五条 发生交通事故的，应当在1小时内报告县教育局、县公安局和县应急局。事故鉴定由县司法鉴定中心承担。
    第六条 收费有异议的，先向学校提出；学校7日内未答复的，可向县教育局信访办公室投诉，行车安全也可以向县公安局举报。
    第七条 租车补贴由县教育局审核；购车补贴由县财政局拨付到县交通局，由县交通局发放到学校；油料补贴由县税务局发放。
    第八条 第一，站点建设。每年9月底前，由县交通局牵头，县住建局、县公安局和各乡镇配合，在路口设置候车亭60处。
    第九条 校车线路由县交通局编制，报县人民政府批准。
    第十条 驾驶人培训由县人社局牵头，县公安局参加，培训场地由县职教中心提供。
    第十一条 照管人名额由县人社局会同县妇联核定，县教育局负责岗前培训。
    第十二条 车辆检测由县公安局指定的3家检测站免费承担。
云川县人民政府
2024年3月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("turned_to"), [RULES])


@pytest.mark.parametrize(
    ("question", "named", "said"),
    [
        (
            "云川县校车出了交通事故,驾驶人要报告给哪几家?",
            {"responsible": ["县教育局", "县公安局", "县应急局"]},
            "1小时内报告",
        ),
        ("云川县校车事故由谁鉴定?", {"responsible": ["县司法鉴定中心"]}, "县司法鉴定中心"),
        ("云川县校车收费有异议,学校一直不答复,找谁投诉?", {"responsible": ["县教育局信访办公室"]}, "投诉"),
        ("云川县校车调度具体由哪个单位承担?", {"responsible": ["县校车服务站"]}, "校车调度"),
        ("云川县的购车补贴由谁发放到学校?", {"responsible": ["县财政局", "县交通局"]}, "购车补贴"),
        ("云川县的油料补贴由谁发放到学校?", {"responsible": ["县税务局"]}, "油料补贴由县税务局发放"),
        (
            "云川县校车站点建设的牵头和配合单位有哪些?",
            {"lead": ["县交通局"], "support": ["县住建局", "县公安局", "各乡镇"]},
            "候车亭60处",
        ),
        ("云川县校车线路由谁编制?", {"responsible": ["县交通局"]}, "县交通局"),
        ("云川县校车线路报谁批准?", {"responsible": ["县人民政府"]}, "县人民政府"),
        (
            "云川县校车驾驶人培训由谁牵头、谁参加,培训场地谁提供?",
            {"lead": ["县人社局"], "support": ["县公安局"], "responsible": ["县职教中心"]},
            "县职教中心",
        ),
        (
            "云川县校车照管人名额由谁核定,岗前培训归谁?",
            {"lead": ["县人社局"], "support": ["县妇联"], "responsible": ["县教育局"]},
            "岗前培训",
        ),
        ("云川县校车车辆检测由哪里承担?", {"responsible": ["检测站"]}, "免费"),
    ],
)
async def test_those_are_named_who_do_what_is_asked(
    assistant: Assistant, question: str, named: dict[str, list[str]], said: str
) -> None:
    answer = await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))
    assert units(answer) == named
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云川县校车监督委员会都管些啥?", ["查看车况", "驾驶记录", "家长意见", "收费情况"]),
        ("云川县家长委员会要做哪些事?", ["推选", "乘车意见", "票款收支"]),
    ],
)
async def test_all_items_are_told_that_a_body_is_charged_with(
    assistant: Assistant, question: str, said: list[str]
) -> None:
    answer = await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))
    assert [fact for fact in said if fact not in answer.answer] == []
