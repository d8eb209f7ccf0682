#include "pipelines/verifying/copied_film.h"

#include "pipelines/ffmpeg/copied_packets.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace spool::pipelines {

namespace asio = boost::asio;
using core::Error;
using core::Result;

namespace {

class Printed final : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    said_.append(chunk);
    return true;
  }
  void on_stderr(std::string_view chunk) override {
    constexpr std::size_t enough = 2000;
    words_.append(chunk.substr(0, enough - std::min(enough, words_.size())));
  }
  [[nodiscard]] const std::string& said() const { return said_; }
  [[nodiscard]] const std::string& words() const { return words_; }

 private:
  std::string said_, words_;
};

Error wrong_film(const std::string& what) {
  return {"render.wrong_film",
          "the finished film is not as planned: " + what,
          "this is a fault of Spool or of ffmpeg: please report it with the run's log; with a `crf` in `format` all is encoded",
          {}};
}

asio::awaitable<Result<Digests>> ask(core::Runner& runner, const CopiedLook& look, std::vector<std::string> argv) {
  Printed printed;
  core::Command command;
  command.argv = std::move(argv);
  command.folder = look.folder;
  command.timeout = look.time_limit;
  const core::Ending ending = co_await runner.run(std::move(command), printed);
  if (!core::succeeded(ending)) co_return wrong_film("it does not play: " + printed.words());
  co_return parse_digests(printed.said());
}

/// `begin` to `end` of many in portions that one process takes.
struct Portion {
  std::size_t begin = 0, end = 0;
};
std::vector<Portion> portions_of(std::size_t count) {
  std::vector<Portion> portions;
  for (std::size_t begin = 0; begin < count; begin += looked_at_once) {
    portions.push_back({begin, std::min(count, begin + looked_at_once)});
  }
  return portions;
}

template <class Item>
std::vector<Item> items_in(const std::vector<Item>& all, Portion portion) {
  return {all.begin() + static_cast<std::ptrdiff_t>(portion.begin), all.begin() + static_cast<std::ptrdiff_t>(portion.end)};
}

class CopyCheck {
 public:
  CopyCheck(core::Runner& runner, CopiedLook look, const JoinJob& join, std::string film)
      : runner_(runner), look_(std::move(look)), film_(std::move(film)), rate_(join.format.picture.rate) {
    std::int64_t frame = 0;
    bool after_copied = false;
    for (const JoinPart& part : join.parts) {
      if (part.copied) {
        files_.push_back(part.file);
        begins_.push_back(frame);
      }
      if (part.copied || after_copied) seams_.push_back(Rational(frame) / rate_);
      after_copied = part.copied;
      frame += part.frames;
    }
  }

  asio::awaitable<Result<void>> check_packets() {
    const std::vector<std::string> itself = {film_};
    std::vector<std::string> argv = digests_argv(itself, look_.codec, look_.tools);
    auto film = co_await ask(runner_, look_, std::move(argv));
    if (!film) co_return film.error();
    if (film->size() != 1) co_return wrong_film("it has no pictures");
    for (const Portion& portion : portions_of(files_.size())) {
      const std::vector<std::string> files = items_in(files_, portion);
      std::vector<std::string> asked = digests_argv(files, look_.codec, look_.tools);
      auto parts = co_await ask(runner_, look_, std::move(asked));
      if (!parts) co_return parts.error();
      parts->resize(files.size());
      for (std::size_t i = 0; i < files.size(); ++i) {
        const std::int64_t begins = begins_[portion.begin + i];
        if (!stands_at(film->front(), (*parts)[i], begins)) co_return wrong_film("what was copied to " + moment_of(begins) + " is not there");
      }
    }
    co_return Result<void>();
  }

  asio::awaitable<Result<void>> check_seams() {
    for (const Portion& portion : portions_of(seams_.size())) {
      const std::vector<Rational> times = items_in(seams_, portion);
      std::vector<std::string> argv = seams_argv(film_, times, look_.tools);
      auto decoded = co_await ask(runner_, look_, std::move(argv));
      if (!decoded) co_return decoded.error();
      if (decoded->size() != times.size()) co_return wrong_film("it cannot be decoded from each of its parts on");
    }
    co_return Result<void>();
  }

 private:
  [[nodiscard]] std::string moment_of(std::int64_t frame) const { return (Rational(frame) / rate_).to_decimal(3) + " s"; }

  /// A part's packets stand together in the film as they do in the part: no picture is decoded across a seam.
  static bool stands_at(const std::vector<std::string>& film, const std::vector<std::string>& part, std::int64_t frame) {
    const auto at = static_cast<std::size_t>(frame);
    return !part.empty() && at + part.size() <= film.size() &&
           std::equal(part.begin(), part.end(), film.begin() + static_cast<std::ptrdiff_t>(at));
  }

  core::Runner& runner_;
  CopiedLook look_;
  std::string film_;
  Rational rate_;
  std::vector<std::string> files_;    ///< of the copied parts
  std::vector<std::int64_t> begins_;  ///< frame at which each of them begins
  std::vector<Rational> seams_;       ///< seconds at which a copied part begins or has ended
};

}  // namespace

asio::awaitable<Result<void>> check_copied_part(core::Runner& runner, CopiedLook look, std::string file, std::string list) {
  std::vector<std::string> argv = part_digests_argv(file, look.codec, look.tools);
  auto copied = co_await ask(runner, look, std::move(argv));
  if (!copied) co_return wrong_copy("the copy does not play");
  copied->resize(2);
  const Digests source = parse_digests(list);
  if (source.size() != 1 || copied->front() != source.front()) co_return wrong_copy("the copy is not what the source holds");
  const std::vector<std::string>& parameters = copied->back();
  const bool one = std::ranges::adjacent_find(parameters, std::ranges::not_equal_to()) == parameters.end();
  if (!one) co_return wrong_copy("its parameters change on the way");
  co_return Result<void>();
}

asio::awaitable<Result<void>> check_copied_film(core::Runner& runner, CopiedLook look, JoinJob join, std::string film) {
  if (std::ranges::none_of(join.parts, &JoinPart::copied)) co_return Result<void>();
  CopyCheck check(runner, std::move(look), join, std::move(film));
  Result<void> packets = co_await check.check_packets();
  if (!packets) co_return packets;
  Result<void> seams = co_await check.check_seams();
  co_return seams;
}

}  // namespace spool::pipelines
