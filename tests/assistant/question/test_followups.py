"""Conversations: each question is completed from the ones before it, or left alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.model import Turn, Understanding
from assistant.question import QuestionReader


@dataclass
class Talk:
    """Plays a conversation; each answer cites the document of the question's region and one clause."""

    reader: QuestionReader
    turns: list[Turn]

    def ask(self, question: str, *, choices: tuple[str, ...] = ()) -> Understanding:
        understanding = self.reader.read(question, self.turns)
        homes = {
            "常州市": "changzhou",
            "扬州市": "yangzhou",
            "泰州市": "taizhou",
            "贵溪市": "guixi",
            "桐乡市": "tongxiang",
        }
        cited = understanding.doc_ids or tuple(homes[r.name] for r in understanding.regions if r.name in homes)
        clause = f"clause-{len(self.turns) + 1}"
        self.turns.append(Turn(understanding, doc_ids=cited or ("tongxiang",), clause_ids=(clause,), choices=choices))
        return understanding


@pytest.fixture
def talk(sample: QuestionReader) -> Talk:
    return Talk(sample, [])


VALUE = "常州2018年要新增多少家市级以上企业研发机构?"
GAZELLE = "泰州每年要新增多少家瞪羚企业?"

CHAINS: list[tuple[list[str], str, str]] = [
    # questions, the completed last one, its kind
    (["桐乡乱倒垃圾,个人罚多少?", "要是公司干的呢?"], "桐乡乱倒垃圾,公司罚多少?", "value"),
    (["桐乡乱倒垃圾,个人罚多少?", "单位呢?"], "桐乡乱倒垃圾,单位罚多少?", "value"),
    (["桐乡乱倒垃圾,罚单位多少钱?", "那个人呢?"], "桐乡乱倒垃圾,罚个人多少钱?", "value"),
    ([VALUE, "能详细说说吗?"], "常州市2018年新增市级以上企业研发机构具体怎么规定?", "measure"),
    ([VALUE, "说具体一点", "在文件第几条?"], "常州市2018年新增市级以上企业研发机构具体怎么规定?", "measure"),
    ([VALUE, "原文怎么写的"], "常州市2018年新增市级以上企业研发机构具体怎么规定?", "measure"),
    (["桐乡市办法第八条讲什么?", "再详细介绍一下"], "桐乡市办法第八条讲什么?", "article"),
    ([VALUE, "由谁牵头?"], "常州市2018年新增市级以上企业研发机构由谁牵头?", "units"),
    ([VALUE, "那泰州呢?"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "那泰州呢?由谁牵头?"], "泰州市要新增多少家市级以上企业研发机构?由谁牵头?", "value"),
    ([VALUE, "泰州呢,要多少钱?"], "泰州市要新增多少家市级以上企业研发机构?要多少钱?", "value"),
    ([VALUE, "泰州呢"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "换成泰州"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "那高新技术企业呢"], "常州2018年要新增多少家高新技术企业?", "value"),
    ([VALUE, "那2020年的呢"], "常州2020年要新增多少家市级以上企业研发机构?", "value"),
    ([VALUE, "那長州呢?", "那泰洲呢"], "泰州市要新增多少家市级以上企业研发机构?", "value"),
    ([GAZELLE, "它由谁牵头"], "泰州市新增瞪羚企业由谁牵头", "units"),
    ([GAZELLE, "这个的责任单位"], "泰州市新增瞪羚企业的责任单位", "units"),
    ([GAZELLE, "对应的牵头单位是谁"], "泰州市新增瞪羚企业的牵头单位是谁", "units"),
    ([GAZELLE, "什么时候完成?"], "泰州市新增瞪羚企业什么时候完成?", "value"),
    ([GAZELLE, "那众创空间呢", "扬州呢"], "扬州市每年要新增多少家众创空间?", "value"),
    ([GAZELLE, "谁负责", "那配合单位呢"], "泰州市新增瞪羚企业的配合单位呢", "units"),
    ([GAZELLE, "谢谢", "那科技型中小企业呢"], "泰州每年要新增多少家科技型中小企业?", "value"),
    (["扬州研发投入占比目标是2.9%吗", "那是多少"], "扬州市研发投入占比目标是多少", "value"),
    (["扬州研发投入占比目标是2.9%吗", "泰州由谁负责"], "泰州市研发投入占比目标由谁负责", "units"),
    (["贵溪意见第二条是什么", "第三条呢"], "贵溪意见第三条是什么", "article"),
    (["贵溪意见第二条是什么", "由谁负责"], "贵溪市第二条由谁负责", "units"),
    (["贵溪意见第九条是什么", "下一条呢"], "贵溪市第十条的内容", "article"),
    (["常州三、8的内容", "那上一条是什么"], "常州市三、7的内容", "article"),
    (["常州18年新增高企多少家", "19年呢"], "常州19年新增高企多少家", "value"),
    (["扬州怎么推进大学生城建设", "有没有具体数字"], "扬州市推进大学生城建设有没有具体数字", "measure"),
    (["泰州市的三、(二)讲了什么", "那第一部分呢"], "泰州市的第一部分讲了什么", "article"),
    (["常州市科技局牵头哪些任务", "那财政局呢"], "常州市财政局牵头哪些任务", "unit_tasks"),
    (["常州市科技局牵头哪些任务", "泰州的呢"], "泰州市科技局牵头哪些任务", "unit_tasks"),
    (["常州和泰州的研发投入占比哪个高", "那扬州呢"], "扬州市的研发投入占比是多少", "value"),
    (["常州和泰州的研发投入占比哪个高", "桐乡和贵溪呢"], "桐乡市和贵溪市的研发投入占比哪个高", "comparison"),
    (["常州2018年要新增多少家高企?", "那和泰州比呢?"], "常州和泰州市要新增多少家高企?", "comparison"),
    ([GAZELLE, "那扬州呢?两边哪个多?"], "泰州市和扬州市分别每年要新增多少家瞪羚企业,哪个多?", "comparison"),
    ([GAZELLE, "跟扬州比,哪边多?"], "泰州市和扬州市分别每年要新增多少家瞪羚企业,哪边多?", "comparison"),
    (["常州2018年要新增多少家高企?", "泰州同一年的目标是多少?"], "泰州市2018年高企的目标是多少?", "value"),
    ([GAZELLE, "那扬州呢", "差多少?"], "泰州市和扬州市分别每年要新增多少家瞪羚企业,差多少?", "comparison"),
    ([GAZELLE, "那要是扬州的孵化器呢?"], "扬州市每年要新增多少家孵化器?", "value"),
    (["桐乡乱倒垃圾,小微企业罚多少?", "那个人呢?"], "桐乡乱倒垃圾,个人罚多少?", "value"),
    (
        ["贵溪市县道养护由哪个单位承担?", "那乡道和村道呢,分别谁来养?"],
        "贵溪市乡道和村道养护由哪个单位承担?分别谁来养?",
        "units",
    ),
    (["上海的新能源补贴怎么申请", "那常州呢"], "常州市的新能源补贴怎么申请", "measure"),
    (["泰州到2023年高新技术企业要达到多少家?", "那扬州呢"], "扬州市高新技术企业要达到多少家?", "value"),
    (["泰州方案有哪些主要目标", "有哪些保障措施?"], "泰州市有哪些保障措施?", "list"),
    (["泰州的管网抢修组由谁牵头", "组长是谁"], "泰州市管网抢修组组长是谁", "units"),
    (["贵溪要建哪些研发机构?", "有什么补贴"], "贵溪市建研发机构有什么补贴", "measure"),
    (["贵溪要建哪些研发机构?", "这个文件什么时候发布的"], "", "document"),
    (["扬发〔2018〕30号有哪些目标", "还有效吗"], "", "document"),
    (["扬发〔2018〕30号第三条", "该文件是谁发的"], "", "document"),
]

