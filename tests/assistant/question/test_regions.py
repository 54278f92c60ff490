"""Places: in the corpus, outside it, misspelt, or only mentioned."""

from __future__ import annotations

import pytest

from assistant.model import RegionMention
from assistant.question import QuestionReader, matches
from assistant.question.gazetteer import load_gazetteer
from assistant.question.regions import PlaceFinder, spoken_names
from ingestion.model import Region

IN_SAMPLE = [
    ("常州2018年要新增多少家研发机构", "常州市"),
    ("江苏省常州市武进区有哪些园区", "武进区"),
    ("武进的园区怎么建", "武进区"),
    ("江苏的研发投入目标是多少", "江苏省"),
    ("鹰潭有什么科技政策", "鹰潭市"),
    ("浙江省桐乡市要引进多少人才", "桐乡市"),
    ("请问泰州每年新增多少家瞪羚企业", "泰州市"),
    ("泰兴高新区怎么发展", "泰兴市"),
    ("桐乡市崇福镇新增多少家高企", "崇福镇"),
    ("扬州特色小镇怎么建", "扬州市"),
    ("泰州哪些街道要培育瞪羚企业", "泰州市"),
    ("常州各乡镇要做什么", "常州市"),
    ("常州市住房城乡建设局要做什么", "常州市"),
    ("常州大学生创业给多少钱", "常州市"),
    ("泰州路边停车怎么收费", "泰州市"),
    ("桐乡牛奶补贴怎么领", "桐乡市"),
    ("扬州弄虚作假会怎么处理", "扬州市"),
    ("泰州菜市场的摊位费", "泰州市"),
]
IN_INVENTED = [
    ("云岭的高龄津贴是多少", "云岭市"),
    ("青禾县垃圾分类由谁负责", "青禾县"),
    ("白屿有什么规定", "白屿市"),
    ("南江省的养老服务怎么办", "南江省"),
    ("鼓楼区人才安居怎么申请", "鼓楼区"),
    ("佛山租房补贴多少钱", "佛山市"),
    ("南京鼓楼的人才公寓", "鼓楼区"),
]
MISSPELT = [
    ("长州2018年要新增多少家", "常州市"),
    ("泰洲每年新增多少瞪羚企业", "泰州市"),
    ("桂溪要建哪些研发机构", "贵溪市"),
    ("杨州的孵化器要建多少", "扬州市"),
    ("桐香市新增多少高企", "桐乡市"),
    ("同乡要新增多少家高企", "桐乡市"),
    ("常洲市研发投入目标", "常州市"),
    ("请问秦洲的瞪羚企业目标", "泰州市"),
]
OUTSIDE = [
    ("上海的新能源补贴怎么申请", "上海市"),
    ("深圳南山区有什么人才补贴", "南山区"),
    ("苏州的研发投入目标是多少", "苏州市"),
    ("苏州工业园区有什么政策", "苏州市"),
    ("台州的瞪羚企业有多少", "台州市"),
    ("杭州高龄津贴多少钱", "杭州市"),
    ("广东的最低工资标准", "广东省"),
    ("内蒙古有什么补贴", "内蒙古自治区"),
    ("昆山人才公寓怎么申请", "昆山市"),
    ("乌鲁木齐的公交优惠", "乌鲁木齐市"),
    ("北京市朝阳区的积分落户", "朝阳区"),
    ("中山有哪些补贴", "中山市"),
    ("香港的税收优惠", "香港特别行政区"),
    ("恩施州旅游补贴", "恩施土家族苗族自治州"),
    ("海口的限购政策是什么", "海口市"),
    ("合肥要建多少家研发机构", "合肥市"),
    ("大连新机场建在哪里", "大连市"),
    ("青塬市的大棚补贴一亩多少钱", "青塬市"),
    ("请问在岚坪县建冷库有补贴吗", "岚坪县"),
]
NO_PLACE = [
    "朝阳产业有哪些支持政策",
    "白银价格是多少",
    "清华大学的专利有多少",
    "北京大学和上海交通大学的合作",
    "上海南路的停车费",
    "扬州路路灯坏了",
    "常州大学的专利有多少",
    "海南路怎么走",
    "大同小异的规定有哪些",
    "我的同乡会怎么登记",
    "市科技局负责什么",
    "全市各县要做什么",
    "河西走廊怎么保护",
    "中山路拆迁补偿",
    "哈密瓜种植补贴",
    "南京路步行街",
    "和平共处原则",
    "新能源汽车购车补贴怎么申请",
    "城区和郊区的停车标准",
    "高新区要引进多少人才",
    "把管网大连接起来要多久",
    "出海口怎么管理",
    "包头巾有规定吗",
    "我们县要建多少养老院",
    "我们省想搞省、市两级平台,有什么要求",
    "科技大市的目标是什么",
    "夜市的摊位费是多少",
    "农贸市的管理要求",
]


