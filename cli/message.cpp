#include "cli/message.h"

#include "cli/text.h"

namespace spool::cli {
namespace {

using Weight = core::Said::Weight;

std::string place_text(const core::Place& place) {
  if (place.file.empty()) return "spool: ";
  std::string text = printable(place.file) + ":";
  if (place.line > 0) text += std::to_string(place.line) + ":";
  if (place.line > 0 && place.column > 0) text += std::to_string(place.column) + ":";
  return text + " ";
}

std::string weight_text(Weight weight, const Paint& paint) {
  if (weight == Weight::error) return paint.error + "error:" + paint.off;
  if (weight == Weight::warning) return paint.warning + "warning:" + paint.off;
  return paint.note + "note:" + paint.off;
}

/// Every line but the first is indented, so that it is seen to belong to the one above.
std::string indented(const std::string& text) {
  std::string lines;
  for (const char letter : text) {
    lines += letter;
    if (letter == '\n') lines += "    ";
  }
  return lines;
}

std::string without_last_newlines(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

Paint paint(bool coloured) {
  if (!coloured) return {};
  return {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[32m", "\x1b[2m", "\x1b[1m", "\x1b[0m"};
}

std::string message_text(const core::Said& said, const Paint& paint) {
  const std::string message = indented(printable(without_last_newlines(said.what.message), true));
  std::string text = paint.bold + place_text(said.what.place) + paint.off + weight_text(said.weight, paint) +
                     " " + message + "\n";
  if (!said.what.hint.empty()) {
    text += "  " + paint.note + "hint:" + paint.off + " " +
            indented(printable(without_last_newlines(said.what.hint), true)) + "\n";
  }
  return text;
}

std::string error_text(const core::Error& error, const Paint& paint) {
  return message_text({Weight::error, error}, paint);
}

}  // namespace spool::cli