# Fragments take the place of what is of their kind; nothing else of the last question is lost.
FRAGMENTS: list[tuple[list[str], str]] = [
    (["青禾县清理整顿社团第一阶段是什么时候", "第二阶段呢"], "青禾县清理整顿社团第二阶段是什么时候"),
    (["云岭市全体会议多久召开一次", "那常务会议呢"], "云岭市常务会议多久召开一次"),
    (["云岭事故通报里矿长受到什么处分", "党委书记呢"], "云岭事故通报里党委书记受到什么处分"),
    (["云岭的通报里副主任是谁", "办公室秘书长呢"], "云岭的通报里办公室秘书长是谁"),
    (["云岭对全国性法人社团要求多少资金", "地方性的呢"], "云岭对地方性法人社团要求多少资金"),
    (["云岭一级机构每月补多少", "我说的是二级的"], "云岭二级机构每月补多少"),
    (["云岭一级机构每月补多少", "我问的是二级机构"], "云岭二级机构每月补多少"),
    (["云岭市博士的购房补贴是多少", "那硕士呢"], "云岭市硕士的购房补贴是多少"),
    (["云岭市博士的购房补贴是多少", "安家费呢"], "云岭市博士的安家费是多少"),
    (["云岭学徒的生活津贴是多少", "那教练员呢"], "云岭教练员的生活津贴是多少"),
    (["云岭项目奖励超过3000万元由谁定", "超过五千万的呢"], "云岭项目奖励超过五千万由谁定"),
    (["云岭项目奖励超过3000万元由谁定", "那6个亿的呢"], "云岭项目奖励超过6个亿由谁定"),
    (["云岭茶厂投资6亿元的按多少比例奖励", "投资两个亿的呢"], "云岭茶厂投资两个亿的按多少比例奖励"),
    (["云岭对就业满6个月的人补多少", "不满半年的呢"], "云岭对就业不满半年的人补多少"),
    (["云岭庄稼减产三成以上怎么赔", "只减了两成呢"], "云岭庄稼减产两成以上怎么赔"),
    (["云岭Ⅱ级响应时多久转移完", "Ⅰ级呢"], "云岭I级响应时多久转移完"),
    (["云岭Ⅱ级响应时多久转移完", "那一级响应呢"], "云岭一级响应时多久转移完"),
    (["云岭一级机构每月补多少", "二级的呢"], "云岭二级机构每月补多少"),
    (["云岭80岁的老人补多少", "90岁以上的呢"], "云岭90岁以上的老人补多少"),
    (["云岭对老旧小区的居民怎么补贴", "那对残疾人呢"], "云岭对老旧小区的残疾人怎么补贴"),
    (["佛山列入规划的汽车、船舶项目能用专项资金吗", "水泥的呢"], "佛山列入规划的水泥项目能用专项资金吗"),
    (["佛山的通知里,高标准农田那条归谁负责", "土地节约利用的呢"], "佛山的通知里,土地节约利用那条归谁负责"),
    (["佛山外贸增长好的县有什么奖励", "工业转型快的呢"], "佛山工业转型快的县有什么奖励"),
    (["佛山发明专利拥有量目标是多少件", "那研发人员呢"], "佛山研发人员是多少"),
    (["佛山今年要新增多少家孵化器", "众创空间呢"], "佛山今年要新增多少家众创空间"),
    (["佛山示范应用要做多少项", "产业规模呢"], "佛山示范应用的产业规模是多少?"),
    (["佛山到2030年绿地占比是多少", "开发强度呢"], "佛山到2030年开发强度是多少"),
    (["佛山到2030年绿地占比是多少", "城乡布局呢"], "佛山到2030年城乡布局怎么规定?"),
    (["佛山清理整顿社团第二阶段是什么时候", "最后一个阶段呢"], "佛山清理整顿社团最后一个阶段是什么时候"),
    (["国务院全体会议多久召开一次", "常务会议呢"], "国务院常务会议多久召开一次"),
    (["国务院督查表扬苏州什么做法", "扬州呢"], "国务院督查表扬扬州什么做法"),
    (["佛山到2030年瞪羚企业要有多少家", "孵化器?"], "佛山到2030年孵化器要有多少家"),
    (["佛山每年新增养老床位多少张", "云岭那边呢"], "云岭市每年新增养老床位多少张"),
    (["青禾县规定第三部分第3条是什么", "第4条呢"], "青禾县规定第三部分第4条是什么"),
    (["佛山河边能放风筝那种东西吗", "那放孔明灯呢"], "佛山河边能放孔明灯吗"),
    (["佛山坐轮渡多少岁免费", "坐缆车呢"], "佛山坐缆车多少岁免费"),
    (["佛山公寓墙太旧了,自己装修可以吗", "那转给亲戚住行不行"], "佛山公寓墙太旧了,转给亲戚住行不行?"),
    (["佛山开公司,能申请技改补贴吗", "那银行呢"], "佛山开公司,能申请银行吗"),
    (["佛山公寓什么人能申请", "那哪些人不行呢"], "佛山公寓哪些人不能申请"),
]


