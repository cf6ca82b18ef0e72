"""Formats in and out, one file each. Foreign files are opened in a worker; never the store."""