def subjects(reader: QuestionReader, question: str) -> list[RegionMention]:
    return [r for r in reader.read(question).regions if r.subject]


@pytest.mark.parametrize(("question", "name"), IN_SAMPLE)
def test_places_of_the_corpus_are_known(sample: QuestionReader, question: str, name: str) -> None:
    assert [(r.name, r.known) for r in subjects(sample, question)] == [(name, True)]


@pytest.mark.parametrize(("question", "name"), IN_INVENTED)
def test_places_of_another_corpus_are_known_there(invented: QuestionReader, question: str, name: str) -> None:
    assert [(r.name, r.known) for r in subjects(invented, question)] == [(name, True)]


@pytest.mark.parametrize(("question", "name"), MISSPELT)
def test_misspelt_places_are_corrected_and_the_typo_is_kept(sample: QuestionReader, question: str, name: str) -> None:
    understanding = sample.read(question)
    (region,) = understanding.regions
    assert (region.name, region.known) == (name, True)
    assert region.corrected_from in question
    assert name in understanding.text
    assert understanding.notes


@pytest.mark.parametrize(("question", "name"), OUTSIDE)
def test_places_outside_the_corpus_are_recognised_as_such(sample: QuestionReader, question: str, name: str) -> None:
    assert [(r.name, r.known) for r in subjects(sample, question)] == [(name, False)]


@pytest.mark.parametrize("question", NO_PLACE)
@pytest.mark.parametrize("corpus", ["sample", "invented"])
def test_words_that_only_look_like_places_are_left_alone(
    request: pytest.FixtureRequest, corpus: str, question: str
) -> None:
    assert subjects(request.getfixturevalue(corpus), question) == []


@pytest.mark.parametrize(
    ("question", "about", "mentioned"),
    [
        ("扬州要与上海金桥开发区合作吗", ["扬州市"], ["上海市"]),
        ("扬州要与深圳科技园、上海金桥开发区合作吗", ["扬州市"], ["深圳市", "上海市"]),
        ("哪个城市要与上海金桥开发区合作", [], ["上海市"]),
        ("扬州怎么对接上海科创中心", ["扬州市"], ["上海市"]),
        ("我老家在安徽,在常州能申请吗", ["常州市"], ["安徽省"]),
        ("我爷爷户口在常州,一直跟我住成都,补贴会停吗", ["常州市"], ["成都市"]),
        ("我户口在常州,人在成都打工,补贴会停吗", ["常州市"], ["成都市"]),
        ("我户口在常州,想去成都买房,能补多少", ["成都市"], ["常州市"]),
        ("我户口在常州,住在泰州,补贴会停吗", ["泰州市"], ["常州市"]),
        ("我从常州离职去成都上班了,积金账户怎么转", ["常州市"], ["成都市"]),
        ("他从常州调到成都了,原来的医保怎么办", ["常州市"], ["成都市"]),
        ("我从常州搬到成都创业,有什么补贴", ["成都市"], ["常州市"]),
        ("从常州去成都的高铁多少钱", ["成都市"], ["常州市"]),
        ("国务院表扬了江苏的哪些做法", [], ["江苏省"]),
        ("常州和上海的研发投入哪个高", ["常州市", "上海市"], []),
        ("杭州、宁波哪个补贴多", ["杭州市", "宁波市"], []),
        ("泰州对桐乡的比较", ["泰州市", "桐乡市"], []),
    ],
)
def test_a_place_asked_about_is_told_from_one_only_mentioned(
    sample: QuestionReader, question: str, about: list[str], mentioned: list[str]
) -> None:
    regions = sample.read(question).regions
    assert [r.name for r in regions if r.subject] == about
    assert [r.name for r in regions if not r.subject] == mentioned


@pytest.mark.parametrize(
    ("question", "about", "mentioned"),
    [
        ("常州的目标分解表里武进区要新增多少家", ["武进区"], ["常州市"]),
        ("江苏省的常州有多少家孵化器", ["常州市"], ["江苏省"]),
        ("武进区和常州市比哪个多", ["武进区", "常州市"], []),
    ],
)
def test_a_place_around_another_one_says_where_that_is(
    sample: QuestionReader, question: str, about: list[str], mentioned: list[str]
) -> None:
    regions = sample.read(question).regions
    assert [r.name for r in regions if r.subject] == about
    assert [r.name for r in regions if not r.subject] == mentioned


