#include "pipelines/planning/estimate.h"

#include "pipelines/ffmpeg/channel_layouts.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace spool::pipelines {
namespace {

constexpr double start_of_ffmpeg = 0.07;  // seconds
constexpr double decode_per_pixel = 2.5e-9;
constexpr double encode_per_pixel = 1.4e-8;  // x264 veryfast with a scale before it
constexpr double open_source = 0.013;
constexpr double decode_sound_per_second = 0.002;
constexpr double encode_sound_per_second = 0.033;  // aac
constexpr double bits_per_pixel = 0.09;  // at crf 23
constexpr double copy_bytes_per_second = 2e8;

double preset_factor(std::string_view preset) {
  struct Factor {
    std::string_view preset;
    double factor;
  };
  constexpr std::array<Factor, 9> factors = {{{"ultrafast", 0.5}, {"superfast", 0.7}, {"veryfast", 1}, {"faster", 1.6},
                                              {"fast", 2.2}, {"medium", 2.7}, {"slow", 4.5}, {"slower", 9}, {"veryslow", 17}}};
  const auto found = std::ranges::find(factors, preset, &Factor::preset);
  return found == factors.end() ? 2.7 : found->factor;
}

double pixels(const PictureFormat& format) { return static_cast<double>(format.width) * format.height; }

double encoding(const PictureFormat& format, std::int64_t frames) {
  return static_cast<double>(frames) * pixels(format) * encode_per_pixel * preset_factor(format.preset);
}

/// Pictures that are decoded for a clip: its own, and those from the keyframe on.
double decoded_pixels(const ClipJob& job) {
  if (!job.source || job.source->is_still()) return 0;
  const VideoStream& video = job.source->video.front();
  const double own = static_cast<double>(job.cut.end - job.cut.first);
  const double from = job.from_start || !job.cut.seek ? job.source->start.approximate() : job.cut.seek->approximate();
  const double before = std::max(0.0, job.cut.t0.approximate() - from) * video.average_rate.approximate();
  return (own + before) * video.width * video.height;
}

double bits_of(const PictureFormat& format, std::int64_t frames) {
  return static_cast<double>(frames) * pixels(format) * bits_per_pixel;
}

std::uint64_t pcm_bytes(const SoundFormat& format, std::int64_t samples) {
  return static_cast<std::uint64_t>(samples) * static_cast<std::uint64_t>(format.channels()) * 2;
}

/// Samples of 32 bits, of sound that is decoded on its own.
double decoded_sound_bytes(const RemuxJob& job) {
  double bytes = 0;
  for (const AudioStream& audio : job.source->audio) {
    if (audio.channels_change) bytes += job.source->seconds.approximate() * audio.sample_rate * channels_in(job.layout) * 4;
  }
  return bytes;
}

std::uint64_t sound_bytes(const SoundFormat& format, std::int64_t samples, bool encoded) {
  return encoded ? pcm_bytes(format, samples) / 10 : pcm_bytes(format, samples);
}

double bytes_a_second(const Media& source) {
  return static_cast<double>(source.identity.size) / std::max(0.001, source.seconds.approximate());
}

/// Of pictures that are copied: as much of the source as they last.
double copied_bytes(const ClipJob& job) {
  return (Rational(job.frames()) / job.format.rate).approximate() * bytes_a_second(*job.source);
}

std::int64_t frames_of(const std::vector<JoinPart>& parts) {
  std::int64_t frames = 0;
  for (const JoinPart& part : parts) frames += part.frames;
  return frames;
}

struct Cost {
  double operator()(const ClipJob& job) const {
    if (job.copied) return start_of_ffmpeg + copied_bytes(job) / copy_bytes_per_second;
    return start_of_ffmpeg + decoded_pixels(job) * decode_per_pixel + encoding(job.format, job.frames());
  }
  double operator()(const TransitionJob& job) const {
    const ClipJob& clip = job.before;
    const double decode = (decoded_pixels(clip) + decoded_pixels(job.after)) * decode_per_pixel;
    return start_of_ffmpeg + decode + encoding(clip.format, job.frames());
  }
  double operator()(const SoundJob& job) const {
    if (job.copied) return start_of_ffmpeg;
    const double seconds = static_cast<double>(job.samples()) / job.format.sample_rate;
    const double a_second = decode_sound_per_second + (job.encode ? encode_sound_per_second : 0);
    return start_of_ffmpeg + open_source * static_cast<double>(job.pieces.size()) + a_second * seconds;
  }
  double operator()(const SoundJoinJob& job) const { return start_of_ffmpeg * (job.encode ? 10 : 1); }
  double operator()(const JoinJob& job) const {
    return start_of_ffmpeg + bits_of(job.format.picture, frames_of(job.parts)) / 8 / copy_bytes_per_second;
  }
  double operator()(const RemuxJob& job) const {
    const double decoding = decoded_sound_bytes(job) > 0 ? decode_sound_per_second * job.source->seconds.approximate() : 0;
    return start_of_ffmpeg + decoding + static_cast<double>(job.source->identity.size) / copy_bytes_per_second;
  }
  double operator()(const RewrapJob&) const { return start_of_ffmpeg; }
  double operator()(const StageJob& job) const { return (*this)(job.clip); }
  double operator()(const ConcatJob& job) const {
    return start_of_ffmpeg + encoding(job.format.picture, frames_of(job.parts));
  }
};

struct Bytes {
  std::uint64_t operator()(const ClipJob& job) const {
    if (job.copied) return static_cast<std::uint64_t>(copied_bytes(job));
    return static_cast<std::uint64_t>(bits_of(job.format, job.frames()) / 8);
  }
  std::uint64_t operator()(const TransitionJob& job) const { return (*this)(job.before); }
  std::uint64_t operator()(const SoundJob& job) const { return sound_bytes(job.format, job.samples(), job.encode); }
  std::uint64_t operator()(const SoundJoinJob&) const { return 0; }  // counted with its parts, which are as large
  std::uint64_t operator()(const JoinJob& job) const {
    return static_cast<std::uint64_t>(bits_of(job.format.picture, frames_of(job.parts)) / 8);
  }
  std::uint64_t operator()(const RemuxJob& job) const {
    return job.source->identity.size + static_cast<std::uint64_t>(decoded_sound_bytes(job));
  }
  std::uint64_t operator()(const RewrapJob&) const { return 0; }
  std::uint64_t operator()(const StageJob& job) const {
    return (*this)(job.clip) + (job.sound ? pcm_bytes(job.sound_format, job.sound->samples) : 0);
  }
  std::uint64_t operator()(const ConcatJob& job) const {
    return static_cast<std::uint64_t>(bits_of(job.format.picture, frames_of(job.parts)) / 8);
  }
};

}  // namespace

