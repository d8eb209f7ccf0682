#include "pipelines/planning/choose.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace spool::pipelines {
namespace {

void add_files(const Moments& moments, std::vector<Located<std::string>>& files) {
  for (const MomentBlock& block : moments.blocks) {
    if (!block.file) continue;
    const bool known = std::ranges::any_of(files, [&](const auto& file) { return file.value == block.file->value; });
    if (!known) files.push_back(*block.file);
  }
}

/// `remove:` read as moments: what it names, as it stands.
Moments as_moments(const Cut& cut, const Step& step, const std::string& document_file) {
  Moments moments;
  MomentBlock block;
  block.list = *cut.remove;
  block.list_file = document_file;
  block.place = step.place;
  moments.blocks.push_back(std::move(block));
  moments.place = step.place;
  return moments;
}

class Chooser {
 public:
  Chooser(const TagFiles& tags, const Sources& sources) : tags_(tags), sources_(sources) {}

  std::vector<std::shared_ptr<const Moment>> choose(const Moments& moments, const std::string& own_input) {
    std::vector<std::vector<TaggedMoment>> tagged;
    std::vector<const SourceClock*> clocks;
    for (const MomentBlock& block : moments.blocks) {
      const Source* source = sources_.find(block.of.value.empty() ? own_input : block.of.value);
      if (source == nullptr) return {};  // told by the document's reader
      clocks.push_back(source);
      tagged.push_back(tags_of(block));
    }
    auto selection = select(moments, tagged, clocks);
    if (!selection) {
      std::ranges::move(selection.error(), std::back_inserter(errors));
      return {};
    }
    std::ranges::move(selection->notes, std::back_inserter(notes));
    std::vector<std::shared_ptr<const Moment>> chosen;
    chosen.reserve(selection->moments.size());
    for (Moment& moment : selection->moments) chosen.push_back(std::make_shared<const Moment>(std::move(moment)));
    return chosen;
  }

  core::Errors errors;
  core::Errors notes;

 private:
  [[nodiscard]] std::vector<TaggedMoment> tags_of(const MomentBlock& block) const {
    if (!block.file) return block.list;
    const auto found = tags_.find(block.file->value);
    return found == tags_.end() ? std::vector<TaggedMoment>{} : found->second;
  }

  const TagFiles& tags_;
  const Sources& sources_;
};

}  // namespace

std::vector<Located<std::string>> tag_files_of(const Document& document) {
  std::vector<Located<std::string>> files;
  if (document.moments) add_files(*document.moments, files);
  for (const Step& step : document.steps) {
    const auto* cut = std::get_if<Cut>(&step.what);
    if (cut != nullptr && cut->at) add_files(*cut->at, files);
  }
  return files;
}

core::Checked<Choice> choose_moments(const Document& document, const TagFiles& tags, const Sources& sources) {
  Chooser chooser(tags, sources);
  Choice choice;
  if (document.moments) choice.moments.document = chooser.choose(*document.moments, "");
  for (const Step& step : document.steps) {
    const auto* cut = std::get_if<Cut>(&step.what);
    if (cut == nullptr || (!cut->at && !cut->remove)) continue;
    const Moments moments = cut->at ? *cut->at : as_moments(*cut, step, document.file);
    choice.moments.by_step[step.name] = chooser.choose(moments, cut->input.value);
  }
  if (!chooser.errors.empty()) return std::move(chooser.errors);
  choice.notes = std::move(chooser.notes);
  return choice;
}

}  // namespace spool::pipelines