@pytest.mark.parametrize(("questions", "completed"), FRAGMENTS)
def test_a_fragment_takes_the_place_of_what_is_of_its_kind(
    invented: QuestionReader, questions: list[str], completed: str
) -> None:
    talk = Talk(invented, [])
    for question in questions:
        last = talk.ask(question)
    assert last.follow_up
    assert last.text == completed


@pytest.mark.parametrize(
    ("questions", "focus"),
    [
        (["佛山到2030年绿地占比是多少", "那云岭呢"], ""),
        (["佛山到2030年绿地占比是多少", "由谁负责"], ""),
        (["青禾县占用绿地怎么处理", "那罚多少"], ""),
        (["青禾县占用绿地怎么处理", "管多久"], ""),
        (["佛山到2030年绿地占比是多少", "开发强度呢"], "开发强度"),
        (["青禾县怎么建博物馆", "那图书馆呢,会建吗"], "图书馆"),
        (["国务院督查表扬苏州什么做法", "扬州呢"], "扬州"),
    ],
)
def test_a_follow_up_tells_which_words_are_its_own(invented: QuestionReader, questions: list[str], focus: str) -> None:
    talk = Talk(invented, [])
    assert [talk.ask(q).focus for q in questions] == ["", focus]


# Asks without a subject get the last one.
ASKS: list[tuple[list[str], str]] = [
    (["青禾县集约化试点地区有哪些", "什么时候完成"], "青禾县集约化试点地区什么时候完成"),
    (["青禾县怎么拓宽企业融资渠道", "这块由哪个部门牵头"], "青禾县拓宽企业融资渠道由哪个部门牵头"),
    (["青禾县要建哪些类型的研发机构来支持企业", "由谁负责"], "青禾县建研发机构来支持企业由谁负责"),
    (["青禾县的通知说哪些事不再管了", "由哪些部门落实", "最晚哪天要弄完"], "青禾县通知说不再管最晚哪天要弄完"),
    (["青禾县每年新增养老床位多少张", "那佛山市是怎么规定的"], "佛山市每年新增养老床位多少张"),
    (["青禾县每年新增养老床位多少张", "到2030年一共要有多少张呢"], "2030年青禾县养老床位一共要有多少张呢"),
    (["青禾县港方查验区面积多大", "土地使用期限到哪年"], "青禾县港方查验区的土地使用期限到哪年"),
    (["青禾县怎么建博物馆", "那图书馆呢,会建吗"], "青禾县图书馆会建吗"),
    (["青禾县每年设立科技专项资金吗", "申请要什么材料"], "青禾县每年设立科技专项资金申请要什么材料"),
    (["青禾县申请改造资金要满足哪些条件", "那哪些企业报不了"], "青禾县申请改造资金哪些企业报不了"),
    (["青禾县申请改造资金要满足哪些条件", "哪些材料"], "青禾县申请改造资金要满足哪些材料"),
    (["青禾县申请改造资金要什么条件", "去的时候要带哪些材料"], "青禾县申请改造资金去的时候要带哪些材料"),
    (["青禾县怎么办养老床位补贴", "办的时候要交什么证件"], "青禾县办养老床位补贴办的时候要交什么证件"),
    (["青禾县的改造资金怎么发", "第一笔给多少"], "青禾县改造资金发第一笔给多少"),
    (["青禾县建博物馆补助吗", "最多能补多少钱一次"], "青禾县建博物馆补助最多能补多少钱一次"),
    (["青禾县成立了什么机构", "组长是谁"], "青禾县组长是谁"),
    (["青禾县普查领导小组的组长是谁", "里面的成员调走了怎么办"], "青禾县普查领导小组成员调走了怎么办"),
    (["青禾县普查领导小组的组长是谁", "它多久开一次会"], "青禾县普查领导小组多久开会一次"),
    (["青禾县租用农机要提前几天预约", "要是没预约就去了呢"], "青禾县没预约就去怎么处理?"),
    (["青禾县租用农机要提前几天预约", "如果逾期不还的话"], "青禾县逾期不还怎么处理?"),
    (["青禾县租用农机几号截止缴费", "交晚了呢"], "青禾县交晚怎么处理?"),
    (["青禾县租用农机几号截止缴费", "那逾期呢"], "青禾县逾期怎么处理?"),
    (["青禾县租用农机要提前几天预约", "万一中途退租了呢?"], "青禾县中途退租怎么处理?"),
    (["青禾县租用农机能续租吗", "那要提前多久跟农机站说"], "青禾县租用农机能续租要提前多久跟农机站说"),
    (["青禾县建博物馆补助吗", "那还需要先找谁盖章"], "青禾县建博物馆补助还需要先找谁盖章"),
    (["青禾县港方查验区面积多大", "那能停车的要占几亩"], "青禾县能停车的要占几亩"),
    (["青禾县国债投资安排了多少", "其中2030年是多少"], "2030年青禾县国债投资是多少"),
]


