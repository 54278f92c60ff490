"""What a later document changed, extended, added or ended is told ahead of the older wording."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.api.reading import Reading, Reads
from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in

DOCUMENTS = (
    """柳河市水利局 柳河市财政局关于印发《柳河市社区食堂建设和运营资助办法》的通知
柳水规〔2022〕6号
各县（区）人民政府：
现将《柳河市社区食堂建设和运营资助办法》印发给你们，请遵照执行。
柳河市水利局
2022年6月15日
柳河市社区食堂建设和运营资助办法
一、总则
（一）为规范资助资金的管理，制定本办法。
（二）资助资金由市县两级财政承担。
二、资助标准
（一）建设资助。对新建的社区食堂给予一次性资助，单个食堂累计不超过40万元。
（二）运营资助。按照食堂等级结算，标准见附件1。当月开餐不足20天的不予资助。
三、监督管理
（一）资助资金应当用于灶具购置和人员工资，不得用于偿还债务。
四、附则
（一）本办法自2022年7月15日起施行，有效期两年。
附件1
社区食堂运营资助标准表
（单位：元/座·月）
| 食堂等级 | 早餐座 | 午餐座 |
| 甲级 | 30 | 50 |
| 乙级 | 20 | 40 |
""",
    """柳河市水利局 柳河市财政局
关于修改《柳河市社区食堂建设和运营资助办法》并延长有效期的通知
柳水规〔2024〕3号
各县（区）人民政府：
经市政府同意，决定对《柳河市社区食堂建设和运营资助办法》（柳水规〔2022〕6号，以下简称《资助办法》）作部分修改。
一、修改内容
（一）将第二部分第（一）项“单个食堂累计不超过40万元”修改为“单个食堂累计不超过65万元”。
（二）将附件1中乙级午餐座的运营资助标准由每座每月40元调整为45元，其他标准不变。
（三）在第三部分增加一项，作为第（二）项：“受资助的食堂每年公开一次账目”。
二、有效期
《资助办法》有效期延长至2027年7月14日。
本通知自2024年7月15日起施行。
柳河市水利局
2024年6月20日
""",
    """柳河市人民政府
关于修改和废止部分规范性文件的通知
柳政发〔2024〕14号
一、修改的文件
（一）对《柳河市老年人助浴补贴实施办法》（柳政规〔2021〕8号）作如下修改：
1.将第四条中的“每次补贴20元”修改为“每次补贴35元”。
2.增加一条，作为第十二条：“助浴机构应当每年3月31日前报送台账，弄虚作假的追回资金。”原第十二条改为第十三条。
二、废止的文件
（一）《柳河市古井保护若干规定》（柳政规〔2019〕11号）。
柳河市人民政府
2024年6月5日
""",
    """柳河市渡口安全管理办法
柳政发〔2023〕9号
第一条 为加强渡口安全管理，制定本办法。
第二条 渡船应当每年检验一次。
第三条 本办法自2023年8月1日起施行。2016年发布的《柳河市渡口管理规定》同时废止。
柳河市人民政府
2023年7月3日
""",
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("amended"), DOCUMENTS)


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2026, 3, 1)))


@pytest.mark.parametrize(
    ("question", "first", "words"),
    [
        ("柳河一家社区食堂的建设资助累计最多还是40万对吧？", "一、(一)", "不超过65万元"),
        ("柳河社区食堂的建设资助累计不超过多少万元？", "一、(一)", "不超过65万元"),
        ("柳河社区食堂运营资助，乙级午餐座每座每月多少元？", "一、(二)", "45元"),
        ("柳水规〔2022〕6号这个资助办法现在延期到哪天？", "第二部分", "2027年7月14日"),
        ("柳河市社区食堂建设和运营资助办法的有效期到什么时候？", "第二部分", "2027年7月14日"),
        ("柳河市修改老年人助浴补贴办法，新增加的第十二条是什么内容？", "一、(一)2.", "3月31日"),
        ("柳河食堂资助办法第三部分第（一）项说资金能用在哪？", "三、(一)", "灶具购置"),
    ],
)
async def test_the_clause_that_holds_now_is_cited_first(
    assistant: Assistant, question: str, first: str, words: str
) -> None:
    answer = await ask(assistant, question)

    assert answer.status == "answered"
    assert words in answer.answer
    assert answer.citations[0].label.startswith(first)


async def test_an_asserted_figure_that_was_changed_since_is_set_right(assistant: Assistant) -> None:
    answer = await ask(assistant, "柳河一家社区食堂的建设资助累计最多还是40万对吧？")

    assert answer.answer.startswith("文件的规定与您说的不同")
    assert "修改前的规定" in answer.answer


@pytest.mark.parametrize(
    "question", ["柳河社区食堂的建设资助原来累计不超过多少万元？", "柳河社区食堂的建设资助2022年累计不超过多少万元？"]
)
async def test_the_older_wording_stands_where_it_is_asked_for(assistant: Assistant, question: str) -> None:
    answer = await ask(assistant, question)

    assert "40万元" in answer.answer
    assert "65万元" not in answer.answer


async def test_an_extended_document_still_holds(assistant: Assistant) -> None:
    answer = await ask(assistant, "柳河市社区食堂建设和运营资助办法还有效吗？")

    assert "现行有效" in answer.answer
    assert not any("失效" in notice for notice in answer.notices)
    issued = next(d for d in assistant.knowledge.documents() if d.doc_number == "柳水规〔2022〕6号")
    listed = await Reads(assistant, lambda: datetime(2026, 3, 1, tzinfo=UTC))(Reading.document, issued.id)
    assert listed.status == "现行有效"


@pytest.mark.parametrize(
    "question", ["哪份文件让柳政规〔2019〕11号停止执行了？", "柳政规〔2019〕11号被哪个文件废止了？"]
)
async def test_the_document_that_ended_another_is_named(assistant: Assistant, question: str) -> None:
    answer = await ask(assistant, question)

    assert "关于修改和废止部分规范性文件的通知" in answer.answer


@pytest.mark.parametrize(
    ("question", "ended"), [("柳河市渡口管理规定还有效吗？", True), ("柳河市渡口安全管理办法还有效吗？", False)]
)
async def test_a_document_that_is_ended_is_not_taken_for_the_one_that_ends_it(
    assistant: Assistant, question: str, ended: bool
) -> None:
    answer = await ask(assistant, question)

    assert ("已由《柳河市渡口安全管理办法》（柳政发〔2023〕9号）废止" in answer.answer) is ended
    assert ("现行有效" in answer.answer) is not ended
