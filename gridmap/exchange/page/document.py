"""The page around the map: Leaflet carried inside, and the seal that lets nothing else run."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import folium
from branca.element import Element, Figure

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_CARRIED = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


class Verbatim(Element):
    """Text put into the page as it is: never a template. Only for our own text and escaped data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        """The text."""
        return self.text


def blank_map(title: str, bounds: Bounds, theme_css: str) -> folium.Map:
    """A folium map of nothing, fitted to ``bounds``, that names no address. ``title`` is escaped."""
    west, south, east, north = bounds
    centre = ((south + north) / 2, (west + east) / 2)
    made = folium.Map(centre, tiles=None, zoom_start=13, zoom_control="topleft")
    # own lists for this one map: those of the class are shared by every folium map of the process
    made.default_js, made.default_css = [], []
    made.options |= {
        "max_zoom": 19, "min_zoom": 8, "zoom_snap": 0.25, "zoom_delta": 0.5, "attribution_control": False,
        "town": [[south, west], [north, east]],
    }  # fmt: skip
    head = figure(made).header
    head.add_child(Verbatim(f"<title>{title}</title>"))
    script, style = _leaflet()
    head.add_child(Verbatim(f"<style>{style}</style>"))
    head.add_child(Verbatim(f"<style>{theme_css}{_own('page.css')}</style>"))
    head.add_child(Verbatim(f"<script>{script}</script>"))
    head.add_child(Verbatim(f"<script>{_own('page.js')}</script>"))
    made.fit_bounds([[south, west], [north, east]], padding=(24, 24))
    return made


def figure(made: folium.Map) -> Figure:
    """The document that a map stands in."""
    root = made.get_root()
    assert isinstance(root, Figure)
    return root


def seal(made: folium.Map, moment: datetime) -> str:
    """The finished page: every script and style in it named by its digest, all else forbidden.

    The same map gives the same bytes: folium's random names are replaced by numbers.
    """
    root = figure(made)
    _number(root)
    text = root.render()
    scripts, styles = _digests(text, "script"), _digests(text, "style")
    policy = (
        f"default-src 'none'; script-src {' '.join(scripts)}; style-src {' '.join(styles)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = (
        '<html lang="zh">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="date" content="{moment.isoformat(timespec="seconds")}">'
    )
    return text.replace("<html>\n<head>", head, 1)


def _number(root: Element) -> None:
    waiting: list[Element] = [root]
    for number in range(1_000_000):
        if not waiting:
            return
        element = waiting.pop()
        element._id = str(number)
        waiting += reversed(element._children.values())


def _digests(text: str, tag: str) -> Sequence[str]:
    found = (body for kind, body in _CARRIED.findall(text) if kind == tag)
    digests = (hashlib.sha256(body.encode()).digest() for body in found)
    return list(dict.fromkeys(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests))


def _own(name: str) -> str:
    return resources.files("gridmap.exchange.page").joinpath(name).read_text(encoding="utf-8")


@cache
def _leaflet() -> tuple[str, str]:
    """Leaflet's script and style; its pictures are inside the style."""
    home = resources.files("js_lib_leaflet").joinpath("static", "js_lib_leaflet")
    script = home.joinpath("leaflet.js").read_text(encoding="utf-8")
    style = home.joinpath("leaflet.css").read_text(encoding="utf-8")
    script = re.sub(r"\n//# sourceMappingURL=.*", "", script)
    return script, re.sub(r"url\((images/[\w.-]+)\)", lambda found: _data_address(home, found[1]), style)


def _data_address(home: Traversable, name: str) -> str:
    picture = base64.b64encode(home.joinpath(name).read_bytes()).decode()
    return f"url(data:image/png;base64,{picture})"
