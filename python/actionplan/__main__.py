"""`python -m actionplan` is the `actionplan` command."""

from .cli import main

main()
