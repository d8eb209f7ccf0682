// From what ffprobe printed about a film to the facts that it is judged by. Pure.
#pragma once

#include "pipelines/media/media.h"
#include "pipelines/verifying/decoded_film.h"
#include "pipelines/verifying/film_facts.h"

#include <string>

namespace spool::pipelines {

/// `media`: as described by `film.asked()`, its indices filled in. Takes the first picture and every sound
/// track. Throws std::overflow_error where stamps are beyond all time.
FilmFacts gather_facts(const std::string& name, const Media& media, const DecodedFilm& film);

}  // namespace spool::pipelines
