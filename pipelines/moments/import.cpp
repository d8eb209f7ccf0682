#include "pipelines/moments/import.h"

#include "pipelines/moments/import_formats.h"
#include "pipelines/moments/limited_errors.h"
#include "pipelines/moments/text_decoding.h"

namespace spool::pipelines {

core::Checked<std::vector<TaggedMoment>> import_tags(std::string_view bytes, const std::string& file) {
  if (bytes.size() > most_tag_bytes)
    return core::Errors{
        {"moments.too_large", "a tag file of more than 64 MiB", "is it the right file?", {file, 0, 0}}};
  const auto text = decode_text(bytes, file);
  if (!text) return core::Errors{text.error()};

  const auto first = text->find_first_not_of(" \t\n\f");
  if (first == std::string::npos)
    return core::Errors{
        {"moments.header", "an empty tag file", "give it a header (start,end,label) and rows", {file, 0, 0}}};
  const bool json = (*text)[first] == '[' || (*text)[first] == '{';
  LimitedErrors errors(file);
  auto moments = json ? import_json(*text, errors) : import_rows(*text, errors);
  if (!errors.empty()) return std::move(errors).take("moments.more", "like these");
  return moments;
}

}  // namespace spool::pipelines
