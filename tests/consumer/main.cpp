#include <iostream>

#include "actionplan/assess.h"
#include "actionplan/json.h"
#include "actionplan/scheme.h"
#include "actionplan/snapshot.h"

namespace ap = actionplan;

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  absl::StatusOr<ap::Plan> plan = ap::LoadPlan(argv[1]);
  absl::StatusOr<ap::Scheme> scheme = ap::LoadScheme("walsall-2018");
  if (!plan.ok() || !scheme.ok()) {
    std::cerr << plan.status() << "\n" << scheme.status() << "\n";
    return 1;
  }
  ap::Date day = ap::Date::Create(2018, 3, 27).value();
  ap::Assessment now =
      ap::Assess(ap::AsOf(*plan, day).value(), *scheme).value();
  ap::Rating rating = now.Find("R7", "process").value();
  std::cout << "R7 is " << rating.level_name << ": " << rating.because << "\n";
}
