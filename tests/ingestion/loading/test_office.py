"""Formats that need a program or an extra which may not be there."""

import stat
from pathlib import Path

import pytest

from ingestion.errors import UnreadableSource, UnsupportedSource
from ingestion.loading import LoadLimits, load
from tests.ingestion.loading.documents import LINES, as_docx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path for programs."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    return tmp_path


def install(folder: Path, script: str) -> None:
    program = folder / "programs" / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def old_document(folder: Path, data: bytes = OLE) -> Path:
    path = folder / "policy.doc"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("data", [OLE, b"{\\rtf1 text}", zipped({"mimetype": b"odt", "content.xml": b"<x/>"})])
def test_without_libreoffice_the_message_names_it(data: bytes, folder: Path) -> None:
    with pytest.raises(UnsupportedSource, match="LibreOffice"):
        load(old_document(folder, data))


def test_an_old_document_is_converted_in_a_place_of_its_own(folder: Path) -> None:
    (folder / "converted.docx").write_bytes(as_docx())
    install(folder, f'echo "$@" > {folder}/arguments; pwd > {folder}/place; cp {folder}/converted.docx source.docx')
    document = load(old_document(folder))
    assert document.media_type == "office"
    assert document.text.split("\n")[: len(LINES)] == LINES
    place = (folder / "place").read_text().strip()
    assert f"-env:UserInstallation=file://{place}/profile --headless" in (folder / "arguments").read_text()
    assert not Path(place).exists()


def test_a_conversion_that_makes_nothing_is_an_unreadable_file(folder: Path) -> None:
    install(folder, "exit 1")
    with pytest.raises(UnreadableSource, match="另存为 docx"):
        load(old_document(folder))


def test_a_conversion_that_hangs_is_stopped(folder: Path) -> None:
    install(folder, "sleep 30 & wait")
    with pytest.raises(UnreadableSource, match="秒"):
        load(old_document(folder), limits=LoadLimits(max_seconds=0.3))


def test_an_encrypted_or_foreign_office_file_is_told_apart(folder: Path) -> None:
    with pytest.raises(UnreadableSource, match="密码"):
        load(old_document(folder, OLE + "EncryptedPackage".encode("utf-16-le")))
    with pytest.raises(UnsupportedSource, match="表格"):
        load(old_document(folder, OLE + "Workbook".encode("utf-16-le")))
    with pytest.raises(UnsupportedSource, match="表格"):
        load(old_document(folder, zipped({"xl/workbook.xml": b"<x/>"})))


@pytest.mark.parametrize("magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"7z\xbc\xaf\x27\x1c", b"MZ\x90\x00"])
def test_what_is_no_document_is_named_for_what_it_is(magic: bytes, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(magic + b"\x00" * 100)
    with pytest.raises(UnsupportedSource, match="这是"):
        load(path)


def test_a_scan_is_recognised_where_the_extra_is_installed(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    image = pytest.importorskip("PIL.Image")
    draw, font = pytest.importorskip("PIL.ImageDraw"), pytest.importorskip("PIL.ImageFont")
    page = image.new("RGB", (800, 300), "white")
    draw.Draw(page).text((60, 100), "Municipal Notice 2025", fill="black", font=font.load_default(48))
    path = tmp_path / "scan.pdf"
    page.save(path)
    document = load(path)
    assert document.text.replace(" ", "") == "MunicipalNotice2025"
    assert "核对原件" in document.notes[0]
