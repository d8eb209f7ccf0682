#include "pipelines/verifying/verify.h"

#include "pipelines/media/describe.h"
#include "pipelines/media/file_look.h"
#include "pipelines/media/first_look.h"
#include "pipelines/media/verdict.h"
#include "pipelines/verifying/decoded_film.h"
#include "pipelines/verifying/gather_facts.h"

#include <stdexcept>
#include <utility>

namespace spool::pipelines {

namespace asio = boost::asio;
using core::Error;
using core::Result;

namespace {

/// What keeps a file from being judged at all.
std::optional<Error> refuse(const std::string& name, const Media& media, const DecodedFilm& film) {
  if (film.decoded().too_much()) {
    return Error{"input.too_long",
                 name + " holds more than can be looked at (millions of frames)",
                 "cut it into parts first",
                 {}};
  }
  std::optional<Error> wrong = judge_streams(name, media, film.asked());
  // Colours matter to who renders from it.
  if (wrong && wrong->code != "input.hdr") return wrong;
  if (media.is_still())
    return Error{"input.not_a_film", name + " is a still picture", "spool probe tells what it holds", {}};
  return std::nullopt;
}

/// Stamps are anything that a file likes: arithmetic that overflows is its fault.
Result<FilmVerdict> judge(const std::string& name, Media media, const DecodedFilm& film) {
  try {
    fill_pictures(media, film.asked(), film.decoded());
    fill_sound(media, film.asked());
    return judge_film(gather_facts(name, media, film));
  } catch (const std::overflow_error&) {
    return Error{"input.absurd_times",
                 "the time stamps of " + name + " make no sense",
                 "give it new ones: ffmpeg -i IN -c copy OUT.mkv",
                 {}};
  }
}

}  // namespace

asio::awaitable<Result<FilmVerdict>> verify_film(core::Runner& runner, ProbeSettings settings,
                                                 std::string path) {
  const std::string name = file_name(path);
  Result<FileLook> look = co_await look_at_file_aside(path, settings.open_limit);
  if (!look) co_return look.error();
  std::optional<Error> wrong = refuse_by_first_bytes(name, look->first_bytes);
  if (wrong) co_return std::move(*wrong);

  DecodedFilm film;
  const HowToRead reading = reading_of(look->first_bytes);
  core::Command command = film_command(settings, path, reading, look->identity.size);
  const core::Ending ending = co_await runner.run(std::move(command), film);
  film.finish();
  wrong = judge_ending(name, look->first_bytes, ending, film.asked().told());
  if (wrong) co_return std::move(*wrong);
  Media media = describe_streams(film.asked());
  wrong = refuse(name, media, film);
  if (wrong) co_return std::move(*wrong);
  co_return judge(name, std::move(media), film);
}

}  // namespace spool::pipelines
