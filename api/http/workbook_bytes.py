"""A workbook from outside, made harmless before it is parsed: what unpacks to more than it may is refused."""

from __future__ import annotations

import io
import zipfile

from scenarios import FileFault, ScenarioError

_MOST_MEMBERS = 2000
_LARGEST_RATIO = 300
_ALWAYS_FINE = 1_000_000
_CHUNK = 1 << 20
_NEEDED = (".xml", ".rels")


def harmless(data: bytes, *, place: str, most_bytes: int) -> bytes:
    """The workbook packed anew from its own parts, each unpacked once and counted. Raises ScenarioError.

    Packing anew makes sure that the parser sees exactly what was counted here, whatever the archive's headers say.
    Only XML parts are kept: a scenario has no pictures. Of ``most_bytes`` in all, none may be unpacked from less than
    a 300th, which is more than any workbook packs.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _packed_anew(archive, place, most_bytes)
    except ScenarioError:
        raise
    except Exception as error:  # a broken archive raises errors of many kinds
        advice = "Maybe it is an older .xls, a CSV file or protected by a password: save it as .xlsx without one."
        raise _refused(place, f"an .xlsx workbook ({error})", advice) from None


def _packed_anew(archive: zipfile.ZipFile, place: str, most_bytes: int) -> bytes:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise _refused(place, f"a workbook of at most {_MOST_MEMBERS} parts, this has {len(members)}")
    buffer = io.BytesIO()
    left = most_bytes
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as clean:
        for member in members:
            if not member.filename.lower().endswith(_NEEDED):
                continue
            _refuse_bomb(member, place, left, most_bytes)
            with archive.open(member) as source, clean.open(member.filename, "w") as target:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    target.write(chunk)
            if left < 0:
                raise _too_large(place, most_bytes)
    return buffer.getvalue()


def _refuse_bomb(member: zipfile.ZipInfo, place: str, left: int, most_bytes: int) -> None:
    if member.file_size > left:
        raise _too_large(place, most_bytes)
    if member.file_size > max(_ALWAYS_FINE, _LARGEST_RATIO * member.compress_size):
        expected = f"a workbook, {member.filename} unpacks to more than {_LARGEST_RATIO} times its size"
        raise _refused(place, expected, "Maybe it was made to fill the memory; save it anew with a spreadsheet.")


def _too_large(place: str, most_bytes: int) -> ScenarioError:
    advice = "Maybe empty rows and columns with a format make it so large: delete them."
    return _refused(place, f"a workbook of at most {most_bytes} bytes when unpacked", advice)


def _refused(place: str, expected: str, advice: str = "") -> ScenarioError:
    return ScenarioError([FileFault(place=place, expected=expected, advice=advice)])
