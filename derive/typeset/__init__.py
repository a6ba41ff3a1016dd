"""Mathematics as LaTeX and as text."""
