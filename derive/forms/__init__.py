"""Index form → matrix form."""
