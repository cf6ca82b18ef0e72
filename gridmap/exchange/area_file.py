"""Where something is, as a user says it: a drawn area in a file of any format, a place in degrees."""

from pathlib import Path

import numpy as np
import shapely

from gridmap.errors import InputError, UsageError
from gridmap.exchange.coordinates import project, source_by_size, source_of
from gridmap.exchange.gate import MAX_VERTICES, project_shapes, shapes_of
from gridmap.exchange.raw import RawLayer
from gridmap.exchange.worker import Worker
from gridmap.i18n import _


def read_area(path: Path, crs: str) -> shapely.Geometry:
    """All polygons of a file as one geometry in the working CRS ``crs``; it may cross itself.

    A file that names no CRS is taken for WGS 84 where its numbers are degrees. Raises InputError
    with one line when there is no polygon in it.
    """
    _need(crs)
    if not path.is_file():
        raise InputError(path, _("文件不存在"), remedy=_("请检查路径"))
    with Worker() as worker:
        file = worker.read(path, {"layer": "", "sheet": "", "encoding": "auto", "headings": []})
    polygons = [shape for layer in file.layers for shape in _polygons(path, layer, crs)]
    if not polygons:
        raise InputError(
            path, _("里面没有面"), remedy=_("请给画好的多边形（GeoJSON、GeoPackage 或 shapefile）")
        )
    parts = shapely.get_parts(polygons)
    # what crosses itself stays as it was drawn: the area mends it, and says so
    whole = bool(shapely.is_valid(parts).all())
    return shapely.union_all(parts) if whole else shapely.MultiPolygon(list(parts))


def ground_place(lon: float, lat: float, crs: str) -> tuple[float, float]:
    """x and y in the working CRS ``crs`` of a WGS 84 place. Raises UsageError where it has none."""
    _need(crs)
    x, y = project(np.array([lon]), np.array([lat]), "wgs84", crs)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise UsageError(_("{lon},{lat} 不在本镇坐标系能表示的地方").format(lon=lon, lat=lat))
    return float(x[0]), float(y[0])


def _need(crs: str) -> None:
    if not crs:
        raise UsageError(_("还没有边界：先导入镇界、村界或网格"))


def _polygons(path: Path, layer: RawLayer, crs: str) -> list[shapely.Geometry]:
    if layer.geometries is None:
        return []
    shapes = shapes_of(layer)
    shapes = shapes[shapely.get_dimensions(shapes) == 2]
    if not len(shapes):
        return []
    if int(shapely.get_num_coordinates(shapes).sum()) > MAX_VERTICES:
        raise InputError(path, _("顶点超过 {n} 个").format(n=MAX_VERTICES), remedy=_("请先简化边界"))
    places = shapely.get_coordinates(shapes)
    source = source_of(layer.crs) or source_by_size(places[:, 0], places[:, 1])
    if not source:
        raise InputError(path, _("坐标是投影坐标，但没有说明是哪个坐标系"), remedy=_("请导出为 WGS 84"))
    moved = project_shapes(shapes, source, crs)
    if not (abs(shapely.get_coordinates(moved)) < 5e7).all():
        raise InputError(path, _("坐标不在地球上"), remedy=_("请检查坐标系"))
    return list(moved)
