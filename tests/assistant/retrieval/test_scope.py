from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import UnknownFilter
from assistant.model import Filters, RegionMention, Understanding
from assistant.retrieval.scope import answers_for, covers_year, resolve
from ingestion.model import Document, Region

CITY = Document(
    id="city", title="甲市人民政府关于促进养老服务的若干措施", text="", source="a.txt", media_type="text",
    issuers=("甲市人民政府",), region=Region("江苏省", "常州市"), period=(2021, 2023), written=date(2021, 3, 1),
)  # fmt: skip
NATIONAL = Document(
    id="national", title="国务院办公厅关于表扬典型做法的通报", text="", source="n.txt", media_type="text",
    level="national",
)  # fmt: skip
OTHER = replace(CITY, id="other", title="乙市停车管理办法", region=Region("江西省", "鹰潭市", "贵溪市"), period=None)
REPLY = replace(NATIONAL, id="reply", title="国务院关于同意设立岳阳湿地试验区的批复")
DOCUMENTS = (CITY, OTHER, NATIONAL)
ASKED = Understanding(original="", text="有什么补贴", kind="measure")


def mention(name: str, *parents: str, known: bool = True) -> RegionMention:
    return RegionMention(name, name, known, parents=parents)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        (ASKED, ["city", "other", "national"]),
        (replace(ASKED, regions=(mention("常州市", "江苏省"),)), ["city"]),
        (replace(ASKED, regions=(mention("江西省"),)), ["other"]),
        (replace(ASKED, doc_ids=("other",)), ["other"]),
        (replace(ASKED, national=True), ["national"]),
        (replace(ASKED, text="停车管理办法里怎么规定"), ["city", "other", "national"]),
    ],
)
def test_a_question_is_put_to_the_documents_it_fits(asked: Understanding, ids: list[str]) -> None:
    scope = resolve(asked, Filters(), DOCUMENTS)
    assert [d.id for d in scope.documents] == ids
    assert (scope.miss, scope.must_name) == (None, ())


@pytest.mark.parametrize(
    ("title", "miss"),
    [
        ("国务院关于同意设立九江湿地试验区的批复", "document"),
        ("同意设立九江湿地试验区的批复", "document"),
        ("同意设立岳阳湿地试验区的批复", None),
        ("设立岳阳试验区的批复", None),
        ("湿地试验区的批复", None),
    ],
)
def test_a_title_with_another_place_in_its_midst_is_that_of_another_document(title: str, miss: str | None) -> None:
    asked = replace(ASKED, doc_ids=("reply",), named_document=title, kind="document")
    assert resolve(asked, Filters(), (*DOCUMENTS, REPLY)).miss == miss


@pytest.mark.parametrize(
    ("name", "text", "ids", "miss"),
    [
        ("停车管理办法", "丁市停车管理办法里罚多少", ["own"], None),
        ("停车管理办法", "丁市的《停车管理办法》里罚多少", ["other"], "region"),
        ("停车收费办法", "丁市停车收费办法里罚多少", ["other"], "region"),
        ("停车管理规定", "丁市停车管理规定里罚多少", ["other"], "region"),
    ],
)
def test_a_name_that_is_loosely_told_is_of_what_the_place_has_by_it(
    name: str, text: str, ids: list[str], miss: str | None
) -> None:
    own = replace(OTHER, id="own", title="丁市机动车停车秩序管理办法", region=Region("江西省", "丁市"))
    asked = replace(ASKED, text=text, named_document=name, doc_ids=("other",), regions=(mention("丁市", "江西省"),))
    scope = resolve(asked, Filters(), (*DOCUMENTS, own))
    assert ([d.id for d in scope.documents], scope.miss) == (ids, miss)


def test_what_is_named_and_bears_the_name_of_the_place_is_of_it() -> None:
    park = replace(NATIONAL, id="park", title="丁市高新区2025年工作要点", level=None)
    asked = replace(ASKED, doc_ids=("park",), regions=(mention("丁市", "江西省"),))
    assert resolve(asked, Filters(), (*DOCUMENTS, park)).must_name == ()


@pytest.mark.parametrize(
    ("asked", "ids", "miss", "spoken"),
    [
        (replace(ASKED, regions=(mention("上海市"),)), ["national"], "region", ("上海",)),
        (replace(ASKED, regions=(mention("武进区", "江苏省", "常州市"),)), ["city", "national"], "region", ("武进",)),
        (replace(ASKED, regions=(mention("上海市"),), doc_ids=("other",)), ["other"], "region", ("上海",)),
        (replace(ASKED, regions=(mention("乙市"),), doc_ids=("other",)), ["other"], None, ("乙市",)),
        (replace(ASKED, named_document="丙市条例"), ["city", "other", "national"], "document", ("丙市条例",)),
        (
            replace(ASKED, text="市里的人才公寓租金管理办法里怎么规定"),
            ["city", "other", "national"], "document", ("人才公寓租金管理办法",),
        ),
    ],
)  # fmt: skip
def test_what_no_document_is_of_may_be_spoken_of_in_a_wider_one(
    asked: Understanding, ids: list[str], miss: str | None, spoken: tuple[str, ...]
) -> None:
    scope = resolve(asked, Filters(), DOCUMENTS)
    assert [d.id for d in scope.documents] == ids
    assert (scope.miss, scope.must_name) == (miss, spoken)


