// One font at one size, measured as drawtext will draw it. Internal to title_layout.h.
#pragma once

#include <ft2build.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include FT_FREETYPE_H

namespace spool::pipelines {

/// Advances in pixels; each letter is asked for once.
class SizedFont {
 public:
  SizedFont(FT_Face face, int size);

  [[nodiscard]] int width(std::string_view utf8);
  [[nodiscard]] int ascent() const { return ascent_; }
  [[nodiscard]] int line_height() const { return line_height_; }

 private:
  int advance(char32_t letter);

  FT_Face face_;
  int size_;
  int ascent_ = 0, line_height_ = 0;
  std::unordered_map<char32_t, int> advances_;
};

/// The fonts that have been opened, by file.
class FontShelf {
 public:
  FontShelf();
  ~FontShelf();
  FontShelf(const FontShelf&) = delete;
  FontShelf& operator=(const FontShelf&) = delete;

  /// Null where the file is not a font that can be scaled.
  SizedFont* font(const std::string& file, int size);

 private:
  FT_Face face(const std::string& file);

  FT_Library library_ = nullptr;
  std::map<std::string, FT_Face> faces_;
  std::map<std::pair<std::string, int>, SizedFont> fonts_;
};

/// The next letter of `utf8`, which goes on behind it; U+FFFD for what is not UTF-8.
char32_t take_letter(std::string_view& utf8);

}  // namespace spool::pipelines
