#include "pybind.h"

#include <cmath>

#include "actionplan/assess.h"
#include "actionplan/json.h"
#include "room_types.h"

namespace actionplan::python {
namespace {

constexpr std::array kKinds = {ItemKind::kPlan, ItemKind::kRecommendation,
                               ItemKind::kMilestone, ItemKind::kOutcome};

// The ratings of one item; aspects are its attributes.
struct ItemRatings {
  std::string id;
  ItemKind kind;
  std::vector<Rating> ratings;
};

struct Comparison {
  Assessment previous;
  Assessment current;
  std::vector<RatingMove> moves;
};

std::optional<std::string> LevelOrNone(const Rating& rating) {
  if (!rating.is_rated()) return std::nullopt;
  return rating.level_name;
}

ItemRatings RatingsOf(const Assessment& assessment, const std::string& id) {
  const std::optional<ItemRef> item = assessment.snapshot().plan().Find(id);
  ItemRatings ratings = {id, ItemKind::kPlan, {}};
  if (item.has_value()) {
    ratings.kind = item->kind;
    for (const Aspect& aspect : assessment.scheme().aspects()) {
      std::optional<Rating> rating = assessment.Find(id, aspect.name);
      if (rating.has_value()) ratings.ratings.push_back(*std::move(rating));
    }
  }
  if (!ratings.ratings.empty()) return ratings;
  const std::string plan = assessment.snapshot().plan().id();
  Raise(ErrorKind::kUnknownName,
        item.has_value()
            ? "'" + id + "' is a " + std::string(ToWord(item->kind)) +
                  ", which the scheme '" + assessment.scheme().id() +
                  "' does not rate."
            : "There is no item '" + id + "' in the plan '" + plan + "'.");
}

ItemKind ReadKind(const std::string& word) {
  for (ItemKind kind : kKinds) {
    if (ToWord(kind) == word) return kind;
  }
  Raise(ErrorKind::kInvalidInput,
        "'" + word +
            "' is not a kind of item that is rated; use 'recommendation', "
            "'milestone', 'outcome' or 'plan'.");
}

int ReadAspect(const Scheme& scheme, const std::string& name) {
  const std::optional<int> aspect = scheme.FindAspect(name);
  if (aspect.has_value()) return *aspect;
  Raise(ErrorKind::kUnknownName,
        "The scheme '" + scheme.id() + "' has no aspect '" + name + "'.");
}

py::dict Count(const Assessment& assessment, const std::string& kind,
               const std::string& aspect) {
  const std::vector<int> counts =
      assessment.Count(ReadKind(kind), ReadAspect(assessment.scheme(), aspect));
  py::dict dict;
  for (size_t i = 0; i + 1 < counts.size(); ++i) {
    dict[py::str(assessment.scheme().levels()[i].name)] = counts[i];
  }
  dict[py::none()] = counts.back();
  return dict;
}

std::vector<RatingView> AllRatings(const Assessment& assessment) {
  std::vector<RatingView> all;
  for (ItemKind kind : kKinds) {
    for (const Aspect& aspect : assessment.scheme().aspects()) {
      for (Rating& rating : assessment.All(kind, aspect.name)) {
        all.push_back({.scheme = assessment.scheme(),
                       .rating = std::move(rating),
                       .assessment = assessment});
      }
    }
  }
  return all;
}

Comparison CompareWith(const Assessment& current, const Assessment& previous) {
  py::gil_scoped_release release;
  return {previous, current, Unwrap(Compare(previous, current))};
}

// ---------------------------------------------------------------------------
// Tables.

// A cell of a table as a fact's value. What is neither yes or no, number, day
// nor text is read by how it prints, and so found to be no value.
FactValue ReadCellValue(const py::handle& value) {
  if (value.is_none()) return std::monostate();
  if (py::isinstance<py::str>(value)) return value.cast<std::string>();
  if (py::isinstance<py::bool_>(value)) return value.cast<bool>();
  if (py::hasattr(value, "isoformat")) {
    std::string text = py::str(value.attr("isoformat")());
    // Midnight is how tables write a day.
    if (text.ends_with("T00:00:00")) text.resize(10);
    return text == "NaT" ? FactValue() : FactValue(std::move(text));
  }
  if (PyNumber_Check(value.ptr()) != 0) {
    const double number = PyFloat_AsDouble(value.ptr());
    if (PyErr_Occurred() == nullptr) {
      if (std::isnan(number)) return std::monostate();
      return number;
    }
    PyErr_Clear();
  }
  return std::string(py::str(value));
}

// The facts of a table; all its bad cells are listed.
class TableReader {
 public:
  TableReader(const Scheme& scheme, ItemKind kind, int rows,
              const std::optional<WorkCalendar>& calendar)
      : scheme_(scheme), facts_(kind, rows, calendar) {}