ANSWER = replace(NATIONAL, id="answer", title="某部关于工时计算问题的复函", addressees="江西省人力资源和社会保障厅")


@pytest.mark.parametrize(
    ("place", "ids", "miss", "around"),
    [
        (mention("江西省"), ["answer"], None, ""),
        (mention("九江市", "江西省"), ["answer", "national"], "region", "answer"),
        (mention("江苏省"), ["answer", "national"], "region", ""),
        (mention("常州市", "江苏省"), ["city"], None, ""),
    ],
)
def test_a_reply_is_of_the_place_whose_body_it_is_written_to(
    place: RegionMention, ids: list[str], miss: str | None, around: str
) -> None:
    documents = (ANSWER, NATIONAL, *((CITY,) if place.name == "常州市" else ()))
    scope = resolve(replace(ASKED, regions=(place,)), Filters(), documents)
    assert ([d.id for d in scope.documents], scope.miss) == (ids, miss)
    rules = scope.elsewhere if scope.miss else None
    assert [d.id for d in (rules.documents if rules else ())] == ([around] if around else [])


@pytest.mark.parametrize(("named", "around"), [("other", []), ("city", ["city"])])
def test_a_document_that_is_named_is_no_wider_rule_for_a_place_elsewhere(named: str, around: list[str]) -> None:
    asked = replace(ASKED, doc_ids=(named,), regions=(mention("武进区", "江苏省", "常州市"),))
    elsewhere = resolve(asked, Filters(), DOCUMENTS).elsewhere
    assert [d.id for d in (elsewhere.documents if elsewhere else ())] == around


@pytest.mark.parametrize(("focus", "spoken"), [("", ("上海", "天津")), ("天津市", ("天津",)), ("补贴", ())])
def test_of_the_places_spoken_of_a_follow_up_must_find_its_own(focus: str, spoken: tuple[str, ...]) -> None:
    places = tuple(replace(mention(name), subject=False) for name in ("上海市", "天津市"))
    scope = resolve(replace(ASKED, regions=places, focus=focus), Filters(), DOCUMENTS)
    assert scope.must_name == spoken


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(region=("常州",)), ["city"]),
        (Filters(region=("江西省",)), ["other"]),
        (Filters(year=2022), ["city"]),
        (Filters(issuer=("甲市",)), ["city", "other"]),
        (Filters(doc_id=("other",)), ["other"]),
    ],
)
def test_filters_restrict_the_documents(filters: Filters, ids: list[str]) -> None:
    assert [d.id for d in resolve(ASKED, filters, DOCUMENTS).documents] == ids


@pytest.mark.parametrize(
    "filters", [Filters(region=("火星市",)), Filters(doc_id=("x",)), Filters(issuer=("无此机关",))]
)
def test_a_filter_that_names_nothing_is_an_error_not_an_empty_answer(filters: Filters) -> None:
    with pytest.raises(UnknownFilter):
        resolve(ASKED, filters, DOCUMENTS)


@pytest.mark.parametrize(
    ("documents", "told"),
    [
        (DOCUMENTS, "已有地区:常州市、江苏省、江西省、贵溪市、鹰潭市。"),
        ((replace(CITY, region=None),), "已收录的文件都没有标明地区"),
        ((), "已收录的文件都没有标明地区"),
        (tuple(replace(CITY, region=Region("甲省", f"乙{n:03}市")) for n in range(99)), "乙029市等100个。"),
    ],
)
def test_an_unknown_region_is_told_what_can_be_asked_for(documents: tuple[Document, ...], told: str) -> None:
    with pytest.raises(UnknownFilter, match=told) as raised:
        resolve(ASKED, Filters(region=("火星市",)), documents)
    assert ":。" not in str(raised.value)


def test_a_plan_covers_its_period_and_the_year_it_was_made() -> None:
    assert [covers_year(CITY, y) for y in (2020, 2021, 2023, 2024)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("document", "year", "answers"),
    [
        (CITY, 2022, True),
        (CITY, 2024, False),
        (replace(NATIONAL, written=date(2018, 12, 26), published=date(2019, 1, 3)), 2019, True),
        (replace(NATIONAL, written=date(1996, 2, 9), published=date(2018, 12, 3)), 2018, False),
        (replace(NATIONAL, title="关于2018年度奖励的决定", published=date(2019, 1, 8)), 2019, False),
        (replace(NATIONAL, title="关于2018年度奖励的决定", published=date(2019, 1, 8)), 2018, True),
        (replace(NATIONAL, title="关于申办2009年运动会的复函", written=date(2004, 4, 17)), 2004, True),
    ],
)
def test_a_document_answers_for_the_years_it_is_about(document: Document, year: int, *, answers: bool) -> None:
    assert answers_for(document, year) is answers
