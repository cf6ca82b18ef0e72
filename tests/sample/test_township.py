import tomllib
from pathlib import Path

import pytest
import shapely

from gridmap.sample import write_sample
from gridmap.sample.real import to_metres
from gridmap.township.folders import layers_folder, shapes_folder
from gridmap.township.schemas import SCHEMAS
from gridmap.township.settings import Settings


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.glob("*/*.*"))}


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert contents(tmp_path) == contents(folder)


def test_another_seed_gives_other_borders(folder: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=7)
    assert contents(tmp_path)["shapes/grids.geojson"] != contents(folder)["shapes/grids.geojson"]


def test_the_repository_carries_the_default_sample(folder: Path) -> None:
    for path, content in contents(folder).items():
        home = shapes_folder() if path.startswith("shapes") else layers_folder()
        assert (home / Path(path).name).read_bytes() == content, f"{path}: run gridmap sample again"


def test_every_ledger_bears_the_name_and_columns_of_its_table(folder: Path) -> None:
    for path in (folder / "layers").glob("*.csv"):
        schema = SCHEMAS[path.stem]
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        fields = [name for name in header if name not in ("lon", "lat")]
        assert [schema.field(name).name for name in fields] == fields
        assert ("lon" in header) == (schema.geometry == "point")


def test_settings_say_that_it_is_schematic(folder: Path) -> None:
    settings = Settings.of(tomllib.loads((folder / "shapes" / "township.toml").read_text(encoding="utf-8")))
    assert (settings.name, settings.crs, settings.schematic) == ("别口镇", "EPSG:4544", True)
    assert settings.codes == {"statistical": "500152123", "civil_affairs": "500152118"}
    assert (settings.worker_cap, settings.leader_cap) == (1000, 2000)
    assert "示意" in settings.notice


def test_it_is_small_enough_for_a_repository(folder: Path) -> None:
    assert sum(len(content) for content in contents(folder).values()) < 6_000_000


@pytest.mark.parametrize("towns", [0, 24])
def test_there_are_23_towns_at_most(towns: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 to 23"):
        write_sample(tmp_path, towns=towns)


@pytest.mark.slow
def test_towns_of_a_district_share_their_borders(tmp_path: Path) -> None:
    write_sample(tmp_path, towns=2)
    features = shapely.from_geojson((tmp_path / "shapes" / "groups.geojson").read_text(encoding="utf-8"))
    groups = [shapely.transform(shape, to_metres) for shape in features.geoms]
    villages = shapely.from_geojson((tmp_path / "shapes" / "villages.geojson").read_text(encoding="utf-8"))
    assert len(villages.geoms) == 7 + 11
    assert shapely.coverage_is_valid(groups)
    assert shapely.coverage_union_all(groups).geom_type == "Polygon"
    settings = tomllib.loads((tmp_path / "shapes" / "township.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "潼南区"
