# What our targets have in common.

# Removes from the list `variable` the files that do not exist yet, and says so.
# TODO: goes away, with its calls, when the tree is complete.
function(actionplan_existing_files variable)
  if(NOT ACTIONPLAN_UNDER_CONSTRUCTION)
    return()
  endif()
  set(existing)
  foreach(file IN LISTS ${variable})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${file})
      list(APPEND existing ${file})
    else()
      message(WARNING "${file} does not exist yet")
    endif()
  endforeach()
  set(${variable} ${existing} PARENT_SCOPE)
endfunction()

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
#   actionplan_embed_data(target SCHEMES <stem>... PLAN_SCHEMA <file>)
function(actionplan_embed_data target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PLAN_SCHEMA" "SCHEMES")
  set(schemes ${arg_SCHEMES})
  list(SORT schemes)
  list(TRANSFORM schemes
       REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/data/schemes/\\1.toml")
  set(plan_schema ${PROJECT_SOURCE_DIR}/${arg_PLAN_SCHEMA})
  # TODO: goes away when the tree is complete.
  if(ACTIONPLAN_UNDER_CONSTRUCTION AND NOT EXISTS ${plan_schema})
    message(WARNING "${plan_schema} does not exist yet")
    set(plan_schema ${CMAKE_CURRENT_BINARY_DIR}/plan.schema.json)
    file(WRITE ${plan_schema} "{}\n")
  endif()
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed_data.cmake)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/builtin_data.cc)
  add_custom_command(
    OUTPUT ${generated}
    COMMAND ${CMAKE_COMMAND} "-DSCHEMES=${schemes}"
            -DPLAN_SCHEMA=${plan_schema} -DOUTPUT=${generated} -P ${script}
    DEPENDS ${schemes} ${plan_schema} ${script}
    COMMENT "Embedding data/"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated})
endfunction()
