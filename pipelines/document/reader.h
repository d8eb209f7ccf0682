// From a document's text to its typed model: every fault that can be known without media, all at once, each
// at its place. Source: LANGUAGE; the contract's "-i" and "--set".
#pragma once

#include "core/error.h"
#include "pipelines/document/document.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

namespace yaml {
class Tree;
}

/// A document that is YAML; immutable and cheap to copy: the items of a batch share one.
class ParsedDocument {
 public:
  ParsedDocument(std::shared_ptr<const yaml::Tree> tree, std::string file);

  [[nodiscard]] const yaml::Tree& tree() const { return *tree_; }
  /// As named by the caller ("-" for standard input): the file of every place.
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  std::shared_ptr<const yaml::Tree> tree_;
  std::string file_;
};

/// What is bound to a document from outside.
struct Bindings {
  std::string folder;                                       ///< absolute; what the document's paths follow
  std::string stem;                                         ///< default name of the document
  std::vector<std::pair<std::string, std::string>> inputs;  ///< -i NAME=PATH, absolute
  std::vector<std::pair<std::string, std::string>> sets;    ///< --set NAME=VALUE, taken literally
  std::optional<std::string> first_input;  ///< what `batch` binds to the first input, absolute
};

/// Errors: `document.syntax`, `document.encoding`, `document.limit`, `document.yaml_tag`, `document.alias`,
/// `document.second`.
core::Checked<ParsedDocument> parse(std::string_view text, std::string file);

/// A document as far as it could be understood, and what is wrong with it.
struct PartlyRead {
  Document document;            ///< with faults: what each part names (files, filters) is as written, what is made of it is not to be trusted
  core::Errors faults;
  bool formats_known = false;   ///< the formats were understood but for numbers out of range
};

/// What there is to know of a document, though parts of it are wrong: files that it names can be looked at all the same.
PartlyRead read_partly(const ParsedDocument& parsed, const Bindings& bindings);

/// Errors: `document.*` with file:line:column, `usage.*` for what was bound but is not declared.
core::Checked<Document> read(const ParsedDocument& parsed, const Bindings& bindings);

}  // namespace spool::pipelines
