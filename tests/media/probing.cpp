#include "probing.h"

#include <filesystem>
#include <regex>
#include <sstream>

namespace spool::pipelines::testing {

namespace {

class Heard : public core::Output {
 public:
  bool on_stdout(std::string_view chunk) override {
    out += chunk;
    return true;
  }
  void on_stderr(std::string_view chunk) override { error += chunk; }
  std::string out, error;
};

}  // namespace

std::string said_by(std::vector<std::string> argv, bool standard_error) {
  boost::asio::io_context loop;
  core::ChildRunner runner(loop.get_executor());
  Heard heard;
  core::Command command;
  command.argv = std::move(argv);
  const std::string program = command.argv.front();
  boost::asio::co_spawn(
      loop, runner.run(std::move(command), heard), [&](const std::exception_ptr& fault, core::Ending ending) {
        EXPECT_FALSE(fault);
        EXPECT_TRUE(core::succeeded(ending))
            << program << " failed (is it installed? apt-get install ffmpeg python3): " << heard.error;
      });
  loop.run();
  return standard_error ? heard.error : heard.out;
}

std::vector<std::int64_t> decoded_stamps(const std::string& path) {
  std::istringstream lines(
      said_by({"ffmpeg", "-nostdin", "-hide_banner", "-threads", "1", "-copyts", "-i", "file:" + path, "-map",
               "0:v:0", "-vf", "showinfo=checksum=0", "-vsync", "passthrough", "-f", "null", "-"},
              true));
  const std::regex picture(R"( n: *\d+ pts: *(-?\d+) )");
  std::vector<std::int64_t> stamps;
  std::smatch found;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_search(line, found, picture)) stamps.push_back(std::stoll(found[1]));
  }
  return stamps;
}

std::string own_folder(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(SPOOL_BINARY_DIR) / "folders-of-tests" / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

}  // namespace spool::pipelines::testing
