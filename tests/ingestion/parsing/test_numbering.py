"""Numbers that open a line, and lines that only look like it."""

import pytest

from ingestion.numerals import to_chinese, to_int
from ingestion.parsing.numbering import read_marker


@pytest.mark.parametrize(
    ("line", "family", "number"),
    [
        ("附件2", "annex", 2),
        ("附件：", "annex", 0),
        ("第一编 总则", "book", 1),
        ("第二部分 重点任务", "part", 2),
        ("第十二章 附则", "chapter", 12),
        ("第三节 共享", "section", 3),
        ("第一百二十五条 本法自公布之日起施行。", "article", 125),
        ("第二条本条例所称企业，是指法人。", "article", 2),
        ("第15条 税率", "article", 15),
        ("第四条：保证金应当按时返还。", "article", 4),
        ("二十一、加强领导", "comma", 21),
        ("二 采购", "comma", 2),
        ("三.申报方式", "comma", 3),
        ("（一）项目建设", "paren", 1),
        ("（十二）引导消费理念", "paren", 12),
        ("(三)主要目标", "paren", 3),
        ("3.推进研发机构建设", "dot", 3),
        ("9 强化产学研协同创新", "dot", 9),
        ("3.2024年度财务报表", "dot", 3),
        ("1 总则", "dot", 1),
        ("3 监测、报告与预警", "dot", 3),
        ("2.1 夯实基础", "decimal2", 1),
        ("2.1.3 算力", "decimal3", 3),
        ("1.2.3.4 分级响应", "decimal4", 4),
        ("（4）龙头企业", "paren_digit", 4),
        ("5)检查", "half_paren", 5),
        ("③独角兽企业", "circled", 3),
        ("㉑其他", "circled", 21),
        ("B.资金保障", "letter", 2),
        ("——坚持问题导向。", "dash", 0),
    ],
)
def test_a_number_at_the_start_of_a_line_is_read(line: str, family: str, number: int) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.family.name, marker.number) == (family, number)


def test_a_mark_behind_the_number_of_an_article_is_part_of_it() -> None:
    marker = read_marker("第一条、为规范管理，制定本规定。")
    assert marker is not None
    assert marker.length == len("第一条、")


def test_an_inserted_article_has_its_second_number() -> None:
    marker = read_marker("第十五条之一 有下列情形的：")
    assert marker is not None
    assert (marker.number, marker.sub, marker.written) == (15, 1, "第十五条之一")


@pytest.mark.parametrize(
    "line",
    [
        "第五条规定的情形，由市市场监管局认定。",
        "第三条、第四条所列事项除外。",
        "第十条第二款规定的期限为十日。",
        "第六条至第九条的规定适用于个体工商户。",
        "第八条（二）项所列材料可以容缺。",
        "第二条所称企业，包括个体工商户。",
        "2018年底前完成。",
        "第二条第（二）项规定的安检，应当提前告知用户。",
        "（一）项规定的行为造成损失的，依法赔偿。",
        "一、二、三等奖奖金分别为100万元、50万元、20万元。",
        "二、三级医院按照80%报销。",
        "1.5万元以下的罚款",
        "3.2%以上",
        "12月31日前报送",
        "3个月内办结",
        "第一中学",
        "一是加强领导。",
    ],
)
def test_a_reference_or_a_quantity_is_no_heading(line: str) -> None:
    assert read_marker(line) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("三", 3), ("十", 10), ("二十一", 21), ("一百零五", 105), ("一千二百三十四", 1234), ("二〇一八", 2018),
     ("两万三千", 23000), ("一万零一", 10001), ("一亿二千三百四十五万六千七百八十九", 123456789),
     ("⑮", 15), ("贰拾", 20), ("35", 35)],
)  # fmt: skip
def test_numerals_of_any_size(text: str, value: int) -> None:
    assert to_int(text) == value


@pytest.mark.parametrize("number", [*range(130), 999, 1000, 1001, 1010, 1100, 9999, 10000, 10010, 110000, 123456789])
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize("text", ["", "条", "一a", "第三"])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    assert to_int(text) is None
