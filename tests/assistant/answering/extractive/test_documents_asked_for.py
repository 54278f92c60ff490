"""Questions about documents: what they are, which one governs a matter, several side by side, one that is described."""

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in

DOCUMENTS = (
    """国务院关于白沙口岸范围和使用期限的批复
国函〔2021〕52号
南岭省人民政府、北川省人民政府：
一、同意白沙口岸的范围。
二、口岸由南岭省管理，使用期限到2047年。
国务院
2021年6月30日
""",
    """国务院办公厅关于2022年地震趋势和防震减灾工作的通知
国办发〔2022〕7号
各省、自治区、直辖市人民政府：
一、2021年全国共发生5级以上地震37次，造成损失106亿元。
二、新建水电项目一律按8度设防。
国务院办公厅
2022年1月10日
""",
    """国务院办公厅关于2023年地震趋势和防震减灾工作的通知
国办发〔2023〕9号
各省、自治区、直辖市人民政府：
一、2022年全国共发生5级以上地震43次，造成损失224亿元。
二、经费由各地财政统筹安排，不另拨付。
国务院办公厅
2023年1月12日
""",
    """柳河市大棚种植补贴办法
柳政发〔2024〕20号
第一条 为支持设施农业，制定本办法。
第二条 新建钢架大棚每亩补贴6500元，向镇政府提出申请。
第三条 本办法自2024年4月1日起施行，有效期3年。2021年4月印发的《柳河市蔬菜奖补办法》（柳政发〔2021〕11号）同时废止。
柳河市人民政府
2024年3月15日
""",
    """柳河市渔船歇业补贴若干措施
柳河市渔业局、柳河市财政局、柳河市总工会联合制定。2024年6月3日印发。
一、渔船歇业的，每船每月补贴900元，由市渔业局、市财政局联合制定发放办法。
二、歇业补贴按季度发放。
""",
    """南岭省充电设施管理办法
南政发〔2024〕9号
第一条 为规范充电设施，制定本办法。
第二条 充电设施与住宅的距离不得小于6米。
第三条 本办法自2024年8月1日起施行，有效期2年。
第四条 省能源局应当在本办法施行后90日内制定换电实施细则。
南岭省人民政府
2024年7月3日
""",
    """平泽县茶园扶持若干措施（2024—2026年）
平财发〔2024〕6号
一、茶园受灾的，补贴标准经核定有效期满后不再执行。
二、新建茶园每亩补助300元。
三、改造茶园每亩补助180元。
平泽县财政局
2024年2月1日
""",
    """国务院关于成立普查领导小组的通知
国发〔2023〕30号
各省、自治区、直辖市人民政府：
一、领导小组办公室设在统计局，办公室主任由王五兼任。
国务院
2023年9月1日
""",
    """柳河市供水应急预案
柳政办发〔2024〕31号
一、指挥部负责应急供水，领导小组办公室设在市水利局，办公室主任由赵六兼任。
二、改造老旧水站80座，新建带遮雨棚的取水亭、饮马槽、石磨坊和晒谷台120座。
柳河市人民政府办公室
2024年9月2日
""",
    """平泽县供水应急预案
平政办发〔2024〕12号
一、指挥部负责应急供水。指挥部办公室设在县水利局。办公室主任由孙七兼任。
二、新建乡村取水亭、饮马槽、石磨坊和晒谷台210座。
平泽县人民政府办公室
2024年3月2日
""",
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("documents"), DOCUMENTS)


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("白沙口岸范围的批复是国务院什么时间、发给谁的?", ["2021年6月30日", "南岭省人民政府、北川省人民政府"]),
        ("柳河市大棚种植补贴办法是几号文?2021年的那个还有效吗?", ["柳政发〔2024〕20号", "同时废止"]),
        ("我手上是21年的柳河市大棚种植补贴办法,现在还作数吗?", ["同时废止"]),
        ("柳河渔船歇业补贴那几条是哪几家一块定的?", ["柳河市渔业局、柳河市财政局、柳河市总工会联合制定"]),
        ("我在柳河市想建大棚,该看市里哪个文件申请补贴?", ["柳河市大棚种植补贴办法", "柳政发〔2024〕20号", "6500元"]),
        ("给南岭省的白沙口岸批复是几号文?", ["国函〔2021〕52号"]),
        ("平泽县供水预案是哪天印的,谁发的?", ["2024年3月2日", "平泽县人民政府办公室"]),
        ("平泽的茶园扶持措施是哪年到哪年的,谁发的?", ["2024—2026年", "平泽县财政局"]),
        ("南岭省有没有管充电设施的文件?", ["南岭省充电设施管理办法", "南政发〔2024〕9号"]),
    ],
)
async def test_every_fact_of_a_document_that_is_asked_for_is_told(
    assistant: Assistant, question: str, facts: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "answered"
    assert [fact for fact in facts if fact not in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("南岭省什么时候制定换电实施细则?", "90日内", "7月3日"),
        ("南岭省换电实施细则要什么时候出台?", "90日内", "7月3日"),
        ("南岭省充电设施管理办法是什么时候出台的?", "2024年7月3日", "90日内"),
        ("南岭省什么时候印发充电设施管理办法?", "2024年7月3日", "90日内"),
    ],
)
async def test_by_when_a_paper_is_to_be_made_is_not_when_the_one_that_says_so_was(
    assistant: Assistant, question: str, told: str, untold: str
) -> None:
    answer = await ask(assistant, question)
    assert told in answer.answer
    assert untold not in answer.answer


