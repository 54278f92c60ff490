"""Documents named by number, title, piece of a title or alias; years beside them."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.question import QuestionReader, Vocabulary
from assistant.question.documents import DocumentFinder
from ingestion.model import Document, Region

BY_NAME = [
    ("sample", "贵办发〔2018〕20号什么时候发布", "guixi"),
    ("sample", "贵办发[2018]20号什么时候发布", "guixi"),
    ("sample", "贵办发(2018)20号什么时候发布", "guixi"),
    ("sample", "贵办发【2018】20号什么时候发布", "guixi"),
    ("sample", "贵办发2018-20号什么时候发布", "guixi"),
    ("sample", "贵办发 〔2018〕 第20号 由谁发布", "guixi"),
    ("sample", "请问扬发2018年30号还有效吗", "yangzhou"),
    ("sample", "扬发30号文是谁发的", "yangzhou"),
    ("sample", "扬州的30号文件讲什么", "yangzhou"),
    ("sample", "二十号文讲什么", "guixi"),
    ("sample", "《关于加快推进新兴科创名城建设的工作意见》有哪些目标", "yangzhou"),
    ("sample", "《新兴科创名城建设工作意见》有哪些目标", "yangzhou"),
    ("sample", "科技大市的实施意见什么时候印发", "guixi"),
    ("sample", "常州自创区工作要点有哪些任务", "changzhou"),
    ("sample", "科技创新生态体系三年行动方案由谁印发", "taizhou"),
    ("sample", "泰州科技创新生态体系方案由谁印发", "taizhou"),
    ("sample", "新时代科技创新力提升行动方案第三条", "tongxiang"),
    ("sample", "科技创新力提升方案的目标", "tongxiang"),
    ("invented", "云政规〔2024〕7号第三条", "yunling"),
    ("invented", "养老服务提升办法第三条", "yunling"),
    ("invented", "青禾县的垃圾分类规定第八条", "qinghe"),
    ("invented", "青禾县垃类规定第八条", "qinghe"),
    ("invented", "佛山租补细则什么时候生效", "foshan"),
    ("sample", "常州示范区工作要点有哪些任务", "changzhou"),
    ("sample", "泰州创新生态方案由谁印发", "taizhou"),
    ("invented", "《佛山市住房租赁补贴实施细则》什么时候生效", "foshan"),
    ("invented", "国办发[2024]9号的主要内容", "ministry"),
]


@pytest.mark.parametrize(("corpus", "question", "doc_id"), BY_NAME)
def test_a_document_is_found_by_what_people_call_it(
    request: pytest.FixtureRequest, corpus: str, question: str, doc_id: str
) -> None:
    assert request.getfixturevalue(corpus).read(question).doc_ids == (doc_id,)


@pytest.mark.parametrize("question", ["违反本办法第七条怎么罚?", "该条例第三条讲什么", "不遵守此细则第二条的后果"])
def test_a_document_that_is_called_this_one_names_none(sample: QuestionReader, question: str) -> None:
    assert sample.read(question).named_document is None


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("工程成本办法第三条规定了什么", "工程成本办法"),
        ("违反养犬管理条例第十条怎么罚", "养犬管理条例"),
        ("《养犬管理条例》第十条", "养犬管理条例"),
        ("养犬管理条例第十条规定了什么", "养犬管理条例"),
        ("扬发〔2018〕31号还有效吗", "扬发[2018]31号"),
        ("请问苏政发〔2020〕5号是谁发的", "苏政发[2020]5号"),
        ("国务院令第709号第三条", "国务院令第709号"),
        ("扬州2号文是啥", "2号文"),
        ("扬州20号文件是啥", "20号文件"),
        ("《上海市养老服务条例》规定的补贴是多少", "上海市养老服务条例"),
        ("国务院办公厅关于促进露营旅游休闲的意见提了什么目标", "国务院办公厅关于促进露营旅游休闲的意见"),
    ],
)
def test_a_document_that_the_corpus_lacks_is_named_as_such(sample: QuestionReader, question: str, named: str) -> None:
    understanding = sample.read(question)
    assert understanding.doc_ids == ()
    assert understanding.named_document is not None
    assert named in understanding.named_document


@pytest.mark.parametrize(
    "question",
    [
        "落实《江西省创新驱动发展纲要》的任务由谁负责",
        "《中国制造2025行动纲要》由谁组织实施",
        "有哪些支持政策",
        "补贴标准是多少",
        "常州2号文是啥",  # its paper is here without a number
        "中央一号文件由谁落实",
        "到30号文化馆几点关门",
    ],
)
def test_a_document_only_carried_out_is_not_asked_about(sample: QuestionReader, question: str) -> None:
    understanding = sample.read(question)
    assert (understanding.doc_ids, understanding.named_document) == ((), None)


def test_a_rare_piece_of_a_title_is_only_a_hint(sample: QuestionReader) -> None:
    understanding = sample.read("新兴科创名城要建成多少家孵化器")
    assert (understanding.doc_ids, understanding.hinted_doc_ids) == ((), ("yangzhou",))


def test_a_hint_that_contradicts_the_place_is_dropped(sample: QuestionReader) -> None:
    assert sample.read("常州的新兴科创名城要建成多少家孵化器").hinted_doc_ids == ()


@pytest.mark.parametrize(
    ("question", "years", "periods"),
    [
        ("2018年要新增多少家", (2018,), ()),
        ("到2020年底达到多少", (2020,), ()),
        ("二〇二三年的目标", (2023,), ()),
        ("23年的目标是多少", (2023,), ()),
        ("“十三五”末的目标", (), ((2016, 2020),)),
        ("十四五期间要做什么", (), ((2021, 2025),)),
        ("2021-2023年的行动方案", (), ((2021, 2023),)),
        ("2021年至2023年要建多少", (), ((2021, 2023),)),
        ("今年要新增多少家", (2026,), ()),
        ("去年和明年的目标", (2025, 2027), ()),
        ("扬发〔2018〕30号有哪些目标", (), ()),
        ("要达到2000家吗", (), ()),
        ("投入2018万元", (), ()),
        ("面积2000平方米的补多少", (), ()),
        ("种2000亩的补多少", (), ()),
        ("2020年多补多少", (2020,), ()),
        ("每年10家", (), ()),
    ],
)
def test_years_and_periods(
    sample: QuestionReader, question: str, years: tuple[int, ...], periods: tuple[tuple[int, int], ...]
) -> None:
    understanding = sample.read(question, as_of=date(2026, 3, 1))
    assert (understanding.years, understanding.periods) == (years, periods)


def test_a_form_that_documents_speak_of_is_no_document(invented: QuestionReader) -> None:
    assert invented.read("街道收到《租金支付通知书》后怎么办?").named_document is None
    assert invented.read("《租金支付管理办法》第三条怎么说?").named_document == "租金支付管理办法"


def test_rules_that_are_asked_for_name_no_document(invented: QuestionReader) -> None:
    assert invented.read("青禾县垃圾分类有哪些规定?").named_document is None
    assert invented.read("青禾县垃圾分类规定有哪些内容?").named_document == "青禾县垃圾分类规定"


def test_a_document_is_found_by_the_short_name_of_its_city_and_of_itself() -> None:
    title = "呼和浩特市人民政府办公室关于印发《呼和浩特市奶业振兴补贴资金实施细则》的通知"
    finder = DocumentFinder([Document("dairy", title, "", "a.txt", "text", region=Region(city="呼和浩特市"))])
    (found,) = finder.find("呼市奶业补贴细则第二十五条说的啥")
    assert (found.written, found.doc_ids) == ("呼市奶业补贴细则", ("dairy",))


PUBLIC_HOUSING = Document("housing", "西岭市公共租赁住房管理办法", "", "a.txt", "text", region=Region(city="西岭市"))
EXPRESS = Document("express", "快递暂行条例", "", "b.txt", "text")


@pytest.mark.parametrize(
    ("question", "doc_id"),
    [
        ("快递那个条例第十八条写的什么", "express"),
        ("西岭那个公租房办法第八条怎么写的", "housing"),
        ("西岭的公租房那份办法里第八条内容", "housing"),
        ("西岭有个公共租赁住房的办法,第八条讲啥", "housing"),
    ],
)
def test_a_document_that_is_pointed_at_is_found_by_its_matter(question: str, doc_id: str) -> None:
    reader = QuestionReader(Vocabulary(documents=(PUBLIC_HOUSING, EXPRESS)))
    assert reader.read(question).doc_ids == (doc_id,)


@pytest.mark.parametrize(
    ("question", "named"), [("西岭那个养犬办法第三条怎么写的", "养犬办法"), ("西岭那个管理办法第三条怎么写的", None)]
)
def test_what_is_pointed_at_is_absent_only_where_it_is_named_by_its_matter(question: str, named: str | None) -> None:
    reader = QuestionReader(Vocabulary(documents=(PUBLIC_HOUSING, EXPRESS)))
    assert reader.read(question).named_document == named


WASTE = Document(
    "waste",
    "国务院办公厅关于印发禁止洋垃圾入境推进固体废物进口管理制度改革实施方案的通知",
    "",
    "w.txt",
    "text",
    written=date(2017, 7, 18),
)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2017年固废进口改革方案由谁牵头", ()),
        ("2017年禁止洋垃圾入境的改革方案要压减多少个口岸", ()),
        ("2019年禁止洋垃圾入境的改革方案要压减多少个口岸", (2019,)),
        ("洋垃圾改革方案2018年要压减多少个口岸", (2018,)),
    ],
)
def test_the_year_before_a_name_is_that_of_the_document(question: str, years: tuple[int, ...]) -> None:
    understanding = QuestionReader(Vocabulary(documents=(WASTE,))).read(question)
    assert (understanding.doc_ids, understanding.years) == (("waste",), years)


def test_a_name_that_several_documents_bear_compares_none() -> None:
    titles = ("南川市幸福河湖建设三年行动计划", "北川市老年助餐三年行动计划")
    documents = tuple(Document(f"plan{n}", title, "", "p.txt", "text") for n, title in enumerate(titles))
    understanding = QuestionReader(Vocabulary(documents=documents)).read("三年行动计划要求每年增殖放流多少鱼苗")
    assert (understanding.kind, len(understanding.doc_ids)) == ("value", 2)


def test_a_document_that_is_one_side_is_not_that_of_the_other() -> None:
    reader = QuestionReader(Vocabulary(documents=(WASTE,)))
    both = reader.read("现场检查在固废进口改革方案和医改2022年重点任务中,责任部门分别是谁?").sides
    assert [side.doc_ids for side in both] == [("waste",), ()]
    within = reader.read("固废进口改革方案里罚款和补偿分别是多少?").sides
    assert [side.doc_ids for side in within] == [("waste",), ("waste",)]


@pytest.mark.parametrize("written", ["国令第697号", "国务院令第697号", "国务院令697号"])
def test_an_order_of_the_state_council_is_found_by_either_name(written: str) -> None:
    document = Document("parcels", "快件寄递条例", "", "a.txt", "text", doc_number="国令第697号")
    (found,) = DocumentFinder([document]).find(f"{written}什么时候施行")
    assert found.doc_ids == ("parcels",)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("洛川市关于养蜂户扶持办法的规定有哪些?", ()),
        ("洛川市的养蜂户扶持办法是什么?", ()),
        ("云岭县关于养蜂户扶持办法的规定有哪些?", ("bees",)),
        ("云岭县青溪镇的养蜂户扶持办法是什么?", ("bees",)),
        ("云河市的养蜂户扶持办法是什么?", ("bees",)),
        ("洛川市的《养蜂户扶持办法》是什么?", ("bees",)),
        ("洛川市的农发〔2024〕7号是什么?", ("bees",)),
        ("养蜂户扶持办法是什么?", ("bees",)),
    ],
)
def test_what_a_paper_treats_names_none_of_another_place(question: str, named: tuple[str, ...]) -> None:
    titles = {
        "bees": ("云岭县养蜂户扶持试行办法", Region("云省", "云河市", "云岭县")),
        "roads": ("洛川市农村公路养护办法", Region("洛省", "洛川市")),
        "paths": ("青溪镇道路养护办法", Region("云省", "云河市", "云岭县", "青溪镇")),
    }
    numbers = {"bees": "农发〔2024〕7号"}
    documents = tuple(
        Document(i, title, "", f"{i}.txt", "text", region=r, doc_number=numbers.get(i))
        for i, (title, r) in titles.items()
    )
    assert QuestionReader(Vocabulary(documents=documents, units=())).read(question).doc_ids == named
