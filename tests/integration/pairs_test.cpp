// Every kind of source joined with every other, both ways: the pictures and samples that EXACT names, upright, in their
// own shape and colours, the sound in its place. What is expected is worked out from the sources as ffmpeg decodes them.
#include "tests/integration/film.h"
#include "tests/integration/marked_picture.h"
#include "tests/integration/pair_sources.h"
#include "tests/integration/sound.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <map>
#include <numeric>
#include <random>
#include <sstream>

namespace spool::test {
namespace {

constexpr const char* read_so_far = "4";  // seconds: no moment is later
constexpr int across = 48, down = 32;     // of thumbnails

double number_of(const std::string& fraction) {
  const std::size_t slash = fraction.find('/');
  return std::stod(fraction) / (slash == std::string::npos ? 1 : std::stod(fraction.substr(slash + 1)));
}

std::vector<std::string> values(const std::string& file, std::vector<std::string> asked) {
  std::vector<std::string> argv = {"ffprobe", "-v", "fatal", "-of", "csv=p=0"};
  argv.insert(argv.end(), asked.begin(), asked.end());
  argv.push_back(file);
  std::vector<std::string> found;
  for (const std::string& line : lines_of(run(argv).out)) {
    const std::string value = line.substr(0, line.find(','));
    if (!value.empty() && value != "N/A") found.push_back(value);
  }
  return found;
}

/// A source as plain ffmpeg has it. Times are seconds from its container's start.
struct Reference {
  std::vector<double> times;  ///< of its pictures
  double tick = 0, sound_begins = 0;
  std::vector<std::vector<Colour>> thumbnails;  ///< of real footage
};

const Reference& reference_of(const PairSource& source) {
  static std::map<std::string, Reference> known;
  const auto [found, is_new] = known.try_emplace(source.file);
  Reference& reference = found->second;
  if (!is_new) return reference;
  const std::string file = path_of(source);
  const double start = std::max(0.0, std::stod(values(file, {"-show_entries", "format=start_time"}).front()));
  const std::string interval = "%+" + std::string(read_so_far);
  for (const std::string& time :
       values(file, {"-select_streams", "v:0", "-read_intervals", interval, "-show_entries", "frame=best_effort_timestamp_time"}))
    reference.times.push_back(std::stod(time) - start);
  reference.tick = number_of(values(file, {"-select_streams", "v:0", "-show_entries", "stream=time_base"}).front());
  const auto heard = values(file, {"-select_streams", "a:" + std::to_string(source.track - 1), "-read_intervals", "%+1", "-show_entries", "frame=pts_time"});
  if (!heard.empty()) reference.sound_begins = std::stod(heard.front()) - start;
  if (!source.is_marked()) {
    const Pictures pictures = decoded(file, across, down, {"-t", read_so_far});
    for (std::size_t i = 0; i < pictures.count(); ++i) reference.thumbnails.push_back(pictures.thumbnail(i, {0, 0, across, down}, across, down));
  }
  return reference;
}

/// The clip of a source's moment: which pictures it shows, by index.
struct Clip {
  const PairSource& source;
  const Reference& reference;
  double t0 = 0;
  std::vector<int> pictures;
};

Clip clip_of(const PairSource& source, double film_rate) {
  const Reference& reference = reference_of(source);
  const double t0 = shown_in(reference.times, source.start, source.end, film_rate).from;
  return {source, reference, t0, pictures_of(reference.times, source.start, source.end, film_rate, reference.tick)};
}

// ---- the picture
// ---------------------------------------------------------------------------------------------------------

void expect_marked(const Clip& clip, const Pictures& film, std::size_t begin) {
  std::vector<int> expected, shown;
  for (std::size_t i = 0; i < clip.pictures.size(); ++i) {
    const int number = clip.source.number(clip.pictures[i]);
    const Area area = middle_of(film.width(), film.height(), clip.source.aspect_at(number));
    expected.push_back(number);
    shown.push_back(number_in(film, begin + i, area));
    if (i == 0 || i + 1 == clip.pictures.size()) expect_as_drawn(film, begin + i, area);
  }
  EXPECT_EQ(shown, expected) << clip.source.file;
}

void expect_real(const Clip& clip, const Pictures& film, std::size_t begin) {
  constexpr double alike = 7, as_good = 0.5;  // levels of 255: another size, another encoding; neighbours that stand still
  const auto& known = clip.reference.thumbnails;
  const Area area = middle_of(film.width(), film.height(), clip.source.aspect);
  for (std::size_t i = 0; i < clip.pictures.size(); ++i) {
    const int named = clip.pictures[i];
    const auto seen = film.thumbnail(begin + i, area, across, down);
    const double off = difference(seen, known.at(static_cast<std::size_t>(named)));
    EXPECT_LT(off, alike) << clip.source.file << ", frame " << i;
    for (const int other : {named - 2, named - 1, named + 1, named + 2}) {
      if (other < 0 || other >= static_cast<int>(known.size())) continue;
      EXPECT_LT(off, difference(seen, known[static_cast<std::size_t>(other)]) + as_good)
          << clip.source.file << ", frame " << i << " shows picture " << other << " and not " << named;
    }
  }
}

// ---- the sound
// ---------------------------------------------------------------------------------------------------------

Samples heard(const std::string& file, int track, int rate, const std::vector<std::string>& filters = {}) {
  const Folder folder;
  std::vector<std::string> argv = {"ffmpeg", "-nostdin", "-v", "fatal", "-t", read_so_far, "-i", file, "-map", "0:a:" + std::to_string(track - 1) + "?"};
  argv.insert(argv.end(), filters.begin(), filters.end());
  argv.insert(argv.end(), {"-ac", "1", "-ar", std::to_string(rate), "-f", "s16le", folder / "sound"});
  run(argv);
  return samples_in(read_file(folder / "sound"));
}

/// What should be heard of a clip, by the source as plain ffmpeg decodes it.
Samples expected_sound(const Clip& clip, int rate, std::int64_t samples) {
  Samples expected(static_cast<std::size_t>(samples), 0);
  if (clip.source.sample_rate == 0) return expected;
  std::vector<std::string> filters;
  if (clip.source.sound_gaps) filters = {"-af", "aresample=async=1:min_hard_comp=0.001"};
  const Samples whole = heard(path_of(clip.source), clip.source.track, rate, filters);
  const std::int64_t first = std::llround((clip.t0 - clip.reference.sound_begins) * rate);
  for (std::int64_t i = 0; i < samples; ++i) {
    const std::int64_t at = first + i;
    if (at >= 0 && at < static_cast<std::int64_t>(whole.size())) expected[static_cast<std::size_t>(i)] = whole[static_cast<std::size_t>(at)];
  }
  return expected;
}

double loudness(const Samples& sound, std::int64_t from, std::int64_t to) {
  double power = 0;
  for (std::int64_t i = from; i < to; ++i) power += std::pow(sound[static_cast<std::size_t>(i)], 2);
  return std::sqrt(power / static_cast<double>(to - from));
}

void expect_sound(const Clip& clip, const Samples& film, std::int64_t begin, std::int64_t samples, int rate) {
  const Samples expected = expected_sound(clip, rate, samples);
  const std::int64_t step = rate / 40, reach = rate / 100;
  std::int64_t loudest = -1;
  double most = 0;
  for (std::int64_t at = reach; at + 4 * step + reach < samples; at += step) {
    const double there = loudness(expected, at, at + 4 * step);
    if (there > most) loudest = at, most = there;
    constexpr double silent = 2, nearly = 60;  // what an encoder leaves of noise beside it
    if (loudness(expected, at - reach, at + 4 * step + reach) < silent) {
      EXPECT_LT(loudness(film, begin + at, begin + at + 4 * step), nearly) << clip.source.file << ": not silent at " << at;
    }
  }
  if (clip.source.sample_rate == 0 || clip.source.is_silent) return;
  constexpr double audible = 50;
  ASSERT_GT(most, audible) << clip.source.file << ": nothing to hear in the source's moment";
  constexpr double by_chance = 0.005;  // music of one low tone
  const Lag lag = lag_of(film, begin + loudest, expected, loudest, 4 * step, reach, by_chance);
  constexpr double alike = 0.5;  // noise that lies half a sample off, or is coded hard
  EXPECT_GT(lag.likeness, alike) << clip.source.file << ": other sound";
  EXPECT_LE(std::abs(lag.samples), 1 + std::llround(clip.source.sound_slack * rate)) << clip.source.file << ": out of sync by " << lag.samples << " samples";
}

// ---- films
// ---------------------------------------------------------------------------------------------------------

using Positions = std::vector<std::size_t>;

std::string input(const PairSource& source) {
  return "{file: '" + path_of(source) + "'" + (source.track > 1 ? ", track: " + std::to_string(source.track) : "") + "}";
}

std::string moment(const PairSource& source) {
  std::ostringstream text;
  text << "at: [{start: " << source.start << ", end: " << source.end << "}]";
  return text.str();
}

/// Films of one source followed by each of the others.
std::string document(const PairSource& first, const Positions& others) {
  std::ostringstream inputs, steps, films;
  for (const std::size_t other : others) {
    const PairSource& second = pair_sources()[other];
    inputs << "  in" << other << ": " << input(second) << "\n";
    steps << "  cut" << other << ": {cut: in" << other << ", " << moment(second) << "}\n  film" << other << ": {concat: [one, cut" << other << "]}\n";
    films << "  film" << other << ": film" << other << ".mp4\n";
  }
  return "inputs:\n  first: " + input(first) + "\n" + inputs.str() + "steps:\n  one: {cut: first, " + moment(first) + "}\n" + steps.str() +
         "format: {size: 180p, crf: 18, preset: ultrafast}\noutput:\n" + films.str();
}

struct Joined {
  const PairSource &first, &second;
  boost::json::object planned;
};

void expect_exact(const Joined& film) {
  const std::string path(film.planned.at("path").as_string());
  SCOPED_TRACE(film.first.file + " and " + film.second.file);
  EXPECT_EQ(film.planned.at("fps").as_string(), film.first.rate);
  const double rate = number_of(film.first.rate);
  const Clip one = clip_of(film.first, rate), two = clip_of(film.second, rate);
  const auto frames = static_cast<std::int64_t>(one.pictures.size() + two.pictures.size());
  EXPECT_EQ(film.planned.at("frames").as_int64(), frames);

  const int width = static_cast<int>(film.planned.at("width").as_int64()), height = static_cast<int>(film.planned.at("height").as_int64());
  EXPECT_EQ(std::min(width, height), 180);
  EXPECT_NEAR(width, height * film.first.aspect, 2);
  ASSERT_TRUE(std::filesystem::exists(path)) << "no film";
  const Pictures shown = decoded(path, width, height);
  ASSERT_EQ(static_cast<std::int64_t>(shown.count()), frames);
  std::size_t begin = 0;
  for (const Clip& clip : {one, two}) {
    clip.source.is_marked() ? expect_marked(clip, shown, begin) : expect_real(clip, shown, begin);
    begin += clip.pictures.size();
  }

  const PairSource& like = film.first.sample_rate > 0 ? film.first : film.second;
  const int sample_rate = like.sample_rate;
  const auto samples_at = [&](std::size_t frame) { return std::llround(static_cast<double>(frame) * sample_rate / rate); };
  const std::int64_t samples = samples_at(one.pictures.size() + two.pictures.size()), join = samples_at(one.pictures.size());
  EXPECT_EQ(film.planned.at("samples").as_int64(), samples);
  const Film facts = look_at(path);
  EXPECT_EQ(facts.channels, like.channels);
  EXPECT_GE(facts.samples, samples);
  EXPECT_LT(facts.samples, samples + 1024);
  if (sample_rate == 0 || facts.samples < samples) return;
  const Samples sound = heard(path, 1, sample_rate);
  expect_sound(one, sound, 0, join, sample_rate);
  expect_sound(two, sound, join, samples - join, sample_rate);
}

/// Channels that the film, which is as its first source, has no place for.
void say_what_is_folded(const PairSource& source, const PairSource& first, std::vector<std::string>& all) {
  if (first.channels == 0 || source.channels <= first.channels || source.channels == 0) return;
  const auto named = [](int channels) { return std::map<int, std::string>{{1, "mono"}, {2, "stereo"}, {6, "5.1"}, {8, "7.1"}}.at(channels); };
  const std::string plain = named(source.channels) + " sound", sentence = plain + " becomes " + named(first.channels);
  const auto said = std::ranges::find(all, plain);
  if (said == all.end()) {
    all.push_back(sentence);
  } else {
    *said = sentence;
  }
}

/// What the dry run says of a source.
std::vector<std::string> what_is_said(const PairSource& source, const PairSource& first, bool heard) {
  std::vector<std::string> all;
  const auto words = [](const std::string& rate) {
    std::ostringstream text;
    text << std::setprecision(5) << number_of(rate);
    return text.str();
  };
  if (source.is_variable() || source.rate != first.rate) all.push_back(source.pace + " → " + words(first.rate));
  all.insert(all.end(), source.decided.begin(), source.decided.end());
  if (heard && source.sample_rate == 0) all.emplace_back("no sound: silent");
  say_what_is_folded(source, first, all);
  if (source.file.ends_with("ts") || source.file.ends_with("mpg") || source.file.ends_with("mpeg"))
    all.emplace_back("copied into an mp4 first, to be cut exactly");
  return all;
}

void expect_said(const boost::json::object& plan, const PairSource& first, const Positions& others) {
  const auto& sources = plan.at("sources").as_array();
  ASSERT_EQ(sources.size(), others.size() + 1);
  bool heard = first.sample_rate > 0;
  for (const std::size_t other : others) heard = heard || pair_sources()[other].sample_rate > 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const PairSource& source = i == 0 ? first : pair_sources()[others[i - 1]];
    std::vector<std::string> said;
    for (const auto& sentence : sources[i].as_object().at("decided").as_array()) said.emplace_back(sentence.as_string());
    EXPECT_EQ(said, what_is_said(source, first, heard)) << source.file;
  }
}

void expect_joined_with(const PairSource& first, const Positions& others) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const std::string file = folder.write("pairs.yaml", document(first, others));
  const Ended planned = run(spool_with(folder, {"run", file, "--dry-run", "--format", "json"}), here);
  ASSERT_EQ(planned.code, 0) << planned.err;
  const auto plan = boost::json::parse(planned.out).as_object();
  expect_said(plan, first, others);
  const Ended rendered = run(spool_with(folder, {"run", file, "--json", "--keep-going"}), here);
  EXPECT_EQ(rendered.code, 0) << rendered.err;
  const auto& outputs = plan.at("outputs").as_array();
  ASSERT_EQ(outputs.size(), others.size());
  for (std::size_t i = 0; i < others.size(); ++i) {
    const auto& output = outputs[i].as_object();
    expect_exact({first, pair_sources()[others[i]], output});
    const Ended verdict = run(spool_with(folder, {"verify", std::string(output.at("path").as_string())}), here);
    EXPECT_EQ(verdict.code, 0) << verdict.out << verdict.err;
  }
}

