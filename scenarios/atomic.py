"""Files and folders that are there whole or not at all: written beside the target, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from scenarios.faults import SaveError


def write_file(path: Path, data: bytes) -> None:
    """Writes a file, replacing the one that is there (what a link points to, not the link). Raises SaveError."""
    path = _real(path)
    with _explained(path), _beside(path) as temporary:
        _write(temporary, data)
        temporary.replace(path)


def write_folder(path: Path, files: Mapping[str, bytes], *, ours: Callable[[str], bool]) -> None:
    """Writes a folder of files, replacing the one that is there. Raises SaveError.

    A name may lie in a folder of its own, ``bound/duals.json``. Of a folder that is there, files and folders that are
    not ``ours`` by their name stay, and all others go.
    """
    path = _real(path)
    _refuse_unmovable(path)
    with _explained(path), _beside(path) as temporary:
        temporary.mkdir()
        _refuse_read_only(path)
        if path.is_dir():
            _keep_strays(path, temporary, ours)
        for name, data in files.items():
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            _write(temporary / name, data)
        _swap(path, temporary)


def refuse_strange(folder: Path, *, mark: str) -> None:
    """Raises SaveError where something is that a folder known by its file ``mark`` must not replace."""
    with _explained(folder):
        occupied = folder.is_dir() and any(folder.iterdir()) and not (folder / mark).exists()
        is_file = folder.exists() and not folder.is_dir()
    if occupied:
        raise SaveError(f"{folder}: a folder with other things is there.\n  Maybe choose a new name.")
    if is_file:
        raise SaveError(f"{folder}: a file is there, no folder.\n  Maybe choose a new name.")


def refuse_unwritable(folder: Path) -> None:
    """Raises SaveError where ``write_folder`` could not write: does what it does and takes it back."""
    path = _real(folder)
    _refuse_unmovable(path)
    made = [parent for parent in path.parents if not os.path.lexists(parent)]
    try:
        with _explained(path), _beside(path) as temporary:
            temporary.mkdir()
            _refuse_read_only(path)
    finally:
        for parent in made:
            with suppress(OSError):
                parent.rmdir()


def _real(path: Path) -> Path:
    """The place behind links, as far as it is there."""
    return Path(os.path.realpath(path))


def _refuse_unmovable(path: Path) -> None:
    """A folder is replaced by another one under its name, which some folders cannot be."""
    here = _real(Path())
    if path == here or path in here.parents:
        raise SaveError(f"{path}: the current folder lies in it and cannot be replaced.\n  Maybe a folder in it.")
    if os.path.ismount(path):
        raise SaveError(f"{path}: something is mounted there, which cannot be replaced.\n  Maybe a folder in it.")


def _refuse_read_only(folder: Path) -> None:
    """A folder could still be moved away by its parent's rights, but not removed then. Raises PermissionError."""
    effective = os.access in os.supports_effective_ids
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK, effective_ids=effective):
        raise PermissionError(errno.EACCES, "it is read-only")


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
        reason = str(error.strerror or error)
        raise SaveError(f"{path}: cannot be written, {reason}.\n  Maybe choose another folder.") from error
