#include "pipelines/ffmpeg/sound_chain.h"

#include "pipelines/ffmpeg/argv_parts.h"
#include "pipelines/ffmpeg/channel_layouts.h"

#include <algorithm>
#include <bit>

namespace spool::pipelines {
namespace {

const AudioStream& stream_of(const SoundPiece& piece) {
  return piece.source->audio[static_cast<std::size_t>(piece.track)];
}

/// From the source's samples, those that the piece is made of.
Words cutting(const SoundPiece& piece, const SoundCut& cut) {
  const std::string range = std::to_string(cut.first) + ":end_pts=" + std::to_string(cut.end);
  switch (cut.way) {
    case SoundWay::silence:
      return {};
    case SoundWay::stamps:
      return {"atrim=start_pts=" + range};
    case SoundWay::count:
      // From the stamp of what is decoded first: a codec's first frame may give nothing, and stamps in the
      // middle may be coarse.
      return {"asettb=1/" + std::to_string(stream_of(piece).sample_rate), "asetpts=STARTPTS+NB_CONSUMED_SAMPLES",
              "atrim=start_pts=" + range};
    case SoundWay::gaps:
      return {gaps_filled, "atrim=start_pts=" + range};
    case SoundWay::grid:
      break;
  }
  const SoundIndex& index = piece.source->sound[static_cast<std::size_t>(piece.track)];
  const std::string frame = std::to_string(index.frame_size);
  return {
      "asettb=1/" + std::to_string(stream_of(piece).sample_rate),
      "asetpts=round((STARTPTS-" + std::to_string(index.first) + ")/" + frame + ")*" + frame + "+NB_CONSUMED_SAMPLES",
      "atrim=start_pts=" + range};
}

/// Samples by which atempo is ahead of what it reads. It looks for the place that fits among those of a window, a power of two from a 24th of a
/// second on, and finds it late: by about a quarter of the window in noise, an eighth in tones. Between the two, as it depends on what sounds.
std::int64_t ahead_in_atempo(int sample_rate) { return static_cast<std::int64_t>(std::bit_ceil(static_cast<unsigned>(sample_rate) / 24)) * 3 / 16; }

/// atempo blends between half and double speed; beyond, it is repeated.
Words retiming(Rational speed, int sample_rate) {
  Words filters;
  const std::string later = "adelay=delays=" + std::to_string(ahead_in_atempo(sample_rate)) + "S:all=1";
  const auto blend = [&](const std::string& by) { append(filters, {later, "atempo=" + by}); };
  const Rational half(1, 2);
  while (speed > 2) {
    blend("2");
    speed = speed / 2;
  }
  while (speed < half) {
    blend("0.5");
    speed = speed * 2;
  }
  if (speed != Rational(1)) blend(speed.to_string());
  return filters;
}

/// To the film's rate and channels. One voice goes to both sides as loud as it was.
Words conversion(bool one_voice, const SoundFormat& format) {
  Words filters;
  if (one_voice && format.layout == "stereo") filters.emplace_back("pan=stereo|c0=c0|c1=c0");
  append(filters, resampling(format.sample_rate, format.layout, "fltp"));
  return filters;
}

struct SoundFilter {
  std::int64_t samples = 0;