  void Read(const std::string& column, const std::string& fact,
            const py::sequence& cells) {
    const std::optional<int> target =
        scheme_.FindColumn(facts_.subject(), fact);
    if (!target.has_value()) {
      Raise(ErrorKind::kUnknownName, "There is no fact '" + fact + "' of a " +
                                         std::string(ToWord(facts_.subject())) +
                                         " for the column '" + column + "'.");
    }
    const FactDefinition& definition = scheme_.Define(*target);
    for (int row = 0; row < facts_.rows(); ++row) {
      const py::object cell = cells[static_cast<size_t>(row)];
      const auto read = ReadFactValue(definition, ReadCellValue(cell));
      if (const Cell* good = std::get_if<Cell>(&read)) {
        facts_.Set(*target, row, *good);
      } else {
        const auto& problem = std::get<ValueProblem>(read);
        issues_.push_back(
            {"row " + std::to_string(row + 1) + ", column '" + column + "'",
             problem.what, problem.remedy});
      }
    }
  }

  FactTable Take() && {
    RaiseIssues(
        "The table can't be rated with the scheme '" + scheme_.id() + "':",
        std::move(issues_));
    return std::move(facts_);
  }

 private:
  const Scheme& scheme_;
  FactTable facts_;
  std::vector<Issue> issues_;
};

// The first aspect for which the scheme rates this kind of item.
int FirstAspectOf(const Scheme& scheme, ItemKind kind) {
  for (const Rule& rule : scheme.rules()) {
    if (rule.subject == kind) return rule.aspect;
  }
  Raise(ErrorKind::kInvalidInput, "The scheme '" + scheme.id() +
                                      "' has no rule for a " +
                                      std::string(ToWord(kind)) + ".");
}

// Rating, rule and reason of every row.
py::dict RateTable(const Scheme& scheme, const py::list& columns, int rows,
                   const std::optional<std::string>& aspect,
                   const std::string& subject,
                   const std::optional<DayArgument>& as_of,
                   const std::optional<WorkCalendar>& calendar) {
  const TableOfFacts table =
      ReadTable(scheme, columns, rows, aspect, subject, as_of, calendar);
  std::vector<Rating> rated;
  {
    py::gil_scoped_release release;
    rated = RateRows(scheme, table.facts, table.aspect, 0, rows);
  }
  py::list ratings, rules, reasons;
  for (const Rating& rating : rated) {
    ratings.append(LevelOrNone(rating));
    rules.append(NoneIfEmpty(rating.rule));
    reasons.append(rating.because);
  }
  py::dict result;
  result["rating"] = ratings;
  result["rule"] = rules;
  result["because"] = reasons;
  return result;
}

// Whether a table's column of this name is a fact.
bool IsFact(const Scheme& scheme, const std::string& name,
            const std::string& subject) {
  return scheme.FindColumn(ReadKind(subject), name).has_value();
}

py::object AssessTable(const py::object& table, const py::object& scheme,
                       const py::object& as_of, const py::object& aspect,
                       const std::string& subject, const py::object& columns,
                       const std::optional<WorkCalendar>& calendar) {
  py::object key = scheme;
  if (!py::isinstance<Scheme>(scheme)) {
    const std::string name =
        py::module_::import("os").attr("fspath")(scheme).cast<std::string>();
    key = py::cast(Unwrap(LoadScheme(name)));
  }
  return py::module_::import("actionplan.frames")
      .attr("_assess_table")(table, key, as_of, aspect, subject, columns,
                             calendar);
}

void BindTables(py::module_& module) {
  module.def(
      "assess_table", &AssessTable, py::arg("table"), py::arg("scheme"),
      py::kw_only(), py::arg("as_of") = py::none(),
      py::arg("aspect") = py::none(), py::arg("subject") = "milestone",
      py::arg("columns") = py::none(), py::arg("calendar") = py::none(),
      "Rates every row of a table of any size (assess.h).\n\n"
      "`table` is a dict of columns or any table of Arrow, pandas, polars or "
      "DuckDB.\nIts columns are named like the scheme's facts; `columns` maps "
      "other names, as\n{'Spend (£)': 'spend'}. Other columns are kept. A "
      "cell that is missing is\nunknown; one that does not fit raises "
      "InvalidInput, which lists all of them by row\n(the first is 1) and "
      "column. `as_of` is the day for the fact of that name.\n"
      "Where the scheme adds or counts working days they are those of "
      "`calendar`, a\nWorkCalendar; without one of England and Wales. Outside "
      "its years they are unknown.\n\n"
      "Returns the table with the columns rating (None: not rated), rule and "
      "because\nbeside: a dict for a dict, a data frame for one of pandas or "
      "polars, else a\npyarrow Table.");
  module.def("_rate_table", &RateTable, py::arg("scheme"), py::arg("columns"),
             py::arg("rows"), py::arg("aspect"), py::arg("subject"),
             py::arg("as_of"), py::arg("calendar") = py::none());
  module.def("_is_fact", &IsFact, py::arg("scheme"), py::arg("name"),
             py::arg("subject"));
}

std::optional<Doubt> DoubtOf(const RatingView& v) {
  const py::gil_scoped_release release;
  if (v.assessment.has_value()) {
    return FindDoubt(*v.assessment, v.rating.item, v.rating.aspect);
  }
  if (!v.facts.has_value()) return std::nullopt;
  return FindDoubt(v.scheme, *v.facts, 0,
                   v.scheme.FindAspect(v.rating.aspect).value_or(0));
}

void BindDoubt(py::module_& module) {
  using Reading = Unsettled::Reading;
  py::class_<Reading>(module, "UnsettledReading", py::is_final(),
                      "One way to read what was written (assess.h).")
      .def_readonly("words", &Reading::words, "As it follows 'if'.")
      .def_readonly("first", &Reading::first, "The first day, or None.")
      .def_readonly("last", &Reading::last, "The last day, or None.")
      .def_readonly("possible", &Reading::possible,
                    "The levels that are possible if it is so.")
      .def("__repr__",
           [](const Reading& r) { return Repr("UnsettledReading", r.words); });
  py::class_<Unsettled>(module, "Unsettled", py::is_final(),
                        "One thing that is not known of an item (assess.h).")
      .def_readonly("words", &Unsettled::words, "As it follows 'settled by'.")
      .def_property_readonly(
          "fact", [](const Unsettled& u) { return NoneIfEmpty(u.fact); },
          "The name of the fact that is not recorded, or None.")
      .def_property_readonly(
          "written", [](const Unsettled& u) { return NoneIfEmpty(u.written); },
          "The due, as written, that can be read in several ways, or None.")
      .def_readonly("readings", &Unsettled::readings,
                    "The readings of that due, the usual one first.")
      .def("__repr__",
           [](const Unsettled& u) { return Repr("Unsettled", u.words); });
  py::class_<Doubt>(module, "Doubt", py::is_final(),
                    "What leaves a rating open (assess.h).")
      .def_readonly("possible", &Doubt::possible,
                    "The levels that are possible.")
      .def_readonly("settled_by", &Doubt::settled_by,
                    "Each a list of all things that together settle it: all "
                    "that are as short\nas can be; empty if no three things "
                    "do.")
      .def_readonly("text", &Doubt::text, "All of it in a sentence.")
      .def("__repr__",
           [](const Doubt& doubt) { return Repr("Doubt", doubt.text); });
}

void BindRating(py::module_& module) {
  py::class_<ReportedView>(module, "Reported", py::is_final(),
                           "What the owner reported (assess.h).")
      .def_property_readonly(
          "state",
          [](const ReportedView& v) { return ToWord(v.reported.state); },
          "'none': nothing was reported; 'lost': what it was is not recorded; "
          "'given'.")
      .def_property_readonly(
          "rating", [](const ReportedView& v) { return v.level; },
          "The scheme's word for the level, or None.")
      .def_property_readonly(
          "written", [](const ReportedView& v) { return v.reported.written; },
          "The owner's own word; may be empty.")
      .def_property_readonly(
          "text", [](const ReportedView& v) { return v.reported.text; },
          "A remark; may be empty.")
      .def("__repr__", [](const ReportedView& v) {
        return Repr("Reported",
                    v.level.value_or(std::string(ToWord(v.reported.state))));
      });

  py::class_<OverridingRating>(module, "Override", py::is_final(),
                               "A rating that somebody set, beside the "
                               "computed one (assess.h).")
      .def_readonly("rating", &OverridingRating::level_name,
                    "The scheme's word for the level.")
      .def_property_readonly(
          "by", [](const OverridingRating& o) { return NoneIfEmpty(o.by); },
          "Who set it, or None.")
      .def_property_readonly(
          "reason",
          [](const OverridingRating& o) { return NoneIfEmpty(o.reason); },
          "Why, or None.")
      .def_readonly("on", &OverridingRating::on, "When.")
      .def_readonly("stands", &OverridingRating::stands,
                    "Whether the scheme lets it stand.")
      .def_property_readonly(
          "problem",
          [](const OverridingRating& o) { return NoneIfEmpty(o.problem); },
          "Why it does not stand, or None.")
      .def("__repr__", [](const OverridingRating& o) {
        return Repr("Override", o.level_name + " by " + o.by +
                                    (o.stands ? "" : "; does not stand"));
      });

  py::class_<SeenFact>(module, "SeenFact", py::is_final(),
                       "A fact as a rule saw it (assess.h).")
      .def_readonly("name", &SeenFact::name, "Its name.")
      .def_readonly("value", &SeenFact::value, "Its value in words.")
      .def_readonly("source", &SeenFact::from, "Where it comes from.")
      .def("__repr__", [](const SeenFact& fact) {
        return Repr("SeenFact", fact.name + ": " + fact.value);
      });

  // A step with the scheme that names its fact.
  struct StepView {
    Scheme scheme;
    Step step;
  };
  struct NextBetterView {
    Scheme scheme;
    NextBetter next;
  };
  py::class_<StepView>(module, "Step", py::is_final(),
                       "One thing that would have to happen (assess.h).")
      .def_property_readonly(
          "words", [](const StepView& v) { return v.step.words; },
          "What happens, as it follows 'if'.")
      .def_property_readonly(
          "item", [](const StepView& v) { return NoneIfEmpty(v.step.item); },
          "The item's id, or None for a bare row of facts.")
      .def_property_readonly(
          "by", [](const StepView& v) { return v.step.by; },
          "The last day on which it would still do, or None.")
      .def_property_readonly(
          "updates", [](const StepView& v) { return v.step.updates; },
          "What would be recorded.")
      .def_property_readonly(
          "fact",
          [](const StepView& v) -> std::optional<std::string> {
            if (v.step.column < 0) return std::nullopt;
            return std::string(v.scheme.Define(v.step.column).name);
          },
          "The fact that would change, of a bare row; else None.")
      .def_property_readonly(
          "value",
          [](const StepView& v) -> std::optional<std::string> {
            if (v.step.column < 0) return std::nullopt;
            return ToWords(v.scheme.Define(v.step.column), v.step.cell);
          },
          "Its value then, in words; else None.")
      .def("__repr__",
           [](const StepView& v) { return Repr("Step", v.step.words); });
  py::class_<NextBetterView>(module, "NextBetter", py::is_final(),
                             "What would give a better level (assess.h).")
      .def_property_readonly(
          "rating", [](const NextBetterView& v) { return v.next.level_name; },
          "The level that would be reached.")
      .def_property_readonly(
          "text", [](const NextBetterView& v) { return v.next.text; },
          "All ways in one sentence.")
      .def_property_readonly(
          "ways",
          [](const NextBetterView& v) {
            std::vector<std::vector<StepView>> ways;
            for (const std::vector<Step>& way : v.next.ways) {
              std::vector<StepView>& steps = ways.emplace_back();
              for (const Step& step : way) steps.push_back({v.scheme, step});
            }
            return ways;
          },
          "Each way is a list of all its steps; the shortest first.")
      .def("__repr__", [](const NextBetterView& v) {
        return Repr("NextBetter", v.next.text);
      });

  using V = RatingView;
  py::class_<V>(module, "Rating", py::is_final(),
                "The rating of one item for one aspect (assess.h).")
      .def_property_readonly(
          "item", [](const V& v) { return v.rating.item; }, "The item's id.")
      .def_property_readonly(
          "kind", [](const V& v) { return ToWord(v.rating.kind); },
          "'plan', 'recommendation', 'milestone' or 'outcome'.")
      .def_property_readonly(
          "aspect", [](const V& v) { return v.rating.aspect; }, "The aspect.")
      .def_property_readonly(
          "rating", [](const V& v) { return LevelOrNone(v.rating); },
          "The scheme's word, or None for not rated.")
      .def_property_readonly(
          "rule", [](const V& v) { return NoneIfEmpty(v.rating.rule); },
          "The id of the rule that decided, or None.")
      .def_property_readonly(
          "because", [](const V& v) { return v.rating.because; },
          "Why, with the facts.")
      .def_property_readonly(
          "facts", [](const V& v) { return v.rating.facts; },
          "The facts that the rule saw, with where each comes from.")
      .def_property_readonly(
          "possible", [](const V& v) { return v.rating.possible; },
          "The levels that are possible, over every value of the facts that "
          "are not\nrecorded and every reading of the item's dues; empty if "
          "just the given one is.")
      .def_property_readonly(
          "settled_by",
          [](const V& v) -> std::optional<std::string> {
            const std::optional<Doubt> doubt = DoubtOf(v);
            if (!doubt.has_value()) return std::nullopt;
            return NoneIfEmpty(doubt->settled_by_words);
          },
          "What would settle it, in words, or None. Found when asked for.")
      .def("doubt", &DoubtOf,
           "What leaves it open and what would settle it; None if just the "
           "given rating\nis possible. Found when asked for.")
      .def_property_readonly(
          "clause", [](const V& v) { return NoneIfEmpty(v.rating.clause); },
          "What made the rule's condition true, in its words, or None.")
      .def_property_readonly(
          "which_date",
          [](const V& v) { return NoneIfEmpty(v.rating.which_date); },
          "Which of a milestone's dates that counted, or None.")
      .def_property_readonly(
          "override", [](const V& v) { return v.rating.override; },
          "What somebody set in place of the computed rating, or None.")
      .def_property_readonly("reported", &V::reported,
                             "What the owner reported for the period.")
      .def_property_readonly(
          "differs_from_reported",
          [](const V& v) { return v.rating.differs_from_reported(); },
          "Whether the owner reported another level.")
      .def(
          "next_better",
          [](const V& v) -> std::optional<NextBetterView> {
            std::optional<NextBetter> next;
            {
              py::gil_scoped_release release;
              if (v.assessment.has_value()) {
                next = FindNextBetter(*v.assessment, v.rating.item,
                                      v.rating.aspect);
              } else if (v.facts.has_value()) {
                next = FindNextBetter(
                    v.scheme, *v.facts, 0,
                    v.scheme.FindAspect(v.rating.aspect).value_or(0));
              }
            }
            if (!next.has_value()) return std::nullopt;
            return NextBetterView{v.scheme, *std::move(next)};
          },
          "What would give the next better level, found by trying; None for "
          "the "
          "best\nlevel and if nothing that was tried helps.")
      .def("__repr__", [](const V& v) {
        return Repr("Rating", v.rating.item + " " + v.rating.aspect + ": " +
                                  v.rating.level_name + ", " +
                                  v.rating.because);
      });
}

struct ItemRatingsView {
  Assessment assessment;
  ItemRatings item;

