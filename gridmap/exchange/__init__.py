"""Formats in and out, one file each. Foreign files are opened in a worker; the store is never written here."""
