from datetime import date

import geopandas
import numpy as np
import pytest
import shapely

from gridmap.errors import UsageError
from gridmap.response.affected import affected
from gridmap.response.area import circle, polygon
from gridmap.response.report import area_lines, area_report

TODAY = date(2026, 11, 23)
EVERYWHERE = polygon(shapely.box(-100, -100, 3000, 4000))


def homes(build, people, **residents):
    """A grid of 1 km with a row of homes in it, and who lives there."""
    count = len(people)
    residents.setdefault("name", [f"人{row}" for row in range(len(residents.get("household_no_fid", [])))])
    return build(
        township={"name": ["方镇"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        grids={"name": ["一"], "geometry": [shapely.box(0, 0, 1000, 1000)]},
        households={
            "household_no": [f"{row + 1}" for row in range(count)],
            "at_home": people,
            "phone": ["13900000000"] * count,
            "address": [f"花坡村3组{row}号" for row in range(count)],
            "x": [100.0 * row + 50 for row in range(count)],
            "y": [500.0] * count,
        },
        **({"residents": residents} if "household_no_fid" in residents else {}),
    )


def numbers(found):
    return found.households["household_no"][found.inside].tolist()


def test_who_is_in_a_circle(build):
    found = affected(homes(build, [2, 3, 4]), circle(50, 500, 120), TODAY)
    assert numbers(found) == ["1", "2"]
    assert found.people == 5


def test_a_house_near_the_border_is_on_the_edge_on_either_side(build):
    found = affected(homes(build, [2, 3, 4]), polygon(shapely.box(0, 0, 155, 1000)), TODAY)
    told = area_report(found, homes(build, [2])["grids"])
    assert [home["household_no"] for home in told["edge"]] == ["2"]
    outside = affected(homes(build, [2, 3, 4]), polygon(shapely.box(0, 0, 145, 1000)), TODAY)
    told = area_report(outside, homes(build, [2])["grids"])
    assert [(home["household_no"], home["inside"]) for home in told["edge"]] == [("2", False)]
    assert [home["household_no"] for home in told["households"]] == ["1"]
    assert told["people"] == 2


def test_the_most_vulnerable_come_first_and_empty_homes_last(build):
    snapshot = homes(
        build,
        [0, 1, 1, 1, 1, 1],
        household_no_fid=[2, 3, 4, 5, 6],
        at_home=[1] * 5,
        birth_date=["1980-01-01", "2015-01-01", "1946-11-23", "1980-01-01", "1950-01-01"],
        cannot_self_care=[0, 0, 0, 1, 0],
        lives_alone=[0, 0, 0, 0, 1],
    )
    found = affected(snapshot, EVERYWHERE, TODAY)
    assert numbers(found) == ["6", "5", "4", "3", "2", "1"]
    assert (found.lives_alone, found.cannot_self_care, found.aged_60) == (1, 1, 2)


def test_somebody_who_is_away_is_no_reason_to_hurry(build):
    snapshot = homes(build, [1, 1], household_no_fid=[1, 2], at_home=[0, 1], lives_alone=[1, 0])
    found = affected(snapshot, EVERYWHERE, TODAY)
    assert found.lives_alone == 0
    assert not found.homes.risks[:, 0].any()


def test_an_eightieth_birthday_counts_from_its_day_on(build):
    snapshot = homes(build, [1], household_no_fid=[1], at_home=[1], birth_date=["1946-11-24"])
    assert not affected(snapshot, EVERYWHERE, TODAY).homes.risks[0, 2]
    assert affected(snapshot, EVERYWHERE, date(2026, 11, 24)).homes.risks[0, 2]


@pytest.mark.parametrize("phone", ["", "无电话", "138****1234", "不详"])
def test_a_home_that_cannot_be_rung_is_said(build, phone):
    snapshot = homes(build, [1], household_no_fid=[1], at_home=[1], phone=[""])
    snapshot = snapshot.with_tables(
        {"households": snapshot["households"].replace(phone=np.array([phone], object))}
    )
    assert affected(snapshot, EVERYWHERE, TODAY).no_phone == 1


def test_a_home_whose_people_have_a_phone_can_be_rung(build):
    snapshot = homes(build, [1], household_no_fid=[1], at_home=[1], phone=["139 0000 0000"])
    snapshot = snapshot.with_tables(
        {"households": snapshot["households"].replace(phone=np.array([""], object))}
    )
    assert affected(snapshot, EVERYWHERE, TODAY).no_phone == 0


def test_a_home_without_a_number_counts_its_people(build):
    found = affected(
        homes(build, [np.nan, np.nan], household_no_fid=[1, 1], at_home=[1, 1]), EVERYWHERE, TODAY
    )
    assert found.people == 2
    assert numbers(found) == ["1", "2"]


def test_homes_whose_people_are_unknown_are_listed_and_said(build):
    snapshot = homes(build, [2, np.nan])
    found = affected(snapshot, EVERYWHERE, TODAY)
    assert (numbers(found), found.people) == (["1", "2"], 2)
    assert any("1 户不知" in note for note in found.notes)
    told = area_report(affected(snapshot, circle(150, 500, 20), TODAY), snapshot["grids"])
    assert told["people"] is None
    assert told["by_grid"][0]["people"] is None
    assert "—" in area_lines(told)[0]


def test_without_a_ledger_of_people_nothing_is_said_of_age(build):
    told = area_report(affected(homes(build, [2]), EVERYWHERE, TODAY), homes(build, [2])["grids"])
    assert (told["people"], told["aged_60"], told["lives_alone"]) == (2, None, None)
    assert "60" not in "".join(area_lines(told))


def test_an_area_outside_the_township_is_empty_and_says_why(build):
    snapshot = homes(build, [2])
    told = area_report(affected(snapshot, circle(9000, 9000, 50), TODAY), snapshot["grids"])
    assert (told["households"], told["people"], told["by_grid"], told["edge"]) == ([], 0, [], [])
    assert told["notes"] == ["范围在镇界以外"]


def test_homes_without_a_place_are_said(build):
    snapshot = homes(build, [2, 3])
    lost = snapshot["households"].replace(x=np.array([50.0, np.nan]))
    found = affected(snapshot.with_tables({"households": lost}), EVERYWHERE, TODAY)
    assert numbers(found) == ["1"]
    assert any("1 户未落图" in note for note in found.notes)


def test_a_town_without_households_gives_an_empty_list(build):
    found = affected(build(settings={"crs": "EPSG:4549"}), EVERYWHERE, TODAY)
    assert (len(found.households), found.people, found.aged_60) == (0, 0, None)
    assert any("住户" in note for note in found.notes)


def test_an_unknown_population_is_refused(build):
    with pytest.raises(UsageError):
        affected(homes(build, [2]), EVERYWHERE, TODAY, "everybody")


def test_addresses_are_told_to_the_village(build):
    told = area_report(affected(homes(build, [2]), EVERYWHERE, TODAY), homes(build, [2])["grids"])
    assert told["households"][0]["address"] == "花坡村***"


@pytest.mark.parametrize("population", ["at_home", "resident"])
def test_in_the_sample_it_is_what_a_spatial_join_and_plain_counting_say(sample, population):
    grid = sample["grids"]["geometry"][3]
    corner = shapely.get_point(grid.exterior, 0)
    shape = shapely.Polygon([(corner.x - 900, corner.y - 700), (corner.x + 800, corner.y - 500),
                             (corner.x + 600, corner.y + 900), (corner.x - 400, corner.y + 300)])  # fmt: skip
    found = affected(sample, polygon(shape), TODAY, population)
    table, residents = sample["households"], sample["residents"]
    frame = geopandas.GeoDataFrame(
        {"uuid": table["uuid"], "no": table["household_no"], "people": table[population]},
        geometry=geopandas.points_from_xy(table["x"], table["y"]),
    )
    joined = frame.sjoin(geopandas.GeoDataFrame(geometry=[shape]), predicate="within")
    assert len(joined) > 50
    assert set(found.households["uuid"][found.inside]) == set(joined["uuid"])
    assert found.people == joined["people"].sum()
    inside, ages, alone = set(joined["no"]), 0, 0
    for row in residents.rows():
        if row["household_no"] in inside and row[population] == 1:
            ages += str(row["birth_date"]) <= "1966-11-23"
            alone += row["lives_alone"] == 1
    assert (found.aged_60, found.lives_alone) == (ages, alone)
    told = area_report(found, sample["grids"])
    assert sum(grid["people"] for grid in told["by_grid"]) == told["people"]
    assert sum(grid["households"] for grid in told["by_grid"]) == len(told["households"])
