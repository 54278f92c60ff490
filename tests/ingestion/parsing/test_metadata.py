"""What a document says of itself; what it does not say is None."""

from datetime import date

import pytest

from ingestion.model import RawDocument, Region, SideMetadata
from ingestion.parsing import parse
from ingestion.parsing.metadata import read_date
from tests.ingestion.parsing.reading import numbered, read

BODY = (
    "各县（市、区）人民政府：\n"
    "现就有关事项通知如下，请结合实际，认真贯彻执行，确保落实到位。\n"
    "一、加强领导。各地要落实责任。\n"
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("国办发〔2018〕121号", "国办发〔2018〕121号"),
        ("京政办发[2020]5号", "京政办发[2020]5号"),
        ("扬发（2018）30号", "扬发（2018）30号"),
        ("云发改规〔2021〕 3 号", "云发改规〔2021〕3号"),
        ("云川市人民政府令第17号", "云川市人民政府令第17号"),
    ],
)
def test_a_number_on_its_own_line_is_the_documents(written: str, number: str) -> None:
    parsed = read(f"云川市人民政府关于加强管理的通知\n{written}\n{BODY}云川市人民政府\n2020年5月1日")
    assert parsed.document.doc_number == number


@pytest.mark.parametrize("beside", ["　　2020年5月1日", " 签发人：张三"])
def test_a_number_with_a_date_or_signer_beside_it_is_the_documents(beside: str) -> None:
    issuers = "云川市人民政府　云川市财政局"
    parsed = read(f"云川市扶持资金申报指南\n{issuers}\n云发〔2020〕3号{beside}\n{BODY}")
    assert parsed.document.doc_number == "云发〔2020〕3号"
    assert parsed.clauses[0].kind != "preamble" or "3号" not in parsed.clauses[0].body.of(parsed.document.text)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("云川市人民政府　云政发〔2025〕19号　2025年12月3日", date(2025, 12, 3)),
        ("云川市人民政府　2025年12月印发　云政发〔2025〕19号", None),
        ("（云政发〔2025〕19号　云川市人民政府　2025年12月3日印发）", date(2025, 12, 3)),
        ("（2025年12月3日云川市人民政府印发，云政发〔2025〕19号）", date(2025, 12, 3)),
    ],
)
def test_one_line_may_give_issuer_number_and_date(line: str, written: date | None) -> None:
    parsed = read(f"云川市数字经济发展规划\n{line}\n一、总体要求\n发展数字经济。\n二、其他\n无。\n")
    document = parsed.document
    assert (document.issuers, document.doc_number, document.written) == (
        ("云川市人民政府",),
        "云政发〔2025〕19号",
        written,
    )
    assert [c.label for c in numbered(parsed)] == ["第一部分", "第二部分"]


def test_a_number_that_is_only_referred_to_is_not_the_documents() -> None:
    text = (
        "云川市人民政府关于加强管理的通知\n"
        f"{BODY}二、贯彻文件。落实《意见》（国发〔2018〕5号）精神。\n"
        "云川市人民政府\n"
        "2020年5月1日"
    )
    assert read(text).document.doc_number is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018年11月5日", date(2018, 11, 5)),
        ("二〇〇四年一月十六日", date(2004, 1, 16)),
        ("二○○四年十月二十一日", date(2004, 10, 21)),
        ("一九九六年十一月五日", date(1996, 11, 5)),
        ("2021-06-08 10:03", date(2021, 6, 8)),
        ("2021/6/8", date(2021, 6, 8)),
        ("2021年2月30日", None),
        ("2021年", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert read_date(text) == expected


def test_joint_issuers_are_all_kept() -> None:
    text = f"关于加强数据管理的通知\n云数发〔2024〕1号\n{BODY}云川市数据局 云川市财政局\n2024年3月1日"
    document = read(text).document
    assert document.issuers == ("云川市数据局", "云川市财政局")
    assert document.issuer == "云川市数据局、云川市财政局"


@pytest.mark.parametrize("other", ["云川市财政局", "云川银行青山分行", "云川县委工作领导小组"])
def test_signatures_on_lines_of_their_own_are_joint_issuers(other: str) -> None:
    remark = "（县数据办）" if other.endswith("小组") else ""
    text = f"关于加强数据管理的通知\n{BODY}云川市数据局\n{other}{remark}\n2024年3月1日"
    assert read(text).document.issuers == ("云川市数据局", other)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("云川市人民政府关于加强管理的通知_云川市人民政府网", "云川市人民政府关于加强管理的通知"),
        ("云川市人民政府关于加强管理的通知-云川市政务公开门户", "云川市人民政府关于加强管理的通知"),
        ("关于土 地 使 用 期 限 的 批 复", "关于土地使用期限的批复"),
    ],
)
def test_a_title_has_no_decoration(given: str, title: str) -> None:
    assert read(BODY, title=given).document.title == title


