"""Places of a demand as text: ``1-20,22``, ascending, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable


def show_numbers(numbers: Iterable[int]) -> str:
    """``1-20,22`` of the numbers 1 to 20 and 22."""
    blocks: list[list[int]] = []
    for number in sorted(set(numbers)):
        if blocks and number == blocks[-1][1] + 1:
            blocks[-1][1] = number
        else:
            blocks.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in blocks)


def read_numbers(text: str) -> tuple[int, ...]:
    """The numbers of ``1-20,22``; none of an empty text."""
    found: list[int] = []
    for block in filter(None, text.split(",")):
        first, _, last = block.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)
