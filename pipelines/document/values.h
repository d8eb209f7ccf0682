// Single values as people write them: sizes, rates, colours, and so on. Pure: text in, value or nothing out.
// Source: LANGUAGE, "Format" and "Effects".
#pragma once

#include "pipelines/document/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spool::pipelines {

/// "https://…": no file.
bool is_address(std::string_view path);
/// "~/film.mp4", in which nobody has replaced the `~`. Without a folder it is an odd name, of an input perhaps.
bool begins_at_home(std::string_view path);
/// A number with at most nine digits before and nine behind the point: "3", "0.5".
std::optional<Rational> parse_number(std::string_view text);
/// A whole number of at most nine digits.
std::optional<int> parse_whole(std::string_view text);
/// A number, "50%", or "1/2".
std::optional<Rational> parse_share(std::string_view text);
/// Frames a second: "25", "30000/1001"; 29.97 and its like mean their 1001 fractions. From 1 to 1000.
std::optional<Rational> parse_rate(std::string_view text);
/// "1280x720" (even, 16 to 16384), "720p".
std::optional<SizeRule> parse_size(std::string_view text);
/// "48", "48px", "5%".
std::optional<Extent> parse_extent(std::string_view text);
/// "-6dB", "0.5", "50%".
std::optional<Volume> parse_volume(std::string_view text);
/// What ffmpeg takes for a colour: a name, `#RRGGBB`, `#RRGGBBAA`, each with `@opacity` or not. Given back as
/// ffmpeg reads it.
std::optional<std::string> parse_color(std::string_view text);
/// "4M", "800k", "4000000": from 1k to 1000M bits a second. Given back as written.
std::optional<std::string> parse_bitrate(std::string_view text);
/// A codec's, encoder's, preset's or profile's name: letters, digits, `_ - . :`.
std::optional<std::string> parse_word(std::string_view text);
/// "true", "false", "yes", "no".
std::optional<bool> parse_truth(std::string_view text);
/// "2", counting from 1; "de", "deu", "ger".
std::optional<Track> parse_track(std::string_view text);
/// "skip": true, "fail": false.
std::optional<bool> parse_bad_clip(std::string_view text);
std::optional<Position> parse_position(std::string_view text);
std::optional<FitMode> parse_fit(std::string_view text);
std::optional<MomentOrder> parse_order(std::string_view text);

const std::vector<std::string>& position_words();
const std::vector<std::string>& fit_words();
const std::vector<std::string>& color_words();

}  // namespace spool::pipelines
