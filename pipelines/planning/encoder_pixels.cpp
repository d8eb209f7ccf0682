#include "pipelines/planning/encoder_pixels.h"

#include <algorithm>
#include <array>
#include <string>

namespace spool::pipelines {
namespace {

using Word = std::string_view;

// In the order in which a person is told them: the usual ones first.
constexpr std::array<Word, 15> x264_pixels = {
    "yuv420p",     "yuv422p",  "yuv444p",  "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuvj420p", "yuvj422p",
    "yuvj444p",    "nv12",     "nv16",     "nv21",        "nv20le",      "gray",        "gray10le"};
constexpr std::array<Word, 18> x265_pixels = {
    "yuv420p",     "yuv422p",     "yuv444p",  "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le",
    "yuv444p12le", "yuvj420p",    "yuvj422p", "yuvj444p",    "gbrp",        "gbrp10le",    "gbrp12le",    "gray",
    "gray10le",    "gray12le"};
constexpr std::array<Word, 2> svt_pixels = {"yuv420p", "yuv420p10le"};
constexpr std::array<Word, 16> vpx_pixels = {
    "yuv420p",     "yuv422p",     "yuv444p",     "yuv420p10le", "yuv422p10le", "yuv444p10le", "yuv420p12le", "yuv422p12le",
    "yuv444p12le", "yuv440p",     "yuv440p10le", "yuv440p12le", "yuva420p",    "gbrp",        "gbrp10le",    "gbrp12le"};
constexpr std::array<Word, 3> prores_pixels = {"yuv422p10le", "yuv444p10le", "yuva444p10le"};
constexpr std::array<Word, 4> dnxhd_pixels = {"yuv422p", "yuv422p10le", "yuv444p10le", "gbrp10le"};

struct OfEncoder {
  Word encoder;
  std::span<const Word> pixels;
};
constexpr std::array<OfEncoder, 6> pixels_taken = {{{"libx264", x264_pixels},
                                                    {"libx265", x265_pixels},
                                                    {"libsvtav1", svt_pixels},
                                                    {"libvpx-vp9", vpx_pixels},
                                                    {"prores_ks", prores_pixels},
                                                    {"dnxhd", dnxhd_pixels}}};

/// How much of the colour is kept: a quarter, a half, all of it.
enum class Chroma { c420, c422, c444 };

struct Range {
  int least_bits, most_bits;
  Chroma least, most;
};
struct Profile {
  Word encoder, name;
  Range range;
};

constexpr Range up_to(int bits, Chroma chroma) { return {8, bits, Chroma::c420, chroma}; }
constexpr Range exactly(int bits, Chroma chroma) { return {bits, bits, chroma, chroma}; }

// x264 and x265 take less than a profile allows; DNxHR and VP9 take nothing but what a profile is for. A profile that is not
// here is not known, and passes.
constexpr std::array profiles = std::to_array<Profile>({
    {"libx264", "baseline", up_to(8, Chroma::c420)},
    {"libx264", "main", up_to(8, Chroma::c420)},
    {"libx264", "high", up_to(8, Chroma::c420)},
    {"libx264", "high10", up_to(10, Chroma::c420)},
    {"libx264", "high422", up_to(10, Chroma::c422)},
    {"libx265", "main", up_to(8, Chroma::c420)},
    {"libx265", "main-intra", up_to(8, Chroma::c420)},
    {"libx265", "main10", up_to(10, Chroma::c420)},
    {"libx265", "main10-intra", up_to(10, Chroma::c420)},
    {"libx265", "main12", up_to(12, Chroma::c420)},
    {"libx265", "main422-10", up_to(10, Chroma::c422)},
    {"libx265", "main422-12", up_to(12, Chroma::c422)},
    {"libx265", "main444-8", up_to(8, Chroma::c444)},
    {"libx265", "main444-10", up_to(10, Chroma::c444)},
    {"libvpx-vp9", "0", exactly(8, Chroma::c420)},
    {"libvpx-vp9", "1", {8, 8, Chroma::c422, Chroma::c444}},
    {"libvpx-vp9", "2", {10, 12, Chroma::c420, Chroma::c420}},
    {"libvpx-vp9", "3", {10, 12, Chroma::c422, Chroma::c444}},
    {"dnxhd", "dnxhr_lb", exactly(8, Chroma::c422)},
    {"dnxhd", "dnxhr_sq", exactly(8, Chroma::c422)},
    {"dnxhd", "dnxhr_hq", exactly(8, Chroma::c422)},
    {"dnxhd", "dnxhr_hqx", exactly(10, Chroma::c422)},
    {"dnxhd", "dnxhr_444", exactly(10, Chroma::c444)},
});

bool has(Word text, Word part) { return text.find(part) != Word::npos; }

int bits_of(Word pixels) {
  if (has(pixels, "12")) return pixels == "nv12" ? 8 : 12;
  return has(pixels, "10") || pixels == "nv20le" ? 10 : 8;
}

Chroma chroma_of(Word pixels) {
  if (has(pixels, "444") || has(pixels, "gbr")) return Chroma::c444;
  return has(pixels, "422") || has(pixels, "440") || pixels == "nv16" || pixels == "nv20le" ? Chroma::c422 : Chroma::c420;
}

bool holds(const Range& range, Word pixels) {
  const int bits = bits_of(pixels);
  const Chroma chroma = chroma_of(pixels);
  return bits >= range.least_bits && bits <= range.most_bits && chroma >= range.least && chroma <= range.most;
}

}  // namespace

std::span<const std::string_view> pixel_formats_of(std::string_view encoder) {
  const auto found = std::ranges::find(pixels_taken, encoder, &OfEncoder::encoder);
  return found == pixels_taken.end() ? std::span<const Word>() : found->pixels;
}

void check_profile(const Format& spec, const PictureFormat& picture, core::Errors& errors) {
  if (!spec.profile) return;
  const auto found = std::ranges::find_if(profiles, [&](const Profile& profile) {
    return profile.encoder == picture.encoder && profile.name == picture.profile;
  });
  if (found == profiles.end() || holds(found->range, picture.pixel_format)) return;
  // The usual of those that the profile has is offered.
  const auto all = pixel_formats_of(picture.encoder);
  const auto fits = std::ranges::find_if(all, [&](Word pixels) { return holds(found->range, pixels); });
  const std::string instead = fits == all.end() ? "" : " or write `pixel_format: " + std::string(*fits) + "`";
  errors.push_back({"document.encoder_option",
                    "the profile `" + picture.profile + "` of " + picture.encoder + " has no pixels of " + picture.pixel_format,
                    "leave `profile` out" + (instead.empty() ? "" : "," + instead), spec.profile->place});
}

}  // namespace spool::pipelines
