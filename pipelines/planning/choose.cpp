#include "pipelines/planning/choose.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "pipelines/moments/partly_known.h"

namespace spool::pipelines {
namespace {

using MomentPtrs = std::vector<std::shared_ptr<const Moment>>;

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

  /// None: they cannot be chosen, and why has been told.
  std::optional<MomentPtrs> choose(const Moments& moments, const std::string& own_input) {
    const std::vector<KnownBlock> known = known_of(moments, own_input);
    bool all_known = true, all_bad = true;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const bool is_bad = sources_.why_bad(input_of(moments.blocks[i], own_input)) != nullptr;
      all_known = all_known && known[i].tagged != nullptr && known[i].all_tagged && (known[i].clock != nullptr || is_bad);
      all_bad = all_bad && is_bad;
    }
    if (!all_known) {
      std::ranges::move(faults_as_far_as_known(moments, known, if_outside_), std::back_inserter(errors));
      return std::nullopt;
    }
    leave_out_bad(moments, known, own_input);
    return all_bad ? MomentPtrs() : select_from(moments, known);
  }

  core::Errors errors;
  core::Errors passed_over;
  LeftOuts left_out;

 private:
  static const std::string& input_of(const MomentBlock& block, const std::string& own_input) {
    return block.of.value.empty() ? own_input : block.of.value;
  }

  [[nodiscard]] std::vector<KnownBlock> known_of(const Moments& moments, const std::string& own_input) const {
    std::vector<KnownBlock> known;
    for (const MomentBlock& block : moments.blocks) {
      const Source* source = sources_.find(input_of(block, own_input));
      const auto tags = block.file ? tags_.find(block.file->value) : tags_.end();
      if (!block.file) {
        known.push_back({&block.list, source});
      } else if (tags == tags_.end()) {
        known.push_back({nullptr, source});
      } else {
        known.push_back({&tags->second.moments, source, tags->second.errors.empty()});
      }
    }
    return known;
  }

  void leave_out_bad(const Moments& moments, const std::vector<KnownBlock>& known, const std::string& own_input) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      const std::string& input = input_of(moments.blocks[i], own_input);
      const core::Error* bad = sources_.why_bad(input);
      if (bad != nullptr) leave_out(input, *known[i].tagged, moments.blocks[i].place, *bad);
    }
  }

  std::optional<MomentPtrs> select_from(const Moments& moments, const std::vector<KnownBlock>& known) {
    std::vector<std::vector<TaggedMoment>> tagged;
    std::vector<const SourceClock*> clocks;
    for (const KnownBlock& block : known) {
      clocks.push_back(block.clock);
      tagged.push_back(block.clock != nullptr ? *block.tagged : std::vector<TaggedMoment>());
    }
    auto selection = select(moments, tagged, clocks, if_outside_);
    if (!selection) {
      std::ranges::move(selection.error(), std::back_inserter(errors));
      return std::nullopt;
    }
    for (core::Error& why : selection->outside) left_out.push_back({ClipOrigin{"", 0, 0, "", why.place}, std::move(why)});
    std::ranges::move(selection->passed_over, std::back_inserter(passed_over));
    MomentPtrs chosen;
    chosen.reserve(selection->moments.size());
    for (Moment& moment : selection->moments) chosen.push_back(std::make_shared<const Moment>(std::move(moment)));
    return chosen;
  }

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

Choice choose_moments(const Document& document, const TagFiles& tags, const Sources& sources) {
  Chooser chooser(tags, sources, document.policy.skip_bad_clips);
  Choice choice;
  if (document.moments) choice.moments.document = chooser.choose(*document.moments, "");
  for (const Step& step : document.steps) {
    const auto* cut = std::get_if<Cut>(&step.what);
    if (cut == nullptr || (!cut->at && !cut->remove)) continue;
    if (cut->remove && sources.why_bad(cut->input.value) != nullptr) continue;  // told where the step is evaluated
    const Moments moments = cut->at ? *cut->at : as_moments(*cut, step, document.file);
    auto chosen = chooser.choose(moments, cut->input.value);
    if (chosen) choice.moments.by_step[step.name] = std::move(*chosen);
  }
  choice.passed_over = std::move(chooser.passed_over);
  choice.left_out = std::move(chooser.left_out);
  choice.errors = std::move(chooser.errors);
  return choice;
}

core::Errors independent_of_the_rest(core::Errors faults_of_moments) {
  std::erase_if(faults_of_moments, [](const core::Error& error) { return error.code == "moments.none"; });
  return faults_of_moments;
}

}  // namespace spool::pipelines
