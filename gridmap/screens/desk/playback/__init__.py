"""The time bar of the desk: incidents, patrols and visits played back over the map."""

from gridmap.screens.desk.playback.panel import PlaybackPanel

__all__ = ["PlaybackPanel"]
