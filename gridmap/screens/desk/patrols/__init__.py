"""The patrols of a week at the desk: plan against fact, tracks one by one, questions about them."""

from gridmap.screens.desk.patrols.panel import PatrolsPanel

__all__ = ["PatrolsPanel"]
