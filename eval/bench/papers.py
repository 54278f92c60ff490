"""Small invented policies as files of six formats, and files that nobody can read; the same seed writes the same bytes.

The writers need no library, so that the files hold what is meant and nothing else.
"""

from __future__ import annotations

import html
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.bench import phrases

_NUMERALS = "一二三四五六七八九十"
_WIDTH, _HEIGHT, _MARGIN, _SIZE, _LEADING = 595, 842, 90, 12, 20
_MM = 25.4 / 72
_EPOCH = (2020, 1, 1, 0, 0, 0)
_ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to be. `readable` tells whether a document should come of it."""

    name: str
    data: bytes
    readable: bool


def write_papers(folder: Path, count: int, corrupt: int, *, seed: int = 1) -> list[Paper]:
    """Write `count` files, `corrupt` of them unreadable and spread among the others."""
    folder.mkdir(parents=True, exist_ok=True)
    papers = list(make_papers(count, corrupt, seed=seed))
    for paper in papers:
        (folder / paper.name).write_bytes(paper.data)
    return papers


def make_papers(count: int, corrupt: int, *, seed: int = 1) -> Iterator[Paper]:
    draw = random.Random(seed)  # noqa: S311 - texts, not secrets
    spoilt = dict(zip(sorted(draw.sample(range(count), corrupt)), range(corrupt), strict=True))
    formats, spoilers = list(FORMATS.items()), list(SPOILERS.items())
    for number in range(count):
        lines = compose(draw, number)
        if number in spoilt:
            kind, spoil = spoilers[spoilt[number] % len(spoilers)]
            yield Paper(f"{number:05d}-{kind}", spoil(draw, lines), readable=False)
        else:
            suffix, write = formats[number % len(formats)]
            yield Paper(f"{number:05d}.{suffix}", write(lines), readable=True)


def compose(draw: random.Random, number: int) -> list[str]:
    """The lines of a notice: title, number, address, five sections, signature and date."""
    city, year = draw.choice(phrases.CITIES), draw.randint(2010, 2026)
    lines = [
        f"关于做好{year}年{city}{draw.choice(phrases.TOPICS)}工作的通知",
        f"{city[0]}政办发〔{year}〕{number + 1}号",
        "各县（市、区）人民政府，市各有关部门：",
        f"为{draw.choice(phrases.PURPOSES)}，现就有关事项通知如下：",
    ]
    for section in range(5):
        indicator, unit = draw.choice(phrases.INDICATORS)
        units = "、".join(draw.sample(phrases.UNITS, 2))
        task = f"{draw.choice(phrases.VERBS)}{draw.choice(phrases.OBJECTS)}{draw.choice(phrases.RESULTS)}"
        way, value = draw.choice(phrases.WAYS), draw.randint(3, 990)
        lines.append(
            f"{_NUMERALS[section]}、{task}。{way}，到{year + 2}年，{indicator}达到{value}{unit}。（责任单位：{units}）"
        )
    return [*lines, f"{city}人民政府办公室", f"{year}年{draw.randint(1, 12)}月{draw.randint(1, 28)}日"]


def as_text(lines: Sequence[str]) -> bytes:
    return "\n".join(lines).encode()


def as_markdown(lines: Sequence[str]) -> bytes:
    return "\n\n".join([f"# {lines[0]}", *lines[1:]]).encode()


def as_html(lines: Sequence[str]) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
    head = f'<meta charset="utf-8"><title>{lines[0]}</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><h1>{lines[0]}</h1>{body}</body></html>".encode()


def as_docx(lines: Sequence[str]) -> bytes:
    return _word("".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines))


def _word(body: str, prologue: str = "") -> bytes:
    package = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    override = f'<Override PartName="/word/document.xml" ContentType="{package}"/>'
    document = f"{prologue}<w:document {_WORD}><w:body>{body}</w:body></w:document>"
    return _zipped({"[Content_Types].xml": f'<Types xmlns="{types}">{override}</Types>', "word/document.xml": document})


def as_pdf(lines: Sequence[str]) -> bytes:
    shown = "".join(
        f"BT /F1 {size} Tf {x} {_HEIGHT - y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"
        for x, y, size, text in _set(lines)
    )
    return _pdf(shown.encode())


def _pdf(content: bytes, *, encrypted: bool = False) -> bytes:
    """One page. The font is none of the file's: readers know the characters by the name of their encoding."""
    secret = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'a5' * 32}>/U<{'5a' * 32}>>>/ID[<00><00>]"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH} {_HEIGHT}]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/Ascent 800/Descent -200"
        b"/ItalicAngle 0/StemV 80/CapHeight 800>>",
    ]
    file, offsets = b"%PDF-1.4\n", []
    for index, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj" % index + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R{secret if encrypted else ''}>>\nstartxref\n{len(file)}\n"
    return file + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer.encode() + b"%%EOF"


