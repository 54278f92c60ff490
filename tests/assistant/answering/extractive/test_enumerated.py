"""Lists of a kind that is asked for in everyday words, wherever the document has them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.listing import asks_outline, denies
from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """云川市人民政府关于印发云川市公共菜园管理办法的通知
云政规〔2024〕5号
各区人民政府：
《云川市公共菜园管理办法》已经市政府同意，现印发给你们。
云川市公共菜园管理办法
第一章　总则
第一条　为了规范公共菜园的申领和使用，制定本办法。
第二条　下列区域为禁种区：
（一）河道管理范围；
（二）消防通道上游50米，铁路桥100米以上的，两侧各30米；不足100米的，两侧各20米；
（三）高压线走廊。
第三条　下列时段为禁灌期：
（一）每年7月1日至8月15日；
（二）每日12时至15时。
因抗旱确需在前款第二项时段灌溉的，应当报市农业农村局批准。
第二章　申领
第四条　居民申领公共菜园，应当符合下列条件：
（一）具有本市户籍满2年；
（二）名下没有其他菜园。
第五条　单位申领公共菜园，应当符合下列条件：
（一）在本市登记；
（二）职工不少于20人。
第六条　下列家庭优先分配：
（一）有残疾人的家庭；
（二）有三个以上子女的家庭。
第七条　申领菜园应当提交下列材料：
（一）申领表；
（二）户口簿或者营业执照复印件。
第八条　申领按照下列程序进行：
（一）受理。社区当场受理。
（二）审核。街道在5个工作日内审核。
（三）公示。市农业农村局公示7日。
第三章　使用
第九条　使用人不得有下列行为：
（一）转租菜园；
（二）搭建房屋。
第十条　使用人有下列行为之一的，收回菜园，三年内不得再次申领：
（一）连续半年抛荒；
（二）焚烧秸秆。
第十一条　发生虫灾时，现场指挥部下设防治组（市农业农村局牵头）、宣传组（市委宣传部牵头）、物资组（市供销社牵头）。
第四章　附则
第十二条　本办法自2024年3月1日起施行。
"""

PLAN = """石江县湿地保护三年行动方案
为保护湿地，制定本方案。
一、主要目标
到2025年，湿地保有量达到3万亩，修复湿地2000亩。
到2027年，湿地保有量达到4万亩，修复湿地5000亩；巡护员持证率达到100%。
二、重点任务
（一）实施退养还湿行动。到2025年退养1000亩。
（二）实施水系连通行动。疏浚河道12公里。
（三）实施候鸟守护行动。设立观测点8处。
三、申报材料
1.申报表；
2.营业执照复印件；
3.2024年度财务报表。
四、宣传
涉及湿地租用、补偿、候鸟保护的宣传材料应当配发图解。
五、试点
在北河镇、南河镇、东滩乡开展湿地银行试点，试点期为2年。
"""

HALLS = """白湖市剧场安全管理规定
白政规〔2024〕6号
各区人民政府：
《白湖市剧场安全管理规定》已经市政府同意，现印发给你们。
白湖市剧场安全管理规定
第一章　总则
第一条　为了加强剧场安全管理，制定本规定。
本规定所称剧场，分为歌剧院、戏院、音乐厅、排练厅和露天舞台五类。剧场安全管理工作由市剧场管理中心统筹。
第二条　修缮资金由市财政安排。修缮资金不得用于购买演出服装、支付罚款和偿还债务。
第二章　安全管理职责
第三条　剧场的业主对剧场的安全负责，不是同一人的共同负责。
第四条　剧场的承租单位应当履行下列安全管理职责：
（一）建立巡查制度；
（二）组织疏散演练。
第三章　剧场安全管理
第五条　剧场的后台通道应当保持畅通，禁止在后台通道堆放布景。
第六条　剧场的幕布应当阻燃，每三年检验一次。
第四章　申报条件
第七条　申报修缮资金的剧场应当具备下列条件：
（一）座位不少于300个；
（二）建成满20年。
第八条　有下列情形之一的，两年内不得申报：
（一）发生过火灾的；
（二）套取修缮资金的。
第五章　附则
第九条　本规定自2024年5月1日起施行。
"""

REPORT = """梅川市人民政府关于2024年古井保护情况的通报
梅政函〔2025〕9号
各县（市）人民政府：
现将2024年古井保护情况通报如下。
一、评为优秀的地区
1.市级（4个）：丹阳市、溧阳市、宜兴市、江阴市。
2.县级（3个）：沛县、睢宁县、丰县。
二、存在的主要问题
1.井台破损多。抽查的310口古井中，井台破损的占28%。
2.看护人员少。有6个县没有落实看护人员。
三、惠民护井事项
（一）修复井台120座，由市文物局负责。
（二）清淤古井80口，每口补助900元。
（三）绘制古井地图，6月底前完成。
四、奖补办法
第一条　看护人员的津贴按下列标准发放：
（一）看护明代以前古井的，每月600元；
（二）看护清代古井的，每月400元；
（三）看护其他古井的，每月200元。
津贴按季度发放。
"""


SHOPS = """北川市书店房租补助资金管理办法
北财规〔2024〕2号
第一条　为了规范书店房租补助资金管理，制定本办法。
第二条　有下列情形之一的，不得申请：
（一）近两年受过处罚的；
（二）开业不满1年的；
（三）网吧、茶楼附设的书店。
第三条　补助资金应当用于支付房租，不得用于发放工资、归还借款。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES, PLAN, HALLS, REPORT, SHOPS])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("云川哪些区域是绝对不让种的?", ["河道管理范围", "不足100米的，两侧各20米", "高压线走廊"], ["8月15日"]),
        ("云川菜园什么时候不让灌溉,都有哪些时段?", ["8月15日", "12时至15时"], ["农业农村局批准"]),
        ("云川居民申领菜园得满足啥条件?", ["满2年", "没有其他菜园"], ["20人"]),
        ("云川分菜园,哪几种人家能排在前面?", ["残疾人", "三个以上子女"], ["满2年"]),
        ("云川申领菜园要交哪些材料?", ["申领表", "户口簿"], ["20人"]),
        ("云川申领菜园要走哪几步?", ["受理", "审核", "公示"], ["申领表"]),
        ("云川申领菜园分几个环节?", ["受理", "审核", "公示"], ["申领表"]),
        ("白湖的剧场都分哪几类?", ["歌剧院", "音乐厅", "露天舞台"], ["统筹"]),
        ("云川使用公共菜园不能有哪些行为?", ["转租", "搭建"], ["抛荒"]),
        ("云川闹大虫灾,现场指挥部分成哪些小组?", ["防治组", "宣传组", "物资组"], ["转租"]),
        ("石江湿地方案部署了哪几项行动?", ["退养还湿", "水系连通", "候鸟守护"], ["12公里"]),
        ("石江湿地到2027年要搞成什么样,主要指标有哪些?", ["4万亩", "5000亩", "100%"], ["3万亩", "8处"]),
        ("石江湿地申报需要提交哪些材料?", ["申报表", "营业执照", "财务报表"], []),
        ("石江哪些材料必须配图解?", ["租用", "补偿", "候鸟保护"], []),
        ("石江在哪些地方搞湿地银行试点?", ["北河镇", "南河镇", "东滩乡"], []),
        ("白湖市剧场的承租单位应当履行哪些安全管理职责?", ["巡查制度", "疏散演练"], ["共同负责"]),
        ("白湖市剧场申报修缮资金的条件有哪些?", ["300个", "20年"], ["火灾"]),
        ("白湖市申报修缮资金,哪些剧场报不了?", ["火灾", "套取"], ["300个"]),
        ("白湖市哪些剧场不能申报修缮资金?", ["火灾", "套取"], ["300个"]),
        ("梅川古井保护的通报反映了哪几方面的问题?", ["井台破损", "看护人员少"], ["清淤"]),
        ("梅川市惠民护井都有哪几项?", ["修复井台", "清淤古井", "古井地图"], ["看护人员少"]),
        ("梅川看护古井的津贴分几档?", ["600元", "400元", "200元"], ["季度"]),
        ("梅川古井看护津贴有几个等级?", ["600元", "400元", "200元"], ["季度"]),
        ("梅川古井保护评为优秀的县市有哪些?", ["丹阳市", "江阴市", "丰县"], ["看护"]),
    ],
)
async def test_the_list_that_is_asked_for_is_told_whole_and_no_other(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert_told(answer, said, unsaid)


async def test_the_clause_that_leads_a_list_in_is_cited_first(ask: Ask) -> None:
    answer = await ask("云川分菜园,哪几种人家能排在前面?")
    assert answer.citations[0].label == "第六条"
    assert "有三个以上子女的家庭" in answer.citations[0].text


async def test_a_list_of_another_matter_is_not_told(ask: Ask) -> None:
    answer = await ask("云川购买新能源汽车要符合哪些条件?")
    assert "户籍满2年" not in answer.answer


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("白湖市剧场安全管理规定对后台通道作了哪些禁止性规定?", "堆放布景", "幕布"),
        ("白湖市的修缮资金不得用于哪些方面?", "偿还债务", "火灾"),
        ("北川市书店房租补助资金不得用于哪些支出?", "归还借款", "处罚"),
        ("白湖市给剧场的修缮资金哪些地方不能花?", "偿还债务", "火灾"),
        ("白湖市剧场的幕布有哪些规定?", "阻燃", "具备下列条件"),
    ],
)
async def test_a_sentence_that_says_it_goes_before_a_list_of_the_same_kind(
    ask: Ask, question: str, said: str, unsaid: str
) -> None:
    answer = await ask(question)
    assert said in answer.answer
    assert unsaid not in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("白湖市剧场规定安全管理职责这一章有哪些条?", ["第三条", "第四条"]),
        ("白湖市对剧场安全管理都有哪些规定?", ["第五条", "第六条"]),
        ("白湖市剧场安全管理规定分哪几章?", ["安全管理职责", "剧场安全管理", "申报条件"]),
    ],
)
async def test_the_parts_of_a_chapter_are_told_where_they_are_asked_for(
    ask: Ask, question: str, said: list[str]
) -> None:
    answer = await ask(question)
    assert [words for words in said if words not in answer.answer] == []


@pytest.mark.parametrize(
    ("words", "negative"),
    [
        ("有下列情形之一的,不予补贴:", True),
        ("使用人不得有下列行为:", True),
        ("违反规定要罚多少?", True),
        ("下列家庭优先分配:", False),
        ("补贴有哪些种类?", False),
    ],
)
def test_what_is_denied_is_known_by_its_words(words: str, negative: bool) -> None:
    assert denies(words) is negative


@pytest.mark.parametrize(
    ("question", "outline"),
    [("这个办法分几个部分?", True), ("办法一共几章?", True), ("开公司送几个章?", False), ("这张表要盖几个章?", False)],
)
def test_chapters_of_a_document_are_no_seals(question: str, outline: bool) -> None:
    desk = SimpleNamespace(asked=SimpleNamespace(text=question))
    assert asks_outline(cast(Desk, desk)) is outline