  std::optional<RatingView> Find(const std::string& aspect) const {
    for (const Rating& rating : item.ratings) {
      if (rating.aspect == aspect) {
        return RatingView{.scheme = assessment.scheme(),
                          .rating = rating,
                          .assessment = assessment};
      }
    }
    return std::nullopt;
  }

  std::string Aspects() const {
    std::string names;
    for (const Rating& rating : item.ratings) {
      names += (names.empty() ? "" : ", ") + rating.aspect;
    }
    return names;
  }
};

void BindItemRatings(py::module_& module) {
  using V = ItemRatingsView;
  py::class_<V>(module, "ItemRatings", py::is_final(),
                "The ratings of one item; aspects are attributes: "
                "`.process`.")
      .def_property_readonly(
          "id", [](const V& v) { return v.item.id; }, "The item's id.")
      .def_property_readonly(
          "kind", [](const V& v) { return ToWord(v.item.kind); },
          "'plan', 'recommendation', 'milestone' or 'outcome'.")
      .def_property_readonly(
          "aspects",
          [](const V& v) {
            std::vector<std::string> names;
            for (const Rating& r : v.item.ratings) names.push_back(r.aspect);
            return names;
          },
          "The aspects for which it is rated.")
      .def("__getattr__",
           [](const V& v, const std::string& aspect) {
             std::optional<RatingView> rating = v.Find(aspect);
             if (rating.has_value()) return *std::move(rating);
             throw py::attribute_error("'" + v.item.id +
                                       "' is not rated for '" + aspect +
                                       "', but for: " + v.Aspects());
           })
      .def("__getitem__",
           [](const V& v, const std::string& aspect) {
             std::optional<RatingView> rating = v.Find(aspect);
             if (rating.has_value()) return *std::move(rating);
             Raise(ErrorKind::kUnknownName,
                   "'" + v.item.id + "' is not rated for '" + aspect +
                       "', but for: " + v.Aspects() + ".");
           })
      .def("__repr__", [](const V& v) {
        std::string words = v.item.id;
        for (const Rating& r : v.item.ratings) {
          words += " " + r.aspect + " " + r.level_name;
        }
        return Repr("ItemRatings", words);
      });
}

void BindComparison(py::module_& module) {
  // A move with the scheme of both sides.
  struct MoveView {
    Assessment previous;
    Assessment current;
    RatingMove move;
  };
  py::class_<MoveView>(module, "RatingMove", py::is_final(),
                       "How a rating moved (assess.h).")
      .def_property_readonly(
          "previous",
          [](const MoveView& v) {
            return RatingView{.scheme = v.previous.scheme(),
                              .rating = v.move.previous,
                              .assessment = v.previous};
          },
          "The rating before.")
      .def_property_readonly(
          "current",
          [](const MoveView& v) {
            return RatingView{.scheme = v.current.scheme(),
                              .rating = v.move.current,
                              .assessment = v.current};
          },
          "The rating now.")
      .def_property_readonly(
          "movement", [](const MoveView& v) { return ToWord(v.move.movement); },
          "'unchanged', 'better', 'worse', 'changed', 'newly rated' or 'no "
          "longer rated'.")
      .def_property_readonly(
          "reported_movement",
          [](const MoveView& v) -> std::optional<std::string_view> {
            if (!v.move.reported_movement.has_value()) return std::nullopt;
            return ToWord(*v.move.reported_movement);
          },
          "The same for what was reported; None unless both were given.")
      .def("__repr__", [](const MoveView& v) {
        return Repr("RatingMove", v.move.current.item + " " +
                                      v.move.current.aspect + ": " +
                                      v.move.previous.level_name + " to " +
                                      v.move.current.level_name);
      });

  py::class_<Comparison> bound(module, "Comparison", py::is_final(),
                               "Every rating of two assessments, side by side "
                               "(assess.h).");
  DefineSequence(
      bound, [](const Comparison& c) { return c.moves.size(); },
      [](const Comparison& c, size_t i) {
        return MoveView{c.previous, c.current, c.moves[i]};
      });
  bound.def_readonly("previous", &Comparison::previous, "The one before.")
      .def_readonly("current", &Comparison::current, "The one now.")
      .def(
          "to_json", [](const Comparison& c) { return ToJson(c.moves); },
          "The moves as JSON text.")
      .def("__repr__", [](const Comparison& c) {
        return Repr("Comparison",
                    std::to_string(c.moves.size()) + " ratings, " +
                        c.previous.snapshot().as_of().ToIso() + " to " +
                        c.current.snapshot().as_of().ToIso());
      });
  DefineTables(bound, "comparison");
}

}  // namespace

void RaiseIssues(const std::string& heading, std::vector<Issue> issues) {
  if (issues.empty()) return;
  const absl::Status status = ToStatus(heading, issues);
  Raise(ErrorKind::kInvalidInput,
        std::string(status.message().data(), status.message().size()),
        std::move(issues));
}

TableOfFacts ReadTable(const Scheme& scheme, const py::list& columns, int rows,
                       const std::optional<std::string>& aspect,
                       const std::string& subject,
                       const std::optional<DayArgument>& as_of,
                       const std::optional<WorkCalendar>& calendar) {
  const ItemKind kind = ReadKind(subject);
  const int which = aspect.has_value() ? ReadAspect(scheme, *aspect)
                                       : FirstAspectOf(scheme, kind);
  TableReader reader(scheme, kind, rows, calendar);
  for (const py::handle& each : columns) {
    const auto column = each.cast<py::tuple>();
    reader.Read(column[0].cast<std::string>(), column[1].cast<std::string>(),
                column[2].cast<py::sequence>());
  }
  FactTable facts = std::move(reader).Take();
  const std::optional<int> day = scheme.FindColumn(kind, "as_of");
  if (as_of.has_value() && day.has_value()) {
    for (int row = 0; row < rows; ++row) {
      facts.Set(*day, row, Cell::Of(as_of->day));
    }
  }
  return {std::move(facts), which};
}

Assessment MakeAssessment(const Snapshot& snapshot, const py::object& scheme,
                          const AssessOptions& options) {
  std::string name = snapshot.plan().baseline().scheme;
  std::optional<Scheme> key;
  if (py::isinstance<Scheme>(scheme)) {
    key = scheme.cast<Scheme>();
  } else if (!scheme.is_none()) {
    name = py::module_::import("os").attr("fspath")(scheme).cast<std::string>();
  }
  py::gil_scoped_release release;
  if (!key.has_value()) {
    if (name.empty()) {
      Raise(ErrorKind::kInvalidInput,
            "The plan '" + snapshot.plan().id() +
                "' names no scheme; say which to use, such as "
                "scheme='walsall-2018'.");
    }
    key = Unwrap(LoadScheme(name));
  }
  return Unwrap(Assess(snapshot, *key, options));
}

void BindAssess(py::module_& module) {
  BindTables(module);
  BindDoubt(module);
  BindRating(module);
  BindItemRatings(module);
  BindComparison(module);
  py::class_<Assessment> bound(
      module, "Assessment", py::is_final(),
      "Every rating that a scheme gives on a day (assess.h).\n\n"
      "`assessment['R7'].process.rating` is the scheme's word or None; "
      "`.rule` and\n`.because` say why, `.reported` what the owner said.");
  bound
      .def_property_readonly("snapshot", &Assessment::snapshot,
                             "The plan on that day.")
      .def_property_readonly("scheme", &Assessment::scheme, "The RAG key.")
      .def_property_readonly(
          "as_of", [](const Assessment& a) { return a.snapshot().as_of(); },
          "The day.")
      .def_property_readonly(
          "ratings", &AllRatings,
          "All of them: plan, recommendations, milestones, outcomes.")
      .def("__getitem__",
           [](const Assessment& a, const std::string& id) {
             return ItemRatingsView{a, RatingsOf(a, id)};
           })
      .def("__contains__",
           [](const Assessment& a, const std::string& id) {
             const std::optional<ItemRef> item = a.snapshot().plan().Find(id);
             if (!item.has_value()) return false;
             for (size_t i = 0; i < a.scheme().aspects().size(); ++i) {
               if (a.Rates(item->kind, static_cast<int>(i))) return true;
             }
             return false;
           })
      .def("count", &Count, py::kw_only(), py::arg("kind") = "recommendation",
           py::arg("aspect"),
           "How many items are at each level, in the scheme's order; None "
           "counts those\nthat are not rated. The sum is the number of items.")
      .def(
          "rates",
          [](const Assessment& a, const std::string& kind,
             const std::string& aspect) {
            return a.Rates(ReadKind(kind), ReadAspect(a.scheme(), aspect));
          },
          py::kw_only(), py::arg("kind"), py::arg("aspect"),
          "Whether the scheme rates this kind of item for this aspect.")
      .def("compare", &CompareWith, py::arg("previous"),
           "How every rating moved since `previous`. Raises InvalidInput if "
           "plan or scheme\ndiffer.")
      .def(
          "to_json", [](const Assessment& a) { return ToJson(a); },
          "All ratings as JSON text.")
      .def(
          "to_dict",
          [](const Assessment& a) {
            return py::module_::import("json").attr("loads")(ToJson(a));
          },
          "All ratings as a dict, of the form of to_json().")
      .def("__repr__", [](const Assessment& a) {
        return Repr("Assessment", a.snapshot().plan().id() + " as of " +
                                      a.snapshot().as_of().ToIso() + " under " +
                                      a.scheme().id());
      });
  DefineTables(bound, "assessment");
}

}  // namespace actionplan::python
