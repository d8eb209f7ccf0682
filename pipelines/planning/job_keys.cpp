#include "pipelines/planning/job_keys.h"

#include "core/ascii.h"
#include "core/cache/digest.h"
#include "core/utf8.h"
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/words.h"
#include "pipelines/planning/film_builder.h"
#include "pipelines/planning/job_key_filters.h"
#include "pipelines/planning/job_key_parts.h"

#include <algorithm>
#include <map>

namespace spool::pipelines {
namespace {

// ---- what a job reads outside the work folder ----

struct ReadFile {
  std::string path;
  bool by_content = false;  ///< ffmpeg knows what it is whatever its name ends with
};

class Reads {
 public:
  void operator()(const ClipJob& job) {
    if (job.source) add_source(job.file, *job.source);
    for (const PictureEffect& effect : job.effects) {
      if (const auto* title = std::get_if<TitleOn>(&effect)) add({title->font_file, true});
      if (const auto* overlay = std::get_if<OverlayOn>(&effect)) add({overlay->image, false});
      if (const auto* filter = std::get_if<FilterOn>(&effect)) add_filter(*filter);
    }
  }
  void operator()(const TransitionJob& job) {
    (*this)(job.before);
    (*this)(job.after);
  }
  void operator()(const SoundPiece& piece) {
    if (piece.source) add_source(piece.file, *piece.source);
    for (const SoundEffect& effect : piece.effects) {
      if (const auto* filter = std::get_if<FilterOn>(&effect)) add_filter(*filter);
    }
  }
  void operator()(const SoundJob& job) {
    for (const SoundPiece& piece : job.pieces) (*this)(piece);
  }
  void operator()(const RemuxJob& job) { add_source(job.source->path, *job.source); }
  void operator()(const StageJob& job) {
    (*this)(job.clip);
    if (job.sound) (*this)(*job.sound);
  }
  void operator()(const SoundJoinJob&) {}
  void operator()(const JoinJob&) {}
  void operator()(const RewrapJob&) {}
  void operator()(const ConcatJob&) {}

  [[nodiscard]] const std::vector<ReadFile>& files() const { return files_; }
  [[nodiscard]] bool more_than_files() const { return more_; }

 private:
  void add_source(const std::string& file, const Media& media) {
    // By the first bytes these two are known beyond doubt; with others the name's end has a say.
    add({file, media.kind == ContainerKind::mp4 || media.kind == ContainerKind::matroska});
  }
  void add_filter(const FilterOn& filter) {
    for (std::string& path : files_named_in(filter.chain)) add({std::move(path), false});
    more_ = more_ || asks_the_machine(filter.chain);
  }
  void add(ReadFile file) {
    if (!file.path.starts_with('/')) return;  // a work file, or nothing
    const auto same = [&](const ReadFile& other) { return other.path == file.path; };
    if (std::none_of(files_.begin(), files_.end(), same)) files_.push_back(std::move(file));
  }

  std::vector<ReadFile> files_;
  bool more_ = false;
};

Reads reads_of(const JobSpec& spec) {
  Reads reads;
  std::visit(reads, spec);
  return reads;
}

std::string ending_of(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? "" : core::lower(name.substr(dot));
}

// ---- the job with contents in the place of names ----

/// What stands for a file: its content's digest, or the key of the job that makes it.
using Tokens = std::map<std::string, std::string, std::less<>>;

struct Anonymous {
  const Tokens& tokens;

