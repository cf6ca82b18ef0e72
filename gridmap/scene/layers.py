"""The overlays of a township: one ``NAME.toml`` each in its ``layers`` folder."""

from pathlib import Path

from gridmap.errors import InputError
from gridmap.i18n import _
from gridmap.township.layer import LayerDefinition
from gridmap.township.snapshot import Snapshot


def load_layers(folder: Path) -> list[LayerDefinition]:
    """The overlay definitions of a folder, from the ground up. Raises InputError for a bad file."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(LayerDefinition.parse(path.stem, path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise InputError(path, str(error), remedy=_("按其它 layers/*.toml 的写法改正")) from error
    return sorted(found, key=lambda layer: (layer.order, layer.name))


def hidden_at_start(
    layers: list[LayerDefinition], wall: bool = False, snapshot: Snapshot | None = None
) -> frozenset[str]:
    """The overlays a new window does not show: those off at first, on the wall those not for it.

    A township that has no grids yet shows its groups: they are all the ground there is.
    """
    needed = "groups" if snapshot is not None and not len(snapshot["grids"]) else ""
    return frozenset(
        layer.name for layer in layers if layer.table != needed and not (layer.wall if wall else layer.on)
    )


def on_wall(layer: LayerDefinition) -> bool:
    """Whether the wall draws an overlay: what starts visible, and always today's incidents and patrols."""
    return layer.wall and (layer.on or layer.table in ("incidents", "patrols"))
