"""Chinese names in Latin letters: the spellings that a name is indexed by, and the key of what somebody typed.

Pinyin is that of the package pypinyin, corrected where it takes a place's rarer reading for the common one
(data/readings.csv); names that are better known in another spelling have both (data/romanised.csv). A key is lower
case without spaces, hyphens, apostrophes and commas, with ü as u; tones, where they are given, stay as accents.

pypinyin is imported where it is needed: that takes a sixth of a second, and most scenarios name places in Chinese.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

_ENGLISH = {
    "district": "qu", "county": "xian", "city": "shi", "municipality": "shi", "province": "sheng", "banner": "qi",
    "league": "meng", "station": "zhan", "airport": "jichang", "east": "dong", "west": "xi", "south": "nan",
    "north": "bei", "prefecture": "", "autonomous": "", "region": "", "railway": "", "international": "",
}  # fmt: skip
_NUMBERED = re.compile(r"([a-zü]+)([1-5])")
_DIAERESIS = "\N{COMBINING DIAERESIS}"
_OTHER = re.compile(r"[\W\d_]+")


def latin_spellings(name: str) -> frozenset[str]:
    """The keys of a Chinese name: pinyin without and with tones, and its other usual spellings."""
    syllables = _syllables(name)
    toned = "".join(_bare(_accented(syllable)) for syllable in syllables)
    plain = "".join(c for c in toned if not unicodedata.combining(c))
    return frozenset({plain, toned, *_others().get(name, ())})


def latin_key(text: str) -> str:
    """The key of a text in Latin letters: tone numbers as accents, English words for kinds of places as pinyin."""
    words = re.split(r"[\s,，、]+", unicodedata.normalize("NFC", text).strip().lower())
    return "".join(_ENGLISH.get(word, _word(word)) for word in words)


def _word(word: str) -> str:
    return _bare(_NUMBERED.sub(lambda found: _accented(found[0]), unicodedata.normalize("NFC", word)))


def _accented(syllable: str) -> str:
    """A syllable with its tone as an accent for its number, 5 and none being no accent."""
    from pypinyin.contrib.tone_convert import tone3_to_tone  # noqa: PLC0415

    return tone3_to_tone(syllable)


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word).replace(_DIAERESIS, "")
    kept = (c for c in decomposed if unicodedata.combining(c) or not _OTHER.match(c))
    return "".join(kept).replace("v", "u")


def _syllables(name: str) -> list[str]:
    """One syllable per character, with its tone as a number."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    syllables = lazy_pinyin(name, style=Style.TONE3)
    for characters, reading in _readings():
        at = name.find(characters)
        if at >= 0:
            syllables[at : at + len(characters)] = reading
    return syllables


@cache
def _readings() -> tuple[tuple[str, list[str]], ...]:
    """Readings that pypinyin does not choose, longer ones last, for they know better."""
    rows = [(row["characters"], row["pinyin"].split()) for row in _rows("readings.csv")]
    return tuple(sorted(rows, key=lambda row: len(row[0])))


@cache
def _others() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _rows("romanised.csv"):
        found.setdefault(row["name"], set()).add(latin_key(row["latin"]))
    return {name: frozenset(keys) for name, keys in found.items()}


def _rows(name: str) -> csv.DictReader[str]:
    text = files("scenarios.places").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