bool copying_pays(const PictureFormat& format, std::int64_t frames) {
  return encoding(format, frames) > 2 * start_of_ffmpeg;
}

double cost_of(const JobSpec& spec) { return std::visit(Cost{}, spec); }

std::uint64_t bytes_of(const JobSpec& spec) { return std::visit(Bytes{}, spec); }

void estimate(FilmPlan& plan, int slots) {
  double total = 0;
  std::vector<double> ready_at(plan.jobs.size(), 0);
  double longest_chain = 0;
  for (std::size_t i = 0; i < plan.jobs.size(); ++i) {
    const Job& job = plan.jobs[i];
    double start = 0;
    for (const JobIndex need : job.needs) start = std::max(start, ready_at[need]);
    ready_at[i] = start + job.cost;
    longest_chain = std::max(longest_chain, ready_at[i]);
    total += job.cost;
    plan.work_bytes += bytes_of(job.spec);
  }
  plan.estimated_seconds = std::max(longest_chain, total / std::max(1, slots));
  for (const PlannedOutput& output : plan.outputs) {
    plan.film_bytes += bytes_of(plan.jobs[output.job].spec);
  }
  // Pictures can be black and sound silent: what is certain is little.
  plan.least_bytes = (plan.work_bytes + plan.film_bytes) / 20;
}

}  // namespace spool::pipelines
