"""Documents as text: one small file for each format, whose layout lies in ``templates/``."""
