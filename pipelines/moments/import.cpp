#include "pipelines/moments/import.h"

#include "pipelines/moments/import_formats.h"
#include "pipelines/moments/limited_errors.h"
#include "pipelines/moments/text_decoding.h"

#include <utility>

namespace spool::pipelines {

ImportedTags import_readable(std::string_view bytes, const std::string& file) {
  if (bytes.size() > most_tag_bytes)
    return {{}, {{"moments.too_large", "a tag file of more than 64 MiB", "is it the right file?", {file, 0, 0}}}};
  const auto text = decode_text(bytes, file);
  if (!text) return {{}, {text.error()}};

  const auto first = text->find_first_not_of(" \t\n\f");
  if (first == std::string::npos)
    return {{}, {{"moments.header", "an empty tag file", "give it a header (start,end,label) and rows", {file, 0, 0}}}};
  const bool json = (*text)[first] == '[' || (*text)[first] == '{';
  LimitedErrors errors(file);
  auto moments = json ? import_json(*text, errors) : import_rows(*text, errors);
  return {std::move(moments), std::move(errors).take("moments.more", "like these")};
}

core::Checked<std::vector<TaggedMoment>> import_tags(std::string_view bytes, const std::string& file) {
  ImportedTags tags = import_readable(bytes, file);
  if (!tags.errors.empty()) return std::move(tags.errors);
  return std::move(tags.moments);
}

}  // namespace spool::pipelines
