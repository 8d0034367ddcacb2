"""How a demand travels in one plan, in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from optimizer.clock import DAY_MINUTES, Minute, show_clock, show_minute_of_year
from scenarios.comparison.model import Comparison, Side, Way
from scenarios.comparison.words import words_of
from scenarios.words import MODE_WORDS


def side_text(found: Comparison, side: Side, lang: str, most_ways: int) -> str:
    """``24 of 30: 24 x 03-10 07:30 → 19:40 coach``, with changes and services; of many ways those of most workers."""
    word = words_of(found, lang)
    if not side.asked:
        return word["none_asked"]
    if not side.ways:
        return word["nobody"].format(asked=side.asked)
    biggest = sorted(side.ways, key=lambda way: -way.headcount)
    shown = [_way(found, way, lang, word) for way in biggest[:most_ways]]
    if len(side.ways) > most_ways:
        shown.append(word["more_ways"].format(count=len(side.ways) - most_ways))
    served = word["of"].format(served=side.served, asked=side.asked)
    return f"{served}: {'; '.join(shown)}"


def _way(found: Comparison, way: Way, lang: str, word: Mapping[str, str]) -> str:
    departure = show_minute_of_year(way.departure)
    modes = " + ".join(MODE_WORDS[lang][leg.mode] for leg in way.legs)
    places = ", ".join(_places(found, way))
    via = f" {word['via'].format(places=places)}" if places else ""
    return f"{way.headcount} × {departure} → {_arrival(way)} {modes}{via}"


def _arrival(way: Way) -> str:
    """The clock alone where it is the day of departure."""
    arrival: Minute = way.arrival
    if arrival // DAY_MINUTES == way.departure // DAY_MINUTES:
        return show_clock(arrival % DAY_MINUTES)
    return show_minute_of_year(arrival)


def _places(found: Comparison, way: Way) -> Iterator[str]:
    """Services by name, and the places where workers change."""
    for leg in way.legs:
        if leg.service_id is not None:
            yield found.service_names[leg.service_id]
        if leg is not way.legs[-1]:
            yield found.site_names[leg.to_id]
