"""`python -m phronesis` is the `phronesis` command."""

from phronesis.site.command import main

main()
