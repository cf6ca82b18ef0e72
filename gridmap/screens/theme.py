"""Light and dark windows: one Qt palette and one style sheet from the colours of ``scene.palette``.

The map and what surrounds it share one table of colours by role; here they become Qt's. Sizes are
logical pixels on a 4 px grid.
"""

from dataclasses import asdict
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gridmap.scene.palette import Palette

FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei UI", "WenQuanYi Micro Hei", "sans-serif")


def font(size: int = 13, weight: int = 400) -> QFont:
    """The window's font at a pixel size and a CSS weight, with tabular digits."""
    chosen = QFont()
    chosen.setFamilies(list(FAMILIES))
    chosen.setPixelSize(size)
    chosen.setWeight(QFont.Weight(weight))
    return chosen


def qt_palette(colours: Palette) -> QPalette:
    """The Qt palette of a theme, for what no style sheet reaches (views, dialogs, selections)."""
    made = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, colours.window), (role.WindowText, colours.text), (role.Base, colours.base),
        (role.AlternateBase, colours.panel), (role.Text, colours.text), (role.Button, colours.button),
        (role.ButtonText, colours.text), (role.BrightText, colours.on_accent), (role.Mid, colours.line),
        (role.Midlight, colours.faint), (role.Dark, colours.line), (role.Light, colours.panel),
        (role.Shadow, colours.line), (role.Highlight, colours.selected_row),
        (role.HighlightedText, colours.text), (role.ToolTipBase, colours.panel),
        (role.ToolTipText, colours.text), (role.Link, colours.accent),
        (role.PlaceholderText, colours.third), (role.Accent, colours.accent),
    ):  # fmt: skip
        made.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.disabled))
    return made


