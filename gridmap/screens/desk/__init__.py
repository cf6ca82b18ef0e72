"""The planning desk: one window for browsing, checking and small changes. It knows a session, not a store."""

from gridmap.screens.desk.window import DeskWindow

__all__ = ["DeskWindow"]
