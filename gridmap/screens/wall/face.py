"""The frame around the wall's map as sheets, each made once and kept until something in it changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from gridmap.scene.wall import WallContent
from gridmap.screens.wall import bars, coordinate, emergency, frame, monitor, spot, week, wings
from gridmap.screens.wall.layout import NARROW_PANEL, Box, Layout
from gridmap.screens.wall.sheet import Sheet
from gridmap.screens.wall.state import WallState

Page = Callable[[WallContent, WallState, Layout], Sheet]
PAGES: Mapping[str, Page] = {
    "monitor": monitor.panel, "spot": spot.panel, "analyse": bars.analyse, "trend": week.trend,
    "coordinate": coordinate.coordinate, "emergency": emergency.panel,
}  # fmt: skip
MAPPED = ("monitor", "emergency")
"""The scenes that have the map, with their page beside it; the page of the others fills the body."""


@dataclass
class Face:
    """What is said, how it is looked at, where it stands, and the sheets made of the three."""

    content: WallContent
    state: WallState
    screen: Layout
    _made: dict[str, Sheet] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """Where everything stands in the scene that is up."""
        if self.state.scene != "emergency":
            return self.screen
        return replace(self.screen, panel_most=NARROW_PANEL)

    def forget(self, *parts: str) -> None:
        """Make these parts again when they are next asked for; without any, all of them."""
        for name in parts or tuple(self._made):
            self._made.pop(name, None)

    def sheets(self, age: float) -> list[Sheet]:
        """Header, body, footer and on a very wide wall the wings. ``age`` is that of the data, seconds."""
        layout = self.layout
        makers: dict[str, Callable[[], Sheet]] = {
            "header": lambda: self.header(age),
            "body": self._body,
            "footer": lambda: frame.footer(self.content, self.state, layout),
        }
        if layout.left and layout.right:
            left, right = layout.left, layout.right
            makers["left"] = lambda: wings.left(self.content, layout, left)
            makers["right"] = lambda: wings.right(self.content, layout, right)
        for name, make in makers.items():
            if name not in self._made:
                self._made[name] = make()
        return [self._made[name] for name in makers]

    def header(self, age: float) -> Sheet:
        """The header at this moment."""
        return frame.header(self.content, replace(self.state, age=age), self.layout)

    def box(self, part: str) -> Box:
        """Where the header or the body is."""
        centre, below = self.layout.centre, self.layout.map
        if part == "header":
            return Box(centre.x, 0, centre.width, below.y)
        if self.state.scene in MAPPED:
            return self.layout.panel
        return Box(centre.x, below.y, centre.width, below.height)

    @property
    def page(self) -> str:
        """Which of ``PAGES`` is up: a scene may have two."""
        scene = self.state.scene
        if scene == "monitor" and spot.spotted(self.content, self.state) is not None:
            return "spot"
        return "trend" if scene == "analyse" and self.state.trend else scene

    def _body(self) -> Sheet:
        return PAGES[self.page](self.content, self.state, self.layout)
