"""Formats in and out, one file each. Foreign files are opened in a worker process; nothing here writes the store."""
