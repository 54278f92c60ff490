"""A build tells how it went over all of its runs, and holds what it should."""

from pathlib import Path

import pytest

from eval.bench.building import BuildLog, main
from ingestion.pipeline import IngestProgress


def test_the_runs_of_a_build_are_put_together(tmp_path: Path) -> None:
    for clauses in (600, 400):  # the first was killed
        log = BuildLog(tmp_path)
        for second in range(0, 21, 5):
            log.tell(IngestProgress(100, second, clauses * second // 20, float(second)))
    figures = {figure.name: figure.values for figure in log.figures()}
    assert figures["runs, each but the last one killed"] == (2.0,)
    assert (figures["clauses taken in"], figures["time taken"]) == ((1000.0,), (40.0,))
    assert figures["clauses a second"] == (25.0,)


def test_a_built_corpus_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--clauses", "300", "--stand-in", "--cache", str(tmp_path)]) == 0
    assert "as it should be" in capsys.readouterr().out