_SHEET = Template("""
QMainWindow, QDialog, QStatusBar, QMenuBar, QToolBar { background: $window; color: $text; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QToolTip { background: $panel; color: $text; border: 1px solid $line; padding: 4px 8px; }
QMenuBar { padding: 0 4px; }
QMenuBar::item { padding: 4px 12px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $selected_row; }
QMenu { background: $panel; color: $text; border: 1px solid $line; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 32px; }
QMenu::item:selected { background: $selected_row; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $faint; margin: 4px 0; }
QToolBar { border: 0; border-bottom: 1px solid $line; padding: 0 8px; spacing: 4px; }
QToolBar::separator { width: 1px; background: $line; margin: 12px 8px; }
QStatusBar { border-top: 1px solid $line; }
QStatusBar::item { border: 0; }
QDockWidget > QWidget { background: $panel; }
QWidget[look="panel"] { background: $panel; }
QWidget[look="table"] { background: $base; }
QWidget[look="bare"] { background: transparent; border: 0; }
QWidget[solid="panel"] { background: $panel; }
QWidget[solid="window"] { background: $window; }
QFrame[look="line"] { background: $faint; border: 0; max-height: 1px; min-height: 1px; }
QFrame[look="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }
QWidget[look="title"] { background: $window; border: 0; border-bottom: 1px solid $line; }
QWidget[look="cards"] { background: $panel; border: 0; border-bottom: 1px solid $line; }
QWidget[look="card"] { background: transparent; border: 0; border-right: 1px solid $line; }
QWidget[look="lastcard"] { background: transparent; border: 0; }
QLabel { color: $text; background: transparent; }
QLabel[tone="second"] { color: $second; }
QLabel[look="readout"]:hover { color: $accent; }
QLabel[tone="third"] { color: $third; }
QLabel[tone="failed"] { color: $failed; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="passed"] { color: $passed; }
QPushButton { background: $button; color: $text; border: 1px solid $line;
    border-radius: 4px; padding: 0 12px; min-height: 30px; }
QPushButton:hover { border-color: $third; }
QPushButton:focus { border-color: $accent; }
QPushButton:pressed { background: $selected_row; }
QPushButton:disabled { color: $disabled; background: transparent;
    border-color: $faint; }
QPushButton[look="small"] { min-height: 22px; padding: 0 8px; font-size: 12px; }
QPushButton[look="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[look="primary"]:disabled { background: $track; color: $disabled; border-color: $track; }
QPushButton[look="link"] { background: transparent; border: 0; color: $accent; padding: 0 4px;
    min-height: 24px; }
QPushButton[look="link"]:hover, QPushButton[look="link"]:focus { text-decoration: underline; }
QPushButton[look="flat"] { background: transparent; border: 0; color: $second; padding: 0; min-height: 20px;
    font-size: 12px; text-align: left; }
QPushButton[look="flat"]:hover { color: $accent; }
QPushButton[look="icon"] { background: transparent; border: 0; padding: 0; min-height: 24px; }
QPushButton[look="icon"]:hover, QPushButton[look="icon"]:focus { background: $selected_row; }
QPushButton[look="tray"] { background: transparent; border: 0; border-radius: 0;
    border-top: 1px solid $faint; padding: 0; min-height: 27px; }
QPushButton[look="tray"]:hover, QPushButton[look="tray"]:focus { background: $selected_row; }
QLabel[look="hint"] { background: $panel; color: $text; border: 1px solid $line; border-radius: 4px; }
QWidget[look="tick"] { background: $line; }
QWidget[look="finding"]:hover, QWidget[look="finding"]:focus { background: $selected_row; }
QWidget[look="looking"] { background: $panel; border: 1px solid $warning; border-radius: 4px; }
QFrame[look="popup"] { background: $panel; border: 1px solid $line; border-radius: 4px; }
QFrame[look="popup"] QListView { background: $panel; }
QFrame[look="popup"] QListView::item:selected { background: $selected_row; }
QLineEdit { background: $base; color: $text; border: 1px solid $line; border-radius: 4px; padding: 0 8px;
    min-height: 30px; selection-background-color: $accent; selection-color: $on_accent; }
QDoubleSpinBox { background: $base; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: 0 4px; selection-background-color: $accent; selection-color: $on_accent; }
QDoubleSpinBox:focus { border-color: $accent; }
QLineEdit:focus { border-color: $accent; }
QPlainTextEdit { background: $base; color: $text; border: 1px solid $line; border-radius: 4px;
    padding: 2px 4px;
    selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit:focus { border-color: $accent; }
QComboBox { min-height: 30px; }
QComboBox[look="small"] { min-height: 22px; }
QTabBar { background: $window; border: 0; }
QTabBar::tab { background: transparent; color: $second; padding: 0 12px; height: 31px; border: 0;
    border-top: 2px solid transparent; }
QTabBar::tab:selected { color: $text; background: $base; border-top: 2px solid $accent;
    border-left: 1px solid $line; border-right: 1px solid $line; font-weight: 600; }
QTabBar::tab:hover:!selected { color: $text; }
QTableView { background: $base; color: $text; border: 0; gridline-color: transparent; outline: 0;
    selection-background-color: $selected_row; }
QTableView::item { padding: 0 5px; border: 0; border-bottom: 1px solid $faint; }
QTableView::item:selected { background: $selected_row; }
QHeaderView { background: $window; border: 0; }
QHeaderView::section { background: $window; color: $second; font-size: 12px; padding: 0 8px; height: 27px;
    border: 0; border-bottom: 1px solid $line; border-right: 1px solid $faint; }
QListView { background: $panel; color: $text; border: 0; outline: 0; }
QScrollArea { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $third; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: $track; border-radius: 1px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 1px; }
QSlider::sub-page:horizontal:disabled { background: $disabled; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -5px 0; border-radius: 7px;
    background: $base; border: 2px solid $accent; }
QProgressBar { background: $track; border: 0; border-radius: 1px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 1px; }
""")


def style_sheet(colours: Palette) -> str:
    """The one style sheet, with the theme's colours filled in."""
    return _SHEET.substitute(asdict(colours))


def dress(window: QWidget, colours: Palette) -> None:
    """Give a window the theme: palette, font, style sheet; the palette also for tips and dialogs."""
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setFont(font())
        application.setPalette(qt_palette(colours))
    window.setFont(font())
    window.setPalette(qt_palette(colours))
    window.setStyleSheet(style_sheet(colours))
