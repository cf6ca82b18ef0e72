"""The windows. The only floor that knows Qt."""
