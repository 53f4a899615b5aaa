#ifndef ACTIONPLAN_SRC_INTERNAL_JSON_TEXT_H_
#define ACTIONPLAN_SRC_INTERNAL_JSON_TEXT_H_

// Text -> JSON, with what a hostile or broken file can be.

#include <optional>
#include <string_view>
#include <vector>

#include "internal/json_object.h"

namespace actionplan::internal {

// Adds an issue with line and column, or with the JSON path of a repeated key.
// nullopt only if there is no JSON at all.
std::optional<Json> ParseJson(std::string_view text,
                              std::vector<Issue>& issues);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_JSON_TEXT_H_
