"""The township's own file: the only room that touches it. Every change is one transaction with its record."""
