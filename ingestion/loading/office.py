"""Old office formats (.doc, .wps, .rtf, .odt): converted by LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from ingestion.loading.docx import read_docx
from ingestion.loading.limits import SourceFile
from ingestion.model import RawDocument

_PROGRAMS = ("soffice", "libreoffice")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEETS = ("Workbook".encode("utf-16-le"), "PowerPoint Document".encode("utf-16-le"))
_ENDINGS = ((b"{\\rtf", ".rtf"), (b"PK", ".odt"))


def read_office(file: SourceFile) -> RawDocument:
    """Convert to DOCX in a folder and profile of its own, then read that. Macros are not run."""
    if _ENCRYPTED in file.data:
        raise file.unreadable("文档设有打开密码。请解除密码后再导入")
    if any(name in file.data for name in _SHEETS):
        raise file.unsupported("暂不支持表格或演示文稿。请另存为 PDF 或 Word 文档后再导入")
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise file.unsupported(
            "读取 doc、wps、rtf 需要 LibreOffice，本机没有安装。请安装 LibreOffice，或另存为 docx 后再导入"
        )
    with tempfile.TemporaryDirectory(prefix="wenzheng-") as folder:
        data = _convert(file, program, Path(folder))
    document = read_docx(replace(file, data=data))
    return replace(document, media_type="office")


def _convert(file: SourceFile, program: str, folder: Path) -> bytes:
    ending = next((ending for magic, ending in _ENDINGS if file.data.startswith(magic)), ".doc")
    source, target = folder / f"source{ending}", folder / "source.docx"
    source.write_bytes(file.data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", "docx", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    # a proxy that does not exist keeps linked pictures and templates from being fetched
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9")
    environment = {"HOME": str(folder), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **proxies}
    try:
        process = subprocess.Popen(  # noqa: S603 - the program is found by name, the arguments are our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
    except OSError as error:
        raise file.unsupported("LibreOffice 无法启动。请检查安装，或另存为 docx 后再导入") from error
    try:
        process.wait(file.limits.max_seconds)
    except subprocess.TimeoutExpired as error:
        seconds = f"{file.limits.max_seconds:g}"
        raise file.unreadable(f"LibreOffice 转换超过 {seconds} 秒，已停止。请另存为 docx 后再导入") from error
    finally:
        _stop(process)
    if not target.is_file() or target.stat().st_size > file.limits.max_bytes:
        raise file.unreadable("LibreOffice 无法转换这个文件，可能已损坏。请用 Word 或 WPS 打开后另存为 docx")
    return target.read_bytes()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program with the children it started: LibreOffice does its work in one of those."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
