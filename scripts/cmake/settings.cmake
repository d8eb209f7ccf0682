# Interface targets for what every target of ours shares: language level, warnings, sanitizers.
add_library(spool_settings INTERFACE)
target_compile_features(spool_settings INTERFACE cxx_std_20)
target_include_directories(spool_settings INTERFACE "${PROJECT_SOURCE_DIR}")

add_library(spool_warnings INTERFACE)
target_compile_options(spool_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wnull-dereference)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 and 14 see null dereferences, dangling references and overlaps inside coroutine frames, std::variant and std::string that
  # are not there.
  target_compile_options(spool_warnings INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized -Wno-mismatched-new-delete -Wno-restrict)
endif()
option(SPOOL_WERROR "warnings are errors" ON)
if(SPOOL_WERROR)
  target_compile_options(spool_warnings INTERFACE -Werror)
endif()

set(SPOOL_SANITIZE "" CACHE STRING "sanitizers: address,undefined or thread")
if(SPOOL_SANITIZE)
  add_compile_options(-fsanitize=${SPOOL_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SPOOL_SANITIZE})
endif()

find_program(SPOOL_CCACHE ccache)
if(SPOOL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SPOOL_CCACHE}")
endif()

# Several sources are compiled as one, which takes a quarter of the time: nearly all of it goes into the headers of others. So two files of a
# folder have no private names in common. `OFF` shows whether each file includes what it needs.
option(SPOOL_BATCHES "compile sources in batches" ON)
set(CMAKE_UNITY_BUILD ${SPOOL_BATCHES})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 12)
if(SPOOL_BATCHES AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # In a batch GCC takes each source for a header, where a frame of private types would be another in every source, and a
  # neighbour's private names would be shadowed by those of functions.
  target_compile_options(spool_warnings INTERFACE -Wno-subobject-linkage -Wno-shadow -Wshadow=local)
elseif(SPOOL_BATCHES)
  target_compile_options(spool_warnings INTERFACE -Wno-shadow)  # Clang knows no `=local`; GCC looks at the same sources
endif()

# A file whose names are too plain to be shared, or that is a world of its own.
function(spool_by_itself)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# One library of a room: every source in its own folder, linked to what it may see.
function(spool_library name)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC spool_settings ${ARGN} PRIVATE spool_warnings)
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()
