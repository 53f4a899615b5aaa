#ifndef ACTIONPLAN_SRC_INTERNAL_EDTF_CELL_H_
#define ACTIONPLAN_SRC_INTERNAL_EDTF_CELL_H_

// EDTF in a cell in which people write as well.

#include <optional>
#include <string_view>

#include "actionplan/due.h"
#include "internal/edtf_text.h"

namespace actionplan::internal {

// What a plan can mean by it; see edtf.h. `source` becomes the text of the Due.
Due MeaningOf(std::string_view source, const EdtfText& text);

// A cell that is EDTF, spaces around it apart, and nothing that a British
// council writes: not "2030", "2023-24", "2009-10" or "2022/2025".
std::optional<Due> ReadEdtfCell(std::string_view cell);

}  // namespace actionplan::internal

#endif  // ACTIONPLAN_SRC_INTERNAL_EDTF_CELL_H_
