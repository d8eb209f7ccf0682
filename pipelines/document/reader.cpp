#include "pipelines/document/reader.h"

#include "core/error_order.h"
#include "pipelines/document/clip_names.h"
#include "pipelines/document/names.h"
#include "pipelines/document/nearest.h"
#include "pipelines/document/read_parts.h"
#include "pipelines/document/values.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>

namespace spool::pipelines {
namespace {

/// Names are used in files and in `${…}`: letters (of any language), digits, `_` and `-`.
bool is_name(std::string_view text) {
  constexpr std::size_t most = 100;
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || (static_cast<unsigned char>(c) & 0x80U) != 0;
  };
  return !text.empty() && text.size() <= most && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), fits);
}

/// A number out of range is as if it were not given, and a film's place is none of its format; any other fault may have hidden a codec.
bool leaves_formats_known(const core::Error& fault) {
  constexpr std::array harmless = {"document.range", "document.path", "document.container", "document.same_output", "document.template",
                                   "document.unknown_name"};
  return std::any_of(harmless.begin(), harmless.end(), [&](const char* code) { return fault.code == code; });
}

/// Reads one document with one set of bindings.
class DocumentReader {
 public:
  DocumentReader(const ParsedDocument& parsed, const Bindings& bindings)
      : bindings_(bindings),
        reading_(parsed.tree(), parsed.file()),
        names_(reading_, bindings.folder),
        parts_{reading_, bindings.folder, {}, {}, false} {}

  PartlyRead read() {
    const NodeId root = yaml::Tree::root();
    document_.file = reading_.file();
    document_.name = bindings_.stem;
    if (reading_.tree().empty() || reading_.kind(root) == yaml::Kind::empty) {
      reading_.fault("document.empty", {reading_.file(), 1, 1}, "the document is empty",
                     "begin with `inputs:` and `output:`");
    } else if (reading_.is_map({root, root, "the document"}, "keys such as `inputs:` and `output:`")) {
      read_all(Fields(reading_, root, keys::document));
    }
    document_.warnings = std::move(reading_.warnings());
    core::Errors faults = core::in_order_of_place(std::move(reading_.faults()), document_.file);
    return {std::move(document_), std::move(faults), formats_known_};
  }

 private:
  void read_all(const Fields& fields) {
    read_version(fields);
    read_vars(fields);
    read_inputs(fields);
    reading_.know(names_);
    names_.settle();
    finish_names(fields);
    if (const auto moments = fields.find("moments")) {
      parts_.has_moments = true;
      document_.moments = read_moments(parts_, *moments);
    }
    read_step_names(fields);
    auto steps = read_steps(parts_, step_values_);
    const std::size_t before = reading_.faults().size();
    if (const auto format = fields.find("format")) document_.format = read_format(reading_, *format);
    if (const auto output = fields.find("output")) document_.outputs = read_outputs(parts_, *output);
    formats_known_ = std::all_of(reading_.faults().begin() + static_cast<std::ptrdiff_t>(before), reading_.faults().end(), leaves_formats_known);
    if (const auto policy = fields.find("policy")) document_.policy = read_policy(parts_, *policy);
    document_.steps = in_order(reading_, std::move(steps), document_.outputs);
    check_moments_used();
    tell_names_without_moment(reading_, document_);
  }

  void read_version(const Fields& fields) {
    const auto version = fields.find("spool");
    if (!version) return;
    const auto text = reading_.written(*version);
    if (text && *text != "1") {
      reading_.fault("document.version", reading_.place(version->node),
                     "this is Spool's language 1, the document asks for " + shown(*text),
                     "write `spool: 1`, or use a newer Spool");
    }
  }

  bool judge_name(const Value& value, std::string_view what) {
    const Place place = reading_.place(value.key);
    const std::string name(value.name);
    if (!is_name(name)) {
      reading_.fault("document.name", place, shown(name) + " cannot name " + std::string(what),
                     "names are made of letters, digits, `_` and `-`");
      return false;
    }
    if (contains(clip_names(), name) && what != "a step") {
      reading_.fault("document.ambiguous_name", place,
                     "`" + name + "` means something in every clip; it cannot name " + std::string(what),
                     "choose another name");
      return false;
    }
    if (name == "moments") {
      reading_.fault("document.ambiguous_name", place,
                     "`moments` means the document's moments; it cannot name " + std::string(what),
                     "choose another name");
      return false;
    }
    return true;
  }

  void read_vars(const Fields& fields) {
    const auto vars = fields.find("vars");
    const bool is_map = vars && reading_.is_map(*vars, "names and texts such as `{team: Falcons}`");
    std::vector<std::string> known;
    if (is_map) {
      const Fields all(reading_, vars->node, keys::vars);
      for (const Value& value : all.all()) {
        if (!judge_name(value, "a variable")) continue;
        names_.declare_var(value);
        known.emplace_back(value.name);
      }
    }
    vars_ = known;
    for (const auto& [name, value] : bindings_.sets) {
      if (!contains(known, name)) {
        reading_.fault("usage.unknown_var", {}, "--set " + name + ": the document declares no such variable",
                       suggestion(name, known));
        continue;
      }
      names_.bind_var(name, value);
    }
  }

  std::optional<std::string> bound_path(std::string_view name, bool first) const {
    std::optional<std::string> path;
    for (const auto& [bound, file] : bindings_.inputs) {
      if (bound == name) path = file;
    }
    return first && bindings_.first_input ? bindings_.first_input : path;
  }

