"""Audit: somebody's backward pass in, a verdict out."""