constexpr std::size_t kinds = 20;

/// Each source comes second as often as any other.
Positions drawn(std::size_t first, std::size_t count) {
  Positions order(kinds);
  std::iota(order.begin(), order.end(), 0U);
  std::shuffle(order.begin(), order.end(), std::mt19937(4));
  Positions chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(order[(first + 7 * i) % kinds]);
  return chosen;
}

class Pairs : public ::testing::TestWithParam<std::size_t> {};
class AllPairs : public Pairs {};

TEST_P(Pairs, ExactUprightInShapeAndInSync) { expect_joined_with(pair_sources()[GetParam()], drawn(GetParam(), 2)); }

TEST_P(AllPairs, ExactUprightInShapeAndInSync) { expect_joined_with(pair_sources()[GetParam()], drawn(GetParam(), kinds)); }

TEST(LongPairs, EachKindOfSourceAfterOne) {
  ASSERT_EQ(pair_sources().size(), kinds);
  expect_joined_with(pair_sources().front(), drawn(0, kinds));
}

std::string name_of(const ::testing::TestParamInfo<std::size_t>& instance) {
  std::string name = pair_sources()[instance.param].file;
  std::ranges::replace_if(name, [](char letter) { return std::isalnum(static_cast<unsigned char>(letter)) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Long, Pairs, ::testing::Range(std::size_t{0}, kinds), name_of);
INSTANTIATE_TEST_SUITE_P(All, AllPairs, ::testing::Range(std::size_t{0}, kinds), name_of);

}  // namespace
}  // namespace spool::test
