"""The window that shows the exported web page. Qt WebEngine is loaded only when one is opened."""

from gridmap.screens.web.window import WebWindow

__all__ = ["WebWindow"]
