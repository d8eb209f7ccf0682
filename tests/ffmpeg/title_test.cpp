// Titles: any text comes out as it was written, on lines that fit, where it was asked to stand.
#include "pipelines/ffmpeg/argv.h"
#include "pipelines/ffmpeg/timing.h"
#include "pipelines/ffmpeg/title_layout.h"
#include "real_ffmpeg.h"
#include "tests/patience.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <limits>

namespace spool::test {
namespace {

using pipelines::ClipJob;
using pipelines::Position;
using pipelines::TitleLayout;
using pipelines::TitleOn;

TitleOn title_of(TitleLayout& layout, const std::string& text, int width, int height,
                 const std::string& box = "") {
  TitleOn title;
  title.text = text;
  title.font_file = layout.find_font("").value();
  title.shown = {0, std::numeric_limits<std::int32_t>::max()};
  title.box = box;
  return layout.lay_out(title, width, height).value();
}

ClipJob black(int width, int height, int frames) {
  ClipJob job;
  job.cut = pipelines::hold_picture(core::Rational(frames, 30), 30);
  job.format.width = width;
  job.format.height = height;
  job.format.encoder = "libx264";
  job.format.crf = 0;
  job.format.preset = "ultrafast";
  job.output = "clip.mp4";
  return job;
}

std::string md5_of_pictures(const std::string& folder, const ClipJob& job) {
  must_run(pipelines::argv_of(job, tools()), folder);
  return must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-i", job.output, "-map", "0:v", "-f", "md5", "-"}, folder);
}

/// The same words again, but handed to drawtext in a file, where nothing needs escaping.
std::string md5_from_files(const std::string& folder, const TitleOn& title, int width, int height) {
  const pipelines::TitlePlace place = pipelines::place_title(title, width, height);
  std::string chain = "trim=end_frame=3,format=yuv420p";
  for (std::size_t line = 0; line < title.lines.size(); ++line) {
    const std::string name = "line" + std::to_string(line) + ".txt";
    write_file(folder + "/" + name, title.lines[line]);
    chain += ",drawtext=fontfile=" + title.font_file + ":fontsize=" + std::to_string(title.size) +
             ":fontcolor=white:expansion=none:x=" + place.line_x +
             ":y=" + std::to_string(place.baselines[line]) + "-ascent:textfile=" + name;
  }
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=c=black:r=30:s=" + size,
       "-vf", chain, "-c:v", "libx264", "-crf", "0", "-preset", "ultrafast", "by-file.mp4"},
      folder);
  return must_run(
      {tools().ffmpeg, "-nostdin", "-v", "error", "-i", "by-file.mp4", "-map", "0:v", "-f", "md5", "-"},
      folder);
}

class TitleText : public ::testing::TestWithParam<std::string> {};

TEST_P(TitleText, is_drawn_as_it_was_written) {
  const WorkFolder folder;
  TitleLayout layout;
  const TitleOn title = title_of(layout, GetParam(), 640, 360);
  ClipJob job = black(640, 360, 3);
  job.effects = {title};
  EXPECT_EQ(md5_of_pictures(folder.path(), job), md5_from_files(folder.path(), title, 640, 360));
}

INSTANTIATE_TEST_SUITE_P(whatever_it_holds, TitleText,
                         ::testing::Values("' : \\ % , ; [ ] ${", "it's 5:0", "100% {n} %{pts} \\n",
                                         "a\\:b\\'c\\\\", "two\nlines, [one] box", "trailing backslash \\",
                                         "' quote first", "=:=", "drawtext=text=x:enable='0'",
                                         "[in]null[out];[x]", "Grüße · 日本 · Ω", "#7 @home & co | <b>",
                                         "text:textfile=/etc/passwd", "$(reboot) `id` \"$HOME\"", ",", ";",
                                         "\\"));

