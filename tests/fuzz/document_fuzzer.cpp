// Any bytes as a document: parse and read must end with a value or with errors that have a code and words,
// and nothing else.
#include "pipelines/document/reader.h"
#include "pipelines/document/times.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void judge(const spool::core::Errors& errors) {
  require(!errors.empty());
  for (const auto& error : errors) {
    require(error.code.starts_with("document.") || error.code.starts_with("usage."));
    require(!error.message.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spool::pipelines;
  const std::string text(data, data + size);
  (void)parse_time(text);
  const auto parsed = parse(text, "fuzzed.yaml");
  if (!parsed) {
    judge(parsed.error());
    return 0;
  }
  Bindings bindings;
  bindings.folder = "/films";
  bindings.stem = "fuzzed";
  bindings.first_input = "/videos/a ${b}.mp4";
  bindings.sets = {{"team", "${x} $$"}};
  const auto document = read(*parsed, bindings);
  if (!document) judge(document.error());
  return 0;
}
