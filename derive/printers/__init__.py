"""Expressions to text, one small module a target, each on SymPy's own printer."""
