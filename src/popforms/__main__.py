"""`python -m popforms`: the commands."""

from popforms.cli import main

main()