def test_properties_of_the_page_are_read() -> None:
    document = read(
        BODY,
        title="关于加强管理的通知",
        properties={
            "索 引 号": "0001/2020",
            "文件编号": "云政发〔2020〕5号",
            "PubDate": "2020-05-02 08:00",
            "失效日期": "2025年4月30日",
            "网址": "http://example.cn/a.html",
            "主题分类": "科技",
            "发布机构": "云川市人民政府",
            "施行日期": "2020年6月1日",
        },
    ).document
    assert document.index_number == "0001/2020"
    assert document.doc_number == "云政发〔2020〕5号"
    assert (document.published, document.effective, document.expires) == (
        date(2020, 5, 2), date(2020, 6, 1), date(2025, 4, 30),
    )  # fmt: skip
    assert document.source_url == "http://example.cn/a.html"
    assert document.topic == "科技"
    assert document.issuers == ("云川市人民政府",)


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("有效期", "2028年3月31日"),
        ("有效期", "2025年4月1日至2028年3月31日"),
        ("终止日期", "2028-03-31"),
        ("失效时间", "2028年3月31日"),
    ],
)
def test_a_page_says_until_when_the_document_holds(label: str, written: str) -> None:
    parsed = read("云川市办法\n第一条 为了规范管理，制定本办法。\n", properties={label: written})
    assert parsed.document.expires == date(2028, 3, 31)


def test_the_publisher_of_a_page_does_not_replace_who_signed() -> None:
    text = f"关于加强数据管理的通知\n{BODY}云川市数据局\n2024年3月1日"
    assert read(text, properties={"发布机构": "云川市人民政府办公室"}).document.issuers == ("云川市数据局",)


def test_what_is_not_said_is_none() -> None:
    document = read("加强管理。\n各地要落实责任，抓好工作，不得懈怠，务求实效，确保完成全年的任务。").document
    assert document.issuers == ()
    for field in ("doc_number", "region", "level", "written", "published", "effective", "expires", "period", "topic"):
        assert getattr(document, field) is None, field
    assert (document.index_number, document.addressees, document.source_url) == (None, None, None)


def test_side_metadata_wins_over_the_text() -> None:
    raw = RawDocument("a.txt", "text", f"关于加强数据管理的通知\n云数发〔2024〕1号\n{BODY}")
    side = SideMetadata(title="定名", doc_number="甲〔2020〕1号", written=date(2020, 1, 1), issuers=("甲局",))
    document = parse(raw, doc_id="d", side=side).document
    assert (document.title, document.doc_number, document.written) == ("定名", "甲〔2020〕1号", date(2020, 1, 1))
    assert document.issuers == ("甲局",)


def test_an_order_is_called_by_what_it_orders() -> None:
    text = (
        "云川市人民政府令\n第17号\n《云川市数据管理办法》已经2025年3月1日市人民政府常务会议审议通过，现予公布，自2025年5月1日起施行。\n"
        "市长 林某某\n2025年3月10日\n云川市数据管理办法\n第一条 为了规范管理，制定本办法。\n"
        "第二条 本办法自2025年5月1日起施行。"
    )
    parsed = read(text)
    assert parsed.document.title == "云川市数据管理办法"
    assert parsed.document.aliases == ("云川市人民政府令",)
    assert parsed.document.doc_number == "云川市人民政府令第17号"
    assert parsed.document.effective == date(2025, 5, 1)
    assert [c.label for c in numbered(parsed)] == ["印发通知", "第一条", "第二条"]


@pytest.mark.parametrize(
    ("written", "number"),
    [("国令第697号", "国令第697号"), ("农业部令2016年第5号", "农业部令2016年第5号"), ("无", None)],
)
def test_a_page_may_give_the_number_of_an_order(written: str, number: str | None) -> None:
    text = "数据管理条例\n第一条 为了规范管理，制定本条例。\n第二条 本条例自2025年5月1日起施行。"
    assert read(text, properties={"发文字号": written}).document.doc_number == number


