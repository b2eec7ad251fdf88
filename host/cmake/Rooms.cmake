# One room = one static library = one namespace = one folder.
#
#   add_room(<name> HEADERS <file>... SOURCES <file>... DEPENDS <target>... [PRIVATE_DEPENDS <target>...])
#
# makes toolhost_<name> (alias toolhost::<name>); headers are found as "<name>/<file>.hpp" and each
# must compile alone. No room is told where its sources are by a glob.
add_library(toolhost_flags INTERFACE)
target_compile_options(toolhost_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>
  $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
# When it optimizes, g++ 12 sees overlapping copies in std::string's own operator= (GCC bug 105651), and
# uninitialized members in moved variants and optionals that are empty.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(toolhost_flags INTERFACE
    $<$<NOT:$<CONFIG:Debug>>:-Wno-restrict> $<$<NOT:$<CONFIG:Debug>>:-Wno-maybe-uninitialized>)
endif()
if(TOOLHOST_SANITIZE)
  target_compile_options(toolhost_flags INTERFACE -fsanitize=${TOOLHOST_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(toolhost_flags INTERFACE -fsanitize=${TOOLHOST_SANITIZE})
endif()

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH TOOLHOST_ROOMS_DIR)

function(add_room name)
  cmake_parse_arguments(PARSE_ARGV 1 room "" "" "HEADERS;SOURCES;DEPENDS;PRIVATE_DEPENDS")
  add_library(toolhost_${name} STATIC ${room_SOURCES})
  add_library(toolhost::${name} ALIAS toolhost_${name})
  target_sources(toolhost_${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${TOOLHOST_ROOMS_DIR} FILES ${room_HEADERS})
  target_link_libraries(toolhost_${name} PUBLIC ${room_DEPENDS} PRIVATE ${room_PRIVATE_DEPENDS} toolhost_flags)
  set_target_properties(toolhost_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()
