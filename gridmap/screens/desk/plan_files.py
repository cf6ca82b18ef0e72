"""A plan as files: sheets for the field, block assignments out and in."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from gridmap.errors import EditError
from gridmap.i18n import _
from gridmap.redraw.plan import Edit
from gridmap.screens import errand, jobs

if TYPE_CHECKING:
    from gridmap.screens.desk.window import DeskWindow


class PlanFiles:
    """What the plan menu does with files for one window; the plan is the draft."""

    def __init__(self, window: "DeskWindow") -> None:
        self._window = window

    def print_sheets(self) -> None:
        """Ask for a file and print one sheet per grid there."""
        self._export("sheets", _("踏勘图"), _("网格踏勘图.pdf"), "PDF (*.pdf)")

    def write_blocks(self) -> None:
        """Ask for a file and write which household belongs to which grid."""
        self._export("blocks", _("导出分配表"), _("分配表.csv"), "CSV (*.csv)")

    def take_blocks(self) -> None:
        """Ask for a file and draw the grids that it asks for."""
        path, _kind = QFileDialog.getOpenFileName(
            self._window, _("导入分配表"), "", _("分配表 (*.csv *.xlsx)")
        )
        if path:
            self.take(Path(path))

    def write(self, what: str, path: Path) -> None:
        """Write ``sheets``, ``blocks`` or ``group_blocks`` of the draft in the background."""
        window = self._window
        session = window.session

        def work(ticket: jobs.Ticket) -> None:
            session.spare(path)
            errand.run(
                ticket, session.author, "export", session.address, "--plan", "draft", "--what", what,
                "--out", path,
            )  # fmt: skip

        def done(_nothing: object) -> None:
            window.status.say(_("已导出 {path}").format(path=path))

        jobs.start(window, work, done, window.fail, _("正在生成 {name}…").format(name=path.name))

    def take(self, path: Path) -> None:
        """Draw the grids that a block-assignment file asks for: one step, or one line why not."""
        window = self._window
        snapshot, census = window.session.draft.snapshot, window.session.draft.census

        def work(_ticket: jobs.Ticket) -> Edit:
            from gridmap.exchange.block_file import read_blocks
            from gridmap.redraw.blocks import deal
            from gridmap.redraw.ground import Ground

            blocks = read_blocks(path, snapshot, census)
            edit = deal(Ground.of(snapshot, census), blocks.unit, blocks.grid)
            if edit is None:
                raise EditError(_("分配表与现在的网格一致，没有要改的"))
            return edit

        def done(edit: Edit) -> None:
            window.attempt(lambda: window.session.perform(edit))

        jobs.start(window, work, done, window.fail, _("正在按分配表划界…"))

    def _export(self, what: str, title: str, name: str, kind: str) -> None:
        path, _kind = QFileDialog.getSaveFileName(self._window, title, name, kind)
        if path:
            self.write(what, Path(path))
