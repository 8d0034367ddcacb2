"""A campaign to publish plans of."""

from tests.api.service.world_fixture import postgres_world, sqlite_world, world

__all__ = ["postgres_world", "sqlite_world", "world"]
