// What a document is told, one line a fault: "line:column code: message | hint".
#pragma once

#include "pipelines/document/reader.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// A document and everything it is told.
struct Told {
  std::string name;
  std::string document;
  std::vector<std::string> lines;
  friend std::ostream& operator<<(std::ostream& out, const Told& told) { return out << told.name; }
};

inline std::vector<std::string> lines_of(const core::Errors& errors) {
  std::vector<std::string> lines;
  for (const core::Error& error : errors) {
    std::string line = std::to_string(error.place.line) + ":" + std::to_string(error.place.column) + " " +
                       error.code + ": " + error.message;
    if (!error.hint.empty()) line += " | " + error.hint;
    lines.push_back(std::move(line));
  }
  return lines;
}

inline Bindings bindings() {
  Bindings bound;
  bound.folder = "/films";
  bound.stem = "reel";
  return bound;
}

/// Parsed and read: errors, or else warnings.
inline std::vector<std::string> told(std::string_view document, const Bindings& bound = bindings()) {
  const auto parsed = parse(document, "reel.yaml");
  if (!parsed) return lines_of(parsed.error());
  const auto read_document = read(*parsed, bound);
  return read_document ? lines_of(read_document->warnings) : lines_of(read_document.error());
}

/// A document that has no fault.
inline Document good(std::string_view document, const Bindings& bound = bindings()) {
  return read(parse(document, "reel.yaml").value(), bound).value();
}

}  // namespace spool::pipelines
