// Asio and Boost.Process v2, compiled once for the whole program (their headers are used with
// *_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/process/v2/src.hpp>
