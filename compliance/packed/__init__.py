"""Compiled packs as bytes: `form` for all that a pack says, `kept` for what its patterns were compiled to."""
