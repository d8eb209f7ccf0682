#include "cli/face.h"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  return spool::cli::run_program(std::vector<std::string>(argv + 1, argv + argc));
}
