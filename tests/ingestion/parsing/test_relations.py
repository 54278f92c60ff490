"""Links between documents, validity and status."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ingestion.model import Document, Relation, RelationKind, Span
from ingestion.parsing.relations import read_relations, read_validity, status_of
from tests.ingestion.parsing.clause_builder import Part, build

THIS = Document(id="d", title="某市创新办法", text="", source="s", media_type="text", doc_number="某发〔2020〕1号")


def links(opening: str, body: str = "", title: str = THIS.title) -> list[tuple[RelationKind, str | None, str | None]]:
    text, clauses = build(Part(None, None, opening, 1, "preamble"), Part("一、", "总体要求", body, 1, "section"))
    return [
        (r.kind, r.title, r.doc_number) for r in read_relations(text, clauses, replace(THIS, text=text, title=title))
    ]


OPENINGS: list[tuple[str, list[tuple[RelationKind, str | None, str | None]]]] = [
    (
        "根据市委《关于建设示范区的意见》(常发〔2015〕17号),制定本要点。",
        [("based_on", "关于建设示范区的意见", "常发〔2015〕17号")],
    ),
    (
        "为贯彻落实《甲部关于科技的意见》(赣发[2016]5号)、《乙市关于人才的意见》（鹰发〔2017〕33号）等文件精神,现提出如下意见。",
        [("based_on", "甲部关于科技的意见", "赣发〔2016〕5号"), ("based_on", "乙市关于人才的意见", "鹰发〔2017〕33号")],
    ),
    (
        "民政部《关于清理整顿的意见》已经国务院同意，现转发给你们，请认真贯彻执行。",
        [("forwards", "关于清理整顿的意见", None)],
    ),
    ("《政府网站工作方案》已经同意，现印发给你们。", [("attaches", "政府网站工作方案", None)]),
    ("现将《2018年工作要点》印发给你们。", [("attaches", "2018年工作要点", None)]),
    (
        "《关于激励支持的通知》（国办发〔2016〕82号）停止执行。",
        [("repeals", "关于激励支持的通知", "国办发〔2016〕82号")],
    ),
    ("本办法自2020年1月1日起施行，《某市旧办法》同时废止。", [("repeals", "某市旧办法", None)]),
    (
        "原《甲管理办法》（某发〔2010〕3号）和《乙管理办法》同时废止。",
        [("repeals", "甲管理办法", "某发〔2010〕3号"), ("repeals", "乙管理办法", None)],
    ),
    ("某发〔2010〕3号文件同时废止。", [("repeals", None, "某发〔2010〕3号")]),
    ("原通知（某发〔2010〕3号）同时废止。", [("repeals", None, "某发〔2010〕3号")]),
    ("决定废止《某市旧条例》。", [("repeals", "某市旧条例", None)]),
    ("决定对《某市创新条例》作如下修改：", [("amends", "某市创新条例", None)]),
    ("《某市创新条例》第五条修改为：", [("amends", "某市创新条例", None)]),
    ("现决定修改《某市创新条例》。", [("amends", "某市创新条例", None)]),
    ("《某市专班通知》（某发〔2022〕9号）中的成员名单同时停止执行。", [("amends", "某市专班通知", "某发〔2022〕9号")]),
    ("适时修改或废止不相适应的《某市创新条例》。", [("mentions", "某市创新条例", None)]),
    ("某部印发的《某市创新纲要》提出要求。", [("mentions", "某市创新纲要", None)]),
    ("《某市创新规划纲要》（以下简称《规划》）提出，《规划》要落实。", [("mentions", "某市创新规划纲要", None)]),
    ("2001年1月1日施行的《某市创新办法》同时废止。", [("repeals", "某市创新办法", None)]),
    ("本意见（某发〔2020〕1号）已公开。《某市创新办法》如下。", []),
]


@pytest.mark.parametrize(("opening", "expected"), OPENINGS, ids=[o[:24] for o, _ in OPENINGS])
def test_each_wording_gives_its_link(opening: str, expected: list[tuple[RelationKind, str | None, str | None]]) -> None:
    assert links(opening) == expected


def test_what_others_are_told_to_follow_is_only_mentioned() -> None:
    body = "各地要按照《中华人民共和国安全生产法》的规定办理。积极落实《某省行动方案》。"
    assert links("为做好工作,提出意见。", body) == [
        ("mentions", "中华人民共和国安全生产法", None),
        ("mentions", "某省行动方案", None),
    ]


def test_a_document_named_twice_keeps_its_strongest_link_and_its_number() -> None:
    opening = "根据《某部创新办法》（某发〔2019〕9号），制定本办法。"
    body = "《某部创新办法》同时废止。"
    assert links(opening, body) == [("repeals", "某部创新办法", "某发〔2019〕9号")]
    assert links("现废止《某部创新办法》。", "《某部创新办法》（某发〔2019〕9号）到期。") == [
        ("repeals", "某部创新办法", "某发〔2019〕9号")
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("二、废止的文件", "repeals"), ("二、修改、废止的文件", "mentions"), ("二、延长的文件", "mentions")],
)
def test_a_heading_says_what_becomes_of_the_documents_below_it(heading: str, kind: RelationKind) -> None:
    text, (clause,) = build(Part("（一）", None, "《某部创新办法》（某发〔2019〕9号）。"))
    found = read_relations(text, [replace(clause, path=(heading, *clause.path))], replace(THIS, text=text))
    assert [r.kind for r in found] == [kind]


def test_the_first_article_says_what_a_regulation_is_based_on() -> None:
    text, clauses = build(
        Part("第一条", None, "为规范管理，依照《中华人民共和国科学技术进步法》，制定本条例。", 1, "article"),
        Part("第二条", None, "依照《中华人民共和国专利法》的规定处理。", 1, "article"),
    )
    found = read_relations(text, clauses, replace(THIS, text=text))
    assert [(r.kind, r.title) for r in found] == [
        ("based_on", "中华人民共和国科学技术进步法"),
        ("mentions", "中华人民共和国专利法"),
    ]
    assert found[0].span.of(text) == "第一条为规范管理，依照《中华人民共和国科学技术进步法》，制定本条例。"


ISSUED = date(2020, 3, 5)
VALIDITY: list[tuple[str, date | None, date | None]] = [
    ("本办法自2020年1月1日起施行。", date(2020, 1, 1), None),
    ("本办法自2020年7月起实施。", date(2020, 7, 1), None),
    ("本意见自发布之日起施行。", ISSUED, None),
    ("本规定自公布之日起30日后施行。", date(2020, 4, 4), None),
    ("本办法自2020年1月1日起施行，有效期5年。", date(2020, 1, 1), date(2024, 12, 31)),
    ("本办法自印发之日起施行，有效期至2025年12月31日。", ISSUED, date(2025, 12, 31)),
    ("本办法自2020年1月1日起试行，试行期两年。", date(2020, 1, 1), date(2021, 12, 31)),
    ("本政策自2021年1月1日起执行，执行至2023年6月30日。", date(2021, 1, 1), date(2023, 6, 30)),
    ("有效期自2020年1月1日至2024年12月31日。", None, date(2024, 12, 31)),
    ("本细则自2020年2月1日起实施，暂定三年。", date(2020, 2, 1), date(2023, 1, 31)),
    ("本行动方案自2020年5月1日起施行，有效期至2022年6月30日。", date(2020, 5, 1), date(2022, 6, 30)),
    ("本通告自2020年3月15日起施行，至2022年3月14日止。", date(2020, 3, 15), date(2022, 3, 14)),
    ("本预案由市应急局负责解释，自2020年3月1日起施行。", date(2020, 3, 1), None),
    ("第二十条 本条例自2020年5月1日起施行。", date(2020, 5, 1), None),
    ("高新技术企业证书有效期3年。本办法所称许可证有效期至2030年1月1日。", None, None),
    ("到2025年，产业总规模达到2万亿元。", None, None),
]


@pytest.mark.parametrize(("text", "effective", "expires"), VALIDITY, ids=[v[0][:24] for v in VALIDITY])
def test_validity_is_read_from_the_words_of_the_document(
    text: str, effective: date | None, expires: date | None
) -> None:
    read = read_validity("前言。" + text, ISSUED)
    assert (read.effective, read.expires) == (effective, expires)
    assert bool(read.spans) == bool(effective or expires)


def test_the_day_of_issue_is_not_guessed() -> None:
    read = read_validity("本意见自发布之日起施行，有效期5年。")
    assert (read.effective, read.expires) == (None, None)
    assert read.spans


TODAY = date(2024, 6, 1)
REPEAL = ("new", Relation("repeals", THIS.title, None, Span(3, 9)))
STATUSES: list[tuple[str, Document, list[tuple[str, Relation]]]] = [
    ("现行有效", THIS, []),
    ("现行有效", replace(THIS, text="本办法自2020年1月1日起施行。"), []),
    ("尚未施行", replace(THIS, text="本办法自2025年1月1日起施行。"), []),
    ("尚未施行", replace(THIS, effective=date(2025, 1, 1)), []),
    ("已失效", replace(THIS, text="本办法自2018年1月1日起施行，有效期5年。"), []),
    ("已失效", replace(THIS, expires=date(2023, 1, 1)), []),
    ("目标期已过", replace(THIS, period=(2018, 2020), text="某行动计划（2018—2020年）。"), []),
    ("现行有效", replace(THIS, period=(2023, 2025)), []),
    ("已废止", replace(THIS, expires=date(2023, 1, 1)), [REPEAL]),
    ("现行有效", THIS, [("other", Relation("based_on", THIS.title, None, Span(0, 1)))]),
]


@pytest.mark.parametrize(("name", "document", "relations"), STATUSES)
def test_status_on_a_day(name: str, document: Document, relations: list[tuple[str, Relation]]) -> None:
    assert status_of(document, relations, TODAY).name == name


def test_a_status_names_the_sentence_it_was_read_from() -> None:
    text = "某行动计划（2018—2020年）。其余。"
    status = status_of(replace(THIS, period=(2018, 2020), text=text), [], TODAY)
    assert status.span is not None
    assert status.span.of(text) == "某行动计划（2018—2020年）。"
    repealed = status_of(THIS, [REPEAL], TODAY)
    assert (repealed.doc_id, repealed.span) == ("new", Span(3, 9))


def test_a_repeal_that_is_still_to_come_does_not_count_yet() -> None:
    assert status_of(THIS, [REPEAL], TODAY, taking_effect={"new": date(2025, 1, 1)}).name == "现行有效"
    assert status_of(THIS, [REPEAL], TODAY, taking_effect={"new": date(2024, 1, 1)}).name == "已废止"
