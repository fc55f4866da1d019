"""Reports to bytes: one writer a format."""
