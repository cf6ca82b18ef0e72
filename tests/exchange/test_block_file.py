"""Block assignments out and in again: the same plan, or one clear line and no change."""

from datetime import datetime

import pytest
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange.block_file import read_blocks, write_blocks
from gridmap.exchange.exports.stamp import Stamp
from gridmap.township.census import take_census

STAMP = Stamp("规划员", datetime(2026, 11, 26, 9), "方案交换", drill="")


@pytest.fixture(name="town")
def _town(build):
    return build(
        groups={"name": ["1组", "2组"], "code": ["g1", "g2"],
                "geometry": [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]},
        grids={"name": ["东", "西"], "code": ["001", ""],
               "geometry": [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]},
        households={"household_no": ["0101", "0102", "0103"], "x": [5.0, 15.0, float("nan")],
                    "y": [5.0, 5.0, float("nan")]},
    )  # fmt: skip


@pytest.fixture(name="written")
def _written(tmp_path):
    def written(*lines):
        path = tmp_path / "blocks.csv"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return written


@pytest.mark.parametrize("unit", ["household", "group"])
def test_what_was_written_is_read_again(town, tmp_path, unit):
    census = take_census(town)
    path = tmp_path / "blocks.csv"
    write_blocks(path, town, census, unit, STAMP)
    assert "规划员" in path.read_text("utf-8-sig").splitlines()[0]
    blocks = read_blocks(path, town, census)
    assert blocks.unit == unit
    assert blocks.grid.tolist() == ([0, 1, -1] if unit == "household" else [0, 1])


def test_a_grid_goes_by_its_code_or_by_its_only_name(town, written):
    path = written("户号,网格", "0101,西", "０１０２,001")
    assert read_blocks(path, town, take_census(town)).grid.tolist() == [1, 0, -1]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("户号,网格", "0101,东", "9999,东", "0102,西"), "第 3 行.*没有 9999"),
        (("户号,网格", "0101,东", "0102,北"), "第 3 行.*没有网格 北"),
        (("户号,网格", "0101,东", "0101,西", "0102,西"), "第 3 行.*0101 出现了两次"),
        (("户号,网格", "0101,东"), "缺 1 个：0102"),
        (("户号,备注", "0101,东"), "需要两列"),
        (("组编码,网格", "g1,东", "g3,东"), "第 3 行.*没有 g3"),
    ],
)
def test_half_a_table_is_refused_with_its_row(town, written, lines, said):
    with pytest.raises(InputError, match=said):
        read_blocks(written(*lines), town, take_census(town))


def test_a_split_group_cannot_be_written_as_one(town, tmp_path, build):
    split = town.with_tables(
        {"groups": town["groups"].take([0]).replace(geometry=town["groups"]["geometry"][:1])}
    )
    wide = build(
        grids={"name": ["东", "西"], "geometry": [shapely.box(0, 0, 6, 10), shapely.box(6, 0, 20, 10)]},
        households={"household_no": ["1", "2"], "x": [2.0, 8.0], "y": [5.0, 5.0]},
    )
    split = split.with_tables({"grids": wide["grids"], "households": wide["households"]})
    with pytest.raises(UsageError, match="1组"):
        write_blocks(tmp_path / "b.csv", split, take_census(split), "group", STAMP)


def test_only_csv_is_written(town, tmp_path):
    with pytest.raises(UsageError, match="csv"):
        write_blocks(tmp_path / "b.xlsx", town, take_census(town), "household", STAMP)
