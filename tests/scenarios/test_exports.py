"""The public names of the package are there and no others are promised."""

from __future__ import annotations

import scenarios


def test_exported_names_exist_and_are_sorted() -> None:
    assert sorted(scenarios.__all__) == scenarios.__all__
    assert all(getattr(scenarios, name) is not None for name in scenarios.__all__)
