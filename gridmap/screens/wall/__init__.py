"""The wall: is anyone in trouble, and is someone going? Laid out natively for every screen."""

from gridmap.screens.wall.window import WallWindow

__all__ = ["WallWindow"]
