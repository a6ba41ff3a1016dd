"""Pure geometry: from a plan to coordinates, and to SVG and TikZ.  No equation and no cell is known here."""