  void read_inputs(const Fields& fields) {
    const auto inputs = fields.find("inputs");
    if (inputs && reading_.is_map(*inputs, "names and files such as `{game: match.mp4}`")) {
      const Fields all(reading_, inputs->node, keys::inputs);
      for (const Value& value : all.all()) read_input(value);
    }
    for (const auto& [name, path] : bindings_.inputs) {
      if (contains(parts_.inputs, name)) continue;
      reading_.fault("usage.unknown_input", {}, "-i " + name + ": the document declares no such input",
                     suggestion(name, parts_.inputs));
    }
    if (bindings_.first_input && !document_.inputs.empty()) refuse_binding_of(document_.inputs.front());
    if (bindings_.first_input && document_.inputs.empty()) {
      reading_.fault("usage.no_input", {reading_.file(), 0, 0},
                     "the document declares no input that a file could be bound to",
                     "add such as `inputs: {video: sample.mp4}`");
    }
  }

  /// A batch binds its first input to each of its files: what else is bound to it would be ignored.
  void refuse_binding_of(const Input& first) {
    for (const auto& [name, path] : bindings_.inputs) {
      if (name != first.name) continue;
      reading_.fault("usage.bound_by_batch", {}, "-i " + name + ": a batch binds this input, the document's first, to each of its files",
                     "leave it out, or use `spool run` for this one file");
    }
  }

  void read_input(const Value& value) {
    const bool first = document_.inputs.empty();
    if (!judge_name(value, "an input")) return;
    if (contains(vars_, value.name)) {
      reading_.fault("document.ambiguous_name", reading_.place(value.key),
                     "`" + std::string(value.name) + "` names a variable and an input",
                     "choose another name for one of them");
    }
    Input input;
    input.name = value.name;
    input.place = reading_.place(value.key);
    Value path = value;
    if (reading_.kind(value.node) == yaml::Kind::map) {
      const Fields fields(reading_, value.node, keys::input);
      tracks_.push_back(fields.find("track"));
      if (const auto file = fields.find("file")) path = *file;
    } else {
      tracks_.emplace_back();
    }
    parts_.inputs.push_back(input.name);
    input.path.place = reading_.place(path.node);
    if (auto bound = bound_path(input.name, first)) {
      names_.bind_input(input.name, std::move(*bound));
    } else if (reading_.kind(path.node) == yaml::Kind::map) {
      reading_.fault("document.missing_key", input.place, "the input `" + input.name + "` has no file",
                     "add `file:`, or give it with `-i " + input.name + "=PATH`");
      names_.bind_input(input.name, {});
    } else {
      names_.declare_input(input.name, path);
    }
    document_.inputs.push_back(std::move(input));
  }

  /// What had to wait until every name of the document was known.
  void finish_names(const Fields& fields) {
    for (std::size_t i = 0; i < document_.inputs.size(); ++i) {
      Input& input = document_.inputs[i];
      input.path.value = names_.find(input.name).value_or("");
      if (tracks_[i]) {
        input.track = reading_.located(*tracks_[i], parse_track, "a number, counting from 1, or a language such as `en` or `eng`");
      }
    }
    document_.vars = names_.vars();
    const auto name = fields.find("name");
    if (!name) return;
    const auto text = reading_.text(*name);
    if (text && trimmed(*text).empty())
      reading_.fault("document.value", reading_.place(name->node), "`name` is empty");
    if (text) document_.name = *text;
  }

  void read_step_names(const Fields& fields) {
    const auto steps = fields.find("steps");
    if (!steps || !reading_.is_map(*steps, "names and steps such as `clips: {cut: moments}`")) return;
    const Fields all(reading_, steps->node, keys::steps);
    for (const Value& value : all.all()) {
      if (!judge_name(value, "a step")) continue;
      if (contains(parts_.inputs, value.name)) {
        reading_.fault("document.ambiguous_name", reading_.place(value.key),
                       "`" + std::string(value.name) + "` names an input and a step",
                       "choose another name for one of them");
      }
      parts_.steps.emplace_back(value.name);
      step_values_.push_back(value);
    }
  }

  void check_moments_used() {
    const auto uses = [](const Step& step) {
      const auto* cut = std::get_if<Cut>(&step.what);
      return cut != nullptr && cut->of_moments;
    };
    if (!document_.moments || std::any_of(document_.steps.begin(), document_.steps.end(), uses)) return;
    reading_.warn("document.unused_moments", document_.moments->place, "no step cuts the moments",
                  "add a step: `clips: {cut: moments}`");
  }

  const Bindings& bindings_;
  Reading reading_;
  Names names_;
  Parts parts_;
  Document document_;
  std::vector<std::string> vars_;
  std::vector<std::optional<Value>> tracks_;  ///< of each input
  std::vector<Value> step_values_;
  bool formats_known_ = false;
};

}  // namespace

ParsedDocument::ParsedDocument(std::shared_ptr<const yaml::Tree> tree, std::string file)
    : tree_(std::move(tree)), file_(std::move(file)) {}

core::Checked<ParsedDocument> parse(std::string_view text, std::string file) {
  auto tree = yaml::parse(text, file);
  if (!tree) return core::Errors{tree.error()};
  return ParsedDocument(std::make_shared<const yaml::Tree>(std::move(*tree)), std::move(file));
}

PartlyRead read_partly(const ParsedDocument& parsed, const Bindings& bindings) {
  try {
    return DocumentReader(parsed, bindings).read();
  } catch (const std::overflow_error&) {
    PartlyRead none;
    none.faults.push_back({"document.range", "a number of this document is too large", "", {parsed.file(), 0, 0}});
    return none;
  }
}

core::Checked<Document> read(const ParsedDocument& parsed, const Bindings& bindings) {
  PartlyRead read = read_partly(parsed, bindings);
  if (!read.faults.empty()) return std::move(read.faults);
  return std::move(read.document);
}

}  // namespace spool::pipelines
