"""Files and folders that are there whole or not at all: written beside the target, then renamed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from scenarios.faults import SaveError


def write_file(path: Path, data: bytes) -> None:
    """Writes a file, replacing the one that is there. Raises SaveError."""
    with _explained(path), _beside(path) as temporary:
        _write(temporary, data)
        temporary.replace(path)


def write_folder(path: Path, files: Mapping[str, bytes], *, ours: Callable[[str], bool]) -> None:
    """Writes a folder of files, replacing the one that is there. Raises SaveError.

    Of a folder that is there, files that are not ``ours`` by their name stay, and all others go.
    """
    with _explained(path), _beside(path) as temporary:
        temporary.mkdir()
        if path.is_dir():
            _keep_strays(path, temporary, ours)
        for name, data in files.items():
            _write(temporary / name, data)
        _swap(path, temporary)


def refuse_strange(folder: Path, *, mark: str) -> None:
    """Raises SaveError where something is that a folder known by its file ``mark`` must not replace."""
    if folder.is_dir():
        if any(folder.iterdir()) and not (folder / mark).exists():
            raise SaveError(f"{folder}: a folder with other things is there.\n  Maybe choose a new name.")
    elif folder.exists():
        raise SaveError(f"{folder}: a file is there, no folder.\n  Maybe choose a new name.")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_strays(old: Path, new: Path, ours: Callable[[str], bool]) -> None:
    for entry in old.iterdir():
        if ours(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)


def _swap(path: Path, temporary: Path) -> None:
    if not path.exists():
        temporary.rename(path)
        return
    with _beside(path) as old:
        path.rename(old)
        try:
            temporary.rename(path)
        except OSError:
            old.rename(path)
            raise


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A path in the same folder that nothing has yet; what is there at the end is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name}.{uuid4().hex[:12]}"
    try:
        yield temporary
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary)
        else:
            temporary.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SaveError(f"{path}: cannot be written, {reason}.\n  Maybe choose another folder.") from error
