// A trial encode, by the real ffmpeg: what works here does, what does not says why and what to do.
#include "pipelines/ffmpeg/hardware.h"

#include "core/child_runner.h"
#include "real_ffmpeg.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include <optional>

namespace spool::test {
namespace {

using pipelines::Capabilities;
using pipelines::PictureFormat;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

core::Result<void> tried(const std::string& encoder) {
  boost::asio::io_context io;
  core::ChildRunner runner(io.get_executor());
  PictureFormat format;
  format.encoder = encoder;
  std::optional<core::Result<void>> answer;
  boost::asio::co_spawn(io, pipelines::try_encoder(runner, format, tools()),
                        [&](const std::exception_ptr&, core::Result<void> given) { answer = std::move(given); });
  io.run();
  return *answer;
}

TEST(Trial, GivenAnEncoderThatWorksItSucceeds) {
  const auto works = tried("libx264");
  EXPECT_TRUE(works) << works.error().message;
}

TEST(Trial, GivenOneThatDoesNotItSaysWhyInFfmpegsWordsAndWhatToDo) {
  const auto fails = tried("h264_of_nobody");
  ASSERT_FALSE(fails);
  EXPECT_EQ(fails.error().code, "document.unusable_encoder");
  EXPECT_EQ(fails.error().message, "this machine cannot encode with h264_of_nobody: Unknown encoder 'h264_of_nobody'");
  EXPECT_EQ(core::exit_code_of(fails.error()), 2);
}

TEST(Trial, GivenAnEncoderOfACardTheRemedyNamesWhatItNeedsAndWhatNeedsNone) {
  PictureFormat format;
  format.encoder = "h264_vaapi";
  const auto argv = pipelines::trial_argv(format, tools());
  EXPECT_THAT(argv, ::testing::IsSupersetOf({"-vaapi_device", "format=yuv420p,format=nv12,hwupload", "h264_vaapi"}));
}

TEST(HardwareEncoders, AreThoseOfCodecsThatFilmsAreMadeIn) {
  Capabilities capabilities;
  capabilities.encoders = {"libx264", "h264_nvenc", "hevc_vaapi", "mjpeg_qsv", "vp8_vaapi", "av1_qsv", "aac"};
  EXPECT_THAT(pipelines::hardware_encoders(capabilities), ElementsAre("av1_qsv", "h264_nvenc", "hevc_vaapi"));
}

}  // namespace
}  // namespace spool::test
