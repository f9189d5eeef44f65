"""`python -m ipt_rules` is `ipt-rules`."""

from ipt_rules.cli import main

main()
