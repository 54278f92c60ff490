"""Bytes to text: one rule for every text format.

A byte-order mark decides. Without one, strict UTF-8 decides (it does not happen by chance). Otherwise each of
GB18030, Big5, UTF-16 and UTF-32 that decodes strictly is scored by how much of it is everyday Chinese, and the best
wins if it is plausible. What remains goes to charset-normalizer; what is still not text is refused.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingestion.loading.limits import SourceFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "市县省办厅院局委责位施策府厅执据通知意见，。、；：（）《》“”〔〕"
    "這們為會國個來時說產種與當實現機關應開從業體將見計組區強據務達議節話許記類離華確場車執廳處縣責幹變條"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
_SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(file: SourceFile, *, declared: str | None = None) -> Decoded:
    """The text of `file`, its newlines unified. `declared` is the encoding that the file names itself, if any.

    Raises `UnreadableSource` for bytes that are not text.
    """
    data = file.data
    if not data.strip(b"\x00 \t\r\n\f"):
        raise file.unreadable("文件是空的，没有可读的文字。请检查后重新保存")
    found = _by_mark(file) or _declared(data, declared) or _utf8(data) or _scored(data) or _last_resort(data)
    if found is None:
        raise file.unreadable("不是文本文件，或编码无法识别。请另存为 UTF-8 编码的文本后再导入")
    if len(found.text) > file.limits.max_chars:
        raise file.unreadable(f"文字超过 {file.limits.max_chars} 字的上限。请拆分后再导入")
    return Decoded(_unify_newlines(found.text), found.encoding, found.notes)


def _unify_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _by_mark(file: SourceFile) -> Decoded | None:
    for mark, encoding in _BOMS:
        if file.data.startswith(mark):
            return _tolerant(file.data[len(mark) :], encoding)
    return None


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if declared is None:
        return None
    try:
        encoding = codecs.lookup(declared).name
        # gb2312 and gbk pages use characters of the wider set all the time
        encoding = "gb18030" if encoding in {"gb2312", "gbk", "hz"} else encoding
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return None if _looks_binary(text) else Decoded(text, encoding)


def _utf8(data: bytes) -> Decoded | None:
    found = _tolerant(data, "utf-8")
    return None if found is None or _looks_binary(found.text) else found


def _tolerant(data: bytes, encoding: str) -> Decoded | None:
    """Decode strictly, or with very few replaced bytes: a file cut off at its end, a lone bad byte."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    bad = text.count("\ufffd")
    if bad > 1 + len(text) // 2000 or len(text) < 20:
        return None
    return Decoded(text, encoding, (f"有 {bad} 处字节无法按 {encoding} 解码，已用“\ufffd”代替",))


def _scored(data: bytes) -> Decoded | None:
    best, best_score = None, 0.0
    for encoding in _CANDIDATES:
        score = _plausibility(data[:_SAMPLE_BYTES], encoding)
        if score > best_score:
            best, best_score = encoding, score
    if best is None or best_score < 0.2:
        return None
    return _tolerant(data, best)


def _plausibility(sample: bytes, encoding: str) -> float:
    """Share of everyday Chinese among the characters outside ASCII; 0 for what is not text in this encoding."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError as error:
        if error.start < len(sample) * 0.999:
            return 0.0
        text = sample[: error.start].decode(encoding, errors="ignore")
    if _looks_binary(text):
        return 0.0
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return 1.0 if encoding.startswith("utf") else 0.5
    return sum(char in _EVERYDAY for char in wide) / len(wide)


def _last_resort(data: bytes) -> Decoded | None:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        return None
    found = _tolerant(data, best.encoding)
    if found is None or _looks_binary(found.text):
        return None
    readable = sum(char.isalnum() or char.isspace() for char in found.text[:_SAMPLE_BYTES])
    if readable < 0.6 * min(len(found.text), _SAMPLE_BYTES):
        return None
    return Decoded(found.text, found.encoding, (*found.notes, f"编码按统计推断为 {found.encoding}，请核对"))


def _looks_binary(text: str) -> bool:
    sample = text[:_SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > len(sample) / 500
