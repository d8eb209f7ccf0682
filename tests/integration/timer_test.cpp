// Cuts of footage that shows a timer: each frame of the film shows the second that EXACT's rule names. Within a second its
// pictures are alike, so every cut begins and ends beside a change, where a picture too early or too late shows.
#include "tests/integration/film.h"
#include "tests/integration/pictures.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

namespace spool::test {
namespace {

constexpr double source_rate = 30;
constexpr int width = 320, height = 180;

/// The digits and the bar, large enough to tell one second from the next.
std::vector<Colour> timer_of(const Pictures& pictures, std::size_t picture) {
  std::vector<Colour> timer = pictures.thumbnail(picture, {140, 100, 40, 18}, 40, 18);
  const std::vector<Colour> bar = pictures.thumbnail(picture, {64, 137, 192, 4}, 192, 1);
  timer.insert(timer.end(), bar.begin(), bar.end());
  return timer;
}

/// Which of the timer's states each picture of the source shows, and what each looks like.
struct Timer {
  std::vector<int> states;
  std::vector<std::vector<Colour>> looks;
  std::vector<int> changes;  ///< the first picture of each state but the first
};

Timer timer_in(const std::string& file) {
  constexpr double another = 0.5;  // levels; what a codec does to still pictures is far less
  const Pictures pictures = decoded(file, width, height);
  Timer timer;
  for (std::size_t i = 0; i < pictures.count(); ++i) {
    std::vector<Colour> look = timer_of(pictures, i);
    const bool changed = timer.looks.empty() || difference(look, timer.looks.back()) > another;
    if (changed && i > 0) timer.changes.push_back(static_cast<int>(i));
    if (changed) timer.looks.push_back(std::move(look));
    timer.states.push_back(static_cast<int>(timer.looks.size()) - 1);
  }
  return timer;
}

/// Which state a look shows, of one and those beside it; -1: another.
int state_of(const std::vector<Colour>& look, const Timer& timer, int expected) {
  double nearest = 3;  // levels: another encoding of the same picture
  int found = -1;
  for (int state = std::max(0, expected - 1); state <= expected + 1 && state < static_cast<int>(timer.looks.size()); ++state) {
    const double off = difference(look, timer.looks[static_cast<std::size_t>(state)]);
    if (off < nearest) nearest = off, found = state;
  }
  return found;
}

struct Moment {
  double time;
  std::string text;  ///< as the document has it
};

struct Cut {
  Moment start, end;
};

/// A picture's own time, or so many milliseconds beside it.
Moment moment(int picture, int milliseconds) {
  const double time = picture / source_rate + milliseconds / 1000.0;
  if (milliseconds == 0) return {time, std::to_string(picture) + "f"};
  std::ostringstream text;
  text << std::fixed << time;
  return {time, text.str()};
}

/// Each from just before a change, or on it, to just behind the next; on pictures and between them.
std::vector<Cut> cuts(const Timer& timer) {
  std::mt19937 random(2);
  const auto below = [&](unsigned limit) { return static_cast<int>(random() % limit); };
  std::vector<Cut> all;
  for (int i = 0; i < 12; ++i) {
    const auto change = static_cast<std::size_t>(below(static_cast<unsigned>(timer.changes.size()) - 1));
    const int first = timer.changes[change] - below(3), last = timer.changes[change + 1] + below(3);
    const auto beside = [&] { return below(2) == 0 ? 0 : 1 + below(30); };
    all.push_back({moment(first, -beside()), moment(last, beside())});
  }
  std::ranges::sort(all, {}, [](const Cut& cut) { return cut.start.time; });  // as moments are shown
  return all;
}

std::string document(const std::vector<Cut>& all) {
  std::ostringstream text;
  text << "inputs: {timer: '" << footage("example-movie.mp4") << "'}\nsteps:\n  cuts: {cut: timer, at: [";
  for (const Cut& cut : all) text << "{start: " << cut.start.text << ", end: " << cut.end.text << "}, ";
  text << "]}\nformat: {size: " << width << "x" << height << ", crf: 20, preset: ultrafast}\noutput:\n";
  for (const char* rate : {"30", "25", "59.94"}) text << "  film" << rate << ": {from: cuts, file: 'film" << rate << ".mp4', format: {fps: " << rate << "}}\n";
  return text.str();
}

TEST(Long, CutsOfATimer_EachFrameShowsItsSecondAtTheSourcesRateALowerAndAHigherOne) {
  const Folder folder;
  const Surroundings here{folder.path(), {}, {}};
  const Timer timer = timer_in(footage("example-movie.mp4"));
  ASSERT_GE(timer.changes.size(), 58U) << "a change a second";
  const std::vector<Cut> all = cuts(timer);
  std::vector<double> times;
  for (std::size_t i = 0; i <= timer.states.size(); ++i) times.push_back(static_cast<double>(i) / source_rate);

  const Ended rendered = run(spool_with(folder, {"run", folder.write("timer.yaml", document(all)), "--json"}), here);
  ASSERT_EQ(rendered.code, 0) << rendered.err;
  const std::vector<std::pair<std::string, double>> films = {{"film30.mp4", 30}, {"film25.mp4", 25}, {"film59.94.mp4", 60000 / 1001.0}};
  for (const auto& [name, rate] : films) {
    std::vector<int> expected, shown;
    for (const Cut& cut : all) {
      for (const int picture : pictures_of(times, cut.start.time, cut.end.time, rate, 1 / 15360.0)) expected.push_back(timer.states[static_cast<std::size_t>(picture)]);
    }
    const Pictures film = decoded(folder / name, width, height);
    ASSERT_EQ(film.count(), expected.size()) << name;
    for (std::size_t i = 0; i < film.count(); ++i) shown.push_back(state_of(timer_of(film, i), timer, expected[i]));
    EXPECT_EQ(shown, expected) << name;
  }
}

}  // namespace
}  // namespace spool::test
