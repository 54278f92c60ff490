"""The same policy in five formats reads the same."""

from pathlib import Path

import pytest

from ingestion.loading import load
from tests.ingestion.loading.documents import FORMATS, HEADER, LINES, ROWS, TABLE_LINES


@pytest.mark.parametrize("ending", FORMATS)
def test_a_policy_reads_the_same_in_every_format(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"policy.{ending}"
    path.write_bytes(FORMATS[ending]())
    assert load(path).text.split("\n") == [*LINES, *TABLE_LINES]


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - {"txt"}))
def test_a_table_keeps_its_header_rows_and_spans(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"policy.{ending}"
    path.write_bytes(FORMATS[ending]())
    document = load(path)
    (table,) = document.tables
    assert table.header == HEADER
    assert [row.cells for row in table.rows] == list(ROWS)
    assert [row.span.of(document.text) for row in table.rows] == TABLE_LINES[1:]
    assert table.span.of(document.text) == "\n".join(TABLE_LINES)


@pytest.mark.parametrize("ending", FORMATS)
def test_the_format_is_told_by_content_not_by_name(ending: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.bin"
    path.write_bytes(FORMATS[ending]())
    assert load(path).media_type == {"txt": "text"}.get(ending, ending)
