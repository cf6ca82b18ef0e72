"""The process in which GDAL writes. Its parent alone speaks to it: one request in, one answer out."""

import json
import pickle
import sys
import warnings
from typing import Any

from gridmap.i18n import _


def write(request: dict[str, Any]) -> dict[str, int]:
    """Write the layers of a request into its new file, and count what can be read back."""
    import pyogrio

    path, driver = request["path"], request["driver"]
    for number, layer in enumerate(request["layers"]):
        options: dict[str, Any] = _options(driver, request["note"])
        if layer["geometry"]:
            options["geometry_type"] = layer["geometry"]
        frame = _frame(layer, request["crs"])
        pyogrio.write_dataframe(
            frame, path, layer=layer["name"], driver=driver, append=number > 0, encoding="utf-8", **options
        )
    return {layer["name"]: _count(path, layer["name"]) for layer in request["layers"]}


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

    columns = {name: pd.array(values, dtype=_dtype(values)) for name, values in layer["columns"].items()}
    frame = pd.DataFrame(columns)
    if layer["shapes"] is None:
        return frame
    return geopandas.GeoDataFrame(frame, geometry=shapely.from_wkb(layer["shapes"]), crs=crs)


def _dtype(values: list[Any]) -> str:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {int}:
        return "Int64"
    return "Float64" if kinds and kinds <= {int, float} else "object"


def _count(path: str, layer: str) -> int:
    import pyogrio

    return int(pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"])


def main() -> None:
    """Answer the one request on standard input, as the last line of standard output."""
    warnings.simplefilter("ignore")
    try:
        answer: dict[str, Any] = {"rows": write(pickle.loads(sys.stdin.buffer.read()))}
    except MemoryError:
        answer = {"reason": _("内存不够")}
    except Exception as error:  # whatever GDAL says goes to the parent as one line
        answer = {"reason": " ".join(str(error).split())[:200] or type(error).__name__}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
