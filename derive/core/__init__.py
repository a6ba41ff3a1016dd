"""What an equation is; functions and their slopes; evaluation in numbers."""
