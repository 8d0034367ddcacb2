"""A campaign to publish plans of."""

from __future__ import annotations

import pytest

from api.service.store import Database
from tests.api.service.published import World, world


@pytest.fixture(name="world")
def _world(database: Database) -> World:
    return world(database)
