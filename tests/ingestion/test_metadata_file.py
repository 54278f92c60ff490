"""What staff write beside their documents."""

from datetime import date
from pathlib import Path

import pytest

from ingestion.corpus import shipped_corpus
from ingestion.errors import UnreadableSource
from ingestion.metadata import FILE_NAME, SideFile
from ingestion.model import Region, SideMetadata

FULL = """
["某通知.txt"]
doc_id = "some-notice"
title = " 某通知 "
doc_number = "某发〔2020〕1号"
issuers = ["某市人民政府"]
region = { province = "某省", city = "某市" }
aliases = ["通知", "某市通知"]
source_url = "https://example.gov.cn/1.html"
written = 2020-01-02
published = "2020-01-03"
"""


def side_file(folder: Path, text: str) -> SideFile:
    (folder / FILE_NAME).write_text(text, "utf-8")
    return SideFile.beside(folder)


def test_everything_staff_may_say_is_read(tmp_path: Path) -> None:
    side = side_file(tmp_path, FULL)
    assert side.names == ("某通知.txt",)
    assert side.of("某通知.txt") == SideMetadata(
        doc_id="some-notice",
        title="某通知",
        doc_number="某发〔2020〕1号",
        issuers=("某市人民政府",),
        region=Region("某省", "某市"),
        aliases=("通知", "某市通知"),
        source_url="https://example.gov.cn/1.html",
        written=date(2020, 1, 2),
        published=date(2020, 1, 3),
    )
    assert side.of("别的.txt") == SideMetadata()


def test_a_folder_without_the_file_says_nothing(tmp_path: Path) -> None:
    assert SideFile.beside(tmp_path).of("某通知.txt") == SideMetadata()


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ('titel = "错"', "titel"),
        ("region = { '省' = '某省' }", "region.省"),
        ('region = "某省"', "region"),
        ("region = { city = 3 }", "region.city"),
        ('aliases = "一个"', "aliases"),
        ("aliases = [1]", "aliases"),
        ('title = "  "', "title"),
        ("title = 5", "title"),
        ('written = "去年"', "written"),
        ("written = 2020-01-01T00:00:00", "written"),
        ('doc_id = "有 空格"', "doc_id"),
        ('doc_id = "../x"', "doc_id"),
    ],
)
def test_a_wrong_key_is_named_with_its_file_and_its_table(tmp_path: Path, table: str, key: str) -> None:
    side = side_file(tmp_path, f'["甲.txt"]\n{table}\n["乙.txt"]\ntitle = "乙"\n')
    with pytest.raises(UnreadableSource) as caught:
        side.of("甲.txt")
    for part in (FILE_NAME, "甲.txt", key):
        assert part in str(caught.value)
    assert side.of("乙.txt").title == "乙"


@pytest.mark.parametrize("data", [b"[broken", "标题 = 1".encode("gb18030"), b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(UnreadableSource, match=FILE_NAME):
        SideFile.beside(tmp_path)


def test_a_table_that_is_not_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="甲"):
        side_file(tmp_path, '"甲.txt" = 1').of("甲.txt")


def test_the_shipped_corpus_says_where_each_policy_applies() -> None:
    side = SideFile.beside(shipped_corpus())
    texts = {path.name for path in shipped_corpus().glob("*.txt")}
    assert set(side.names) == texts
    assert len(texts) == 5
    sides = [side.of(name) for name in texts]
    assert len({s.doc_id for s in sides}) == 5
    assert all(s.region and s.region.province and s.region.city for s in sides)
