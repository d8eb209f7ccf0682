// The program: its words read, the command found and carried out. Source: CONTRACT, "Commands" and "Exit
// codes".
#pragma once

#include "cli/options.h"
#include "cli/reporter.h"
#include "cli/surroundings.h"
#include "cli/terminal.h"
#include "core/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace spool::cli {

/// What every command is given.
struct Face {
  CommonOptions common;
  Terminal terminal;
  Surroundings around;

  [[nodiscard]] ReporterOptions reporter_options() const;
};

/// Carries out a command line (without the program's name) and gives the exit code.
int run_program(const std::vector<std::string>& words);

/// Results go to standard output. False: they could not be written, which has been said. A reader that has
/// gone away ends the program as SIGTERM does.
bool print(std::string_view text);

/// Tells errors on standard error, as JSON on standard output too where that was asked for; gives their exit
/// code. `item`: of a batch, else empty.
int refuse(const core::Errors& errors, const Face& face, const std::string& item = "");
/// One of them, or a warning or note, in the same two ways.
void tell(core::Said::Weight weight, const core::Error& what, const Face& face, const std::string& item = "");

}  // namespace spool::cli
