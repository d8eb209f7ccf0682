// What the fake ffmpeg can do. A script is a row of words, done one after the other:
//   print:TEXT         TEXT and a line break to standard output        error:TEXT    the same to standard
//   error progress:N         N blocks as ffmpeg's -progress writes them      chatty:N      N KiB to standard
//   error wait:MS            silent for so long                              forever       silent until
//   killed ignore-term        SIGTERM is ignored from now on                  exit:N        ends with that
//   status crash              dies of SIGSEGV                                 die           dies of SIGKILL
//   write:BYTES:FILE   a file of so many bytes                         half:BYTES:FILE   half of it, then
//   dies grow:FILE          writes without end                              touch:FILE    makes an empty file
//   eat:MIB            takes so much memory (dies of SIGABRT where it cannot have it)
//   child:MS           leaves a grandchild of its group that holds the pipes so long
//   stray:MS           the same, but in a session of its own; prints its id
//   tell:WHAT          prints what it was given: fds, environment, signals, oom, group, folder, stdin,
//   limits, pid
// {out} in a word stands for the last argument of the command line.
// Source: issue "A film from a document", Tests.
#pragma once

#include <string>

namespace spool::fake {

/// Does one word. False: it knows no such word.
bool act(const std::string& word);

/// The part of "tell:WHAT".
bool tell(const std::string& what);

}  // namespace spool::fake
