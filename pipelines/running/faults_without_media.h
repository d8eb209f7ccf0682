// What is wrong with a document and its tag files, whatever its media are: all that `spool validate` tells, and what is told of a document
// beside a machine that cannot render it. Blocks: reads tag files.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "core/blocking.h"
#include "core/error.h"
#include "pipelines/document/reader.h"
#include "pipelines/running/run.h"

namespace spool::pipelines {

/// In order of place.
core::Errors faults_without_media(const PartlyRead& read);

/// With another error, which does not hide them.
boost::asio::awaitable<core::Errors> faults_beside(core::Error error, core::Blocking& blocking, const ParsedDocument& parsed, const RunRequest& request);

}  // namespace spool::pipelines
