"""Files made to do harm are refused, or read without harm, inside fixed limits."""

import io
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from ingestion.errors import SourceError, UnreadableSource
from ingestion.loading import LoadLimits, load, read
from ingestion.loading.limits import SourceFile
from tests.ingestion.loading.documents import as_docx, as_ofd, as_pdf, zipped

SECRET = "本机机密"
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, *, prologue: str = "", **parts: bytes) -> bytes:
    document = f'<?xml version="1.0"?>{prologue}<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": document.encode(), **parts})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(content: bytes, *, catalog: str = "", filters: str = "/FlateDecode") -> bytes:
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}/Filter{filters}>>stream\n".encode() + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    file, offsets = b"%PDF-1.4\n", []
    for index, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj" % index + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(file)
    return file + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def encrypted_pdf() -> bytes:
    stream = io.BytesIO()
    page = canvas.Canvas(stream, encrypt=pdfencrypt.StandardEncryption("secret"))
    page.drawString(90, 700, "text")
    page.save()
    return stream.getvalue()


SHOW_TEXT = b"BT /F1 12 Tf 90 700 Td (Notice of the municipal government) Tj ET"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
REFUSED: dict[str, Callable[[], bytes]] = {
    "html-10000-deep": lambda: b"<html><body>" + b"<div>" * 10_000 + "深".encode() + b"</div>" * 10_000,
    "docx-entities": lambda: word(paragraph("&b;"), prologue=ENTITIES),
    "docx-external-entity": lambda: word(
        paragraph("&a;"), prologue='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    ),
    "docx-10000-deep": lambda: word("<w:p>" * 10_000 + "</w:p>" * 10_000),
    "docx-bomb": lambda: word(" " * 30_000_000),
    "docx-broken-xml": lambda: zipped({"word/document.xml": b"<w:document"}),
    "docx-truncated": lambda: as_docx()[:2000],
    "ofd-entities": lambda: zipped({"OFD.xml": ENTITIES.encode() + b"<OFD>&b;</OFD>"}),
    "ofd-outside-path": lambda: zipped(
        {"OFD.xml": b"<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>"}
    ),
    "ofd-without-pages": lambda: zipped({"OFD.xml": b"<OFD/>"}),
    "ofd-truncated": lambda: as_ofd()[:-60],
    "pdf-encrypted": encrypted_pdf,
    "pdf-truncated": lambda: as_pdf()[:3000],
    "pdf-header-only": lambda: b"%PDF-1.7\n",
    "pdf-bomb": lambda: pdf(zlib.compress(b" " * 210_000_000)),
    "pdf-double-bomb": lambda: pdf(
        zlib.compress(zlib.compress(b" " * 9_000_000)), filters="[/FlateDecode/FlateDecode]"
    ),
    "pdf-endless-page": lambda: pdf(
        zlib.compress(b"BT /F1 12 Tf 9 7 Td " + b"(aaaaaaaaaaaaaaaaaaaa) Tj " * 5_000 + b"ET")
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_harmful_file_is_refused_soon_with_advice(name: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.bin"
    path.write_bytes(REFUSED[name]())
    started = time.process_time()
    with pytest.raises(SourceError, match="请") as refusal:
        load(path)
    assert time.process_time() - started < 10
    assert refusal.value.source == str(path)
    assert not any(trace in str(refusal.value) for trace in ("Traceback", "Error", "/tmp"))  # noqa: S108


def test_links_out_of_a_word_file_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(f"<x>{SECRET}</x>", encoding="utf-8")
    links = "".join(
        f'<Relationship Id="r{index}" Type="{OUTSIDE}/{kind}" Target="{target}" TargetMode="External"/>'
        for index, (kind, target) in enumerate(
            (
                ("attachedTemplate", "http://127.0.0.1:9/template.dotm"),
                ("officeDocument", (tmp_path / "secret.xml").as_uri()),
                ("aFChunk", (tmp_path / "secret.xml").as_uri()),
            )
        )
    )
    relations = f'<Relationships xmlns="{RELATION}">{links}</Relationships>'.encode()
    body = paragraph("正文") + '<w:altChunk xmlns:r="x" r:id="r2"/>'
    path = tmp_path / "policy.docx"
    path.write_bytes(word(body, **{"_rels/.rels": relations, "word/_rels/document.xml.rels": relations}))
    assert load(path).text == "正文"


def test_scripts_in_a_pdf_are_not_run_and_do_not_hide_its_text(tmp_path: Path) -> None:
    path = tmp_path / "policy.pdf"
    path.write_bytes(pdf(zlib.compress(SHOW_TEXT), catalog="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))
    assert load(path).text == "Notice of the municipal government"


@pytest.mark.parametrize(
    "body",
    [
        "<table>" + "<tr><td colspan=999999999 rowspan=999999999>表</td><td>格</td></tr>" * 50 + "</table>",
        "<style>" + "a," * 100_000 + "</style>",
        "<p>" + "索 " * 100_000 + "</p>",
        "<p>中" + " \n" * 200_000 + "文</p>",
        "<a>" * 20_000,
        "<ul><li>" * 900,
    ],
    ids=["spans", "selectors", "labels", "blanks", "anchors", "lists"],
)
def test_a_page_made_to_exhaust_the_reader_is_read_soon(body: str) -> None:
    started = time.process_time()
    document = read(
        SourceFile.begin("x.html", f"<html><body><div>{body}</div><p>正文。</p></body></html>".encode(), LoadLimits())
    )
    assert document.text.endswith("正文。")
    assert time.process_time() - started < 5


def test_twenty_megabytes_of_text_take_no_more_than_a_dozen_times_as_long_as_four(tmp_path: Path) -> None:
    spent = []
    for lines in (110_000, 550_000):
        path = tmp_path / f"{lines}.txt"
        path.write_bytes("一、推进改革，完成任务。\n".encode() * lines)
        started = time.process_time()
        assert load(path).text.count("\n") == lines
        spent.append(time.process_time() - started)
    assert spent[1] / spent[0] < 12


@pytest.mark.parametrize("make", [as_docx, as_pdf, as_ofd])
def test_reading_stops_when_its_time_is_up(make: Callable[[], bytes]) -> None:
    ticks = iter(range(0, 10_000_000, 61))
    file = replace(SourceFile.begin("policy", make(), LoadLimits()), clock=lambda: next(ticks), started=0.0)
    with pytest.raises(UnreadableSource, match="秒"):
        read(file)
