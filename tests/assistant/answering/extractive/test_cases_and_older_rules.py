"""What is ruled for one of several cases, and what a document says of the older one that it replaces."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in

RULES = """石江市桥下摊位许可管理办法
石政发〔2024〕6号
第一条 为规范桥下摊位，制定本办法。
第二条 有下列情形之一的，由市城管局责令改正；拒不改正的，撤销摊位许可，2年内不再受理申请：
（一）以隐瞒真实情况取得摊位许可的；
（二）把摊位转租他人的。
第三条 有下列情形之一的，不需要办理摊位许可：
（一）桥下居民自产蔬菜在摊位区零星出售的；
（二）节庆期间由市商务局统一设摊的。
第四条 市城管局应当在5个工作日内审核摊位许可申请。
第五条 下列人员不得租用桥下摊位：
（一）市城管局的在编职工；
（二）一年内被撤销过摊位许可的。
第六条 本办法自2024年3月1日起施行。2015年印发的原办法同时废止。
石江市人民政府
2024年2月5日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("rules"), [RULES])


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


@pytest.mark.parametrize(
    ("question", "ruled", "case"),
    [
        ("以隐瞒真实情况取得摊位许可且拒不改正的,市城管局如何处理?", "撤销摊位许可", "隐瞒真实情况"),
        ("桥下居民自产蔬菜在摊位区零星出售要不要办许可?", "不需要办理摊位许可", "自产蔬菜"),
        ("我是市城管局的在编职工,能租桥下摊位吗?", "不得租用桥下摊位", "在编职工"),
    ],
)
async def test_a_case_is_told_with_what_is_ruled_for_it(
    assistant: Assistant, question: str, ruled: str, case: str
) -> None:
    answer = await ask(assistant, question)
    assert ruled in answer.answer
    assert case in answer.answer


async def test_an_older_document_without_a_name_is_told_to_have_ended(assistant: Assistant) -> None:
    answer = await ask(assistant, "石江市桥下摊位许可管理办法是几号文?原来的办法还有效吗?")
    assert "石政发〔2024〕6号" in answer.answer
    assert "2015年印发的原办法同时废止" in answer.answer


async def test_how_far_a_case_of_ones_own_has_come_is_told_by_nobody(assistant: Assistant) -> None:
    answer = await ask(assistant, "我们上个月递的摊位许可申请到底批没批,现在到哪一步了?")
    assert answer.status == "refused"
    assert (await ask(assistant, "摊位许可申请几个工作日审核完?")).status == "answered"
