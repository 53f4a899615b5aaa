#include "internal/fact_axioms.h"

namespace actionplan::internal {

namespace {

// In the order of facts.cc. `not (a and b > 0)` is preferred to
// `not a or b <= 0`, as the latter is false where b does not apply.
constexpr Axiom kAxioms[] = {
    // Which states a fact can be in at all.
    {"m", "stage is applicable"},
    {"m", "complete is known"},
    {"m", "replanned_on is known or replanned_on is not applicable"},
    {"m", "finished is known or finished is not applicable"},
    {"m", "percent_slipped is applicable"},
    {"m", "moves is known"},
    {"m", "quiet_moves is known"},
    {"m", "moves_this_period is known"},
    {"m", "days_moved_this_period is applicable"},
    {"m", "percent_complete is applicable"},
    {"m", "percent_time_elapsed is applicable"},
    {"m", "blocked is applicable"},
    {"m", "verified is known"},
    {"m", "embedded is known"},
    {"mr", "recovery_plan is known"},
    {"mr", "recovery_until is known or recovery_until is not applicable"},
    {"mr", "has_lead is known"},
    {"o", "expected is applicable"},
    {"o", "measurable is applicable"},
    {"o", "demonstrated is applicable"},
    {"o", "achieved is applicable"},
    {"o", "readings is known"},
    {"o", "on_target is applicable"},
    {"o", "percent_off_target is applicable"},
    {"o", "direction is applicable"},
    {"o", "measure_value is applicable"},
    {"o", "measure_target is applicable"},
    {"o", "measure_tolerance is applicable"},
    {"o", "measure_baseline is applicable"},
    {"o", "measure_shortfall is applicable"},
    {"o", "measure_percent_of_target is applicable"},
    {"mor", "days_since_update is applicable"},
    {"morp", "concerns is known"},
    {"morp", "significant_concerns is known"},
    {"morp", "as_of is known"},
    {"morp", "period_first is known"},
    {"morp", "period_last is known"},

    // How far values go.
    {"m", "not days_overdue < 0"},
    {"m", "not days_start_late < 0"},
    {"mor", "not days_since_update < 0"},
    {"m", "not percent_complete < 0"},
    {"m", "not percent_complete > 100"},
    {"m", "not percent_time_elapsed < 0"},
    {"m", "not percent_time_elapsed > 100"},
    {"o", "not percent_off_target < 0"},
    {"o", "not measure_tolerance < 0"},

    // The period.
    {"morp", "period_first <= as_of"},
    {"morp", "as_of <= period_last"},
    {"morp", "period_first <= period_last"},

    // Stage and completion.
    {"m",
     "not complete or (stage is known and stage is 'complete' or 'verified' "
     "or 'embedded')"},
    {"m", "complete or not (stage is 'complete' or 'verified' or 'embedded')"},
    {"m", "not complete or finished is known"},
    {"m", "complete or finished is not applicable"},
    {"m", "finished <= as_of or finished is not applicable"},
    {"m", "not verified or complete"},
    {"m", "not embedded or complete"},
    {"m", "not embedded or (stage is known and stage is 'embedded')"},
    {"m", "embedded or not stage is 'embedded'"},
    {"m", "verified or not stage is 'verified'"},
    {"m",
     "not verified or (stage is known and stage is 'verified' or 'embedded')"},
    {"m", "not complete or percent_complete = 100"},
    {"m", "stage is unknown or days_since_update is known"},
    {"m", "not complete or days_since_update is known"},
    {"m",
     "decision_recorded is not applicable or (stage is known and stage is "
     "'on hold' or 'cancelled' or 'suspended')"},
    {"m",
     "not stage is 'on hold' or 'cancelled' or 'suspended' or "
     "decision_recorded is known"},

    // The planned start.
    {"m", "scheduled is not unknown or due is unknown"},
    {"m", "scheduled is applicable or due is not applicable"},
    {"m", "due is not known or scheduled is known"},
    {"m", "start is not known or scheduled is known"},
    {"m", "not (scheduled and start > period_last)"},
    {"m", "scheduled is not known or scheduled or not start <= period_last"},
    {"m",
     "not (days_to_start is known and start is known) or "
     "days_to_start = start - as_of"},
    {"m", "days_to_start is not known or start is known"},
    {"m",
     "not days_start_late > 0 or (stage is known and stage is 'not started')"},
    {"m", "not (days_start_late > 0 and complete)"},

    // Due and original due.
    {"m", "due is not known or original_due is known"},
    {"m", "moves = 0 or original_due is known"},
    {"m", "moves > 0 or due is not known or due = original_due"},
    {"m", "moves > 0 or original_due is not known or due is known"},
    {"m", "moves != 1 or due is not known or due != original_due"},
    {"m", "moves > 0 or replanned_on is not applicable"},
    {"m", "quiet_moves <= moves"},
    {"m", "replanned_on is not known or quiet_moves < moves"},
    {"m", "moves = 0 or quiet_moves > 0 or replanned_on is known"},
    {"m", "replanned_on is not known or replanned_on <= as_of"},
    {"m", "moves_this_period <= moves"},
    {"m", "not (moves_this_period = 0 and days_moved_this_period != 0)"},
    {"m", "moves_this_period > 0 or days_moved_this_period is known"},
    {"m", "not (moves = 0 and days_moved_this_period != 0)"},
    {"m", "moves > 0 or days_moved_this_period is known"},
    {"m", "not (moves_this_period = 1 and days_moved_this_period = 0)"},

    // Days moved.
    {"m", "days_moved is not known or due is known"},
    {"m", "days_moved is not known or original_due is known"},
    {"m",
     "not (due is known and original_due is known) or "
     "(days_moved is known and days_moved = due - original_due)"},
    {"m", "due is not known or days_moved is known"},
    {"m", "not (moves = 0 and days_moved != 0)"},
    {"m", "not (moves = 1 and days_moved = 0)"},
    {"m", "original_due is not unknown or days_moved is unknown"},
    {"m", "original_due is applicable or days_moved is not applicable"},

    // Days overdue and to the due.
    {"m", "due is not known or days_overdue is known"},
    {"m", "due is not unknown or days_overdue is unknown"},
    {"m", "due is applicable or days_overdue is not applicable"},
    {"m", "not (complete and days_overdue > 0)"},
    {"m", "not (finished is known and days_overdue > 0)"},
    {"m",
     "not (stage is 'complete' or 'verified' or 'embedded' or 'cancelled' "
     "and days_overdue > 0)"},
    {"m", "not (embedded and days_overdue > 0)"},
    {"m", "not (verified and days_overdue > 0)"},
    {"m", "not days_overdue > 0 or days_overdue = as_of - due"},
    {"m",
     "not (as_of > due and days_overdue = 0) or complete or "
     "(stage is known and stage is 'cancelled')"},
    {"m", "not complete or days_to_due is not applicable"},
    {"m", "finished is not known or days_to_due is not applicable"},
    {"m",
     "days_to_due is not applicable or not stage is 'complete' or 'verified' "
     "or 'embedded'"},
    {"m", "complete or due is not known or days_to_due is known"},
    {"m", "complete or due is not unknown or days_to_due is unknown"},
    {"m",
     "complete or due is known or due is unknown or "
     "days_to_due is not applicable"},
    {"m", "days_to_due is not known or due is known"},
    {"m", "days_to_due is not unknown or due is unknown"},
    {"m", "days_to_due is not known or days_to_due = due - as_of"},
    {"m", "days_to_due is not known or days_overdue is known"},
    {"m", "days_to_due is not unknown or days_overdue is unknown"},
    {"m", "complete or days_overdue is not known or days_to_due is known"},
    {"m", "complete or days_overdue is not unknown or days_to_due is unknown"},
    {"m",
     "not days_overdue > 0 or (days_to_due is known and "
     "days_overdue + days_to_due = 0)"},
    {"m",
     "not (days_to_due < 0 and days_overdue = 0) or "
     "(stage is known and stage is 'cancelled')"},

    // Slip.
    {"m",
     "original_due is not known or not finished is known or "
     "(days_slipped is known and days_slipped = finished - original_due)"},
    {"m",
     "original_due is not known or finished is known or "
     "not forecast is known or "
     "(days_slipped is known and days_slipped = forecast - original_due)"},
    {"m",
     "finished is known or forecast is known or not due is known or "
     "(days_slipped is known and days_slipped = due - original_due)"},
    {"m",
     "complete or forecast is known or not days_moved is known or "
     "(days_slipped is known and days_slipped = days_moved)"},
    {"m",
     "complete or not days_forecast_late is known or "
     "not days_moved is known or (days_slipped is known and "
     "days_slipped = days_moved + days_forecast_late)"},
    {"m", "original_due is known or not days_slipped is known"},
    {"m", "original_due is not unknown or days_slipped is unknown"},
    {"m", "original_due is applicable or days_slipped is not applicable"},
    {"m", "days_slipped is applicable or original_due is not applicable"},
    {"m", "due is not known or days_slipped is known"},
    {"m", "percent_slipped is not known or days_slipped is known"},
    {"m", "not (percent_slipped > 0 and not days_slipped > 0)"},
    {"m", "not (percent_slipped < 0 and not days_slipped < 0)"},
    {"m", "not (percent_slipped = 0 and not days_slipped = 0)"},

    // The forecast.
    {"m", "days_forecast_late is not known or forecast is known"},
    {"m", "days_forecast_late is not known or due is known"},
    {"m",
     "not (forecast is known and due is known) or (days_forecast_late is known "
     "and days_forecast_late = forecast - due)"},

    // Completion.
    {"m", "complete or days_completed_late is not applicable"},
    {"m",
     "days_completed_late is not applicable or (stage is known and stage is "
     "'complete' or 'verified' or 'embedded')"},
    {"m", "days_completed_late is not known or original_due is known"},
    {"m", "days_completed_late is not known or days_slipped is known"},
    {"m",
     "days_completed_late is not known or "
     "days_completed_late <= days_slipped"},
    {"m", "not days_completed_late <= 0 or days_completed_late = days_slipped"},
    {"m", "not (days_completed_late is known and days_overdue > 0)"},
    {"m", "not (days_completed_late is known and days_to_due is known)"},
    {"m",
     "not complete or original_due is applicable or "
     "days_completed_late is not applicable"},
    {"m",
     "not complete or original_due is not applicable or "
     "days_completed_late is applicable"},

    // Past the original due.
    {"m",
     "original_due is not unknown or days_past_original is unknown or "
     "(stage is known and stage is 'cancelled')"},
    {"m",
     "original_due is known or original_due is unknown or "
     "days_past_original is not applicable"},
    {"m",
     "original_due is not applicable or days_past_original is applicable or "
     "(stage is known and stage is 'cancelled')"},
    {"m", "days_past_original is not known or original_due is known"},
    {"m", "not stage is 'cancelled' or days_past_original is not applicable"},
    {"m",
     "complete or original_due is not known or days_past_original is known or "
     "(stage is known and stage is 'cancelled')"},
    {"m",
     "complete or days_past_original is not known or "
     "days_past_original = as_of - original_due"},
    {"m",
     "days_completed_late is not known or (days_past_original is known and "
     "days_past_original = days_completed_late)"},
    {"m",
     "days_completed_late is not unknown or days_past_original is unknown"},
    {"m",
     "not complete or days_past_original is not known or "
     "days_completed_late is known"},
    {"m",
     "not (complete and days_past_original is known) or "
     "(days_slipped is known and days_past_original <= days_slipped)"},
    {"m",
     "not (complete and days_past_original <= 0) or "
     "days_past_original = days_slipped"},
    {"m", "not days_overdue > 0 or days_past_original is known"},
    {"m",
     "not days_overdue > 0 or moves > 0 or days_past_original = days_overdue"},
    {"m",
     "not days_overdue > 0 or (days_moved is known and "
     "days_past_original = days_moved + days_overdue)"},
    {"m",
     "days_to_due is not known or days_past_original is not known or "
     "(days_moved is known and "
     "days_past_original = days_moved - days_to_due)"},
    {"m",
     "days_to_due is not known or days_past_original is not known or "
     "moves > 0 or days_past_original + days_to_due = 0"},
    {"m",
     "complete or not days_past_original > 0 or moves > 0 or "
     "days_overdue > 0 or due is not known"},

    // Time elapsed.
    {"m", "percent_time_elapsed is not known or due is known"},
    {"m", "not (days_overdue > 0 and percent_time_elapsed < 100)"},
    {"m", "not (days_to_due <= 0 and percent_time_elapsed < 100)"},
    {"m", "not (days_to_due > 0 and percent_time_elapsed >= 100)"},
    {"m", "not (as_of >= due and percent_time_elapsed < 100)"},
    {"m", "not (as_of < due and percent_time_elapsed >= 100)"},

    // Getting back on track.
    {"mr", "not recovery_plan or recovery_until is known"},
    {"mr", "recovery_plan or recovery_until is not applicable"},
    {"mr", "recovery_until is not known or recovery_until >= as_of"},
    {"m",
     "not (replanned_on is known and due > original_due and due >= as_of) "
     "or recovery_plan"},
    {"m",
     "not (replanned_on is known and days_moved > 0 and days_to_due >= 0) "
     "or recovery_plan"},
    {"m",
     "not (replanned_on is known and days_moved > 0 and days_overdue = 0) or "
     "recovery_plan or complete or (stage is known and stage is 'cancelled')"},
    {"m",
     "not (replanned_on is known and due > original_due and days_overdue = 0) "
     "or recovery_plan or complete or "
     "(stage is known and stage is 'cancelled')"},

    // Outcomes and their measures.
    {"o", "not readings > 0 or measurable is known"},
    {"o", "on_target is not known or readings > 0"},
    {"o", "percent_off_target is not known or readings > 0"},
    {"o", "percent_off_target is not known or on_target is known"},
    {"o", "not percent_off_target = 0 or on_target"},
    {"o", "measure_value is not known or readings > 0"},
    {"o", "measure_value is not known or measure_baseline is known"},
    {"o", "measure_baseline is not known or measure_value is known"},
    {"o",
     "readings != 1 or measure_value = measure_baseline or "
     "measure_value is not known"},
    {"o", "measure_baseline is not known or readings > 0"},
    {"o", "measure_shortfall is not known or measure_value is known"},
    {"o", "measure_shortfall is not known or measure_target is known"},
    {"o",
     "measure_shortfall is not known or "
     "measure_shortfall = measure_target - measure_value or "
     "measure_shortfall = measure_value - measure_target"},
    {"o", "measure_shortfall is not known or readings > 0"},
    {"o", "measure_shortfall is not known or on_target is known"},
    {"o",
     "not on_target or measure_shortfall is not known or "
     "measure_shortfall <= measure_tolerance"},
    {"o",
     "measure_percent_of_target is not known or "
     "measure_shortfall is known"},
    {"o",
     "measure_shortfall is not known or measure_target = 0 or "
     "measure_percent_of_target is known"},
    {"o", "measure_percent_of_target is not known or measure_target != 0"},
    {"o", "not measure_percent_of_target < 100 or measure_shortfall > 0"},
    {"o", "not measure_percent_of_target > 100 or measure_shortfall < 0"},
    {"o", "not measure_percent_of_target = 100 or measure_shortfall = 0"},
    {"o",
     "measure_percent_of_target is not known or "
     "percent_off_target is known"},
    {"o",
     "percent_off_target is not known or "
     "measure_percent_of_target is known"},
    {"o", "not measure_percent_of_target >= 100 or percent_off_target = 0"},
    {"o",
     "not measure_percent_of_target < 100 or "
     "percent_off_target + measure_percent_of_target = 100"},
    {"o", "not measure_percent_of_target >= 100 or on_target"},
    {"o", "not percent_off_target > 0 or measure_shortfall > 0"},
    {"o", "direction is not known or readings >= 2"},
    {"o", "direction is not known or measurable is known"},
    {"o", "on_target is not known or measurable is known"},
    {"o", "not readings > 0 or days_since_update is known"},
    {"o", "demonstrated is not known or days_since_update is known"},
    {"o", "achieved is not known or days_since_update is known"},

    // Concerns.
    {"morp", "significant_concerns <= concerns"},
};

}  // namespace

std::span<const Axiom> Axioms() { return kAxioms; }

}  // namespace actionplan::internal
