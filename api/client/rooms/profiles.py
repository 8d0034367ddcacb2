"""Calls of the room profiles. Made from the service's description by ``api.client_maker``."""

from __future__ import annotations

from api.client.calls import Calls, new_key
from api.client.models.profiles import ProfileAnswer, ProfileBody, ProfileLine
from api.client.pages import Pages


class Profiles:
    """The calls of the room profiles."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list_profiles(self, *, limit: int = 50) -> Pages[ProfileLine]:
        """List rule profiles.

        The newest edition of each.
        """
        return self._calls.pages(ProfileLine, "/profiles", query={"limit": limit})

    def create_profile(self, body: ProfileBody, *, key: str | None = None) -> ProfileAnswer:
        """Add an edition of a profile.

        An edition never changes; numbers that change make a new one. Every fault is told at its address.
        """
        return self._calls.value(ProfileAnswer, "POST", "/profiles", body=body, key=key or new_key())

    def read_profile(self, name: str) -> ProfileAnswer:
        """Read a profile.

        Its newest edition.
        """
        return self._calls.value(ProfileAnswer, "GET", "/profiles/{name}", at={"name": name})

    def list_editions(self, name: str) -> list[ProfileLine]:
        """List a profile's editions.

        The newest first.
        """
        return self._calls.value(list[ProfileLine], "GET", "/profiles/{name}/editions", at={"name": name})

    def read_edition(self, name: str, edition: int) -> ProfileAnswer:
        """Read an edition of a profile.

        One edition.
        """
        return self._calls.value(
            ProfileAnswer, "GET", "/profiles/{name}/editions/{edition}", at={"name": name, "edition": edition}
        )

    def read_toml(self, name: str, edition: int) -> bytes:
        """Read an edition as a TOML file.

        To change it and bring it back under a name of your own.
        """
        return self._calls.data(
            "GET", "/profiles/{name}/editions/{edition}/toml", at={"name": name, "edition": edition}
        )
