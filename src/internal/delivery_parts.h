#ifndef ACTIONPLAN_SRC_INTERNAL_DELIVERY_PARTS_H_
#define ACTIONPLAN_SRC_INTERNAL_DELIVERY_PARTS_H_

// The measures of delivery that are more than counting.

#include <span>
#include <string>
#include <vector>

#include "actionplan/delivery.h"

namespace actionplan::internal {

// Over the milestones at these positions.
EarnedSchedule MeasureEarned(const Snapshot& snapshot,
                             std::span<const int> milestones);

// `before` is the plan at the end of the last period, or null: then the rate is
// since the plan was accepted, when the finish was the original due.
SlipRate RateOfMilestone(const Snapshot& snapshot, const Snapshot* before,
                         int milestone);
SlipRate RateOfGroup(const Snapshot& snapshot, const Snapshot* before,
                     std::span<const int> milestones);

// By milestone, the leads of its own cell, else of its recommendation's.
std::vector<std::vector<std::string>> LeadsOf(const Plan& plan);

// Letter case and spaces do not make another lead.
std::string LeadKey(std::string_view lead);

std::vector<LeadMonth> MeasureLoad(
    const Snapshot& snapshot, std::span<const std::vector<std::string>> leads,
    int most);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_DELIVERY_PARTS_H_