@pytest.mark.parametrize(("questions", "completed"), ASKS)
def test_an_ask_without_a_subject_gets_the_last_one(
    invented: QuestionReader, questions: list[str], completed: str
) -> None:
    talk = Talk(invented, [])
    for question in questions:
        last = talk.ask(question)
    assert last.follow_up
    assert last.text == completed


@pytest.mark.parametrize(("questions", "completed", "kind"), CHAINS)
def test_a_follow_up_is_completed(talk: Talk, questions: list[str], completed: str, kind: str) -> None:
    for question in questions:
        last = talk.ask(question)
    assert last.follow_up
    assert last.original == questions[-1]
    assert last.kind == kind
    if completed:
        assert last.text == completed


@pytest.mark.parametrize(
    "question",
    [
        "扬州研发投入占比目标是多少",
        "泰州有哪些主要目标",
        "瞪羚企业怎么认定",
        "换个问题,泰州有哪些主要目标",
        "贵办发〔2018〕20号什么时候发布的",
        "那泰州的科技型中小企业每年要新增多少家?",
        "你好",
        "谢谢",
        "今天天气怎么样",
        "常州的三、8由谁牵头",
        "人才公寓向哪个部门申请",
        "给返乡青年发创业贷款这件事由谁负责",
        "蔬菜大棚的那份规划什么时候印发的",
        "把冷链仓库、分拣中心建到村口,这项工作归哪个部门管",
        "村史馆、农家书屋这类场所由谁管理",
        "老人在家里摔伤了该怎么申请救助",
        "水库及其上游的养殖场由谁负责关停",
        "养老机构尤其要防哪些火灾隐患",
        "一个村在同一个平台能开几个网店",
        "扬发〔2018〕30号第三条",
        "村民自己打的水井能不能用,它的水质由谁检测",
    ],
)
def test_a_question_that_stands_alone_is_not_polluted(talk: Talk, sample: QuestionReader, question: str) -> None:
    alone = sample.read(question)
    talk.ask(VALUE)
    after = talk.ask(question)
    assert not after.follow_up
    assert (after.text, after.kind, after.regions, after.doc_ids, after.terms, after.years) == (
        alone.text,
        alone.kind,
        alone.regions,
        alone.doc_ids,
        alone.terms,
        alone.years,
    )
    assert after.context_clause_ids == ()


