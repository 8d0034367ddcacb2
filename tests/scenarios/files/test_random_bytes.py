"""Whatever bytes are in a file, the loader ends with a scenario or with a ScenarioError."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, load, loads_json, read_plan, save

FILES = ["scenario.toml", "sites.csv", "demands.csv", "caps.csv"]
LOOSE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
blobs = st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", FILES)
@LOOSE
@given(data=blobs)
@example(data=b"")
@example(data=b"\x00")
@example(data=b'"')
def test_any_bytes_as_a_file_of_the_folder(small: Path, name: str, data: bytes) -> None:
    (small / name).write_bytes(data)
    with contextlib.suppress(ScenarioError):
        load(small)


@pytest.mark.parametrize("name", FILES)
@LOOSE
@given(at=st.floats(0, 1), data=st.binary(max_size=6))
def test_any_bytes_inside_a_file_of_the_folder(small: Path, name: str, at: float, data: bytes) -> None:
    original = small / f"{name}.original"
    if not original.exists():
        original.write_bytes((small / name).read_bytes())
    whole = original.read_bytes()
    cut = int(at * len(whole))
    (small / name).write_bytes(whole[:cut] + data + whole[cut + len(data) :])
    with contextlib.suppress(ScenarioError):
        load(small)


@pytest.mark.parametrize("ending", [".xlsx", ".json"])
@LOOSE
@given(data=blobs | st.binary(max_size=100).map(lambda b: b"PK\x03\x04" + b))
def test_any_bytes_as_a_file(ending: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data)
        with pytest.raises(ScenarioError):
            load(path)


@LOOSE
@given(at=st.floats(0, 1), data=st.binary(min_size=1, max_size=4))
def test_any_bytes_inside_a_workbook(small: Path, at: float, data: bytes) -> None:
    book = small / "book.xlsx"
    if not book.exists():
        save(load(small), book)
    whole = book.read_bytes()
    cut = int(at * len(whole))
    (small / "cut.xlsx").write_bytes(whole[:cut] + data + whole[cut + len(data) :])
    with contextlib.suppress(ScenarioError):
        load(small / "cut.xlsx")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["scenario", "sites", "demands", "horizon", "name", "site_id", "lat"]), inner)
    ),
    max_leaves=8,
)


@LOOSE
@given(
    document=st.dictionaries(st.sampled_from(["scenario", "sites", "employers", "demands", "fleet", "x"]), json_values)
)
def test_any_document(document: dict[str, object]) -> None:
    with contextlib.suppress(ScenarioError):
        loads_json(document)


@LOOSE
@given(data=blobs, name=st.sampled_from(["plan.json", "runs.csv", "stops.csv", "unserved.csv"]))
def test_any_bytes_as_a_file_of_a_plan(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        assert read_plan(folder).faults
