// A clip's picture as one filter graph, in the order that EXACT gives. Internal to ffmpeg/argv.h.
#pragma once

#include "pipelines/ffmpeg/jobs.h"

#include <array>
#include <string>
#include <vector>

namespace spool::pipelines {

/// The names under which showinfo reports the stamps of the pictures as decoded, whatever other filters a
/// document names: of a clip, and of the clip that a transition leads into.
inline constexpr std::array stamp_filters = {"showinfo@cut", "showinfo@into"};

/// A still picture that is laid over, as jobs.h has it.
struct StillInput {
  std::string file, demuxer;
};

struct PictureGraph {
  std::string text;  ///< starts at the source's picture and ends at the film's; no outer labels
  std::vector<StillInput> images;  ///< further inputs, in order
};
/// `first_image`: the number that ffmpeg gives to the first of `images`. `stamps`: of stamp_filters.
PictureGraph picture_graph(const ClipJob& job, int first_image, const char* stamps = stamp_filters[0]);

/// Where a clip's pictures come from.
enum class PictureSource { black, still, moving };
PictureSource picture_source(const ClipJob& job);

/// The source's pictures that the clip shows, each once, and the stamps that tell which they were.
std::vector<std::string> choosing_filters(const ClipJob& job, const char* stamps);
/// These at the film's rate: exactly as many as the cut has. Empty for stills and black.
std::vector<std::string> retiming_filters(const ClipJob& job);

/// The running state of a graph while effects are added to it.
struct GraphBuilder {
  const ClipJob& job;
  int next_image = 1;
  int width = 0, height = 0;         ///< of the frames as they now are
  std::vector<std::string> filters;  ///< of the chain that is open
  std::string text;                  ///< chains that are closed
  std::vector<StillInput> images;
  std::string mark;  ///< makes labels unique where two clips share one graph
  int layers = 0;    ///< images laid over so far

  void add(std::string filter) { filters.push_back(std::move(filter)); }
  void add_effect(const PictureEffect& effect);
  void add_fit(const FitOn& asked);
  /// The frame as the film has it: its size, pixels and colours.
  void settle();
};

}  // namespace spool::pipelines