  Words operator()(const GainOn& gain) const {
    return {"volume=" + decimal(gain.value) + (gain.decibels ? "dB" : "")};
  }
  Words operator()(const SoundFadeOn& fade) const {
    if (fade.samples <= 0) return {};
    // As with pictures: what is under way at the clip's first sample begins in silence that is left out again.
    const std::int64_t ahead = std::max<std::int64_t>(0, -fade.start);
    Words filters;
    if (ahead > 0) filters.push_back("adelay=delays=" + std::to_string(ahead) + "S:all=1");
    filters.push_back(std::string("afade=t=") + (fade.in ? "in" : "out") + ":start_sample=" + std::to_string(fade.start + ahead) +
                      ":nb_samples=" + std::to_string(fade.samples));
    if (ahead > 0) append(filters, {"atrim=start_sample=" + std::to_string(ahead), "asetpts=PTS-STARTPTS"});
    return filters;
  }
  Words operator()(const FilterOn& filter) const {
    if (filter.chain.empty()) return {};
    // It may have changed how many there are.
    return {filter.chain, "apad=whole_len=" + std::to_string(samples), "atrim=end_sample=" + std::to_string(samples)};
  }
};

std::string silence(std::int64_t samples, const SoundFormat& format) {
  return "anullsrc=r=" + std::to_string(format.sample_rate) + ":cl=" + format.layout +
         ",atrim=end_sample=" + std::to_string(samples);
}

}  // namespace

Words resampling(int rate, const std::string& layout, const std::string& samples) {
  return {"aresample=" + std::to_string(rate) + ":rematrix_maxval=1",
          "aformat=sample_fmts=" + samples + ":sample_rates=" + std::to_string(rate) + ":channel_layouts=" + layout};
}

Words piece_input_words(const SoundPiece& piece, const SoundCut& cut) {
  if (cut.way == SoundWay::silence) return {};
  Words seek = {"-noaccurate_seek"};
  if (cut.seek) append(seek, {"-ss", cut.seek->to_decimal(6)});
  return input_words(piece.file, std::move(seek));
}

Words effect_filters(const SoundPiece& piece) {
  Words filters;
  const SoundFilter filter{piece.skip + piece.samples};
  for (const SoundEffect& effect : piece.effects) append(filters, std::visit(filter, effect));
  return filters;
}

std::string piece_chain(const SoundPiece& piece, const SoundCut& cut, const SoundFormat& format, int input) {
  Words filters;
  std::string label;
  const std::int64_t all = piece.skip + piece.samples;
  if (cut.way == SoundWay::silence) {
    filters.push_back(silence(all, format));
  } else {
    const AudioStream& stream = stream_of(piece);
    label = "[" + std::to_string(input) + ":a:" + std::to_string(stream.ordinal) + "]";
    if (!piece.placed.empty()) filters.push_back(placed_as(piece.placed));
    append(filters, cutting(piece, cut));
    filters.emplace_back("asetpts=PTS-STARTPTS");
    if (cut.head > 0) filters.push_back("adelay=delays=" + std::to_string(cut.head) + "S:all=1");
    append(filters, retiming(piece.speed, stream.sample_rate));
    // What changes its channels comes with the film's.
    append(filters, conversion(stream.channels == 1 && !stream.channels_change, format));
    filters.push_back("apad=whole_len=" + std::to_string(all));
    filters.push_back("atrim=end_sample=" + std::to_string(all));
    filters.emplace_back("asetpts=PTS-STARTPTS");
  }
  append(filters, effect_filters(piece));
  if (piece.skip > 0) append(filters, {"atrim=start_sample=" + std::to_string(piece.skip), "asetpts=PTS-STARTPTS"});
  return label + chained(filters);
}

std::string joined_pieces(const std::vector<SoundPiece>& pieces, int sample_rate) {
  std::string graph, so_far;
  for (std::size_t begin = 0, end = 0; begin < pieces.size(); begin = end) {
    std::string run;
    for (end = begin; end < pieces.size() && (end == begin || pieces[end].overlap == 0); ++end)
      run += "[piece" + std::to_string(end) + "]";
    const std::string number = std::to_string(begin);
    if (end - begin > 1) {
      graph += run + "concat=n=" + std::to_string(end - begin) + ":v=0:a=1[run" + number + "];";
      run = "[run" + number + "]";
    }
    if (pieces[begin].overlap > 0) {
      const std::string curve = pieces[begin].blend ? "qsin" : "nofade";
      graph += so_far + run + "acrossfade=ns=" + std::to_string(pieces[begin].overlap) + ":c1=" + curve +
               ":c2=" + curve + "[met" + number + "];";
      run = "[met" + number + "]";
    }
    so_far = run;
  }
  // The stamps that these filters make are microseconds: counted anew in samples.
  return graph + so_far + "asettb=1/" + std::to_string(sample_rate) + ",asetpts=NB_CONSUMED_SAMPLES[sound]";
}

}  // namespace spool::pipelines
