#include <string>
#include <vector>

#include "cli/face.h"

int main(int argc, char** argv) {
  return spool::cli::run_program(std::vector<std::string>(argv + 1, argv + argc));
}
