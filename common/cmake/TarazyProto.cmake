# The googleapis protos come from two Debian packages (docs/adr/0005): staged into the build folder.
set(GOOGLEAPIS_DIR ${CMAKE_BINARY_DIR}/googleapis)
if(NOT EXISTS ${GOOGLEAPIS_DIR}/google/rpc/error_details.proto)
  file(ARCHIVE_EXTRACT INPUT /usr/share/java/proto-google-common-protos.jar
       DESTINATION ${GOOGLEAPIS_DIR}/jar PATTERNS google/api/http.proto google/api/annotations.proto)
  set(gogo /usr/share/gocode/src/github.com/gogo/googleapis)
  configure_file(${GOOGLEAPIS_DIR}/jar/google/api/http.proto ${GOOGLEAPIS_DIR}/google/api/http.proto COPYONLY)
  configure_file(${GOOGLEAPIS_DIR}/jar/google/api/annotations.proto ${GOOGLEAPIS_DIR}/google/api/annotations.proto COPYONLY)
  configure_file(${gogo}/google/rpc/status.proto ${GOOGLEAPIS_DIR}/google/rpc/status.proto COPYONLY)
  configure_file(${gogo}/google/rpc/error_details.proto ${GOOGLEAPIS_DIR}/google/rpc/error_details.proto COPYONLY)
  file(REMOVE_RECURSE ${GOOGLEAPIS_DIR}/jar)
endif()

# tarazy_proto_library(NAME ROOT dir [GRPC] PROTOS a/b.proto … DEPS …): generates and compiles. Own function because
# CMake's protobuf_generate chose wrong output paths for staged files. Never sanitized: generated
# code costs build time and finds no bug of ours. (No unity build: .pb.cc files share static names.)
function(tarazy_proto_library name)
  cmake_parse_arguments(ARG "GRPC" "ROOT" "PROTOS;DEPS" ${ARGN})
  set(gen ${CMAKE_BINARY_DIR}/gen)
  file(MAKE_DIRECTORY ${gen})
  set(outputs)
  foreach(proto ${ARG_PROTOS})
    string(REGEX REPLACE "\\.proto$" "" stem ${proto})
    set(files ${gen}/${stem}.pb.cc ${gen}/${stem}.pb.h)
    set(plugin)
    if(ARG_GRPC)
      list(APPEND files ${gen}/${stem}.grpc.pb.cc ${gen}/${stem}.grpc.pb.h)
      set(plugin --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin> --grpc_out=${gen})
    endif()
    add_custom_command(
      OUTPUT ${files}
      COMMAND protobuf::protoc -I ${ARG_ROOT} -I ${GOOGLEAPIS_DIR} --cpp_out=${gen} ${plugin} ${proto}
      DEPENDS ${ARG_ROOT}/${proto}
      VERBATIM)
    list(APPEND outputs ${files})
  endforeach()
  add_library(${name} STATIC ${outputs})
  target_include_directories(${name} SYSTEM PUBLIC ${gen})
  target_link_libraries(${name} PUBLIC ${ARG_DEPS} protobuf::libprotobuf)
  if(ARG_GRPC)
    target_link_libraries(${name} PUBLIC gRPC::grpc++)
  endif()
  target_compile_options(${name} PRIVATE -w -fno-sanitize=all)
endfunction()
