#include "pipelines/document/schema.h"

#include "pipelines/document/keys.h"
#include "pipelines/document/schema_forms.h"

#include <boost/json.hpp>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

json::object reference(std::string_view form) { return {{"$ref", "#/$defs/" + std::string(form)}}; }

/// A key of a later version: its neutral value, or nothing at all.
json::value later_key(const keys::Key& key) {
  if (key.neutral.empty()) return false;
  json::array accepted = {json::string(key.neutral)};
  if (key.neutral.find_first_not_of("0123456789") == std::string_view::npos) {
    accepted.emplace_back(std::stoi(std::string(key.neutral)));
  }
  return json::object{{"description", std::string(key.help) + " (comes with a later version)"},
                      {"enum", std::move(accepted)}};
}

json::value key_schema(const keys::Key& key) {
  if (key.when == keys::When::later) return later_key(key);
  json::object schema = reference(key.form);
  schema["description"] = key.help;
  return schema;
}

json::object shape_schema(const keys::Shape& shape) {
  json::object properties;
  json::array required;
  for (const keys::Key& key : shape.keys) {
    properties[key.name] = key_schema(key);
    if (key.required) required.emplace_back(json::string(key.name));
  }
  json::object schema{{"type", "object"}, {"description", shape.help}};
  if (!properties.empty()) schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] =
      shape.others.empty() ? json::value(false) : json::value(reference(shape.others));
  return schema;
}

/// What tables of keys do not say: one effect an entry, one way to trim, crf or bitrate.
void add_rules(json::object& shapes) {
  shapes["effect"].as_object()["minProperties"] = 1;
  shapes["effect"].as_object()["maxProperties"] = 1;
  shapes["transition"].as_object()["minProperties"] = 1;
  shapes["transition"].as_object()["maxProperties"] = 1;
  shapes["condition"].as_object()["minProperties"] = 1;
  shapes["outputs"].as_object()["minProperties"] = 1;
  shapes["format"].as_object()["not"] = json::parse(R"({"required": ["crf", "bitrate"]})");
  shapes["trim"].as_object()["oneOf"] = json::parse(
      R"([{"required": ["first"]}, {"required": ["last"]}, {"anyOf": [{"required": ["from"]}, {"required": ["to"]}]}])");
  shapes["moment"].as_object()["oneOf"] =
      json::parse(R"([{"required": ["start"]}, {"required": ["from"]}, {"required": ["in"]}])");
  const json::value origin = json::parse(R"([{"required": ["file"]}, {"required": ["list"]}])");
  for (const char* name : {"block", "moments_block"}) shapes[name].as_object()["oneOf"] = origin;
  shapes["moments_block"].as_object()["required"] = json::parse(R"(["of"])");
}

/// Two spaces a level, one key a line.
void write(const json::value& value, std::string& text, std::size_t indent) {
  const auto line = [&](std::size_t depth) { text += '\n' + std::string(depth * 2, ' '); };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    text += '{';
    bool first = true;
    for (const auto& member : *object) {
      if (!first) text += ',';
      first = false;
      line(indent + 1);
      text += json::serialize(json::string(member.key())) + ": ";
      write(member.value(), text, indent + 1);
    }
    line(indent);
    text += '}';
    return;
  }
  text += json::serialize(value);
}

}  // namespace

std::string json_schema() {
  json::object shapes;
  for (const keys::Shape* shape : keys::shapes()) shapes[shape->name] = shape_schema(*shape);
  add_rules(shapes);
  for (const auto& [name, form] : schema_forms()) shapes[name] = json::parse(form);
  json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", "Spool pipeline"},
                      {"$ref", "#/$defs/document"},
                      {"$defs", std::move(shapes)}};
  std::string text;
  write(schema, text, 0);
  return text + "\n";
}

}  // namespace spool::pipelines