def as_ofd(lines: Sequence[str]) -> bytes:
    objects = "".join(
        f'<ofd:TextObject ID="2" Boundary="{x * _MM:.3f} {(y - size) * _MM:.3f} {len(text) * size * _MM:.3f} '
        f'{size * 1.2 * _MM:.3f}" Font="1" Size="{size * _MM:.3f}"><ofd:TextCode X="0" Y="{size * _MM:.3f}" '
        f'DeltaX="g {len(text) - 1} {size * _MM:.3f}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
        for x, y, size, text in _set(lines)
    )
    root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    pages = '<ofd:Pages><ofd:Page ID="10" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    layer = f'<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content>'
    return _zipped(
        {
            "OFD.xml": f"<ofd:OFD {_OFD}>{root}</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {_OFD}><ofd:CommonData>{area}</ofd:CommonData>{pages}</ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {_OFD}>{layer}</ofd:Page>",
        }
    )


def _set(lines: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
    """Left edge, base line from the top, size and text of each printed line: title centred, paragraphs indented."""
    y = 100
    for place, line in enumerate(lines):
        title = place == 0
        size, indent = (16, 0) if title else (_SIZE, 2)
        width = (_WIDTH - 2 * _MARGIN) // size
        rest = line
        while rest:
            part, rest = rest[: width - indent], rest[width - indent :]
            x = (_WIDTH - size * len(part)) // 2 if title else _MARGIN + indent * size
            yield x, y, size, part
            y, indent = y + _LEADING, 0


def _zipped(members: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return stream.getvalue()


FORMATS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "txt": as_text,
    "md": as_markdown,
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
    "ofd": as_ofd,
}

Spoil = Callable[[random.Random, Sequence[str]], bytes]
SPOILERS: dict[str, Spoil] = {
    "empty.txt": lambda _, __: b"",
    "truncated.docx": lambda _, lines: as_docx(lines)[:-200],
    "junk.txt": lambda draw, _: draw.randbytes(5000),
    "encrypted.pdf": lambda _, lines: _pdf(as_pdf(lines)[:500], encrypted=True),
    "entities.docx": lambda _, __: _word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", _ENTITIES),
    "no-encoding.txt": lambda draw, _: bytes(draw.choice(range(0x80, 0x100)) for _ in range(3000)),
    "truncated.pdf": lambda _, lines: as_pdf(lines)[:400],
    "truncated.ofd": lambda _, lines: as_ofd(lines)[:-60],
    "bomb.docx": lambda _, __: _word(" " * 20_000_000),
    "blank.md": lambda _, __: b" \n\t\n" * 50,
    "picture.pdf": lambda draw, _: b"\x89PNG\r\n\x1a\n" + draw.randbytes(2000),
    "sheet.docx": lambda draw, _: _zipped({"xl/workbook.xml": f"<workbook id='{draw.random()}'/>"}),
    "no-pages.ofd": lambda draw, _: _zipped({"OFD.xml": f"<ofd:OFD {_OFD} ID='{draw.random()}'/>"}),
    "damaged.docx": lambda draw, lines: _overwrite(draw, as_docx(lines)),
}


def _overwrite(draw: random.Random, data: bytes) -> bytes:
    """The file with the middle third of its bytes replaced."""
    third = len(data) // 3
    return data[:third] + draw.randbytes(third) + data[2 * third :]
