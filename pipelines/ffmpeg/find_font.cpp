#include "pipelines/ffmpeg/find_font.h"

#include "pipelines/ffmpeg/nearest.h"

#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

namespace spool::pipelines {
namespace {

using boost::system::in_place_value;
using core::Error;
using core::Result;

struct Release {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
  void operator()(FcObjectSet* set) const { FcObjectSetDestroy(set); }
  void operator()(FcFontSet* set) const { FcFontSetDestroy(set); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

const FcChar8* fc(const std::string& text) { return reinterpret_cast<const FcChar8*>(text.c_str()); }

std::string text_of(const FcPattern* pattern, const char* property, int position = 0) {
  FcChar8* text = nullptr;
  if (FcPatternGetString(pattern, property, position, &text) != FcResultMatch) return {};
  return reinterpret_cast<const char*>(text);
}

/// Names that stand for whatever the machine has of the kind.
bool is_generic(std::string_view family) {
  static constexpr std::array<std::string_view, 6> generic = {"sans", "sans-serif", "serif",
                                                              "mono", "monospace",  "system-ui"};
  return std::find(generic.begin(), generic.end(), family) != generic.end();
}

bool same_family(const FcPattern* found, const std::string& family) {
  for (int i = 0;; ++i) {
    const std::string name = text_of(found, FC_FAMILY, i);
    if (name.empty()) return false;
    if (FcStrCmpIgnoreCase(fc(name), fc(family)) == 0) return true;
  }
}

Names families(FcConfig* config) {
  const Owned<FcPattern> any(FcPatternCreate());
  const Owned<FcObjectSet> asked(FcObjectSetBuild(FC_FAMILY, nullptr));
  const Owned<FcFontSet> found(FcFontList(config, any.get(), asked.get()));
  Names names;
  for (int i = 0; found && i < found->nfont; ++i) names.insert(text_of(found->fonts[i], FC_FAMILY));
  names.erase("");
  return names;
}

Owned<FcPattern> best_match(FcConfig* config, const std::string& wanted) {
  const Owned<FcPattern> pattern(FcNameParse(fc(wanted)));
  if (!pattern) return nullptr;
  FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
  FcConfigSubstitute(config, pattern.get(), FcMatchPattern);
  FcDefaultSubstitute(pattern.get());
  FcResult result = FcResultNoMatch;
  return Owned<FcPattern>(FcFontMatch(config, pattern.get(), &result));
}

Error no_font() {
  return {"ffmpeg.no_font",
          "there is no font on this machine to write titles with",
          "install one (Debian: fonts-dejavu-core)",
          {}};
}

Error unknown_font(const std::string& wanted, const Names& known) {
  const std::string near = nearest_name(wanted, known);
  return {"document.unknown_font",
          "there is no font \"" + wanted + "\" on this machine",
          near.empty() ? "`fc-list : family` lists what there is" : "did you mean \"" + near + "\"?",
          {}};
}

Result<std::string> font_of_path(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) return Result<std::string>(in_place_value, path);
  return Error{"document.unknown_font",
               "there is no font file \"" + path + "\"",
               "name a family, or a .ttf or .otf file",
               {}};
}

}  // namespace

Result<std::string> font_file_of(const std::string& wanted) {
  if (wanted.starts_with('/')) return font_of_path(wanted);
  const Owned<FcConfig> config(FcInitLoadConfigAndFonts());
  if (!config) return no_font();
  const std::string name = wanted.empty() ? "DejaVu Sans" : wanted;
  const Owned<FcPattern> found = best_match(config.get(), name);
  if (!found) return no_font();
  const std::string file = text_of(found.get(), FC_FILE);
  if (file.empty()) return no_font();
  const std::string family = name.substr(0, name.find(':'));
  // The default may be any; a name that was written must be the one that is found.
  if (!wanted.empty() && !is_generic(family) && !same_family(found.get(), family)) {
    return unknown_font(family, families(config.get()));
  }
  return Result<std::string>(in_place_value, file);
}

}  // namespace spool::pipelines
