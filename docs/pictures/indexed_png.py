"""A picture with at most 256 colours: a screenshot of a map in a quarter of its bytes."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
_MOST_COLOURS = 256
_AT_ONCE = 4096


def indexed_png(pixels: Pixels) -> bytes:
    """The PNG of ``pixels`` (height, width, 3): its most frequent colours, every other one as the nearest of these."""
    height, width, _ = pixels.shape
    packed = pixels.reshape(-1, 3).astype(np.int64) @ np.array([1 << 16, 1 << 8, 1])
    colours, place, count = np.unique(packed, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-count, kind="stable")[:_MOST_COLOURS]]
    index = _nearest(_channels(colours), _channels(palette))[place].reshape(height, width)
    rows = np.zeros((height, width + 1), dtype=np.uint8)
    rows[:, 1:] = index
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", _channels(palette).astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _channels(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1)


def _nearest(colours: npt.NDArray[np.int64], palette: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    parts = [colours[start : start + _AT_ONCE] for start in range(0, len(colours), _AT_ONCE)]
    return np.concatenate([((part[:, None] - palette[None]) ** 2).sum(axis=2).argmin(axis=1) for part in parts])


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
