"""From a document's content to folded text and units, always with the way back."""
