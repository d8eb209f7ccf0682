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
  Chooser(const TagFiles& tags, const Sources& sources, bool skip_bad)
      : tags_(tags), sources_(sources), if_outside_(skip_bad ? IfOutside::leave_out : IfOutside::refuse) {}

  std::vector<std::shared_ptr<const Moment>> choose(const Moments& moments, const std::string& own_input) {
    std::vector<std::vector<TaggedMoment>> tagged;
    std::vector<const SourceClock*> clocks;
    for (const MomentBlock& block : moments.blocks) {
      const std::string& input = block.of.value.empty() ? own_input : block.of.value;
      const Source* source = sources_.find(input);
      const core::Error* bad = sources_.why_bad(input);
      if (source == nullptr && bad == nullptr) return {};  // told by the document's reader
      clocks.push_back(source);
      tagged.push_back(tags_of(block));
      if (source != nullptr) continue;
      leave_out(input, tagged.back(), block.place, *bad);
      tagged.back().clear();
    }
    const bool all_bad = std::ranges::all_of(clocks, [](const SourceClock* clock) { return clock == nullptr; });
    if (all_bad) return {};
    auto selection = select(moments, tagged, clocks, if_outside_);
    if (!selection) {
      std::ranges::move(selection.error(), std::back_inserter(errors));
      return {};
    }
    for (core::Error& why : selection->outside) left_out.push_back({ClipOrigin{"", 0, 0, "", why.place}, std::move(why)});
    std::ranges::move(selection->notes, std::back_inserter(notes));
    std::vector<std::shared_ptr<const Moment>> chosen;
    chosen.reserve(selection->moments.size());
    for (Moment& moment : selection->moments) chosen.push_back(std::make_shared<const Moment>(std::move(moment)));
    return chosen;
  }

  core::Errors errors;
  core::Errors notes;
  LeftOuts left_out;

 private:
  /// All moments of an input that cannot be used, as one.
  void leave_out(const std::string& input, const std::vector<TaggedMoment>& moments, const core::Place& place, const core::Error& why) {
    constexpr std::size_t most_named = 5;
    std::string names;
    std::size_t named = 0;
    for (const TaggedMoment& moment : moments) {
      if (moment.label.empty()) continue;
      if (++named > most_named) break;
      names += (names.empty() ? "" : ", ") + moment.label;
    }
    if (named > most_named) names += ", …";
    std::string who = std::to_string(moments.size()) + (moments.size() == 1 ? " moment of `" : " moments of `") + input + "`";
    if (!names.empty()) who += " (" + names + ")";
    left_out.push_back({ClipOrigin{input, 0, 0, std::move(who), place}, why});
  }

  [[nodiscard]] std::vector<TaggedMoment> tags_of(const MomentBlock& block) const {
    if (!block.file) return block.list;
    const auto found = tags_.find(block.file->value);
    return found == tags_.end() ? std::vector<TaggedMoment>{} : found->second;
  }

  const TagFiles& tags_;
  const Sources& sources_;
  IfOutside if_outside_;
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
  Chooser chooser(tags, sources, document.policy.skip_bad_clips);
  Choice choice;
  if (document.moments) choice.moments.document = chooser.choose(*document.moments, "");
  for (const Step& step : document.steps) {
    const auto* cut = std::get_if<Cut>(&step.what);
    if (cut == nullptr || (!cut->at && !cut->remove)) continue;
    if (cut->remove && sources.why_bad(cut->input.value) != nullptr) continue;  // told where the step is evaluated
    const Moments moments = cut->at ? *cut->at : as_moments(*cut, step, document.file);
    choice.moments.by_step[step.name] = chooser.choose(moments, cut->input.value);
  }
  if (!chooser.errors.empty()) return std::move(chooser.errors);
  choice.notes = std::move(chooser.notes);
  choice.left_out = std::move(chooser.left_out);
  return choice;
}

}  // namespace spool::pipelines
