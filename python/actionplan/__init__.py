"""Public-sector action plans: what was promised, what slipped, and why each colour.

    >>> import actionplan as ap
    >>> plan = ap.load("examples/walsall-2018/plan.json")
    >>> now = plan.assess("2018-03-27")
    >>> print(now["R11"].process.rating, "because", now["R11"].process.because)
    Red because milestones Red: 1 of 6 (R11.1)
    >>> [f.item for f in plan.slippage("2018-03-27") if f.kind == "overdue"]
    ['R1.C5', 'R6.1', 'R9.C5', 'R11.1']

Everything that decides is in the compiled core and is re-exported here. Showing
it is Python: `actionplan.report` (the committee report), `actionplan.frames`
(pandas, polars, Arrow), `actionplan.plot` (pictures), `actionplan.notebook`
(tables in notebooks) and `actionplan.cli` (the command `actionplan`). Those are
loaded when they are first used; importing this package loads nothing but the core.
"""

from ._core import (
    NOT_APPLICABLE,
    ActionPlanError,
    Aspect,
    Assessment,
    CalendarImport,
    Comparison,
    Concern,
    DayCount,
    Deadline,
    Delivery,
    DeliveryFigure,
    DeliveryGroup,
    DiffSide,
    Doubt,
    Due,
    DueMove,
    DueReading,
    ExampleResult,
    FileProblem,
    Holiday,
    InvalidInput,
    Issue,
    ItemRatings,
    JudgementTable,
    Lateness,
    Level,
    ListChange,
    Measure,
    Milestone,
    MilestoneState,
    NextBetter,
    Outcome,
    Override,
    Parting,
    Plan,
    Rating,
    RatingDifference,
    RatingMove,
    Recommendation,
    Reported,
    ReportingPeriod,
    Rule,
    Scheme,
    SchemeCheck,
    SchemeDiff,
    SchemeDifference,
    SchemeFinding,
    SchemeTest,
    SeenFact,
    Slip,
    Slippage,
    SlippageList,
    Snapshot,
    Step,
    UnknownFact,
    UnknownName,
    Unsettled,
    UnsettledReading,
    Update,
    WorkCalendar,
    __version__,
    assess_table,
    builtin_calendars,
    builtin_schemes,
    check_calendar,
    day_counts,
    deadline,
    diff_ratings,
    diff_reported,
    due_conventions,
    fact_catalogue,
    import_calendars,
    lateness,
    load,
    parse_due,
    parse_edtf,
    plan_schema,
    read_leads,
    run_examples,
)

__all__ = [
    "NOT_APPLICABLE",
    "ActionPlanError",
    "Aspect",
    "Assessment",
    "CalendarImport",
    "Comparison",
    "Concern",
    "DayCount",
    "Deadline",
    "Delivery",
    "DeliveryFigure",
    "DeliveryGroup",
    "DiffSide",
    "Doubt",
    "Due",
    "DueMove",
    "DueReading",
    "ExampleResult",
    "FileProblem",
    "Holiday",
    "InvalidInput",
    "Issue",
    "ItemRatings",
    "JudgementTable",
    "Lateness",
    "Level",
    "ListChange",
    "Measure",
    "Milestone",
    "MilestoneState",
    "NextBetter",
    "Outcome",
    "Override",
    "Parting",
    "Plan",
    "Rating",
    "RatingDifference",
    "RatingMove",
    "Recommendation",
    "Reported",
    "ReportingPeriod",
    "Rule",
    "Scheme",
    "SchemeCheck",
    "SchemeDiff",
    "SchemeDifference",
    "SchemeFinding",
    "SchemeTest",
    "SeenFact",
    "Slip",
    "Slippage",
    "SlippageList",
    "Snapshot",
    "Step",
    "UnknownFact",
    "UnknownName",
    "Unsettled",
    "UnsettledReading",
    "Update",
    "WorkCalendar",
    "__version__",
    "assess_table",
    "builtin_calendars",
    "builtin_schemes",
    "check_calendar",
    "day_counts",
    "deadline",
    "diff_ratings",
    "diff_reported",
    "due_conventions",
    "fact_catalogue",
    "import_calendars",
    "lateness",
    "load",
    "parse_due",
    "parse_edtf",
    "plan_schema",
    "read_leads",
    "run_examples",
]

# Type checkers take this for true and see the submodules; at run time they are
# loaded when they are first asked for.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import frames as frames
    from . import notebook as notebook
    from . import plot as plot
    from . import report as report
else:

    def __getattr__(name):
        if name in ("frames", "notebook", "plot", "report"):
            import importlib

            return importlib.import_module(f"actionplan.{name}")
        raise AttributeError(f"module 'actionplan' has no attribute {name!r}")
