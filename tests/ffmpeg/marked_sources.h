// Sources whose every picture says which one it is, and whose sound is noise that fits at one place only.
// Source: EXACT's judge.
#pragma once

#include "pipelines/media/media.h"

#include <cstdint>
#include <string>
#include <vector>

namespace spool::test {

constexpr int marked_width = 128, marked_height = 32;
constexpr int marked_frames = 240;

/// Raw grey pictures 0 … count-1, each holding its number as a barcode.
std::string barcode_pictures(int count);
/// The numbers that pictures hold, in order; -1 where one cannot be read.
std::vector<int> read_barcodes(const std::string& grey);
/// Of all pictures of a film or source as decoded.
std::vector<int> pictures_in(const std::string& file);

/// Noise, the same every time; `noise()[i]` is sample i of every source's sound, before it was encoded.
const std::vector<std::int16_t>& noise();
/// All samples of a file's sound, the first channel of `channels` as decoded.
std::vector<std::int16_t> sound_in(const std::string& file, int channels);
/// How far `sound` lies from where it should be in `reference`: 0 where `sound[0]` is `reference[expected]`.
std::int64_t samples_off(const std::vector<std::int16_t>& sound, const std::vector<std::int16_t>& reference,
                         std::int64_t expected);

/// Makes `kind` (see the .cpp) in `folder`, and gives its path.
std::string make_source(const std::string& kind, const std::string& folder);

}  // namespace spool::test
