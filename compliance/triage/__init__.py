"""What becomes of findings over time: two reports compared."""
