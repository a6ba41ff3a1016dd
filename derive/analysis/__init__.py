"""How errors flow through time, and which signals are gates."""