  void rename(std::string& file) const {
    if (const auto token = tokens.find(file); token != tokens.end()) file = token->second;
  }
  /// A clip's own file keeps its name here: which stream is taken depends on it. See `canonical`.
  void operator()(ClipJob& job) const {
    for (PictureEffect& effect : job.effects) {
      if (auto* title = std::get_if<TitleOn>(&effect)) rename(title->font_file);
    }
    job.output = "out";
  }
  void operator()(TransitionJob& job) const {
    (*this)(job.before);
    (*this)(job.after);
    job.output = "out";
  }
  void operator()(SoundJob& job) const { job.output = "out"; }
  void operator()(SoundJoinJob& job) const {
    for (std::string& part : job.parts) rename(part);
    job.output = "out";
  }
  void operator()(JoinJob& job) const {
    for (JoinPart& part : job.parts) rename(part.file);
    rename(job.sound);
    job.list = "list";
    job.output = "out";
  }
  void operator()(RemuxJob& job) const { job.output = "out"; }
  void operator()(RewrapJob& job) const { job.output = "out"; }
  void operator()(StageJob& job) const {
    (*this)(job.clip);
    job.output = "out";
  }
  void operator()(ConcatJob& job) const { job.output = "out"; }
};

void add_word(std::string& text, std::string_view word) {
  text += std::to_string(word.size()) + ":";
  text += word;
}

/// Everything that decides the job's bytes but ffmpeg itself: what ffmpeg is told, with contents in the place
/// of names.
std::string canonical(JobSpec spec, const Tokens& tokens, int ffmpeg_major) {
  std::visit(Anonymous{tokens}, spec);
  Tools tools;
  tools.major = ffmpeg_major;
  Tokens inputs;
  for (const auto& [file, token] : tokens) inputs.emplace(as_file(file), token);
  std::string text;
  bool input = false;
  for (const std::string& word : argv_of(spec, tools)) {
    const auto token = input ? inputs.find(word) : inputs.end();
    add_word(text, token == inputs.end() ? std::string_view(word) : token->second);
    input = word == "-i";
  }
  if (const auto* join = std::get_if<JoinJob>(&spec)) add_word(text, concat_list(*join));
  return text;
}

// ---- keys ----

/// Enough to tell two apart in a sentence.
std::string short_digest(std::string_view text) {
  constexpr std::size_t digits = 12;
  return core::digest_of(text).substr(0, digits);
}

class KeyMaker {
 public:
  KeyMaker(const FilmPlan& plan, const ContentOf& content, const std::string& ffmpeg)
      : plan_(plan), content_(content), ffmpeg_(ffmpeg), short_of_ffmpeg_(short_digest(ffmpeg)), keys_(plan.jobs.size()) {}

  std::vector<std::optional<JobKey>> make() {
    for (std::size_t i = 0; i < plan_.jobs.size(); ++i) keys_[i] = key_of(plan_.jobs[i]);
    return std::move(keys_);
  }

 private:
  std::optional<JobKey> key_of(const Job& job) const {
    const Reads reads = reads_of(job.spec);
    if (reads.more_than_files()) return std::nullopt;
    JobKey key;
    const NamedTexts own = parts_of(job.spec);
    key.parts.reserve(reads.files().size() + job.needs.size() + own.size() + 2);  // of a hundred thousand jobs
    Tokens tokens;
    std::string contents;
    for (const ReadFile& file : reads.files()) {
      const auto digest = content_(file.path);
      if (!digest) return std::nullopt;
      std::string token = "content-" + *digest + (file.by_content ? "" : ending_of(file.path));
      const std::string name = core::replace_invalid(file.path.substr(file.path.rfind('/') + 1));
      key.parts.emplace_back("source " + name, short_digest(token));
      add_word(contents, token);
      tokens.emplace(file.path, std::move(token));
    }
    for (const JobIndex need : job.needs) {
      const auto& made = keys_[need];
      if (!made) return std::nullopt;
      key.parts.emplace_back("job " + plan_.jobs[need].id, short_digest(made->digest));
      tokens.emplace(output_of(plan_.jobs[need].spec), "made-" + made->digest);
    }
    for (const auto& [name, text] : own) key.parts.emplace_back(name, short_digest(text));
    key.parts.emplace_back("ffmpeg", short_of_ffmpeg_);
    key.parts.emplace_back("spool", std::to_string(plan_version));

    std::string all;
    add_word(all, "spool job " + std::to_string(plan_version));
    add_word(all, ffmpeg_);
    add_word(all, contents);
    add_word(all, canonical(job.spec, tokens, plan_.ffmpeg_major));
    key.digest = core::digest_of(all);
    return key;
  }

  const FilmPlan& plan_;
  const ContentOf& content_;
  const std::string& ffmpeg_;
  std::string short_of_ffmpeg_;
  std::vector<std::optional<JobKey>> keys_;
};

}  // namespace

std::vector<std::optional<JobKey>> job_keys(const FilmPlan& plan, const ContentOf& content,
                                            const std::string& ffmpeg) {
  return KeyMaker(plan, content, ffmpeg).make();
}

std::vector<std::string> files_read_by(const JobSpec& job) {
  std::vector<std::string> paths;
  const Reads reads = reads_of(job);
  for (const ReadFile& file : reads.files()) paths.push_back(file.path);
  return paths;
}

}  // namespace spool::pipelines
