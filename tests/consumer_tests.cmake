# The consumer is a test: the project in consumer/ is configured, built and run
# against an installation of this build and against the sources.

set(plan ${PROJECT_SOURCE_DIR}/examples/walsall-2018/plan.json)
set(consumer ${CMAKE_CURRENT_SOURCE_DIR}/consumer)
set(tree ${CMAKE_CURRENT_BINARY_DIR}/consumer)

add_test(NAME consumer.install
  COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --config $<CONFIG>
          --component dev --prefix ${tree}/prefix)
set_tests_properties(consumer.install PROPERTIES
  LABELS consumer FIXTURES_SETUP installed_package)

# Registers the test consumer.<name>; the options are for cmake.
function(add_consumer_test name)
  set(options
    -DCMAKE_BUILD_TYPE=$<CONFIG>
    -DCMAKE_CXX_COMPILER=${CMAKE_CXX_COMPILER}
    -DCMAKE_CXX_FLAGS=${CMAKE_CXX_FLAGS}
    ${ARGN})
  add_test(NAME consumer.${name}
    COMMAND ${CMAKE_COMMAND}
      -DSOURCE=${consumer} -DBUILD=${tree}/${name}
      -DGENERATOR=${CMAKE_GENERATOR} -DPLAN=${plan} "-DOPTIONS=${options}"
      -P ${CMAKE_CURRENT_SOURCE_DIR}/run_consumer.cmake)
  set_tests_properties(consumer.${name} PROPERTIES
    LABELS consumer
    PASS_REGULAR_EXPRESSION "R7 is [A-Za-z ]+: ."
    FAIL_REGULAR_EXPRESSION "CMake Error;FAILED")
endfunction()

add_consumer_test(find_package -DCMAKE_PREFIX_PATH=${tree}/prefix)
set_tests_properties(consumer.find_package PROPERTIES
  FIXTURES_REQUIRED installed_package)

# With the same warnings and ccache, so that nothing is compiled a second time.
add_consumer_test(add_subdirectory
  -DACTIONPLAN_DIR=${PROJECT_SOURCE_DIR}
  -DACTIONPLAN_WERROR=${ACTIONPLAN_WERROR})
if(CCACHE_PROGRAM)
  set_tests_properties(consumer.add_subdirectory PROPERTIES
    ENVIRONMENT
      "CMAKE_CXX_COMPILER_LAUNCHER=${CCACHE_PROGRAM};CCACHE_NOHASHDIR=1")
endif()
