"""Programs in other languages, one folder each."""
