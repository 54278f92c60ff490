"""Content words, synonyms, indicators and units."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import ConfigError
from assistant.question import QuestionReader, Synonyms, Vocabulary
from assistant.question.terms import find_terms
from ingestion.model import Document


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("请问泰州每年要新增多少家瞪羚企业?", ("新增", "瞪羚企业")),
        ("扬州的孵化器由谁负责", ("孵化器",)),
        ("市科技局牵头哪些任务", ()),
        ("贵办发〔2018〕20号什么时候发布", ()),
        ("由谁牵头?", ()),
        ("孵化器的占比是百分之几", ("孵化器",)),
        ("孵化器要多少家啊啊啊", ("孵化器",)),
        ("孵化器最多能干几年,上限多大", ("孵化器",)),
        ("泰州和扬州的孵化器谁家多,差多少家", ("孵化器",)),
        ("扬州和泰州,他俩孵化器哪边少", ("孵化器",)),
        ("孵化器差多少补多少", ("孵化器", "差多少", "补多少")),
        ("孵化器能办三年吗", ("孵化器",)),
        ("孵化器有入托券吗", ("孵化器", "入托券")),
    ],
)
def test_terms_leave_out_names_and_filler(sample: QuestionReader, question: str, terms: tuple[str, ...]) -> None:
    assert sample.read(question).terms == terms


@pytest.mark.parametrize(
    ("question", "term", "other"),
    [
        ("GDP目标", "GDP", "地区生产总值"),
        ("gdp目标", "gdp", "地区生产总值"),
        ("高企要达到多少", "高企", "高新技术企业"),
        ("老人有什么补贴", "老人", "老年人"),
        ("开公司有什么支持", "开公司", "创业"),
        ("R&D经费", "R&D", "研发"),
        ("规划想改动行吗", "改动", "修改"),
        ("没经过审核就办", "没经过", "未经"),
        ("低保怎么办", "低保", "最低生活保障"),
    ],
)
def test_terms_are_widened_by_the_synonym_file(sample: QuestionReader, question: str, term: str, other: str) -> None:
    assert other in sample.read(question).expansions[term]


@pytest.mark.parametrize(
    ("question", "term", "other"),
    [
        ("没欠过薪的单位", "欠过薪", "欠薪"),
        ("欠了薪怎么办", "欠了薪", "拖欠工资"),
        ("分公租房要排多久", "公租房", "公共租赁住房"),
        ("房子搬不搬家", "搬家", "搬迁"),
        ("打没打疫苗", "打疫苗", "预防接种"),
        ("遛狗绳子最长几米", "遛狗绳子", "犬绳"),
        ("楼下狗叫个没完", "狗叫", "犬吠"),
        ("娃在小饭桌退钱吗", "小饭桌", "校外托管"),
        ("举报黑作坊有奖吗", "黑作坊", "无证经营"),
        ("烧纸钱罚不罚", "烧纸钱", "焚烧祭祀用品"),
    ],
)
def test_everyday_words_are_found_whatever_stands_in_or_around_them(
    sample: QuestionReader, question: str, term: str, other: str
) -> None:
    assert other in sample.read(question).expansions[term]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("使用工具", []),
        ("国家教材", []),
        ("报废了的车", []),
        ("农村人居环境", ["农村"]),
        ("家小公司", ["小公司"]),
        ("津贴几天发", []),
        ("领不领得到钱", ["领得到"]),
        ("上不了户口", ["上不了户"]),
        ("上不上户", ["上户"]),
        ("改成文创园", ["文创园"]),
        ("搭了个棚", ["搭了个棚"]),
        ("办得下来吗", ["办得下来"]),
        ("楼上的猫和热狗", ["猫"]),
        ("熊猫馆", []),
        ("污水处理厂", ["污水处理"]),
    ],
)
def test_a_short_word_is_not_found_where_two_others_meet(text: str, found: list[str]) -> None:
    words = ("用工", "家教", "废了", "农村人", "农村", "小公司", "污水处理", "猫")
    words += ("贴几天", "领到", "上户", "搭棚", "办下来", "文创园")
    synonyms = Synonyms([], {word: ["别的"] for word in words})
    assert [w.written for w in synonyms.find(text)] == found


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("钱不用退", ("退",)),  # an act, if one of a single character
        ("电梯的钱怎么摊", ("电梯", "摊")),
        ("能去帮他弄吗", ()),
        ("奖金用交吗", ("奖金",)),
        ("参过保的人", ("参保",)),
        ("符合不符合", ("符合",)),
        ("瞪羚企业", ("瞪羚企业",)),
        ("“多巡合一”改革", ("多巡", "合一", "改革")),
        ("辅具租赁", ("辅具", "租赁")),
        ("老楼拿钱", ("老楼",)),
        ("考核多少分算优秀", ("考核", "分", "优秀")),
    ],
)
def test_loose_characters_make_no_term_unless_they_may_be_one_word(
    sample: QuestionReader, question: str, terms: tuple[str, ...]
) -> None:
    assert sample.read(question).terms == terms


def test_a_longer_word_keeps_the_synonyms_of_those_it_hides() -> None:
    synonyms = Synonyms([], {"停暖气费": ["基本热费"], "暖气费": ["热费"], "停": ["停止"]})
    terms = find_terms("停暖气费", (), synonyms)
    assert (terms.words, terms.expansions["暖气费"]) == (("停暖气费",), ("热费",))


def test_everyday_words_lead_to_official_ones_but_not_back() -> None:
    synonyms = Synonyms([["甲", "乙"]], {"买房": ["购房"]})
    assert (synonyms.others("买房"), synonyms.others("购房"), synonyms.others("乙")) == (("购房",), (), ("甲",))


def test_a_latin_synonym_is_not_found_inside_a_longer_word() -> None:
    synonyms = Synonyms([["AI", "人工智能"]])
    assert [w.written for w in synonyms.find("AI和MAIL")] == ["AI"]


@pytest.mark.parametrize(
    "text",
    ["[a]\ngroups = 3", "[a]\ngroups = [['x', 3]]", "[everyday]\nx = 'y'", "not toml", "a = 1"],
)
def test_a_broken_synonym_file_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"words\.toml"):
        Synonyms.load(path)


def test_a_missing_synonym_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        Synonyms.load(tmp_path / "none.toml")


def test_the_shipped_synonyms_are_wide_and_hold_no_word_alone() -> None:
    synonyms = Synonyms.load()
    assert synonyms.others("地区生产总值")
    assert find_terms("高企", (), synonyms).expansions["高企"]


@pytest.mark.parametrize(
    ("question", "indicators"),
    [
        ("泰州瞪羚企业目标", ("瞪羚企业",)),
        ("全社会研发投入占GDP的比重", ("全社会研发投入占地区生产总值的比重",)),
        ("人才公寓", ()),
    ],
)
def test_indicators_of_the_corpus_are_recognised(
    sample: QuestionReader, question: str, indicators: tuple[str, ...]
) -> None:
    assert sample.read(question).indicators == indicators


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("市科技局牵头哪些任务", {"市科学技术局", "科学技术局"}),
        ("科技局牵头哪些任务", {"市科学技术局", "科学技术局"}),
        ("科计局负责哪些工作", {"市科学技术局", "科学技术局"}),
        ("发改委要做什么", {"市发展和改革委员会", "发展和改革局"}),
        ("发展改革委要做什么", {"市发展和改革委员会", "发展和改革局"}),
        ("人社局配合哪些", {"市人力资源和社会保障局"}),
        ("人力社保局配合哪些", {"市人力资源和社会保障局"}),
        ("工信局要做什么", {"市工业和信息化局", "市工业和信息化委员会"}),
        ("泰州医药高新区管委会负责什么", {"泰州医药高新区管委会"}),
        ("市公安局负责什么", {"市公安局"}),
        ("市财政局和教育局要做什么", {"市财政局", "市教育局", "教育局"}),
        ("有关部门要做什么", set()),
        ("产业布局怎么优化", set()),
        ("全局和大局", set()),
        ("内部和外部怎么办", set()),
    ],
)
def test_units_in_any_short_form(sample: QuestionReader, question: str, units: set[str]) -> None:
    assert set(sample.read(question).units) == units


def test_a_vocabulary_is_read_from_the_knowledge_base() -> None:
    class Knowledge:
        version = "7"

        def documents(self) -> list[Document]:
            return [Document("a", "甲办法", "", "a.txt", "text")]

        def clauses(self, doc_id: str) -> list[object]:
            return []

        def targets(self, **_: object) -> list[object]:
            return []

        def unit_names(self) -> list[str]:
            return ["市民政局"]

        def vocabulary(self) -> list[tuple[str, int]]:
            return [("停车", 3), ("费", 2)]

    vocabulary = Vocabulary.from_knowledge(Knowledge())  # type: ignore[arg-type]
    assert (vocabulary.version, vocabulary.units, vocabulary.documents[0].id) == ("7", ("市民政局",), "a")
    assert vocabulary.words == ("停车",)


def test_an_empty_corpus_can_be_asked() -> None:
    understanding = QuestionReader(Vocabulary()).read("常州第八条由谁牵头")
    assert [(r.name, r.known) for r in understanding.regions] == [("常州市", False)]


@pytest.mark.parametrize(
    ("question", "said"),
    [("2021年五一哪天上班?", "劳动节"), ("十一期间放几天?", "国庆节"), ("中秋要补班吗?", "调休")],
)
def test_days_and_what_is_done_on_them_are_found_by_their_everyday_names(
    synonyms: Synonyms, question: str, said: str
) -> None:
    assert said in {other for word in synonyms.find(question) for other in word.others}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("安置房几年以后才能卖?", "上市交易"),
        ("我家猫走丢了要去注销吗?", "走失"),
        ("楼上的狗叫唤个不停找谁?", "吠叫"),
        ("嫁女那天能放炮仗吗?", "婚丧嫁娶"),
        ("嫁女那天能放炮仗吗?", "烟花爆竹"),
        ("保安劝不住乱停车的怎么办?", "劝阻无效"),
        ("虚报人数骗补贴怎么处理?", "冒领"),
        ("补助头一笔给多少?", "首期"),
        ("充电第一个小时怎么收费?", "首小时"),
        ("项目省下的钱归谁?", "结余"),
        ("摇到号弃选会怎样?", "放弃"),
        ("边民带回来的东西不用交税吗?", "免征"),
        ("两口子都符合的怎么领?", "夫妻双方"),
        ("验收不过关怎么办?", "未通过"),
        ("没打招呼就把路挖了怎么罚?", "擅自"),
        ("公司进园有什么优惠?", "入驻"),
        ("两口子都交的能贷多少?", "双缴存"),
        ("自由职业者能参保吗?", "灵活就业人员"),
        ("每班多少人算超标?", "班额"),
        ("狗把邻居咬了怎么办?", "咬伤"),
        ("遛狗没栓绳罚多少?", "牵引绳"),
        ("证弄丢了补一个多少钱?", "补发"),
        ("当网格员一个月补多少话费?", "通讯补助"),
        ("店里生意差能少交点社保吗?", "经营困难"),
        ("把骨灰撒海里给补吗?", "骨灰撒散"),
        ("夜里开工吵人找谁?", "夜间施工"),
        ("贷款还晚了会怎样?", "逾期"),
        ("河里炸鱼怎么罚?", "爆炸"),
    ],
)
def test_what_is_said_at_home_is_found_by_the_words_of_documents(synonyms: Synonyms, question: str, said: str) -> None:
    assert said in {other for word in synonyms.find(question) for other in word.others}
