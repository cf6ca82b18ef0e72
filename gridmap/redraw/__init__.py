"""Redrawing grids: plans are values, edits are functions from plan to plan, history is a stack of them."""
