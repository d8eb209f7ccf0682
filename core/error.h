// Errors are values: a stable code, a place, what happened, what to do about it.
// Source: the contract's "Events" and "Exit codes"; every code is listed in pipelines/reference/errors.md.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace spool::core {

/// Where in a file something stands. Lines and columns count from 1 (columns in bytes); 0 means "not known".
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// What went wrong. `code` is stable and dotted ("input.truncated"); its first word decides the exit code
/// (exit_code_of).
struct Error {
  std::string code;
  std::string message;  ///< what happened, in a person's words, without a full stop
  std::string hint;     ///< what to do; may be empty
  Place place;          ///< may be unknown

  friend bool operator==(const Error&, const Error&) = default;
};

using Errors = std::vector<Error>;

/// A value or the one reason why there is none.
template <class T>
using Result = boost::system::result<T, Error>;

/// A value or everything that is wrong with what it was to be made of, all at once.
template <class T>
using Checked = boost::system::result<T, Errors>;

/// "file:line:column: message", with the parts that are known.
std::string to_line(const Error& error);

/// The exit code that an error stands for: 2 for what the person asked (`usage document moments output`, and
/// a run that is unknown, ambiguous, ended or cancelled), 3 for unusable media or tag files (`input`), 1 for
/// what failed on this machine (everything else).
int exit_code_of(const Error& error);

/// Several errors together: 2 before 3 before 1.
int exit_code_of(const Errors& errors);

/// Thrown by `.value()` of a Result that holds an error: a fault of ours, never a flow of control.
[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& where);
[[noreturn]] void throw_exception_from_error(const Errors& errors, const boost::source_location& where);

}  // namespace spool::core
