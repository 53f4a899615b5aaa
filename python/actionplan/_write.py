"""Files are written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping


def write_files(contents: Mapping[str, str | bytes]) -> None:
    """Writes all of these texts or pictures, by path, or none of them.

    Each is written beside its place first and moved there only when all are on
    the disk. Raises OSError, with what was there before still there.
    """
    waiting: list[tuple[str, str]] = []
    try:
        for path, content in contents.items():
            target = os.path.realpath(path)
            waiting.append((_write_beside(target, content), target))
        while waiting:
            os.replace(*waiting[0])
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            os.unlink(temporary)


def _write_beside(target: str, content: str | bytes) -> str:
    folder, name = os.path.split(target)
    if os.path.isdir(target):
        raise IsADirectoryError(f"'{target}' is a directory, not a file.")
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)
    except FileNotFoundError:
        raise FileNotFoundError(
            f"There is no directory '{folder}' to write '{name}' in."
        ) from None
    try:
        with open(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _mode(target: str) -> int:
    """The permissions of the file that is replaced, else those of a new one."""
    try:
        return os.stat(target).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
