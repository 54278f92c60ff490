"""To whom a document was copied, what it repeals, and by which it was itself repealed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

OLD = """松原市水利局关于公布2023年渡口安全补助标准的通知
松水发〔2023〕9号
各县水利局：
一、补助标准。每处渡口补助3000元。
本通知自印发之日起施行，《松原市渡口补助标准》（松水发〔2021〕2号）同时废止。
松原市水利局
2023年5月6日
（此件公开发布。抄送：南江省水利厅（安全处）、市审计局）
"""
NEW = """松原市水利局关于公布2024年渡口安全补助标准的通知
松水发〔2024〕4号
各县水利局、财政局：
一、补助标准。每处渡口补助4000元。
二、施行时间
本通知自2024年5月10日起施行。《松原市水利局关于公布2023年渡口安全补助标准的通知》（松水发〔2023〕9号）同时废止。
松原市水利局
2024年5月6日
【附】问答
问：旧渡口能不能补？
答：不能。
抄报：南江省水利厅。
抄送：市财政局，市交通运输局。
"""
PLAIN = """松原市水利局关于加强堤防巡查的通知
松水发〔2025〕8号
各县水利局：
一、巡查要求。汛期每日巡查堤防两次。
松原市水利局
2025年7月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [OLD, NEW, PLAIN])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松水发〔2023〕9号抄送给了哪些单位?", ["抄送南江省水利厅（安全处）、市审计局"], ["主送", "发文机关"]),
        ("松水发〔2024〕4号的通知主送谁，抄送谁?", ["主送各县水利局、财政局", "抄送市财政局"], []),
        ("松水发〔2024〕4号抄送哪些部门?", ["抄报南江省水利厅", "抄送市财政局，市交通运输局"], ["主送"]),
        ("松水发〔2024〕4号主送哪些单位?", ["主送各县水利局、财政局"], ["交通运输局"]),
        ("松水发〔2024〕4号废止了哪个文件?", ["松水发〔2023〕9号）同时废止"], ["2021"]),
        ("松水发〔2023〕9号废止了哪个文件?", ["松水发〔2021〕2号）同时废止"], ["4号"]),
        ("松水发〔2023〕9号现在还有效吗?", ["已由", "松水发〔2024〕4号", "松水发〔2023〕9号）同时废止"], ["2021"]),
        ("松水发〔2023〕9号被哪个文件废止了?", ["已由", "松水发〔2024〕4号"], ["2021"]),
        ("松水发〔2024〕4号现在还有效吗?", ["现行有效"], ["已由"]),
    ],
)
async def test_what_a_document_says_of_others_and_others_of_it(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


async def test_no_copies_are_told_of_a_document_that_names_none(ask: Ask) -> None:
    assert (await ask("松水发〔2025〕8号抄送哪些单位?")).status == "refused"
