"""The synthetic township: real outlines and names, everything inside them invented, schematic (示意)."""