def test_a_follow_up_on_the_same_matter_carries_its_clause_and_document(talk: Talk) -> None:
    talk.ask(VALUE)
    asked = talk.ask("由谁牵头?")
    assert (asked.context_clause_ids, asked.doc_ids, asked.years) == (("clause-1",), ("changzhou",), (2018,))


def test_a_follow_up_on_another_place_carries_neither(talk: Talk) -> None:
    talk.ask(VALUE)
    asked = talk.ask("那泰州呢?")
    assert (asked.context_clause_ids, asked.doc_ids, asked.context_doc_ids) == ((), (), ())


def test_a_year_that_the_other_places_plan_covers_is_kept(talk: Talk) -> None:
    talk.ask("扬州2018年要新增多少家高企?")
    assert talk.ask("那常州呢").years == (2018,)
    talk.ask("扬州2018年要新增多少家高企?")
    assert talk.ask("那泰州呢").years == ()


def test_more_repeats_the_question_and_says_what_was_told(talk: Talk) -> None:
    talk.ask(GAZELLE)
    asked = talk.ask("还有呢?")
    assert (asked.continuation, asked.context_clause_ids, asked.text) == (True, ("clause-1",), GAZELLE)


def test_a_document_without_a_named_place_is_carried(talk: Talk) -> None:
    talk.ask("乌镇院士之家要新增到访院士多少名?")
    asked = talk.ask("谁负责?")
    assert (asked.doc_ids, asked.text) == (("tongxiang",), "乌镇院士之家要新增到访院士谁负责?")