@pytest.mark.parametrize(
    ("question", "told", "first"),
    [
        ("新建水电项目按8度设防,是哪份文件说的?", ["国办发〔2022〕7号"], "8度设防"),
        ("新建水电项目一律按8度设防的国办通知,文号是什么?", ["国办发〔2022〕7号"], "8度设防"),
        ("新建水电项目一律按8度设防出自哪份文件,文号是什么?", ["国办发〔2022〕7号"], "8度设防"),
        ("哪个文件规定新建钢架大棚每亩补贴6500元?请给出文件名称和文号。", ["柳政发〔2024〕20号"], "6500元"),
        ("充电设施离住宅不小于6米是哪部规章规定的,什么时候施行?", ["南岭省充电设施管理办法", "2024年8月1日"], "6米"),
        ("南岭省管充电设施的规章叫什么名字,什么时候施行?", ["南岭省充电设施管理办法", "2024年8月1日"], "2024年8月1日"),
        ("柳河市管大棚补贴的文件叫啥?", ["柳河市大棚种植补贴办法", "柳政发〔2024〕20号"], "柳河市大棚种植补贴办法"),
    ],
)
async def test_a_document_is_looked_up_by_what_it_says_or_is_about(
    assistant: Assistant, question: str, told: list[str], first: str
) -> None:
    answer = await ask(assistant, question)
    assert [fact for fact in told if fact not in answer.answer] == []
    assert first in answer.citations[0].quote


async def test_a_title_is_known_by_what_was_meant_and_an_article_tells_who_pays(assistant: Assistant) -> None:
    answer = await ask(assistant, "大朋补贴办法第二条,钱找谁申请?")
    assert "向镇政府提出申请" in answer.answer
    assert "“大朋”按“大棚”理解" in answer.notices


async def test_where_facts_are_told_nobody_asked_for_an_issuer(assistant: Assistant) -> None:
    answer = await ask(assistant, "白沙口岸的批复发给哪些单位?")
    assert "发文机关" not in answer.answer


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("2021年和2022年全国5级以上地震各发生了多少次?", ["37次", "43次"]),
        ("大棚补贴办法和充电设施管理办法,哪个有效期更长?各几年?", ["有效期3年", "有效期2年"]),
        ("柳河市和平泽县的供水应急办公室各设在哪里,办公室主任分别是谁?", ["市水利局", "赵六", "县水利局", "孙七"]),
        ("大棚补贴办法和充电设施管理办法,哪个先施行?", ["大棚补贴办法先施行", "2024年4月1日", "2024年8月1日"]),
        ("平泽县新建茶园和改造茶园每亩补助差多少?", ["300元", "180元"]),
        ("大棚种植补贴办法和充电设施管理办法分别是几号文?", ["柳政发〔2024〕20号", "南政发〔2024〕9号"]),
    ],
)
async def test_sides_that_different_documents_answer_are_told_side_by_side(
    assistant: Assistant, question: str, facts: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert [fact for fact in facts if fact not in answer.answer] == []
    assert len(answer.citations) == len({(c.doc_id, c.clause_id) for c in answer.citations})
    assert {int(n) for n in range(1, len(answer.citations) + 1)} == {c.index for c in answer.citations}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("大棚每亩补贴多少,白沙口岸使用期限到哪年?", ["6500元", "2047年"]),
        ("柳河市大棚的补贴标准与水电项目的设防标准,分别是多少?", ["6500元", "8度"]),
        ("充电设施离住宅不小于多少米,新建钢架大棚每亩补贴多少元?", ["6米", "6500元"]),
    ],
)
async def test_things_that_different_documents_tell_are_told_each_from_its_own(
    assistant: Assistant, question: str, told: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert [fact for fact in told if fact not in answer.answer] == []
    assert len({c.doc_id for c in answer.citations}) == len(told)


async def test_no_side_is_told_from_the_document_of_another_place(assistant: Assistant) -> None:
    answer = await ask(assistant, "柳河市新建大棚的补贴标准与充电设施的住宅距离,分别是多少?")
    assert "6500元" in answer.answer
    assert {c.title[:3] for c in answer.citations} == {"柳河市"}


async def test_of_articles_of_one_number_the_one_that_speaks_of_the_matter_is_meant(assistant: Assistant) -> None:
    answer = await ask(assistant, "国办的通知第二条对新建水电项目设防是怎么要求的?")
    assert "8度设防" in answer.answer
    assert "统筹安排" not in answer.answer


async def test_documents_that_say_it_equally_are_told_each_where_none_is_named(assistant: Assistant) -> None:
    answer = await ask(assistant, "领导小组办公室设在哪个部门?")
    assert [fact for fact in ("统计局", "市水利局") if fact not in answer.answer] == []
    assert "《国务院关于成立普查领导小组的通知》" in answer.answer


async def test_a_figure_that_papers_of_several_places_give_is_told_of_each(assistant: Assistant) -> None:
    answer = await ask(assistant, "要新建改造多少座取水亭、饮马槽、石磨坊和晒谷台?")
    assert [fact for fact in ("柳河市：", "120座", "平泽县：", "210座") if fact not in answer.answer] == []


@pytest.mark.parametrize("question", ["有效期几年?", "文号是多少?", "什么时候发布的?", "这个文件从哪天开始施行的?"])
async def test_facts_of_no_document_in_particular_are_asked_back(assistant: Assistant, question: str) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "clarify"
    assert answer.suggestions
