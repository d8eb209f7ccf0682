// Names are bytes; letters are what is in them as far as they are UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spool::core {

struct Letter {
  char32_t code = 0;  ///< the byte itself where it is not UTF-8
  std::size_t bytes = 1;
  bool valid = false;
};

/// The letter at the start of `text`, which is not empty, by strict UTF-8: no overlong forms, no surrogates.
Letter first_letter(std::string_view text);

/// The same text, with U+FFFD for every byte that is no part of a letter.
std::string replace_invalid(std::string_view text);

/// The same text, with a lone surrogate U+DC80-DCFF for every byte that is no part of a letter, in the three
/// bytes that UTF-8 would give it: no text has those by itself, so that `bytes_of_surrogates` finds them
/// again.
std::string surrogates_for_bytes(std::string_view text);
std::string bytes_of_surrogates(std::string_view text);

}  // namespace spool::core
