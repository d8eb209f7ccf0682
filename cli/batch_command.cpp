// `spool batch`: one pipeline for many files, rendered or only planned.
#include "cli/commands.h"
#include "cli/dry_batch.h"
#include "cli/find_items.h"
#include "cli/judge_document.h"
#include "cli/render_request.h"
#include "cli/session_loop.h"
#include "pipelines/running/batch_items.h"

#include <utility>
#include <vector>

namespace spool::cli {
namespace {

auto items_of(const BatchOptions& options, const Face& face) {
  ItemSearch search;
  search.files = options.files;
  search.match = options.match;
  search.recursive = options.recursive;
  search.folder = face.around.folder;
  search.out_dir = out_dir_of(options, face);
  return find_items(search);
}

}  // namespace

int batch_command(const BatchOptions& options, const Face& face) {
  auto request = render_request(options, face);
  auto found = items_of(options, face);
  if (!request && found) return refuse(with_faults_of_document(request.error(), options, face, found->front().path), face);
  if (!request) return refuse(request.error(), face);
  if (!found) return refuse(found.error(), face);
  auto items = pipelines::choose_items(*request, std::move(*found));
  if (!items) return refuse(items.error(), face);
  if (options.dry_run) return plan_batch(options, *request, *items, face);
  ReporterOptions reporter = face.reporter_options();
  reporter.items.emplace();
  for (const pipelines::BatchItem& item : *items) reporter.items->push_back(item.item);
  return serve_session(face, reporter,
                       [&](pipelines::Session& session) { return session.batch(*request, *items); });
}

}  // namespace spool::cli
