"""Names and identities of uploaded files."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from assistant.api.uploads import Inbox, keep_identity, safe_name
from assistant.errors import InvalidRequest
from ingestion.errors import UnsupportedSource
from ingestion.knowledge import Source
from ingestion.metadata import SideFile
from ingestion.model import Region
from tests.fakes.assistant import FakeKnowledge


@pytest.mark.parametrize(
    ("offered", "kept"),
    [
        ("通知.docx", "通知.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\通知.docx", "通知.docx"),
        ("a\x00b\n.txt", "ab.txt"),
        (".htaccess", "htaccess"),
        ("..隐藏.txt", "隐藏.txt"),
        ("长" * 300 + ".pdf", "长" * 58 + ".pdf"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_name_keeps_what_is_harmless(offered: str, kept: str) -> None:
    assert safe_name(offered) == kept


@pytest.mark.parametrize("offered", ["", "..", "/", "\x00", "a/.."])
def test_a_name_of_nothing_is_refused(offered: str) -> None:
    with pytest.raises(InvalidRequest):
        safe_name(offered)


def test_equal_names_of_two_uploads_do_not_meet(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    paths = [inbox.save([("通知.txt", io.BytesIO(text))])[0] for text in (b"one", b"two")]
    assert [path.read_bytes() for path in paths] == [b"one", b"two"]


def test_equal_names_in_one_upload_are_numbered(tmp_path: Path) -> None:
    paths = Inbox(tmp_path).save([(name, io.BytesIO(name.encode())) for name in ("通知.txt", "a/通知.txt", "通知.txt")])
    assert [path.name for path in paths] == ["通知.txt", "通知(2).txt", "通知(3).txt"]
    assert [path.read_text() for path in paths] == ["通知.txt", "a/通知.txt", "通知.txt"]


def test_an_upload_of_which_nothing_can_be_read_is_kept_out(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n"
    with pytest.raises(UnsupportedSource):
        Inbox(tmp_path).save([("一.txt", io.BytesIO(picture)), ("二.txt", io.BytesIO(picture))])
    assert list((tmp_path / "uploads").iterdir()) == []


def test_side_metadata_alone_is_no_upload(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest):
        Inbox(tmp_path).save([("metadata.toml", io.BytesIO(b""))])
    assert list((tmp_path / "uploads").iterdir()) == []


def test_files_from_elsewhere_are_never_touched(tmp_path: Path) -> None:
    elsewhere = tmp_path / "通知.txt"
    elsewhere.write_text("text")
    Inbox(tmp_path).tidy(elsewhere, holding())
    assert elsewhere.exists()


def test_what_no_document_stands_on_is_removed_and_the_rest_stays(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path)
    archive, other = inbox.save([("包.zip", io.BytesIO(an_archive())), ("二.txt", io.BytesIO(b"two"))])
    inbox.tidy(other, holding(f"{archive}/一.txt"))
    assert (archive.exists(), other.exists()) == (True, False)
    inbox.tidy(f"{archive}/一.txt", holding())
    assert list((tmp_path / "uploads").iterdir()) == []
    inbox.tidy(f"{archive}/一.txt", holding())


def holding(*origins: str) -> FakeKnowledge:
    knowledge = FakeKnowledge(create_engine("sqlite://"))
    knowledge.sources = lambda: [Source("plan", "hash", origin) for origin in origins]  # type: ignore[method-assign]
    return knowledge


def an_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("一.txt", "one")
    return buffer.getvalue()


def test_a_new_version_keeps_what_staff_said_of_the_old(tmp_path: Path) -> None:
    old = tmp_path / "old" / "旧.txt"
    old.parent.mkdir()
    old.write_text("text")
    (old.parent / "metadata.toml").write_text(
        '["旧.txt"]\naliases = ["简称\\"一\\""]\n'
        'region = { province = "乙省", city = "甲市" }\npublished = 2020-01-02\n'
    )
    new = tmp_path / "new" / "新.txt"
    new.parent.mkdir()
    keep_identity(new, "plan", str(old))
    kept = SideFile.beside(new.parent).of("新.txt")
    assert kept.doc_id == "plan"
    assert kept.aliases == ('简称"一"',)
    assert kept.region == Region(province="乙省", city="甲市")
    assert kept.published == date(2020, 1, 2)
