"""Everything written upon the wall's map: its corners, who comes, which groups have not answered."""

from gridmap.scene.view import View
from gridmap.scene.wall import WallContent
from gridmap.screens.wall.corners import corners
from gridmap.screens.wall.ground import Ground
from gridmap.screens.wall.layout import Layout
from gridmap.screens.wall.responders import occupied, responders
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.silence import silence
from gridmap.screens.wall.state import WallState


def upon_map(content: WallContent, state: WallState, layout: Layout, ground: Ground, view: View) -> Sheet:
    """The sheet over the map, as it lies under ``view``; no word of it covers another or an incident."""
    sheet = corners(content, state, layout, ground.legend, view.scale, ground.close)
    taken = occupied(sheet, content, view)
    responders(sheet, content, view, taken)
    if content.roll is not None and state.scene == "emergency":
        silence(sheet, content.roll, view, taken)
    return sheet