TEST(Title, before_a_black_film_is_seen_and_without_text_is_not) {
  const WorkFolder folder;
  TitleLayout layout;
  const ClipJob plain = black(320, 180, 3);
  ClipJob titled = plain;
  titled.effects = {title_of(layout, "seen", 320, 180)};
  ClipJob untitled = plain;
  untitled.effects = {title_of(layout, " \n ", 320, 180)};
  const std::string nothing = md5_of_pictures(folder.path(), plain);
  EXPECT_NE(md5_of_pictures(folder.path(), titled), nothing);
  EXPECT_EQ(md5_of_pictures(folder.path(), untitled), nothing);
}

TEST(Title, is_wrapped_between_words_and_stays_inside_the_picture) {
  TitleLayout layout;
  const TitleOn wide = title_of(layout, "A goal from far out in the very last minute of the game", 1280, 720);
  const TitleOn tall = title_of(layout, "A goal from far out in the very last minute of the game", 405, 720);
  EXPECT_GT(tall.lines.size(), wide.lines.size());
  EXPECT_LE(tall.width, 405);
  std::string together;
  for (const std::string& line : tall.lines) together += (together.empty() ? "" : " ") + line;
  EXPECT_EQ(together, tall.text);
}

TEST(Title, of_one_long_word_is_drawn_smaller_and_at_last_broken) {
  TitleLayout layout;
  const TitleOn word = title_of(layout, "Donaudampfschifffahrtsgesellschaft", 640, 360);
  EXPECT_EQ(word.lines.size(), 1U);
  EXPECT_LT(word.size, pipelines::default_title_size(640, 360) + 1);
  const TitleOn endless = title_of(layout, std::string(400, 'w'), 640, 360);
  EXPECT_GT(endless.lines.size(), 1U);
  EXPECT_LE(endless.width, 640);
  EXPECT_LE(endless.line_height * static_cast<int>(endless.lines.size()), 360);
}

TEST(Title, has_a_font_by_family_path_or_default_and_an_unknown_one_is_told_with_the_nearest) {
  TitleLayout layout;
  const std::string file = layout.find_font("").value();
  EXPECT_TRUE(std::filesystem::path(file).is_absolute());
  EXPECT_EQ(layout.find_font(file).value(), file);
  EXPECT_EQ(layout.find_font("dejavu sans").value(), layout.find_font("DejaVu Sans").value());
  const auto unknown = layout.find_font("DejaVu Sanz");
  ASSERT_TRUE(unknown.has_error());
  EXPECT_EQ(unknown.error().code, "document.unknown_font");
  EXPECT_NE(unknown.error().hint.find("DejaVu Sans"), std::string::npos) << unknown.error().hint;
  EXPECT_EQ(layout.find_font("/no/such.ttf").error().code, "document.unknown_font");
}

TEST(Title, of_which_a_plan_has_a_hundred_thousand_costs_no_second) {
  TitleLayout layout;
  const std::clock_t begun = std::clock();  // its own time: other tests run beside it
  std::size_t lines = 0;
  for (int i = 0; i < 100'000; ++i)
    lines += title_of(layout, "Goal " + std::to_string(i) + " · Falcons", 1280, 720).lines.size();
  const double took = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  EXPECT_EQ(lines, 100'000U);
  EXPECT_LT(took, test::patience(3)) << "in a debug build; optimised it is a fifth of that";
  RecordProperty("seconds", std::to_string(took));
}

TEST(Title, stands_at_each_of_nine_places_inside_the_safe_margin) {
  TitleLayout layout;
  TitleOn title = title_of(layout, "Nine places", 1280, 720, "black@0.5");
  for (int place = 0; place < 9; ++place) {
    title.position = static_cast<Position>(place);
    const pipelines::TitlePlace at = pipelines::place_title(title, 1280, 720);
    EXPECT_GE(at.box_x, 36);
    EXPECT_GE(at.box_y, 36);
    EXPECT_LE(at.box_x + at.box_width, 1280 - 36 + 1);
    EXPECT_LE(at.box_y + at.box_height, 720 - 36 + 1);
  }
}

}  // namespace
}  // namespace spool::test
