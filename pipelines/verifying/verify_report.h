// What `spool verify` tells about a film: for a program and for a person.
#pragma once

#include "pipelines/verifying/judge_film.h"

#include <string>

namespace spool::pipelines {

/// One JSON object, without a line end: `{path, ok, frames, samples, seconds, checks: [{name, ok, at?,
/// reason?}]}`, `at` in seconds. Names that are not UTF-8 have lone surrogates for their bytes.
std::string verify_json(const std::string& path, const FilmVerdict& verdict);

/// The film, what was decoded, and a line for each property.
std::string verify_text(const std::string& path, const FilmVerdict& verdict);

}  // namespace spool::pipelines
