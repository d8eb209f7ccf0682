// `${name}`, `${name|default}`, `$$`: names in texts. Document names are filled in while reading; a clip's
// names (label, tag, … and the columns of its tag file) when the clip is known. Source: LANGUAGE,
// "Interpolation".
#pragma once

#include "core/error.h"
#include "pipelines/document/located.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// Names and what they stand for.
class Scope {
 public:
  Scope() = default;
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  virtual ~Scope() = default;

  [[nodiscard]] virtual std::optional<std::string> find(std::string_view name) const = 0;
  /// For "did you mean"; may be left empty.
  [[nodiscard]] virtual std::vector<std::string> names() const { return {}; }
};

/// Every name replaced. Values are put in as they are: a `${` inside of one is text. Errors:
/// `document.unknown_name` with the nearest known name, `document.template`; both at the template's place.
core::Result<std::string> expand(const Template& text, const Scope& scope);

/// As expand(), but a name that the scope does not know stays as it was written, and `$$` stays `$$`: what
/// comes out is a template again (values put in have their `$` doubled).
core::Result<std::string> expand_partly(const Template& text, const Scope& scope);

/// The names that a text asks for, and whether each has a default.
struct NameUse {
  std::string name;
  bool has_default = false;
};
std::vector<NameUse> names_used(std::string_view text);

/// What every clip knows: label, tag, rating, index, start, end.
const std::vector<std::string>& clip_names();

}  // namespace spool::pipelines
