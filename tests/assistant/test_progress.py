"""An ingest that takes long says how far it is, how fast, and how long it still takes."""

from __future__ import annotations

import pytest

from assistant.cli.progress import describe, shown
from ingestion.pipeline import IngestProgress


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        (IngestProgress(1755, 0, 0, 0.0), "0/1755 份,0 条,用时 0 秒"),
        (IngestProgress(1755, 351, 20_000, 100.0), "351/1755 份,20000 条,200.0 条/秒,约剩 6 分 40 秒"),
        (IngestProgress(1755, 1400, 20, 10.0, files_skipped=1399), "1400/1755 份,20 条,2.0 条/秒,约剩 59 分 10 秒"),
        (IngestProgress(1755, 1755, 100_000, 9000.0), "1755/1755 份,100000 条,用时 2 小时 30 分"),
    ],
)
def test_a_report_in_one_line(progress: IngestProgress, told: str) -> None:
    assert describe(progress) == told


def test_without_a_terminal_there_is_a_line_now_and_then_and_one_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with shown("导入") as show:
        for second in range(31):
            show(IngestProgress(31, second + 1, second * 10, float(second)))
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(",")[0] for line in lines] == [f"导入:{n}/31 份" for n in (11, 21, 31)]
