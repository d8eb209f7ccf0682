#include "pipelines/ffmpeg/picture_chain.h"
#include "pipelines/ffmpeg/words.h"

#include <limits>
#include <numeric>

namespace spool::pipelines {
namespace {

/// A time base and an expression that carry stamps from the source's clock to the film's: 0 is the
/// cut's slack after the first picture, so that a stamp rounded up still counts as on time. In a part of a
/// clip 0 is its own first frame, and the picture that is still shown there has a stamp before it.
Words retime(const PictureCut& cut, Rational time_base, Rational film_rate) {
  const std::int64_t p = cut.speed.num();
  const std::int64_t q = cut.speed.den();
  const std::string divided = p == 1 && q == 1 ? "" : "*" + std::to_string(q) + (p == 1 ? "" : "/" + std::to_string(p));
  // A tick p times finer: every retimed stamp is a whole number; and finer again where the slack and frames must be, too.
  const Rational frame = Rational(p) / film_rate / time_base;
  const std::int64_t parts = cut.slack.den();
  const std::int64_t finer = p * std::lcm(parts, cut.skipped > 0 ? frame.den() : 1);
  const Rational skipped = frame * Rational(finer / p) * Rational(cut.skipped);
  const auto on_time = [&](std::int64_t ticks) { return ((cut.slack + cut.origin_tick) * ticks).to_string(); };
  if (time_base.den() <= std::numeric_limits<std::int32_t>::max() / finer) {
    return {"settb=" + std::to_string(time_base.num()) + "/" + std::to_string(time_base.den() * finer),
            "setpts=(PTS-" + on_time(finer) + ")" + divided +
                (cut.skipped > 0 ? "-" + skipped.to_string() : "")};
  }
  const Rational frames = Rational(cut.skipped * parts) / film_rate / time_base;
  return {"settb=" + (time_base / parts).to_string(), "setpts=floor((PTS-" + on_time(parts) + ")" +
                                                divided + (cut.skipped > 0 ? "-" + frames.to_string() : "") +
                                                ")"};
}

Words deinterlacing(const Media& source) {
  if (source.video.empty() || !source.video.front().interlaced) return {};
  // bwdif halves the time base; the stamps of the cut are in the source's own.
  return {"bwdif=mode=send_frame:parity=auto:deint=all", "settb=" + source.pictures.time_base.to_string()};
}

Words chosen(const ClipJob& job, const char* stamps) {
  const PictureCut& cut = job.cut;
  Words filters = deinterlacing(*job.source);
  filters.push_back("trim=start_pts=" + std::to_string(cut.start_tick) + ":end_pts=" + std::to_string(cut.end_tick));
  filters.push_back(std::string(stamps) + "=checksum=0");
  return filters;
}

}  // namespace

PictureSource picture_source(const ClipJob& job) {
  if (!job.source || !job.source->has_picture()) return PictureSource::black;
  return job.source->is_still() ? PictureSource::still : PictureSource::moving;
}

std::vector<std::string> choosing_filters(const ClipJob& job, const char* stamps) {
  switch (picture_source(job)) {
    case PictureSource::moving:
      return chosen(job, stamps);
    case PictureSource::still:
      return {"trim=end_frame=1"};  // repeated once it has the film's size: scaled once, not for every frame
    case PictureSource::black:
      break;
  }
  return {"trim=end_frame=" + std::to_string(job.cut.frames)};
}

std::vector<std::string> retiming_filters(const ClipJob& job) {
  if (picture_source(job) != PictureSource::moving) return {};
  const PictureCut& cut = job.cut;
  Words filters = {"tpad=stop_mode=clone:stop=1"};
  append(filters, retime(cut, job.source->pictures.time_base, job.format.rate));
  filters.push_back("fps=" + job.format.rate.to_string() + ":start_time=0:round=up");
  if (cut.pad > 0) filters.push_back("tpad=stop_mode=clone:stop=" + std::to_string(cut.pad));
  filters.push_back("trim=end_frame=" + std::to_string(cut.frames));
  return filters;
}

}  // namespace spool::pipelines
