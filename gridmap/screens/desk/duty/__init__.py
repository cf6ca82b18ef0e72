"""The duty officer's part of the desk: alarms with their keys, incidents with their steps."""

from gridmap.screens.desk.duty.duty import DOCKS, Duty, duty_panels

__all__ = ["DOCKS", "Duty", "duty_panels"]
