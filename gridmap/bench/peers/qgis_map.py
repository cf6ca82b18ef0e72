"""The first map of a store as QGIS draws it, and the same again. Run by the Python that has ``qgis``:

    python3 -I qgis_map.py STORE WIDTH HEIGHT REDRAWS PICTURE PROJECT

What is drawn is saved as PICTURE, and the layers as PROJECT for QGIS's own window, '' for neither.

Prints an empty line when the first map has been painted, and a line of JSON at its end. It knows
nothing of gridmap: the layers are those that the desk shows at first, from the ground up, each as
QGIS would draw it in one plain symbol.
"""

import json
import os
import resource
import sys
import time

from PyQt5.QtCore import QEventLoop, QSize
from PyQt5.QtGui import QColor, QImage
from qgis.core import (
    QgsApplication,
    QgsFillSymbol,
    QgsLineSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsMarkerSymbol,
    QgsProject,
    QgsReferencedRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

SYMBOLS = {
    "neighbours": (QgsFillSymbol, {"style": "no", "outline_color": "150,150,150", "outline_width": "0.2"}),
    "waters": (QgsLineSymbol, {"color": "120,170,220", "width": "0.5"}),
    "grids": (QgsFillSymbol, {"color": "200,220,200", "outline_color": "90,90,90", "outline_width": "0.2"}),
    "roads": (QgsLineSymbol, {"color": "160,150,130", "width": "0.2"}),
    "villages": (QgsFillSymbol, {"style": "no", "outline_color": "150,0,0", "outline_width": "0.4"}),
    "households": (
        QgsMarkerSymbol, {"name": "circle", "color": "90,60,60", "size": "0.8", "outline_style": "no"},
    ),
}  # fmt: skip


def open_layers(store: str) -> "list[QgsVectorLayer]":
    """The layers of the first map that have rows, from the ground up."""
    layers = []
    for name, (symbol, look) in SYMBOLS.items():
        layer = QgsVectorLayer(f"{store}|layername={name}", name, "ogr")
        if layer.isValid() and layer.featureCount():
            layer.setRenderer(QgsSingleSymbolRenderer(symbol.createSimple(look)))
            layers.append(layer)
    return layers


def draw(layers: "list[QgsVectorLayer]", width: int, height: int) -> QImage:
    """The whole extent of the grids, drawn by the parallel job that QGIS's own window uses."""
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    grids = next(layer for layer in layers if layer.name() == "grids")
    settings.setDestinationCrs(grids.crs())
    settings.setExtent(grids.extent())
    settings.setOutputSize(QSize(width, height))
    settings.setBackgroundColor(QColor("white"))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    job = QgsMapRendererParallelJob(settings)
    loop = QEventLoop()
    job.finished.connect(loop.quit)
    job.start()
    loop.exec_()
    return job.renderedImage()


def keep(layers: "list[QgsVectorLayer]", path: str) -> None:
    """The layers as a project that opens on the same extent."""
    project = QgsProject.instance()
    project.addMapLayers(layers[::-1])
    grids = next(layer for layer in layers if layer.name() == "grids")
    project.setCrs(grids.crs())
    project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(grids.extent(), grids.crs()))
    project.write(path)


def main() -> None:
    """Start QGIS, draw once, say so, draw again."""
    store, width, height, redraws, picture, project = sys.argv[1:]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    program = QgsApplication([], False)
    program.initQgis()
    layers = open_layers(store)
    size = int(width), int(height)
    image = draw(layers, *size)
    sys.stdout.write("\n")
    sys.stdout.flush()
    if picture:
        image.save(picture)
    walls, processors = [], []
    for _time in range(int(redraws)):
        begun, worked = time.perf_counter(), time.process_time()
        draw(layers, *size)
        walls.append(time.perf_counter() - begun)
        processors.append(time.process_time() - worked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {
        "layers": [layer.name() for layer in layers],
        "peak_mb": peak,
        "redraw": walls,
        "redraw_cpu": processors,
    }
    if project:
        keep(layers, project)
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    os._exit(0)  # QGIS may crash while it takes itself down


if __name__ == "__main__":
    main()
