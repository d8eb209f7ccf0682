#include "pipelines/ffmpeg/title_layout.h"

#include "pipelines/ffmpeg/find_font.h"
#include "pipelines/ffmpeg/font_face.h"
#include "pipelines/ffmpeg/geometry.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace spool::pipelines {
namespace {

using core::Error;
using core::Result;

constexpr int smallest = 6;

/// One line for each line of the text; what cannot be drawn becomes a blank.
std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool ends_line = c == '\n' || (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (ends_line) {
      lines.emplace_back();
    } else if (c != '\r') {
      lines.back() += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  }
  while (!lines.empty() && lines.back().find_first_not_of(' ') == std::string::npos) lines.pop_back();
  return lines;
}

/// Words onto lines no wider than `room`. A word that is wider is broken between letters if `break_words`.
class Wrapper {
 public:
  Wrapper(SizedFont& font, int room, bool break_words)
      : font_(font), room_(room), break_words_(break_words) {}

  /// None where a word is too wide and may not be broken; `widest_word` then says how wide.
  std::optional<std::vector<std::string>> wrap(const std::string& paragraph) {
    lines_.clear();
    if (font_.width(paragraph) <= room_) return std::vector<std::string>{paragraph};
    open_.clear();
    std::string_view rest = paragraph;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      if (end > 0 && !add_word(rest.substr(0, end))) return std::nullopt;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!open_.empty()) lines_.push_back(open_);
    return lines_;
  }
  [[nodiscard]] int widest_word() const { return widest_word_; }

 private:
  bool add_word(std::string_view word) {
    const std::string longer = open_.empty() ? std::string(word) : open_ + " " + std::string(word);
    if (font_.width(longer) <= room_) {
      open_ = longer;
      return true;
    }
    if (!open_.empty()) lines_.push_back(std::exchange(open_, {}));
    const int width = font_.width(word);
    if (width <= room_) {
      open_ = word;
      return true;
    }
    widest_word_ = std::max(widest_word_, width);
    if (!break_words_) return false;
    add_letters(word);
    return true;
  }

  void add_letters(std::string_view word) {
    while (!word.empty()) {
      std::string_view rest = word;
      take_letter(rest);
      const std::string_view letter = word.substr(0, word.size() - rest.size());
      if (!open_.empty() && font_.width(open_ + std::string(letter)) > room_)
        lines_.push_back(std::exchange(open_, {}));
      open_ += letter;
      word = rest;
    }
  }

  SizedFont& font_;
  int room_;
  bool break_words_;
  std::string open_;
  std::vector<std::string> lines_;
  int widest_word_ = 0;
};

struct Wrapped {
  std::vector<std::string> lines;
  int too_wide = 0;  ///< width of a word that did not fit; 0: all did
};

Wrapped wrap_all(const std::vector<std::string>& text, SizedFont& font, int room, bool break_words) {
  Wrapped all;
  Wrapper wrapper(font, room, break_words);
  for (const std::string& paragraph : text) {
    const auto lines = wrapper.wrap(paragraph);
    if (!lines) {
      all.too_wide = wrapper.widest_word();
      return all;
    }
    all.lines.insert(all.lines.end(), lines->begin(), lines->end());
  }
  return all;
}

int widest(const std::vector<std::string>& lines, SizedFont& font) {
  int most = 0;
  for (const std::string& line : lines) most = std::max(most, font.width(line));
  return most;
}

Error not_a_font(const std::string& file) {
  return {"document.unknown_font",
          "\"" + file + "\" is not a font that can be scaled",
          "name a family, or a .ttf or .otf file",
          {}};
}

}  // namespace

struct TitleLayout::Shelf {
  FontShelf fonts;
  std::map<std::string, Result<std::string>> found;
};

TitleLayout::TitleLayout() : shelf_(std::make_unique<Shelf>()) {}
TitleLayout::~TitleLayout() = default;

int default_title_size(int width, int height) { return std::max(smallest, std::min(width, height) / 15); }

Result<std::string> TitleLayout::find_font(const std::string& wanted) {
  const auto known = shelf_->found.find(wanted);
  if (known != shelf_->found.end()) return known->second;
  return shelf_->found.emplace(wanted, font_file_of(wanted)).first->second;
}

Result<TitleOn> TitleLayout::lay_out(TitleOn title, int width, int height) {
  const std::vector<std::string> text = paragraphs(title.text);
  int size = std::clamp(title.size > 0 ? title.size : default_title_size(width, height), smallest,
                        std::max(smallest, height));
  const int asked = size;
  for (;;) {
    SizedFont* font = shelf_->fonts.font(title.font_file, size);
    if (font == nullptr) return not_a_font(title.font_file);
    const int edge = safe_margin(width, height) + (title.box.empty() ? 0 : title_padding(size));
    const int room = std::max(size, width - 2 * edge);
    const Wrapped wrapped = wrap_all(text, *font, room, size <= std::max(smallest, asked / 2));
    const int tall = static_cast<int>(wrapped.lines.size()) * font->line_height();
    const bool fits = wrapped.too_wide == 0 && tall <= height - 2 * edge;
    if (fits || size == smallest) {
      title.lines = wrapped.lines;
      title.size = size;
      title.width = widest(title.lines, *font);
      title.ascent = font->ascent();
      title.line_height = font->line_height();
      return title;
    }
    const int by_width = wrapped.too_wide > 0 ? size * room / wrapped.too_wide : size;
    size = std::max({smallest, std::min(by_width, size - 1), wrapped.too_wide > 0 ? asked / 2 : smallest});
  }
}

}  // namespace spool::pipelines
