"""Changing the plan: pure edits, and the history of drafts. No files, no windows."""