@pytest.mark.parametrize("reply", ["第二个", "2", "选2", "二", "泰州", "泰州的", "泰州市"])
def test_a_choice_is_taken_by_number_or_name(talk: Talk, reply: str) -> None:
    talk.ask("研发投入占比目标是多少?", choices=("常州市", "泰州市"))
    asked = talk.ask(reply)
    assert [r.name for r in asked.regions] == ["泰州市"]
    assert (asked.kind, asked.text) == ("value", "泰州市研发投入占比目标是多少?")


def test_a_follow_up_without_anything_before_stands_alone(talk: Talk) -> None:
    talk.ask("你好")
    assert not talk.ask("那泰州呢").follow_up


def test_a_completed_question_can_be_followed_again_and_again(talk: Talk) -> None:
    questions = [VALUE, "由谁牵头?", "那泰州呢?", "那高新技术企业呢", "要新增多少家?", "扬州呢"]
    texts = [talk.ask(q).text for q in questions]
    assert texts[-1] == "扬州市新增高新技术企业要新增多少家?"
    assert [r.name for r in talk.turns[-1].understanding.regions] == ["扬州市"]


@pytest.mark.parametrize(
    ("then", "facts"),
    [
        ("有效期呢?", ("expiry",)),
        ("文号呢?", ("number",)),
        ("是哪两个单位发的", ("issuer",)),
        ("几时到期", ("expiry",)),
    ],
)
def test_facts_alone_are_asked_of_the_document_before(talk: Talk, then: str, facts: tuple[str, ...]) -> None:
    talk.ask("泰州科技创新生态体系方案几时施行?")
    asked = talk.ask(then)
    assert (asked.doc_ids, asked.document_facts) == (("taizhou",), facts)
    assert asked.text.startswith("《泰州市人民政府办公室关于印发")


def test_what_is_inside_of_what_was_said_is_told_by_another_clause(invented: QuestionReader) -> None:
    talk = Talk(invented, [])
    talk.ask("青禾县普查领导小组的组长是谁")
    inside = talk.ask("里面的成员调走了怎么办")
    assert inside.follow_up
    assert inside.context_clause_ids == ()


def test_a_post_without_a_body_is_of_the_documents_before(talk: Talk) -> None:
    talk.ask("贵溪要建哪些研发机构?")
    assert talk.ask("组长是谁").doc_ids == ("guixi",)
