// What SQLite's result codes mean to a person.
#pragma once

#include "core/error.h"

#include <string>

struct sqlite3;

namespace spool::core::sqlite {

/// Of the last failed call on `handle` (null: memory was short), with SQLite's extended code.
Error error_of(sqlite3* handle, int code, const std::string& path);

}  // namespace spool::core::sqlite
