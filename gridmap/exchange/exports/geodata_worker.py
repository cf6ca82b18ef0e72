"""The process in which GDAL writes. Its parent alone speaks to it: what to write in, one answer out."""

import json
import pickle
import sys
import warnings
from collections.abc import Iterator
from typing import Any

from gridmap.i18n import _

_DTYPES = {"integer": "Int64", "real": "Float64"}


def write(request: dict[str, Any], layers: Iterator[dict[str, Any]]) -> dict[str, int]:
    """Write layers, or pieces of them, into the new file of a request, and count what can be read back."""
    import pyogrio

    path, driver = request["path"], request["driver"]
    names: list[str] = []
    for layer in layers:
        options: dict[str, Any] = {} if layer["name"] in names else _options(driver, request["note"])
        if layer["geometry"]:
            options["geometry_type"] = layer["geometry"]
        frame = _frame(layer, request["crs"])
        pyogrio.write_dataframe(
            frame, path, layer=layer["name"], driver=driver, append=bool(names), encoding="utf-8", **options
        )
        if layer["name"] not in names:
            names.append(layer["name"])
    return {name: _count(path, name) for name in names}


def _options(driver: str, note: str) -> dict[str, Any]:
    if driver == "GPKG":
        return {"layer_options": {"DESCRIPTION": note}}
    if driver == "GeoJSON":
        return {"layer_options": {"DESCRIPTION": note, "RFC7946": "YES", "COORDINATE_PRECISION": "7"}}
    return {"dataset_options": {"NameField": "name"}} if driver == "LIBKML" else {}


def _frame(layer: dict[str, Any], crs: str) -> Any:  # noqa: ANN401 - pandas or geopandas, loaded below
    import geopandas
    import pandas as pd
    import shapely

    kinds = layer["kinds"]
    columns = {
        name: pd.array(values, dtype=_DTYPES.get(kinds.get(name, ""), "object"))
        for name, values in layer["columns"].items()
    }
    frame = pd.DataFrame(columns)
    if layer["shapes"] is None:
        return frame
    return geopandas.GeoDataFrame(frame, geometry=shapely.from_wkb(layer["shapes"]), crs=crs)


def _count(path: str, layer: str) -> int:
    import pyogrio

    return int(pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"])


def main() -> None:
    """Answer the request on standard input, which its layers follow until None, as the last line of standard
    output."""
    warnings.simplefilter("ignore")
    try:
        layers = iter(lambda: pickle.load(sys.stdin.buffer), None)
        answer: dict[str, Any] = {"rows": write(next(layers), layers)}
    except MemoryError:
        answer = {"reason": _("内存不够")}
    except Exception as error:  # whatever GDAL says goes to the parent as one line
        answer = {"reason": " ".join(str(error).split())[:200] or type(error).__name__}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
