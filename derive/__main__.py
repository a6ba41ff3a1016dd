"""``python -m derive`` is ``derive``."""

from derive.app.cli import main

if __name__ == "__main__":
    main()
