"""The PySide6 and Python in use keep the reference counts of None, True and False (6.12 on 3.11 does not)."""

import subprocess
import sys

COUNT = """
import sys
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget
app = QApplication([])
image = QImage(100, 100, QImage.Format.Format_RGB32)
painter, widget, button, listing = QPainter(image), QWidget(), QPushButton(), QListWidget()
button.clicked.connect(lambda: None)
calls = {
    "drawRect": lambda: painter.drawRect(1, 1, 2, 2),
    "setPen": lambda: painter.setPen(QColor(1, 2, 3)),
    "update": widget.update,
    "addItem": lambda: listing.addItem("x"),
    "isVisible": widget.isVisible,
    "emit": button.clicked.emit,
    "isActive": lambda: QPainter().isActive(),
}
spare = [[constant] * 20000 for constant in (None, True, False)]  # so that a drift cannot free one
for name, call in calls.items():
    call()  # the first call fills Qt's own tables
    for constant in (None, True, False):
        before = sys.getrefcount(constant)
        for _ in range(1000):
            call()
        drift = sys.getrefcount(constant) - before
        if abs(drift) > 200:  # a leak is one a call: 1000
            print(name, constant, drift)
painter.end()
"""


def test_void_calls_keep_the_reference_counts_of_the_constants():
    run = subprocess.run(
        [sys.executable, "-c", COUNT], capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")
