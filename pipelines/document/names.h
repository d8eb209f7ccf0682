// The document's own names: variables, inputs and parts of their paths. Each may use others; a circle is a
// fault.
#pragma once

#include "pipelines/document/interpolation.h"
#include "pipelines/document/reader.h"
#include "pipelines/document/reading.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

class Names : public Scope {
 public:
  Names(Reading& reading, std::string folder) : reading_(reading), folder_(std::move(folder)) {}

  /// Values as written, their names filled in when they are asked for.
  void declare_var(const Value& value);
  void declare_input(std::string_view name, const Value& path);
  /// Values from outside, taken as they are.
  void bind_var(std::string_view name, std::string value);
  void bind_input(std::string_view name, std::string path);
  /// Fills in all of them, and tells every fault.
  void settle();

  /// A name of a variable or input, or `input.path .dir .name .stem .ext`. What has a fault of its own is an
  /// empty text.
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const override;
  [[nodiscard]] std::vector<std::string> names() const override;
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> vars() const;

 private:
  enum class State { waiting, open, settled };
  struct Name {
    bool is_input = false;
    State state = State::waiting;
    Value source;
    std::string value;
  };
  void settle(std::string_view name, Name& found) const;
  [[nodiscard]] std::string absolute(std::string_view path) const;

  Reading& reading_;
  std::string folder_;
  mutable std::map<std::string, Name, std::less<>> names_;
  mutable std::vector<std::string> open_;
  std::vector<std::string> var_order_;
};

/// A path of the document, made absolute by its folder.
std::string absolute_path(std::string_view folder, std::string_view path);

/// Tells what is wrong with a path: empty, an address, `~`, escapes. `for_an_address`: what to do instead of naming one.
bool check_path(Reading& reading, const Value& value, const std::string& path, std::string_view for_an_address);

/// Reads a path that `check_path` has nothing against.
std::optional<std::string> read_path(Reading& reading, const Value& value, std::string_view folder);

}  // namespace spool::pipelines
