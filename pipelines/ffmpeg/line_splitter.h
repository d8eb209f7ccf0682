// Lines out of chunks that end anywhere. Bounded: what goes on without a line's end is cut, not kept.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spool::pipelines {

class LineSplitter {
 public:
  explicit LineSplitter(std::size_t longest = 4096) : longest_(longest) {}

  /// Calls `take(std::string_view)` for every line that is complete by now, without its end.
  template <class Take>
  void feed(std::string_view chunk, Take take) {
    while (!chunk.empty()) {
      const std::size_t end = chunk.find_first_of("\n\r");
      const std::string_view piece = chunk.substr(0, end);
      if (open_.empty() && end != std::string_view::npos) {
        take(piece.substr(0, longest_));  // the usual case costs no copy
      } else {
        open_.append(piece.substr(0, longest_ - open_.size()));
        if (end == std::string_view::npos) return;
        take(std::string_view(open_));
        open_.clear();
      }
      chunk.remove_prefix(end + 1);
    }
  }

  /// The last line, where it has no end.
  template <class Take>
  void finish(Take take) {
    if (!open_.empty()) take(std::string_view(open_));
    open_.clear();
  }

 private:
  std::size_t longest_;
  std::string open_;
};

}  // namespace spool::pipelines
