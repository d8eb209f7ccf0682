#include "pipelines/document/schema_forms.h"

#include "pipelines/document/named_formats.h"
#include "pipelines/document/values.h"

#include <vector>

namespace spool::pipelines {
namespace {

std::string form_named(std::string_view form) { return R"({"$ref": "#/$defs/)" + std::string(form) + "\"}"; }

std::string any_form(const std::vector<std::string>& choices) {
  std::string text = R"({"anyOf": [)";
  for (std::size_t i = 0; i < choices.size(); ++i) text += (i == 0 ? "" : ", ") + choices[i];
  return text + "]}";
}

const std::string with_names = R"({"type": "string", "pattern": "\\$\\{"})";

/// A text of a pattern, or one with names.
std::string pattern(std::string_view expression) {
  return any_form({R"({"type": "string", "pattern": ")" + std::string(expression) + "\"}", with_names});
}
std::string number_or(std::string_view range, std::string_view expression) {
  return any_form({R"({"type": "number")" + std::string(range) + "}",
                   R"({"type": "string", "pattern": ")" + std::string(expression) + "\"}", with_names});
}
std::string words(const std::vector<std::string>& list) {
  std::string text = R"({"enum": [)";
  for (std::size_t i = 0; i < list.size(); ++i) text += (i == 0 ? "\"" : ", \"") + list[i] + "\"";
  return any_form({text + "]}", with_names});
}
std::string list_of(std::string_view form) {
  return R"({"type": "array", "minItems": 1, "items": )" + form_named(form) + "}";
}

constexpr std::string_view duration =
    R"(^(\\d{1,9}(\\.\\d+)?|(\\d+(\\.\\d+)?(h|ms|m|s))+|\\d+:\\d\\d?(:\\d\\d?)?(\\.\\d+)?)$)";
constexpr std::string_view time =
    R"(^(end|\\d{1,9}f|-?(\\d{1,9}(\\.\\d+)?|(\\d+(\\.\\d+)?(h|ms|m|s))+|\\d+:\\d\\d?(:\\d\\d?)?(\\.\\d+)?))$)";

std::map<std::string, std::string, std::less<>> single_values() {
  return {
      {"text", R"({"type": ["string", "number", "boolean"]})"},
      {"template", R"({"type": ["string", "number", "boolean"]})"},
      {"name", R"({"type": "string", "minLength": 1})"},
      {"path", R"({"type": "string", "minLength": 1})"},
      {"output_file",
       pattern(
           R"(\\.([mM][pP]4|[mM]4[vV]|[mM][oO][vV]|[mM][kK][vV]|[wW][eE][bB][mM]|[mM]2[tT][sS]|[tT][sS])$)")},
      {"version", R"({"const": 1})"},
      {"track", any_form({R"({"type": "integer", "minimum": 1, "maximum": 64})", R"({"type": "string", "pattern": "^[A-Za-z]{2,3}$"})", with_names})},
      {"channels", any_form({R"({"type": "integer", "minimum": 1, "maximum": 8})", with_names})},
      {"threads", any_form({R"({"type": "integer", "minimum": 1, "maximum": 64})", with_names})},
      {"tries", any_form({R"({"type": "integer", "minimum": 1, "maximum": 100})", with_names})},
      {"date_time",
       pattern(R"(^\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?([Zz]|[-+]\\d\\d:\\d\\d)?$)")},
      {"sample_rate", any_form({R"({"type": "integer", "minimum": 8000, "maximum": 192000})", with_names})},
      {"crf", number_or(R"(, "minimum": 0, "maximum": 63)", R"(^\\d+(\\.\\d+)?$)")},
      {"number", number_or("", R"(^-?\\d+(\\.\\d+)?$)")},
      {"number_or_duration", number_or("", R"(^-?\\d)")},
      {"duration", number_or(R"(, "minimum": 0)", duration)},
      {"time", number_or("", time)},
      {"factor", number_or(R"(, "minimum": 0.01, "maximum": 100)", R"(^(\\d+(\\.\\d+)?%?|\\d+/\\d+)$)")},
      {"opacity", number_or(R"(, "minimum": 0, "maximum": 1)", R"(^\\d+(\\.\\d+)?%?$)")},
      {"volume",
       number_or(R"(, "minimum": 0)", R"(^([+-]?\\d+(\\.\\d+)? ?[dD][bB]|\\d+(\\.\\d+)?%?|\\d+/\\d+)$)")},
      {"extent", number_or(R"(, "exclusiveMinimum": 0)", R"(^\\d+(\\.\\d+)?(px|%)?$)")},
      {"rate", number_or(R"(, "minimum": 1, "maximum": 1000)", R"(^(\\d+(\\.\\d+)?|\\d+/\\d+) ?(fps)?$)")},
      {"size", pattern(R"(^(\\d+x\\d+|\\d+p)$)")},
      {"pixels", pattern(R"(^\\d+x\\d+$)")},
      {"bitrate", number_or(R"(, "minimum": 1000)", R"(^\\d+(\\.\\d+)?[kKM]?$)")},
      {"color",
       pattern(
           R"(^([A-Za-z]+|#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?|0x[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?)(@[0-9.]+)?$)")},
      {"word", any_form({R"({"type": "string", "pattern": "^[A-Za-z0-9_.:][-A-Za-z0-9_.:]*$"})",
                         R"({"type": "integer"})", with_names})},
      {"truth", any_form({R"({"type": "boolean"})", words({"yes", "no", "true", "false"})})},
      {"bad_clip", words({"fail", "skip"})},
      {"order", words({"time", "rating"})},
      {"position", words(position_words())},
      {"fit_mode", words(fit_words())},
      {"named_format", words(named_format_words())},
      {"nothing",
       any_form({R"({"type": "null"})", R"({"const": true})", R"({"type": "object", "maxProperties": 0})"})},
  };
}

}  // namespace

const std::map<std::string, std::string, std::less<>>& schema_forms() {
  static const auto forms = [] {
    auto all = single_values();
    const std::string none = R"({"const": "none"})";
    all["codec_or_none"] = any_form(
        {R"({"type": "string", "pattern": "^[A-Za-z0-9_.:][-A-Za-z0-9_.:]*$", "not": {"enum": ["no", "off", "yes", "on", "true", "false"]}})",
         with_names});
    all["codec"] = any_form(
        {R"({"type": "string", "pattern": "^[A-Za-z0-9_.:][-A-Za-z0-9_.:]*$", "not": {"enum": ["none", "no", "off", "yes", "on", "true", "false"]}})",
         with_names});
    all["color_or_none"] = any_form({form_named("color"), none});
    all["duration_or_none"] = any_form({form_named("duration"), none});
    all["backoff"] = form_named("duration");
    all["metadata_or_none"] = any_form({form_named("metadata"), none});
    all["command"] = list_of("text");
    all["commands"] = any_form({form_named("command"), list_of("command")});
    all["texts"] = R"({"type": "array", "items": {"$ref": "#/$defs/text"}})";
    all["names"] = list_of("name");
    all["text_or_list"] = any_form({form_named("text"), form_named("texts")});
    all["denied"] = any_form({form_named("text"), form_named("texts"), form_named("condition")});
    all["condition_or_values"] = any_form({form_named("text"), list_of("text"), form_named("condition")});
    all["input_or_path"] = any_form({form_named("path"), form_named("input")});
    all["moments"] = any_form({form_named("moments_block"), form_named("several_blocks")});
    all["block_list"] = list_of("block");
    all["moment_list"] = list_of("moment");
    all["cut_at"] = any_form({form_named("moment_list"), form_named("block"), form_named("several_blocks")});
    all["step"] = any_form({form_named("cut_step"), form_named("effect_step"), form_named("concat_step")});
    all["effect_or_mute"] = any_form({form_named("effect"), R"({"const": "mute"})"});
    all["effect_list"] = R"({"type": "array", "items": {"$ref": "#/$defs/effect_or_mute"}})";
    all["concat_list"] =
        R"({"type": "array", "minItems": 1, "items": {"anyOf": [{"$ref": "#/$defs/name"}, {"$ref": "#/$defs/each"}, {"$ref": "#/$defs/transition"}]}})";
    all["transition_or_none"] = any_form({form_named("transition"), none});
    all["fit_or_mode"] = any_form({form_named("fit_mode"), form_named("fit")});
    all["output_or_file"] = any_form({form_named("output_file"), form_named("output")});
    all["format_or_name"] = any_form({form_named("named_format"), form_named("format")});
    return all;
  }();
  return forms;
}

}  // namespace spool::pipelines
