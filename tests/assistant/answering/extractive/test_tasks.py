"""What a unit must do across a document: by the lists of units behind passages, else by running text."""

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

OPINION = """南岭省人民政府办公厅关于促进夜间经济发展的意见
南政办发〔2024〕7号
各市人民政府：
为促进夜间经济发展，提出以下意见。
一、重点任务
（一）规范夜市秩序。划定摊位，登记摊主，规范占道经营。（省商务厅、省市场监管局负责）
加密夜间巡逻，查处寻衅滋事，重点路段每晚巡逻不少于3次。（省公安厅负责）
（二）改善夜间出行。末班公交延长至23时30分。（省交通运输厅牵头，省公安厅配合）
开通省级公交专线6条。（省交通运输厅负责）
夜宵摊点让出公交站。（省住房城乡建设厅牵头，省交通运输厅配合）
（三）扶持夜间演艺。对小剧场每场补助800元。（文化和旅游厅、省财政厅负责）
（四）支持夜间消费。发放夜间消费券2亿元。（省财政厅、省商务厅负责）
（五）更新灯光。更新老旧路灯9000盏。（省能源局牵头，省财政厅配合；省体育局负责球场、跑道照明的情况摸底）
（六）总结评估（2024年11月至12月）。由省体育局会同省能源局评估效果，评估后于12月20日前公布。
南岭省人民政府办公厅
2024年4月8日
"""
REPLY = """国务院关于同意设立白沙湾生态区的批复
国函〔2024〕61号
南岭省人民政府：
一、同意设立白沙湾生态区。
二、南岭省人民政府要切实履行主体责任，编制总体方案；建立分区管控制度；涉及用海的按程序报批。要定期评估成效，推广做法。
三、国家林草局要加强指导，每年组织一次监测。2023年，南岭省人民政府报送了申请材料。
国务院
2024年5月6日
"""
RULES = """柳河市共享单车停放管理办法
柳政发〔2024〕15号
第一条 为规范共享单车停放，制定本办法。
第二条 运营企业应当按每千辆车不少于8人配备运维人员。
第三条 物业服务人应当划定小区停放点，不得收取停放费。
第四条 故障车辆由运营企业在24小时内回收；逾期不回收的，由市城管局代为清理。
第五条 物业服务人对乱停车辆每日清理2次。
第六条 市城管局抽查运营企业，以停放秩序、车辆维护为重点。
第七条 禁停区域的目录及管理办法由市城管局会同市公安局制定并公布。
第八条 卫生健康主管部门负责头盔的卫生监督。
第九条 占用盲道的，由水利管理部门责令改正。
第十条 每年公布一次停放评价结果。（市水利管理和渔业局负责）
第十一条 公安机关负责查处偷盗车辆。
第十二条 消防救援机构是电池存放的监管部门、换电站点的主管部门，发现隐患的，市民可向消防救援机构举报。
第十三条 市消防救援机构应当建立换电柜台账。所在地县级消防救援机构应当每月检查换电柜2次。
柳河市人民政府
2024年6月3日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("tasks"), (OPINION, REPLY, RULES))


async def ask(assistant: Assistant, question: str) -> Answer:
    return await assistant.ask(AskRequest(question, as_of=date(2024, 9, 1)))


async def test_a_task_is_told_by_the_passage_that_the_unit_answers_for(assistant: Assistant) -> None:
    answer = await ask(assistant, "夜间经济的意见里省公安厅负责哪些工作?")
    assert "规范夜市秩序：加密夜间巡逻" in answer.answer
    assert "改善夜间出行：末班公交延长至23时30分" in answer.answer
    assert "登记摊主" not in answer.answer  # the passage before it is another unit's
    assert ["巡逻" in c.quote or "末班公交" in c.quote for c in answer.citations] == [True, True]
    assert units(answer) == {"responsible": ["省公安厅"], "support": ["省公安厅"]}


async def test_what_alone_a_unit_does_is_its_task_and_so_is_what_running_text_says(assistant: Assistant) -> None:
    told = (await ask(assistant, "夜间经济的意见里省体育局要干哪些事?")).answer
    assert "更新灯光：球场、跑道照明的情况摸底" in told
    assert "由省体育局会同省能源局评估效果" in told
    assert "9000盏" not in told  # that is what the others do


async def test_a_unit_with_and_without_its_level_is_named_once(assistant: Assistant) -> None:
    answer = await ask(assistant, "夜间经济的意见里文化和旅游厅负责哪些工作?")
    assert "文化和旅游厅负责的任务" in answer.answer
    answer = await ask(assistant, "夜间经济的意见里省财政厅承担什么任务?")
    assert answer.answer.startswith("省财政厅负责的任务")
    assert [fact for fact in ("800元", "2亿元") if fact not in answer.answer] == []


async def test_where_no_unit_is_said_to_lead_those_that_answer_for_it_are_told(assistant: Assistant) -> None:
    answer = await ask(assistant, "夜间经济的意见里省商务厅牵头哪些任务?")
    assert "省商务厅负责的任务" in answer.answer
    assert "夜间消费券" in answer.answer


async def test_what_a_unit_takes_part_in_is_what_it_does_not_lead(assistant: Assistant) -> None:
    answer = await ask(assistant, "夜间经济的意见里省公安厅参与了哪些任务?")
    assert [fact for fact in ("夜间巡逻", "末班公交") if fact not in answer.answer] == []
    answer = await ask(assistant, "夜间经济的意见里省公安厅配合哪些任务?")
    assert "夜间巡逻" not in answer.answer
    answer = await ask(assistant, "夜间经济的意见里省公安厅参与或负责的工作有哪些?")
    assert [fact for fact in ("夜间巡逻", "末班公交") if fact not in answer.answer] == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("柳河市卫健部门在共享单车停放管理上有哪些职责?", ["头盔"]),
        ("柳河市公安局在共享单车停放管理上有哪些职责?", ["偷盗"]),
        ("柳河市水利管理和渔业局在共享单车停放管理上要干哪些活?", ["盲道", "评价结果"]),
    ],
)
async def test_a_department_is_known_by_its_field(assistant: Assistant, question: str, told: list[str]) -> None:
    answer = (await ask(assistant, question)).answer
    assert [words for words in told if words not in answer] == []
    assert "运维人员" not in answer


@pytest.mark.parametrize("asked", ["有哪些职责?哪项是牵头的?", "牵头什么,又在哪项里是责任部门?"])
async def test_what_a_unit_leads_and_where_it_only_helps_are_told_where_the_roles_are_told_apart(
    assistant: Assistant, asked: str
) -> None:
    answer = (await ask(assistant, f"夜间经济的意见里省交通运输厅{asked}")).answer
    assert [fact for fact in ("末班公交", "夜宵摊点") if fact not in answer] == []
    assert "成文日期" not in answer


@pytest.mark.parametrize("both", ["牵头或负责", "牵头和直接负责", "牵头负责"])
async def test_what_a_unit_leads_and_what_it_answers_for_are_told_where_both_are_asked_for(
    assistant: Assistant, both: str
) -> None:
    answer = await ask(assistant, f"夜间经济的意见里,省交通运输厅{both}哪些任务?")
    assert "末班公交" in answer.answer
    assert "省级公交专线" in answer.answer
    assert "夜宵摊点" not in answer.answer  # where it only helps


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("白沙湾批复对南岭省政府提了些什么要求?", ["主体责任", "分区管控", "定期评估"], ["报送了", "林草局"]),
        ("国务院让南岭省政府在白沙湾生态区这件事上干什么?", ["主体责任"], ["报送了", "组织一次监测"]),
        ("白沙湾生态区批复给国家林草局布置了哪些活?", ["每年组织一次监测"], ["主体责任"]),
        ("共享单车停放办法里物业要做哪些事?", ["划定小区停放点", "每日清理2次"], ["运维人员", "代为清理"]),
        ("共享单车运营企业有哪些义务?", ["每千辆车不少于8人", "24小时内回收"], ["停放点"]),
        ("消防救援机构对共享单车都管哪些事?", ["换电站点的主管部门", "换电柜台账", "每月检查换电柜2次"], ["代为清理"]),
        ("县级消防救援机构对共享单车都管哪些事?", ["每月检查换电柜2次"], ["换电柜台账"]),
        ("共享单车停放办法里市城管局都管什么?", ["代为清理"], ["运维人员", "划定小区停放点"]),
    ],
)
async def test_what_someone_does_is_told_from_running_text(
    assistant: Assistant, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(assistant, question)
    assert answer.status == "answered"
    assert [fact for fact in said if fact not in answer.answer] == []
    assert [fact for fact in unsaid if fact in answer.answer] == []


@pytest.mark.parametrize("question", ["省公安厅在夜间经济意见里有啥活?", "夜间经济意见里跟省公安厅有关的活儿有哪些?"])
async def test_tasks_are_asked_for_in_everyday_words(assistant: Assistant, question: str) -> None:
    answer = await ask(assistant, question)
    assert [task for task in ("夜间巡逻", "末班公交") if task not in answer.answer] == []


async def test_what_a_unit_acts_on_is_no_task_of_its_own(assistant: Assistant) -> None:
    answer = await ask(assistant, "市城管局抽查共享单车运营企业,应当以哪些事项为重点?")
    assert "停放秩序" in answer.answer
    assert "代为清理" not in answer.answer


async def test_who_draws_up_what_a_document_speaks_of_is_no_question_for_its_issuer(assistant: Assistant) -> None:
    answer = await ask(assistant, "共享单车禁停区域的目录和管理办法由哪个部门制定公布?")
    assert units(answer) == {"lead": ["市城管局"], "support": ["市公安局"]}


async def test_the_document_of_the_matter_is_meant_where_several_name_the_unit(assistant: Assistant) -> None:
    answer = await ask(assistant, "末班公交这件事上省公安厅要做什么?")
    assert {c.doc_id for c in answer.citations} == {answer.citations[0].doc_id}


async def test_a_unit_that_the_document_does_not_name_has_no_tasks_in_it(assistant: Assistant) -> None:
    answer = await ask(assistant, "共享单车停放办法里市教育局承担哪些任务?")
    assert answer.status == "refused"
    assert "市教育局" in answer.answer
