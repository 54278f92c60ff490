"""What the token layer is taught from: papers that ship for it, and the fit halves of the suites."""

import json
from pathlib import Path

from eval.datasets.schema import Gold
from eval.datasets.suites import OFFLINE, Suite, load_suite
from eval.teaching.papers import SMALL_PAPERS, read_papers, read_small_papers, read_suite_papers
from tests.eval.builders import question, refusable


def test_every_small_paper_is_whole() -> None:
    papers = list(read_small_papers(SMALL_PAPERS))
    assert len(papers) > 600
    for paper in papers:
        assert len(paper.passages) > 3, paper.name
        assert len(set(paper.passages)) == len(paper.passages), paper.name
        assert paper.asked, paper.name
        assert paper.unanswered, paper.name
        assert all(max(answers) < len(paper.passages) for _, answers in paper.asked), paper.name


def test_no_small_paper_is_one_of_a_suite() -> None:
    lines = [line for file in SMALL_PAPERS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    titles = {json.loads(line)["title"] for line in lines}
    documents = {folder for name in OFFLINE for folder in load_suite(name).corpus}
    texts = "".join(p.read_text("utf-8", "ignore") for folder in documents for p in folder.iterdir() if p.is_file())
    assert [title for title in titles if title in texts] == []


def test_nothing_is_taught_of_a_test_half() -> None:
    tested = {question.question for name in OFFLINE for question in load_suite(f"{name}-test").questions}
    taught = {text for paper in read_papers() for text in (*(text for text, _ in paper.asked), *paper.unanswered)}
    fitted = {question.question for name in OFFLINE for question in load_suite(f"{name}-fit").questions}
    assert tested & taught <= fitted  # some short questions stand in both halves


def test_a_suite_gives_its_documents_with_the_clauses_that_answer(tmp_path: Path) -> None:
    (tmp_path / "停车.txt").write_text("云溪市停车办法\n第一条 每小时收费2元。\n第二条 残疾人免费停车。\n", "utf-8")
    (tmp_path / "用水.txt").write_text(
        "云溪市用水办法\n第一条 每月用水超过30吨的加价。\n第二条 欠费的停水。\n", "utf-8"
    )
    gold = (Gold(doc="停车", quote="残疾人免费停车"),)
    rows = (
        question(id="a", question="残疾人停车要钱吗", gold=gold),
        question(id="b", question="那残疾人呢", turns=("停车一小时多少钱",), gold=gold),
        question(id="c", kind="comparison", question="停车和用水哪个贵", gold=gold),
        refusable(id="d", question="停水后几天恢复用水"),
    )
    papers = {paper.name: paper for paper in read_suite_papers([Suite("s", rows, (tmp_path,))])}
    assert set(papers) == {"停车"}  # of 用水 no question is answered
    ((asked, answers),) = papers["停车"].asked
    assert asked == "残疾人停车要钱吗"
    assert [papers["停车"].passages[n] for n in answers] == [p for p in papers["停车"].passages if "残疾人" in p]
    assert papers["停车"].unanswered == ()
