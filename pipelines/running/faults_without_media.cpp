#include "pipelines/running/faults_without_media.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/error_order.h"
#include "pipelines/planning/choose.h"
#include "pipelines/running/batch_items.h"
#include "pipelines/running/tag_file.h"

namespace spool::pipelines {
namespace {

namespace asio = boost::asio;

/// Those that can be read; what is wrong with the others is told, a file that is not there where the document names it.
TagFiles read_tag_files(const Document& document, core::Errors& errors) {
  TagFiles tags;
  for (const Located<std::string>& file : tag_files_of(document)) {
    auto read = read_tag_file(file.value);
    if (read) {
      std::ranges::copy(read->errors, std::back_inserter(errors));
      tags.emplace(file.value, std::move(*read));
      continue;
    }
    core::Error error = read.error();
    error.place = file.place;
    errors.push_back(std::move(error));
  }
  return tags;
}

}  // namespace

core::Errors faults_without_media(const PartlyRead& read) {
  core::Errors errors = read.faults;
  const TagFiles tags = read_tag_files(read.document, errors);
  const Sources none;
  core::Errors of_moments = choose_moments(read.document, tags, none).errors;
  if (!read.faults.empty()) of_moments = independent_of_the_rest(std::move(of_moments));
  std::ranges::move(of_moments, std::back_inserter(errors));
  return core::in_order_of_place(std::move(errors), read.document.file);
}

asio::awaitable<core::Errors> faults_beside(core::Error error, core::Blocking& blocking, const ParsedDocument& parsed, const RunRequest& request) {
  const auto look = [&] { return faults_without_media(read_partly(parsed, prepare_request(request).bindings)); };
  core::Errors errors = co_await blocking.run(look);
  errors.push_back(std::move(error));
  co_return errors;
}

}  // namespace spool::pipelines
