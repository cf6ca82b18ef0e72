"""Two plans side by side at the desk: who changes, the figures with their bands, the flows, the rules."""

from gridmap.screens.desk.changes.panel import ChangesPanel

__all__ = ["ChangesPanel"]
