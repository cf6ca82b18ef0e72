"""The file menu: open another township, import with a preview, export a page or a picture."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog

from gridmap.errors import GridmapError
from gridmap.i18n import _
from gridmap.screens import errand, jobs, trouble
from gridmap.screens.desk.import_dialog import ImportDialog
from gridmap.screens.desk.mask_commands import mask_key
from gridmap.screens.drill import frame_drill, paint_frame
from gridmap.session import Session, State
from gridmap.store.protocol import Taken
from gridmap.township.batch import Intake

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow

LEDGERS = "*.csv *.xlsx *.xls *.geojson *.json *.shp *.zip *.gpkg *.gpx *.asc"
EXPORTS = ";;".join(
    (
        _("工作簿 (*.xlsx)"), _("GeoPackage (*.gpkg)"), _("GeoJSON (*.geojson)"), _("Shapefile (*.zip)"),
        _("CSV (*.csv)"), _("KML (*.kml)"),
    )
)  # fmt: skip


class Files:
    """What the file menu does for one window."""

    def __init__(self, window: "DeskWindow") -> None:
        self._window = window
        self._pages: TemporaryDirectory[str] | None = None

    def open(self) -> None:
        """Ask for a store and open it in place of this window."""
        path, _kind = QFileDialog.getOpenFileName(self._window, _("打开"), "", _("网格地图 (*.gpkg)"))
        if path:
            self.open_store(Path(path))

    def open_store(self, path: Path) -> None:
        """Open a store in a new window; this one closes when that has worked."""
        from gridmap.screens.desk.window import DeskWindow
        from gridmap.store import open_store

        window = self._window
        try:
            session = Session(open_store(path, at_once=True), window.session.author)
        except GridmapError as error:
            trouble.say(window, error)
            return
        window.successor = DeskWindow(session, window.state.layers, window.memory)
        window.successor.ends_session = True
        window.successor.opened.connect(window.opened)
        if not session.snapshot.settings.drill:
            window.opened.emit(session.address)
        window.successor.show()
        window.ends_session = True
        window.close()

    def import_files(self) -> None:
        """Ask for files and show what they hold before anything is written."""
        paths, _kind = QFileDialog.getOpenFileNames(
            self._window, _("导入"), "", _("名册、边界、轨迹 ({kinds})").format(kinds=LEDGERS)
        )
        self.preview([Path(path) for path in paths])

    def import_folder(self) -> None:
        """Ask for a folder and show what its files hold before anything is written."""
        folder = QFileDialog.getExistingDirectory(self._window, _("导入文件夹"))
        self.preview([Path(folder)] if folder else [])

    def preview(self, paths: list[Path]) -> None:
        """Read in the background, then the preview dialog."""
        if paths:
            dialog = ImportDialog(self._window, self._window.session, self._window.state.colours, paths)
            dialog.agreed.connect(self.take)
            dialog.read()

    def take(self, intake: Intake) -> None:
        """Write an agreed import in the background, then show it."""
        session, say = self._window.session, self._window.status.say

        def work(_ticket: jobs.Ticket) -> tuple[list[Taken], State]:
            return session.write_intake(intake), session.read_again()

        def done(result: tuple[list[Taken], State]) -> None:
            taken, fresh = result
            session.show(fresh)
            counts = (
                sum(getattr(one, name) for one in taken) for name in ("inserted", "updated", "unchanged")
            )
            say(_("新增 {:,} 行，更新 {:,} 行，未变 {:,} 行").format(*counts))

        self._run(work, done, _("正在写入…"), writes=True)

    def export_page(self) -> None:
        """Ask for a file and write the offline page there."""
        self._export(_("导出网页"), _("地图.html"), _("网页 (*.html)"))

    def export_data(self) -> None:
        """Ask for a file and write the tables in the format of its suffix."""
        self._export(_("导出数据"), _("网格.xlsx"), EXPORTS)

    def open_page(self) -> None:
        """Write the page to a temporary folder and show it in a window."""
        if self._pages is None:
            self._pages = TemporaryDirectory(prefix="gridmap-")
        path = Path(self._pages.name) / "map.html"
        self.write(path, lambda: self._show_page(path))

    def write(self, path: Path, done: Callable[[], None]) -> None:
        """Write one export in the background; the format follows from the suffix, people are masked."""
        session = self._window.session

        def work(ticket: jobs.Ticket) -> None:
            session.spare(path)
            errand.run(ticket, session.author, "export", session.address, "--out", path)

        self._run(work, lambda _nothing: done(), _("正在生成 {name}…").format(name=path.name))

    def close(self) -> None:
        """Take the temporary pages away."""
        if self._pages is not None:
            self._pages.cleanup()

    def export_picture(self) -> None:
        """Ask for a file and paint the map there, twice as fine as the screen."""
        path, _kind = QFileDialog.getSaveFileName(
            self._window, _("导出快照"), _("地图.png"), _("图片 (*.png)")
        )
        if path:
            self._window.attempt(lambda: self.write_picture(Path(path)))

    def write_picture(self, path: Path) -> None:
        """Paint the map as it is on screen to a PNG file. Raises UsageError for the store's own name."""
        self._window.session.spare(path)
        self._window.session.masking.put_on()  # a picture is passed on: nobody may be read in it
        canvas = self._window.canvas
        image = canvas.picture(canvas.width() * 2, canvas.height() * 2, 2.0)
        if self._window.session.snapshot.settings.drill:
            with QPainter(image) as painter:
                paint_frame(painter, image.rect(), ratio=2.0)
        saved = image.save(str(path), "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt and PySide take str
        words = _("已导出 {path}") if saved else _("{path}：图片写不进去")
        self._window.status.say(words.format(path=path))

    def _export(self, title: str, name: str, kinds: str) -> None:
        path, _kind = QFileDialog.getSaveFileName(self._window, title, name, kinds)
        if path:
            self.write(Path(path), lambda: self._window.status.say(_("已导出 {path}").format(path=path)))

    def _show_page(self, path: Path) -> None:
        from gridmap.screens.web import WebWindow

        self._window.web = WebWindow(path)
        mask_key(self._window.web, self._window.session)
        frame_drill(self._window.web, self._window.session)
        self._window.web.show()

    def _run(
        self,
        work: Callable[[jobs.Ticket], Any],
        done: Callable[[Any], None],
        title: str,
        writes: bool = False,
    ) -> None:
        jobs.start(self._window, work, done, self._window.fail, title, writes)
