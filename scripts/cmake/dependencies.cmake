# All from Debian (12 and 13); ARCHITECTURE.md says why each.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS json filesystem)
find_package(yaml-cpp REQUIRED)
find_package(spdlog REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(fontconfig REQUIRED IMPORTED_TARGET fontconfig)
pkg_check_modules(freetype REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

if(TARGET yaml-cpp::yaml-cpp)
  set(SPOOL_YAML yaml-cpp::yaml-cpp)
else()
  set(SPOOL_YAML yaml-cpp)
endif()

# Asio is compiled once, in core (see core/asio.cpp): each other file then compiles in a fraction of the time.
add_library(spool_asio INTERFACE)
target_compile_definitions(spool_asio INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_PROCESS_V2_SEPARATE_COMPILATION)
# Boost.Process v2 names files by Boost.Filesystem.
target_link_libraries(spool_asio INTERFACE Boost::headers Boost::filesystem Threads::Threads)
if(SPOOL_SANITIZE MATCHES "thread")
  # TSan does not know fences; Asio's are a belt beside its mutexes, which TSan does know.
  target_compile_definitions(spool_asio INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
