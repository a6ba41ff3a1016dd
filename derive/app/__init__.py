"""The command line, and everything that writes files."""
