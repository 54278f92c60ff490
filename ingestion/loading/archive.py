"""Zip files from strangers: member names, sizes and ratios are checked before anything is unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ingestion.errors import SourceNotFound
from ingestion.loading.limits import LoadLimits, SourceFile

_RATIO_FLOOR = 1_000_000
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


class SafeZip:
    """A zip archive whose members are known to be harmless in name and size. Use as a context manager."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(file.data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise file.unreadable("压缩结构已损坏或没有下载完整，无法打开。请重新获取后再导入") from error
        self._members = {_display_name(info): info for info in self._zip.infolist() if not info.is_dir()}
        self._check()

    def __enter__(self) -> SafeZip:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def _check(self) -> None:
        file, limits = self._file, self._file.limits
        infos = self._zip.infolist()
        if len(infos) > limits.max_members:
            raise file.unreadable(f"压缩包内有 {len(infos)} 个文件，超过 {limits.max_members} 个的上限。请分批导入")
        for name in self._members:
            if _escapes(name):
                raise file.unreadable(f"压缩包内的文件名“{name[:80]}”指向包外，已拒绝整个文件。请重新打包")
        total = sum(info.file_size for info in infos)
        if total > limits.max_unpacked_bytes:
            raise file.unreadable(
                f"解压后将超过 {limits.max_unpacked_bytes / 1e6:.0f} MB 的上限，已拒绝。请拆分后再导入"
            )
        for name, info in self._members.items():
            if info.file_size > _RATIO_FLOOR and info.file_size > limits.max_ratio * max(info.compress_size, 1):
                raise file.unreadable(f"“{name[:80]}”的压缩比异常，疑似压缩炸弹，已拒绝。请核对来源")

    def read(self, name: str) -> bytes:
        """A member's bytes; never more than its entry declares or the limits allow."""
        info = self._members.get(name)
        if info is None:
            raise self._file.unreadable(f"缺少组成部分 {name}，文件已损坏。请重新获取后再导入")
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise self._file.unreadable("文件已加密。请解除密码后再导入")
        if info.file_size > self._file.limits.max_bytes:
            raise self._file.unreadable(
                f"“{name[:80]}”解压后超过 {self._file.limits.max_bytes / 1e6:.0f} MB 的上限。请拆分后再导入"
            )
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            lzma.LZMAError,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise self._file.unreadable(f"“{name[:80]}”已损坏，无法解压。请重新获取后再导入") from error
        if len(data) > info.file_size:
            raise self._file.unreadable(f"“{name[:80]}”的实际大小与声明不符，已拒绝。请核对来源")
        return data


def list_members(path: Path, limits: LoadLimits) -> list[str]:
    """Names of the files in the archive at `path`, without system litter."""
    with _open(path, limits) as archive:
        return sorted(name for name in archive.names if not _is_litter(name))


def read_member(path: Path, name: str, limits: LoadLimits) -> bytes:
    """The bytes of one member of the archive at `path`."""
    with _open(path, limits) as archive:
        if name not in archive:
            raise SourceNotFound(f"压缩包里没有“{name}”。请检查名称", source=f"{path}/{name}")
        return archive.read(name)


def _open(path: Path, limits: LoadLimits) -> SafeZip:
    file = SourceFile.begin(str(path), b"", limits)
    if path.stat().st_size > limits.max_unpacked_bytes:
        raise file.unreadable(f"压缩包超过 {limits.max_unpacked_bytes / 1e6:.0f} MB 的上限。请分批导入")
    return SafeZip(SourceFile.begin(str(path), path.read_bytes(), limits))


def _display_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag come from Chinese Windows in GBK; zipfile shows those as cp437."""
    name = info.filename
    if not info.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return name
    return name


def _escapes(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or "\x00" in name or plain[1:2] == ":" or ".." in PurePosixPath(plain).parts


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