@pytest.mark.parametrize("question", ["龙城英才计划有几项新政", "“新华人才计划”由谁牵头", "河南村煤矿怎么处理的"])
def test_a_district_needs_its_suffix_and_a_village_is_no_province(sample: QuestionReader, question: str) -> None:
    assert subjects(sample, question) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("丽江的旅游怎么发展", ("丽江",)),
        ("北京市朝阳区的棚户区改造", ("朝阳区",)),
        ("大同市的污染防治", ("大同市",)),
        ("宁夏的医疗怎么搞", ("宁夏",)),
        ("大理白族自治州怎么治水", ("大理白族自治州", "大理州")),
    ],
)
def test_a_text_speaks_of_a_place_by_its_short_name_unless_that_is_a_word(
    sample: QuestionReader, question: str, names: tuple[str, ...]
) -> None:
    (region,) = subjects(sample, question)
    assert spoken_names(region) == names


def test_a_place_and_a_rare_piece_of_a_title_name_a_document_without_a_region(invented: QuestionReader) -> None:
    assert invented.read("佛山陶瓷文化保护由谁负责").doc_ids == ("approval",)
    assert invented.read("佛山租房补贴由谁负责").doc_ids == ()


@pytest.mark.parametrize("question", ["国务院对养老有什么规定", "国家层面有哪些要求", "中央文件怎么说"])
def test_the_national_level_is_marked(sample: QuestionReader, question: str) -> None:
    assert sample.read(question).national


def test_a_national_title_word_is_not_the_national_level(sample: QuestionReader) -> None:
    assert not sample.read("国家高新技术企业要培育多少家").national


CITY = Region("江苏省", "常州市")


@pytest.mark.parametrize(
    ("region", "name", "parents", "relation"),
    [
        (CITY, "常州市", ("江苏省",), "exact"),
        (CITY, "江苏省", (), "inside"),
        (CITY, "武进区", ("江苏省", "常州市"), "contains"),
        (CITY, "泰州市", ("江苏省",), None),
        (Region("江苏省"), "常州市", ("江苏省",), "contains"),
        (Region(county="桐乡市"), "嘉兴市", ("浙江省",), "inside"),
        (Region(city="常州市"), "江苏省", (), "inside"),
        (Region("浙江省", "嘉兴市", "桐乡市", "乌镇镇"), "桐乡市", ("浙江省", "嘉兴市"), "inside"),
        (Region(), "常州市", ("江苏省",), None),
        (None, "常州市", ("江苏省",), None),
        (Region("福建省", "福州市", "鼓楼区"), "鼓楼区", ("江苏省", "南京市"), None),
    ],
)
def test_how_a_documents_region_relates_to_a_place(
    region: Region | None, name: str, parents: tuple[str, ...], relation: str | None
) -> None:
    assert matches(region, RegionMention(name, name, known=True, parents=parents)) == relation


@pytest.mark.parametrize(
    "question", ["{}的养老床位有多少?", "护理型床位补助,洛阳和{}哪个给得多?", "我想知道{}今年建多少家"]
)
def test_every_city_of_a_corpus_is_known_by_its_short_name(question: str) -> None:
    gazetteer = load_gazetteer()
    named = (place for name in gazetteer.names() for place in gazetteer.named(name))
    cities = {
        p.name: p for p in named if p.level == "city" and not p.name.startswith(("吉林", "海南"))
    }  # provinces too
    finder = PlaceFinder([Region(p.parents[0], p.name) for p in cities.values()])
    assert len(cities) > 300
    assert not [
        name
        for name, place in cities.items()
        if name not in {found.mention.name for found in finder.find(question.format(place.short))}
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [("举报隐患在大同奖多少", ["大同市"]), ("标准是否存在大同小异", []), ("隐患大同奖多少", [])],
)
def test_a_name_that_is_a_word_as_well_is_a_place_where_something_is(question: str, found: list[str]) -> None:
    finder = PlaceFinder([Region("山西省", "大同市")])
    assert [place.mention.name for place in finder.find(question)] == found


@pytest.mark.parametrize(
    ("cities", "question", "found"),
    [
        (("呼和浩特市",), "拿了呼市的补贴能卖牛吗", ["呼和浩特市"]),
        (("石家庄市",), "石市的补贴有多少", ["石家庄市"]),
        (("石家庄市",), "玉石市场的补贴有多少", []),
        (("呼和浩特市", "呼伦贝尔市"), "呼市的补贴有多少", []),
        (("上海市", "三门峡市"), "上市企业在三市的补贴有多少", []),
    ],
)
def test_a_long_city_name_is_known_by_its_first_character(
    cities: tuple[str, ...], question: str, found: list[str]
) -> None:
    finder = PlaceFinder([Region(city=city) for city in cities])
    assert [place.mention.name for place in finder.find(question)] == found