@pytest.mark.parametrize(
    ("bracket", "organ", "number"),
    [
        (
            "2024年9月12日市人民政府常务会议通过 2024年9月30日云川市人民政府令第6号公布",
            "云川市人民政府",
            "云川市人民政府令第6号",
        ),
        ("2024年9月30日渔业部令2024年第6号公布，自2025年5月1日起施行", "渔业部", "渔业部令2024年第6号"),
    ],
)
def test_who_made_an_order_and_its_number_are_read_from_the_bracket_under_the_title(
    bracket: str, organ: str, number: str
) -> None:
    text = f"云川市数据管理办法\n（{bracket}）\n第一条 为了规范管理，制定本办法。\n第二条 本办法自2025年5月1日起施行。"
    document = read(text).document
    assert (document.issuers, document.doc_number) == ((organ,), number)


def test_addressees_are_kept_as_written() -> None:
    assert read(f"关于加强数据管理的通知\n{BODY}").document.addressees == "各县（市、区）人民政府"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (
            "云川市城市供水应急预案\n一、总则\n本预案适用于云川市主城区。",
            "云川市",
        ),  # the text speaks of the title's place
        ("云溪县人民政府专题会议纪要\n关于研究客运站搬迁的会议纪要\n一、选址\n选址在城北。", "云溪县"),  # masthead
        ("云川省实施细则\n一、总则\n各单位要抓好落实。", None),  # named once and nowhere else
        ("关于治理老城区停车问题的方案\n一、总则\n在老城区增设车位。", None),  # no district
        ("全市停车管理方案\n一、总则\n全市统一管理。", None),
    ],
)
def test_a_place_is_read_from_title_and_masthead(text: str, region: str | None) -> None:
    found = read(text).document.region
    assert (found.name if found else None) == region


@pytest.mark.parametrize(
    ("name", "said", "region"),
    [
        ("桐乡-方案.txt", "全市各单位要抓好落实。", "桐乡市"),
        ("浙江省桐乡市_方案.txt", "各镇要抓好落实，由市财政局考核。", "桐乡市"),  # the city between is left out
        ("县里来文/长兴：方案.md", "我县各单位要抓好落实。", "长兴县"),
        ("朝阳-方案.txt", "全市各单位要抓好落实。", "朝阳市"),  # there are districts of that name
        ("广西-方案.txt", "全区各单位要抓好落实。", "广西壮族自治区"),
        ("朝阳-方案.txt", "全区各单位要抓好落实。", None),  # of which there are several
        ("桐乡方案.txt", "全市各单位要抓好落实。", None),  # no mark behind the place
        ("公安-方案.txt", "全县各单位要抓好落实。", None),  # an everyday word
        ("老城区-停车方案.txt", "全市各单位要抓好落实。", None),
        ("日照-标准.txt", "全市各单位要抓好落实。", None),
        ("桐乡-方案.txt", "城市供水由市场决定，各单位要抓好落实。", None),  # speaks of no city as its own
        ("桐乡-方案.txt", "全市各单位要抓好落实。\n云川市人民政府\n2024年1月1日", "云川市"),  # signed elsewhere
    ],
)
def test_the_name_of_a_file_tells_the_place_that_nothing_else_tells(name: str, said: str, region: str | None) -> None:
    raw = RawDocument(name, "text", f"创新力提升行动方案\n一、总则\n{said}")
    parsed = parse(raw, doc_id="d")
    found = parsed.document.region
    assert (found.name if found else None) == region
    hinted = region is not None and region[:2] in name
    assert ("region-from-file" in {f.code for f in parsed.findings}) == hinted
    given = parse(raw, doc_id="d", side=SideMetadata(region=Region(city="青山市")))
    assert given.document.region == Region(city="青山市")
    assert "region-from-file" not in {f.code for f in given.findings}


def test_a_date_in_a_bracket_under_the_title_is_the_documents() -> None:
    text = "云川市供水应急预案\n（云政办发〔2024〕52号，2024年10月11日印发）\n一、总则\n各单位要抓好落实。"
    assert read(text).document.written == date(2024, 10, 11)
