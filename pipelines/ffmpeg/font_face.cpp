#include "pipelines/ffmpeg/font_face.h"

#include <algorithm>

namespace spool::pipelines {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// FreeType counts in 64ths of a pixel.
int pixels(FT_Pos sixty_fourths) { return static_cast<int>((sixty_fourths + 63) / 64); }

}  // namespace

char32_t take_letter(std::string_view& utf8) {
  const auto lead = static_cast<unsigned char>(utf8.front());
  utf8.remove_prefix(1);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || utf8.size() < more) return replacement;
  char32_t letter = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto next = static_cast<unsigned char>(utf8[i]);
    if ((next & 0xC0U) != 0x80) return replacement;
    letter = letter << 6U | (next & 0x3FU);
  }
  utf8.remove_prefix(more);
  return letter;
}

SizedFont::SizedFont(FT_Face face, int size) : face_(face), size_(size) {
  FT_Set_Pixel_Sizes(face_, 0, static_cast<FT_UInt>(size_));
  ascent_ = pixels(face_->size->metrics.ascender);
  line_height_ =
      std::max(pixels(face_->size->metrics.height), ascent_ + pixels(-face_->size->metrics.descender));
}

int SizedFont::advance(char32_t letter) {
  const auto known = advances_.find(letter);
  if (known != advances_.end()) return known->second;
  int measured = size_;
  FT_Set_Pixel_Sizes(face_, 0, static_cast<FT_UInt>(size_));
  if (FT_Load_Char(face_, letter, FT_LOAD_DEFAULT) == 0) measured = pixels(face_->glyph->advance.x);
  advances_.emplace(letter, measured);
  return measured;
}

int SizedFont::width(std::string_view utf8) {
  int sum = 0;
  while (!utf8.empty()) sum += advance(take_letter(utf8));
  return sum;
}

FontShelf::FontShelf() { FT_Init_FreeType(&library_); }

FontShelf::~FontShelf() {
  for (const auto& [file, face] : faces_) {
    if (face != nullptr) FT_Done_Face(face);
  }
  FT_Done_FreeType(library_);
}

FT_Face FontShelf::face(const std::string& file) {
  const auto known = faces_.find(file);
  if (known != faces_.end()) return known->second;
  FT_Face opened = nullptr;
  if (FT_New_Face(library_, file.c_str(), 0, &opened) != 0) opened = nullptr;
  if (opened != nullptr && !FT_IS_SCALABLE(opened)) {
    FT_Done_Face(opened);
    opened = nullptr;
  }
  return faces_.emplace(file, opened).first->second;
}

SizedFont* FontShelf::font(const std::string& file, int size) {
  const auto known = fonts_.find({file, size});
  if (known != fonts_.end()) return &known->second;
  const FT_Face opened = face(file);
  if (opened == nullptr) return nullptr;
  return &fonts_.emplace(std::make_pair(file, size), SizedFont(opened, size)).first->second;
}

}  // namespace spool::pipelines
