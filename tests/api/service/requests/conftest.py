"""An open campaign with two employers."""

from __future__ import annotations

import pytest

from api.service.store import Database
from tests.api.service.asking import Asking
from tests.api.service.asking import asking as make


@pytest.fixture
def asking(database: Database) -> Asking:
    """On each database."""
    return make(database)
