// The commands, one file each (run_command.cpp, …). Each gives the exit code.
#pragma once

#include "cli/face.h"
#include "cli/options.h"

namespace spool::cli {

int run_command(const RunOptions& options, const Face& face);
int batch_command(const BatchOptions& options, const Face& face);
int validate_command(const ValidateOptions& options, const Face& face);
int probe_command(const ProbeOptions& options, const Face& face);
int verify_command(const VerifyOptions& options, const Face& face);
int doctor_command(const Face& face);
int schema_command();
int runs_command(const Face& face);
int status_command(const StatusOptions& options, const Face& face);
int pause_command(const PauseOptions& options, const Face& face);
int release_command(const ReleaseOptions& options, const Face& face);
int cancel_command(const CancelOptions& options, const Face& face);
int resume_command(const ResumeOptions& options, const Face& face);
int cache_command(const CacheOptions& options, const Face& face);

}  // namespace spool::cli
