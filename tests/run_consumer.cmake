# Configures, builds and runs the consumer: `cmake -D... -P run_consumer.cmake`
# with SOURCE, BUILD, GENERATOR, PLAN and OPTIONS (for the configuration).
# Not `ctest --build-and-test`: that changes the locale, and then ccache does
# not know the objects of the main build.
execute_process(
  COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BUILD} -G ${GENERATOR} ${OPTIONS}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${CMAKE_COMMAND} --build ${BUILD}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(
  COMMAND ${BUILD}/consumer ${PLAN}
  COMMAND_ERROR_IS_FATAL ANY)
