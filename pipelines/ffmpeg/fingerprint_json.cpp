// What is known of an ffmpeg, as text and back.
#include "pipelines/ffmpeg/fingerprint.h"

#include <boost/json.hpp>

namespace spool::pipelines {
namespace {

namespace json = boost::json;

json::value to_value(const core::FileIdentity& identity) {
  return json::array{identity.device, identity.inode, identity.size, identity.modified_ns,
                     identity.changed_ns};
}

json::array to_value(const Names& names) {
  json::array list;
  for (const std::string& name : names) list.emplace_back(json::string(name));
  return list;
}

template <class Number>
Number number_of(const json::value& value) {
  return value.to_number<Number>();
}

std::string text_of(const json::value& value) {
  const json::string& text = value.as_string();
  return {text.data(), text.size()};
}

core::FileIdentity identity_of(const json::array& from) {
  core::FileIdentity identity;
  identity.device = number_of<std::uint64_t>(from.at(0));
  identity.inode = number_of<std::uint64_t>(from.at(1));
  identity.size = number_of<std::uint64_t>(from.at(2));
  identity.modified_ns = number_of<std::int64_t>(from.at(3));
  identity.changed_ns = number_of<std::int64_t>(from.at(4));
  return identity;
}

Names names_of(const json::value& value) {
  Names names;
  for (const json::value& name : value.as_array()) names.insert(text_of(name));
  return names;
}

KnownTool read_tool(const json::object& object) {
  KnownTool tool;
  for (const json::value& file : object.at("files").as_array()) {
    const json::array& parts = file.as_array();
    tool.fingerprint.files.emplace_back(text_of(parts.at(0)), identity_of(parts.at(1).as_array()));
  }
  tool.fingerprint.digest = text_of(object.at("digest"));
  tool.fingerprint.search = text_of(object.at("search"));
  tool.fingerprint.whole = object.at("whole").as_bool();
  const json::object& version = object.at("version").as_object();
  tool.capabilities.version.major = number_of<int>(version.at("major"));
  tool.capabilities.version.minor = number_of<int>(version.at("minor"));
  tool.capabilities.version.text = text_of(version.at("text"));
  tool.capabilities.encoders = names_of(object.at("encoders"));
  tool.capabilities.filters = names_of(object.at("filters"));
  return tool;
}

}  // namespace

std::string to_json(const KnownTool& tool) {
  json::array files;
  for (const auto& [path, identity] : tool.fingerprint.files)
    files.push_back(json::array{json::string(path), to_value(identity)});
  const Version& version = tool.capabilities.version;
  const json::object object{
      {"digest", tool.fingerprint.digest},
      {"search", tool.fingerprint.search},
      {"whole", tool.fingerprint.whole},
      {"files", std::move(files)},
      {"version", {{"major", version.major}, {"minor", version.minor}, {"text", version.text}}},
      {"encoders", to_value(tool.capabilities.encoders)},
      {"filters", to_value(tool.capabilities.filters)}};
  return json::serialize(object);
}

core::Result<KnownTool> known_tool_from_json(std::string_view text) {
  try {
    return read_tool(json::parse(json::string_view(text.data(), text.size())).as_object());
  } catch (const std::exception& damaged) {  // every way in which it is not what was written
    return core::Error{
        "state.damaged", std::string("what was kept of ffmpeg cannot be read: ") + damaged.what(), "", {}};
  }
}

}  // namespace spool::pipelines
