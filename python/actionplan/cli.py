"""The command `actionplan`: where each of its commands is.

Exit codes: 0 done, 1 the input has problems, 2 wrong usage. A command's module
is loaded when the command is run or listed, so that each starts fast.
"""

import importlib
import io
import sys
from typing import Any

import click

import actionplan as ap

from ._cli_common import Problem, message

# The order is that of the help.
_MODULES = {
    "report": "_cli_plan",
    "assess": "_cli_plan",
    "compare": "_cli_plan",
    "slippage": "_cli_plan",
    "delivery": "_cli_plan",
    "explain": "_cli_plan",
    "validate": "_cli_plan",
    "plot": "_cli_plot",
    "due": "_cli_due",
    "calendar": "_cli_calendar",
    "scheme": "_cli_scheme",
}


class _Commands(click.Group):
    """Finds commands by that table, and turns errors into messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        module = importlib.import_module(f".{_MODULES[cmd_name]}", __package__)
        command: click.Command = getattr(module, cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except (ap.ActionPlanError, OSError) as problem:
            raise Problem(message(problem)) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(ap.__version__, prog_name="actionplan")
def main() -> None:
    """Public-sector action plans: what was promised, what slipped, and why.

    Exit codes: 0 done, 1 the input has problems, 2 wrong usage; of `scheme
    check` and `scheme test` see there.
    """
    # Text that the terminal's encoding lacks is no reason to stop.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main()
