import os

from PySide6.QtCore import QCoreApplication, Qt

# Qt WebEngine is imported after the application exists; this must be said before it is made.
# Folders are collected before the first test runs, so this holds for the whole test run.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

if not {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"} & set(os.environ):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium's sandbox does not start for root, as tests in a container run; the program never does this
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
