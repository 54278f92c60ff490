"""What the token layer is taught from: papers that ship for it."""

import json
from pathlib import Path

import pytest

from eval.datasets.suites import OFFLINE, DatasetBroken, load_suite
from eval.teaching.papers import SMALL_PAPERS, Paper, read_papers

LINE = {
    "field": "交通",
    "title": "云溪市停车办法",
    "place": "云溪",
    "clauses": ["每小时收费2元。", "残疾人免费停车。"],
    "questions": [["停一小时多少钱", 0], ["坐轮椅的停车要钱吗", 1]],
    "unanswered": ["晚上停车便宜吗"],
}


def write(folder: Path, *papers: dict[str, object]) -> None:
    lines = [json.dumps(paper, ensure_ascii=False) for paper in papers]
    (folder / "交通.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_the_clauses_of_a_small_paper_look_as_those_of_real_ones_do(tmp_path: Path) -> None:
    write(tmp_path, LINE, LINE)
    first, second = read_papers(tmp_path)
    assert first == Paper(
        "交通:1",
        ("云溪市停车办法\n第一条 每小时收费2元。", "云溪市停车办法\n第二条 残疾人免费停车。"),
        (("停一小时多少钱", frozenset({0})), ("坐轮椅的停车要钱吗", frozenset({1}))),
        ("晚上停车便宜吗",),
    )
    assert second.passages == (
        "云溪市停车办法 云溪市\n(一)每小时收费2元。",
        "云溪市停车办法 云溪市\n(二)残疾人免费停车。",
    )


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    write(tmp_path, LINE, LINE | {"clauses": "每小时收费2元。"})
    with pytest.raises(DatasetBroken, match=r"交通\.jsonl 第2行"):
        list(read_papers(tmp_path))


def test_every_small_paper_is_whole() -> None:
    papers = list(read_papers())
    assert len(papers) > 600
    for paper in papers:
        assert len(paper.passages) > 3, paper.name
        assert len(set(paper.passages)) == len(paper.passages), paper.name
        assert paper.asked, paper.name
        assert paper.unanswered, paper.name
        assert all(max(answers) < len(paper.passages) for _, answers in paper.asked), paper.name


def test_nothing_of_a_suite_is_taught() -> None:
    suites = [load_suite(name) for name in OFFLINE]
    files = {path for suite in suites for folder in suite.corpus for path in folder.iterdir() if path.is_file()}
    texts = "".join(path.read_text("utf-8", "ignore") for path in files)
    lines = [line for file in SMALL_PAPERS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [title for line in lines if (title := json.loads(line)["title"]) in texts] == []
    asked = {question.question for suite in suites for question in suite.questions}
    taught = {text for paper in read_papers() for text in (*(text for text, _ in paper.asked), *paper.unanswered)}
    assert asked & taught == set()
