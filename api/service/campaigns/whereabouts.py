"""Where the places of requests are on a campaign's ground: which site, in which region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from api.service.campaigns.draft import short_hash
from api.service.campaigns.tables import CampaignRegion, CampaignSite
from scenarios.places import Place, find
from scenarios.places.names import bare_name

_SAME_DEGREES = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as a request has it: WGS-84 degrees, None where nobody gave or found any."""

    kind: str
    name: str
    city: str
    province: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegion:
    """A region that the campaign does not have yet."""

    code: str
    name: str
    city: str
    province: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """A site that the campaign does not have yet; ``region`` is a region's code, of the campaign or a new one."""

    code: str
    spot: Spot
    region: str | None


class Whereabouts:
    """Finds places on the ground; ``sites`` and ``regions`` collect what was not there, by code."""

    def __init__(self, sites: Sequence[CampaignSite], regions: Sequence[CampaignRegion]) -> None:
        self.sites: dict[str, NewSite] = {}
        self.regions: dict[str, NewRegion] = {}
        self._code = {region.id: region.code for region in regions}
        self._named: dict[tuple[str, str], list[CampaignSite]] = defaultdict(list)
        for site in sites:
            self._named[site.kind, site.name].append(site)
        self._counties: dict[tuple[str, str, str], str] = {}
        self._cities: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._home = {region.id: _area(region.province, region.city) for region in regions}
        for region in regions:
            self._counties.setdefault((*_area(region.province, region.city), bare_name(region.name)), region.code)
            self._cities[_area(region.province, region.city)].append(region.code)

    def site(self, spot: Spot) -> str:
        """The code of the site at a place: one of the campaign, or a new one."""
        known = [site for site in self._named[spot.kind, spot.name] if self._is_there(site, spot)]
        if len(known) == 1 or (known and spot.lat is not None):
            return known[0].code
        code = f"{spot.kind}-{short_hash([spot.kind, spot.name, spot.city, spot.province, spot.lat, spot.lon])}"
        if code not in self.sites:
            self.sites[code] = NewSite(code=code, spot=spot, region=self._region(spot))
        return code

    def region_of(self, site: CampaignSite) -> str | None:
        """The code of a site's region; of a depot that the gazetteer found, and nobody gave a region, by its name."""
        if site.region_id is not None:
            return self._code.get(site.region_id)
        if site.kind != "depot" or site.place_source != "gazetteer":
            return None
        found = find(site.name, kind=site.kind)
        return self._region_of_place(found[0]) if len(found) == 1 else None

    def _is_there(self, site: CampaignSite, spot: Spot) -> bool:
        if spot.lat is not None and spot.lon is not None:
            return abs(site.lat - spot.lat) < _SAME_DEGREES and abs(site.lon - spot.lon) < _SAME_DEGREES
        if not spot.city and not spot.province:
            return True
        province, city = self._home.get(site.region_id or "", ("", ""))
        wanted_province, wanted_city = _area(spot.province, spot.city)
        return wanted_province in ("", province) and wanted_city in ("", city)

    def _region(self, spot: Spot) -> str | None:
        found = find(spot.name, kind=spot.kind, city=spot.city, province=spot.province)
        if len(found) == 1:
            return self._region_of_place(found[0])
        if not spot.city and not spot.province:
            return None
        area = _area(spot.province, spot.city)
        known = self._cities.get(area, [])
        if len(known) == 1:
            return known[0]
        return self._new_region("", spot.city, spot.province, short_hash(["region", *area]))

    def _region_of_place(self, place: Place) -> str:
        city = place.city or (place.name if place.kind == "city" else "")
        name = place.name if place.kind == "county" else ""
        area = _area(place.province, city)
        known = self._counties.get((*area, bare_name(name)))
        if known is not None:
            return known
        if not name and len(self._cities.get(area, [])) == 1:
            return self._cities[area][0]
        key = place.adcode if place.kind == "county" else short_hash(["region", *area])
        return self._new_region(name, city, place.province, key)

    def _new_region(self, name: str, city: str, province: str, key: str) -> str:
        code = f"region-{key}"
        self.regions.setdefault(code, NewRegion(code=code, name=name, city=city, province=province))
        return code


def _area(province: str, city: str) -> tuple[str, str]:
    return bare_name(province or ""), bare_name(city or "")
