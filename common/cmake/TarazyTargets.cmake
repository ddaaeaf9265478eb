# tarazy_library(NAME SOURCES a.cc … DEPS x …): one room of the house as a static library.
function(tarazy_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ${ARG_DEPS})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARG_DEPS})
  endif()
endfunction()

# tarazy_test(NAME SOURCES a_test.cc … DEPS x … [LABELS unit] [SHARDS n]): a GoogleTest program in CTest; of
# one that takes minutes when sanitized each of n parts is an entry of its own.
function(tarazy_test name)
  cmake_parse_arguments(ARG "" "SHARDS" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest GTest::gtest_main)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  if(NOT ARG_SHARDS)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300)
    return()
  endif()
  math(EXPR last "${ARG_SHARDS} - 1")
  foreach(shard RANGE ${last})
    add_test(NAME ${name}.${shard} COMMAND ${name})
    set_tests_properties(${name}.${shard} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 300
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_SHARDS};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()

# tarazy_migrations(NAME DIR NAMESPACE ns): embeds DIR/{sqlite,postgres}/NNNN_name.sql as a library
# that defines `const tarazy::sql::Migrations& ns::SchemaMigrations()`.
function(tarazy_migrations name)
  cmake_parse_arguments(ARG "" "DIR;NAMESPACE" "" ${ARGN})
  file(GLOB sql_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_DIR}/*/*.sql)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DDIR=${CMAKE_CURRENT_SOURCE_DIR}/${ARG_DIR} -DOUT=${out}
            -DNAMESPACE=${ARG_NAMESPACE} -P ${CMAKE_SOURCE_DIR}/common/cmake/EmbedMigrations.cmake
    DEPENDS ${sql_files} ${CMAKE_SOURCE_DIR}/common/cmake/EmbedMigrations.cmake)
  tarazy_library(${name} SOURCES ${out} DEPS common_sql)
endfunction()

# tarazy_texts(NAME GLOB "dir/*.yaml" HEADER h FUNCTION ns::fn): embeds these files as a library that
# defines what HEADER declares: `const std::vector<std::pair<std::string, std::string>>& ns::fn()`, the
# files' names and contents, by name.
function(tarazy_texts name)
  cmake_parse_arguments(ARG "" "GLOB;HEADER;FUNCTION" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_GLOB})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DGLOB=${CMAKE_CURRENT_SOURCE_DIR}/${ARG_GLOB} -DOUT=${out}
            -DHEADER=${ARG_HEADER} -DFUNCTION=${ARG_FUNCTION}
            -P ${CMAKE_SOURCE_DIR}/common/cmake/EmbedTexts.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/common/cmake/EmbedTexts.cmake)
  tarazy_library(${name} SOURCES ${out} DEPS common_base)
endfunction()
