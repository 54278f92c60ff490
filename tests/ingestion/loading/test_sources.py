"""What staff name on the command line becomes a list of files."""

import os
import zipfile
from pathlib import Path

import pytest

from ingestion.errors import SourceNotFound, UnreadableSource, UnsupportedSource
from ingestion.loading import LoadLimits, expand, load, read_source
from tests.ingestion.loading.documents import zipped

TEXT = "一、总体要求。坚持创新驱动，推动高质量发展。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "deep/c.md", ".hidden.txt", "~$lock.docx", "style.css", "photo.jpg", "data.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "a_files").mkdir()
    (tmp_path / "a_files" / "frame.html").write_text("<p>广告</p>", encoding="utf-8")
    return tmp_path


def test_a_folder_stands_for_the_documents_below_it(folder: Path) -> None:
    assert expand([folder]) == [folder / "a.html", folder / "b.txt", folder / "deep" / "c.md"]


def test_a_pattern_stands_for_what_it_matches_and_nothing_comes_twice(folder: Path) -> None:
    assert expand([folder / "*.txt", folder / "b.txt", folder / "**" / "*.md"]) == [
        folder / "b.txt",
        folder / "deep" / "c.md",
    ]


def test_a_path_that_does_not_exist_is_kept_so_that_loading_reports_it(folder: Path) -> None:
    assert expand([folder / "none.txt"]) == [folder / "none.txt"]
    with pytest.raises(SourceNotFound, match="找不到"):
        load(folder / "none.txt")


def test_a_symbolic_link_to_a_folder_is_not_followed(folder: Path) -> None:
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    assert len(expand([folder])) == 3


def test_members_of_an_archive_are_files_of_their_own(tmp_path: Path) -> None:
    archive = tmp_path / "batch.zip"
    archive.write_bytes(
        zipped({"乙/二.txt": TEXT.encode(), "甲.txt": TEXT.encode("gbk"), "__MACOSX/x.txt": b"", "x.css": b""})
    )
    assert expand([archive]) == [archive / "乙" / "二.txt", archive / "甲.txt"]
    assert [load(path).text for path in expand([archive])] == [TEXT, TEXT]
    assert read_source(archive / "甲.txt") == TEXT.encode("gbk")
    with pytest.raises(SourceNotFound):
        load(archive / "丙.txt")
    with pytest.raises(UnsupportedSource, match="压缩包"):
        load(archive)


def test_an_archive_within_an_archive_is_kept_so_that_loading_reports_it(tmp_path: Path) -> None:
    archive = tmp_path / "batch.zip"
    archive.write_bytes(zipped({"inner.zip": zipped({"甲.txt": TEXT.encode()}), "甲.txt": TEXT.encode()}))
    inner, _ = expand([archive])
    with pytest.raises(UnsupportedSource, match="请先解开"):
        load(inner)


def test_an_archive_without_documents_is_kept_so_that_loading_reports_it(tmp_path: Path) -> None:
    archive = tmp_path / "batch.zip"
    archive.write_bytes(zipped({"style.css": b""}))
    assert expand([archive]) == [archive]


def test_a_name_that_no_system_can_have_is_only_not_readable(tmp_path: Path) -> None:
    (path,) = expand([tmp_path / ("长" * 300)])
    with pytest.raises(UnreadableSource, match="请检查路径"):
        load(path)


def test_a_folder_that_may_not_be_opened_is_kept_so_that_loading_reports_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert expand([folder]) == [folder]
    with pytest.raises(UnreadableSource, match="权限"):
        load(folder)


def test_names_written_by_chinese_windows_are_read(tmp_path: Path) -> None:
    archive = tmp_path / "batch.zip"
    info = zipfile.ZipInfo("placeholder")
    info.filename = "云川市文件.txt".encode("gbk").decode("cp437")
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr(info, TEXT)
    # zipfile flags names outside ASCII as UTF-8; Windows writes the GBK bytes without the flag
    raw = archive.read_bytes().replace(info.filename.encode(), "云川市文件.txt".encode("gbk"))
    archive.write_bytes(_without_utf8_flag(raw, len(info.filename.encode()), len("云川市文件.txt".encode("gbk"))))
    assert [path.name for path in expand([archive])] == ["云川市文件.txt"]


def _without_utf8_flag(raw: bytes, old: int, new: int) -> bytes:
    """Correct the name lengths, flags and offset after the name has been replaced by a shorter one."""
    data = bytearray(raw)
    data[6:8] = (0).to_bytes(2, "little")
    data[26:28] = new.to_bytes(2, "little")
    central = raw.index(b"PK\x01\x02")
    data[central + 8 : central + 10] = (0).to_bytes(2, "little")
    data[central + 28 : central + 30] = new.to_bytes(2, "little")
    end = raw.index(b"PK\x05\x06")
    size = int.from_bytes(raw[end + 12 : end + 16], "little") - (old - new)
    data[end + 12 : end + 16] = size.to_bytes(4, "little")
    data[end + 16 : end + 20] = central.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize("name", ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_an_archive_with_a_name_that_points_outside_is_refused_whole(name: str, tmp_path: Path) -> None:
    archive = tmp_path / "evil.zip"
    archive.write_bytes(zipped({"good.txt": TEXT.encode(), name: TEXT.encode()}))
    assert expand([archive]) == [archive]
    with pytest.raises(UnreadableSource, match="指向包外"):
        load(archive)
    assert list(tmp_path.iterdir()) == [archive]


@pytest.mark.parametrize(
    ("members", "limits"),
    [
        ({"bomb.txt": b"0" * 3_000_000}, LoadLimits()),
        ({f"{i}.txt": b"x" for i in range(20)}, LoadLimits(max_members=10)),
        ({"a.txt": os.urandom(5_000)}, LoadLimits(max_unpacked_bytes=4_000)),
    ],
    ids=["ratio", "members", "size"],
)
def test_an_archive_that_unpacks_beyond_the_limits_is_refused(
    members: dict[str, bytes], limits: LoadLimits, tmp_path: Path
) -> None:
    archive = tmp_path / "bomb.zip"
    archive.write_bytes(zipped(members))
    assert expand([archive], limits=limits) == [archive]
    with pytest.raises(UnreadableSource):
        load(archive, limits=limits)


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "liar.zip"
    raw = bytearray(zipped({"a.txt": b"0" * 50_000}))
    central = raw.index(b"PK\x01\x02")
    for at in (22, central + 24):
        raw[at : at + 4] = (100).to_bytes(4, "little")
    archive.write_bytes(bytes(raw))
    with pytest.raises(UnreadableSource):
        load(archive / "a.txt")


def test_a_folder_where_a_file_is_expected_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="文件夹"):
        load(tmp_path)


def test_a_file_beyond_the_size_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text(TEXT * 10, encoding="utf-8")
    with pytest.raises(UnreadableSource, match="上限"):
        load(path, limits=LoadLimits(max_bytes=100))
    with pytest.raises(UnreadableSource, match="上限"):
        load(path, limits=LoadLimits(max_chars=20))
