"""The file of a backup: a zip with a manifest and one file of lines for each table."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from api.service.store.errors import InvalidError

FORMAT = 1
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """What a table's rows must be: how many, and the sum of their marks, hexadecimal."""

    rows: int
    marks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive is: of which version, when, under which key, and which tables are in it.

    ``wrapped`` is the archive's own key, wrapped by the master key of the fingerprint ``master``.
    """

    id: str
    version: str
    revision: str
    made_at: str
    master: str
    wrapped: str
    tables: dict[str, TableProof]


class ArchiveWriter:
    """Writes an archive. The file is there once it is whole, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._part.unlink(missing_ok=True)
        handle = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)

    @contextmanager
    def table(self, name: str) -> Iterator[io.TextIOWrapper]:
        """A file of lines to be written."""
        with (
            self._zip.open(f"{name}.jsonl", "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as lines,
        ):
            yield lines

    def finish(self, manifest: Manifest) -> None:
        """Writes the manifest, and puts the file in its place once it is on the disk."""
        document = {"format": FORMAT, **asdict(manifest)}
        self._zip.writestr(_MANIFEST, json.dumps(document, ensure_ascii=False, indent=1))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._part.replace(self._path)

    def abandon(self) -> None:
        """Leaves nothing behind. Nothing happens after ``finish``."""
        with suppress(ValueError, OSError):  # it would finish the zip; what for?
            self._zip.close()
        self._file.close()
        self._part.unlink(missing_ok=True)


class ArchiveReader:
    """Reads an archive. Raises InvalidError where the file is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _manifest(json.loads(self._zip.read(_MANIFEST)))
        except OSError as error:
            raise InvalidError(f"{path}: cannot be read, {error.strerror}. Maybe the path is another.") from error
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise InvalidError(f"{path}: expected a backup of fangang. Maybe the file is cut off.") from error

    def lines(self, table: str) -> Iterator[str]:
        """The lines of a table. Raises InvalidError where the file is broken there."""
        try:
            with self._zip.open(f"{table}.jsonl") as raw:
                yield from io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
        except (zipfile.BadZipFile, KeyError, EOFError) as error:
            raise InvalidError(
                f"{self.path}: table {table} is broken. Maybe the file was damaged on its way."
            ) from error

    def close(self) -> None:
        """Closes the file."""
        self._zip.close()


def _manifest(document: dict[str, Any]) -> Manifest:
    if document.pop("format") != FORMAT:
        raise KeyError(FORMAT)
    tables = {name: TableProof(**proof) for name, proof in document.pop("tables").items()}
    return Manifest(tables=tables, **document)
