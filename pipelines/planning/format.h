// Fills in what a document leaves open about a film's format, from its first source as displayed. Pure.
// Source: LANGUAGE, "Format"; EXACT, "Colour".
#pragma once

#include <string>
#include <vector>

#include "core/error.h"
#include "pipelines/document/document.h"
#include "pipelines/ffmpeg/capabilities.h"
#include "pipelines/ffmpeg/film_format.h"
#include "pipelines/planning/reached.h"
#include "pipelines/planning/source.h"

namespace spool::pipelines {

/// The rate of a film made from this source: its own where it is constant, else the standard one nearest to its average.
Rational film_rate_of(const Media& media);

/// A film's format, and what is wrong with it.
struct ResolvedFormat {
  FilmFormat format;              ///< of use where nothing is wrong, and all sources are known
  core::Errors errors;
  bool colours_settled = false;   ///< the film's colours are known: sources can be held against them
};

/// A film at `path` from these sources. `spec` is the output's format merged over the document's. `path_place`: where the document names
/// the file; without a file: it does not. Faults: unknown encoder, container, a codec that the container does not take, what an encoder
/// does not have. Of sources that are not known nothing is guessed: what depends on them is not judged.
ResolvedFormat resolve_format(const Format& spec, const std::string& path, const core::Place& path_place, const UsedSources& used,
                              const Capabilities& ffmpeg);

/// The encoders that a format names, where nothing else of it is known. Error `document.unknown_encoder`.
core::Errors check_encoders(const Format& spec, const Capabilities& ffmpeg);

/// The film's rate alone: needed before its clips can be counted, and with them the sources that it uses.
Rational resolve_rate(const Format& spec, const std::vector<const Source*>& candidates);

}  // namespace spool::pipelines
