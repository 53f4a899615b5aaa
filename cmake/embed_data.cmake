# Writes OUTPUT, a C++ file with the contents of the files SCHEMES and CALENDARS
# (lists, sorted by stem), BANK_HOLIDAY_TITLES and PLAN_SCHEMA. Run with
# `cmake -D... -P`.

# Sets `variable` to a string_view expression with the bytes of `file`.
function(read_as_literal file variable)
  file(READ ${file} text)
  file(SIZE ${file} size)
  set(delimiter data)
  string(FIND "${text}" ")${delimiter}\"" position)
  if(NOT position EQUAL -1)
    message(FATAL_ERROR "${file} contains the end mark )${delimiter}\"; "
                        "choose another in embed_data.cmake.")
  endif()
  string(LENGTH "${text}" length)
  set(${variable}
      "Exactly<${size}>(R\"${delimiter}(${text})${delimiter}\"sv)" PARENT_SCOPE)
endfunction()

# Sets `variable` to the elements of an array of `type`, one for each file.
function(read_all type files variable)
  set(elements "")
  foreach(file IN LISTS files)
    get_filename_component(id ${file} NAME_WLE)
    read_as_literal(${file} literal)
    string(APPEND elements "    ${type}{\"${id}\"sv,\n${literal}},\n")
  endforeach()
  set(${variable} "${elements}" PARENT_SCOPE)
endfunction()

read_all(BuiltinScheme "${SCHEMES}" schemes)
read_all(BuiltinCalendar "${CALENDARS}" calendars)
read_as_literal(${BANK_HOLIDAY_TITLES} bank_holiday_titles)
read_as_literal(${PLAN_SCHEMA} plan_schema)

file(WRITE ${OUTPUT} "\
// Written by embed_data.cmake from the files under data/.

#include <cstddef>
#include <span>
#include <string_view>

#include \"actionplan/json.h\"
#include \"actionplan/scheme.h\"
#include \"actionplan/work_calendar.h\"

namespace actionplan {
namespace {

using std::string_view_literals::operator\"\"sv;

// `text`, which has to be of the same size as the file that it came from.
template <std::size_t kSize>
consteval std::string_view Exactly(std::string_view text) {
  if (text.size() != kSize) throw \"a file was not embedded to the letter\";
  return text;
}

constexpr BuiltinScheme kSchemes[] = {
${schemes}};

constexpr BuiltinCalendar kCalendars[] = {
${calendars}};

constexpr std::string_view kBankHolidayTitles =
${bank_holiday_titles};

constexpr std::string_view kPlanSchema =
${plan_schema};

}  // namespace

std::span<const BuiltinScheme> BuiltinSchemes() { return kSchemes; }

std::span<const BuiltinCalendar> BuiltinCalendars() { return kCalendars; }

std::string_view BankHolidayTitles() { return kBankHolidayTitles; }

std::string_view PlanSchema() { return kPlanSchema; }

}  // namespace actionplan
")
