# What our targets have in common.

# Language and warnings of code that we wrote.
function(actionplan_own_code target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    $<$<BOOL:${ACTIONPLAN_WERROR}>:-Werror>)
  set_target_properties(${target} PROPERTIES
    CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# Compiles the files under data/ into `target`; written anew when one changes.
#
#   actionplan_embed_data(target
#     SCHEMES <stem>... CALENDARS <stem>...
#     BANK_HOLIDAY_TITLES <file> PLAN_SCHEMA <file>)
function(actionplan_embed_data target)
  cmake_parse_arguments(PARSE_ARGV 1 arg
    "" "BANK_HOLIDAY_TITLES;PLAN_SCHEMA" "SCHEMES;CALENDARS")
  set(schemes ${arg_SCHEMES})
  list(SORT schemes)
  list(TRANSFORM schemes
       REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/data/schemes/\\1.toml")
  set(calendars ${arg_CALENDARS})
  list(SORT calendars)
  list(TRANSFORM calendars
       REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/data/calendars/\\1.json")
  set(titles ${PROJECT_SOURCE_DIR}/${arg_BANK_HOLIDAY_TITLES})
  set(plan_schema ${PROJECT_SOURCE_DIR}/${arg_PLAN_SCHEMA})
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_data.cmake)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/builtin_data.cc)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} "-DSCHEMES=${schemes}" "-DCALENDARS=${calendars}"
            -DBANK_HOLIDAY_TITLES=${titles} -DPLAN_SCHEMA=${plan_schema}
            -DOUTPUT=${generated} -P ${script}
    DEPENDS ${schemes} ${calendars} ${titles} ${plan_schema} ${script}
    COMMENT "Embedding data/"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
