#include "core/child_runner.h"

#include "core/child.h"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace spool::core {
namespace {

/// In the cancellation slot of a wait; may outlive the child.
class CancelChild {
 public:
  explicit CancelChild(const std::shared_ptr<Child>& child) : child_(child) {}
  void operator()(boost::asio::cancellation_type type) const {
    if ((type & boost::asio::cancellation_type::terminal) == boost::asio::cancellation_type::none) return;
    if (const auto child = child_.lock()) child->cancel();
  }

 private:
  std::weak_ptr<Child> child_;
};

constexpr std::size_t buffer_size = std::size_t{64} * 1024;

}  // namespace

struct ChildRunner::State {
  explicit State(const boost::asio::any_io_executor& loop)
      : executor(loop), commons(buffer_size), spawner(loop) {}

  boost::asio::any_io_executor executor;
  ChildCommons commons;
  boost::intrusive::list<Child, boost::intrusive::constant_time_size<false>> children;
  bool paused = false;
  Spawner spawner;

  template <class Handler>
  void start(Command command, Output& output, Handler handler) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    const auto child = std::make_shared<Child>(executor, std::move(command), output, commons);
    children.push_back(*child);
    if (slot.is_connected()) slot.assign(CancelChild(child));
    auto resume = [held = std::make_shared<Handler>(std::move(handler))](Ending ending) {
      std::move (*held)(ending);
    };
    child->start(spawner, paused, std::move(resume));
  }

  boost::asio::awaitable<Ending> run(Command command, Output& output) {
    return boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Ending)>(
        [this, &output](auto handler, Command given) { start(std::move(given), output, std::move(handler)); },
        boost::asio::use_awaitable, std::move(command));
  }
};

ChildRunner::ChildRunner(boost::asio::any_io_executor executor) : state_(std::make_unique<State>(executor)) {}
ChildRunner::~ChildRunner() = default;

boost::asio::awaitable<Ending> ChildRunner::run(Command command, Output& output) {
  const boost::asio::cancellation_state asked = co_await boost::asio::this_coro::cancellation_state;
  if (asked.cancelled() != boost::asio::cancellation_type::none) co_return Cancelled();
  const Ending ending = co_await state_->run(std::move(command), output);
  co_return ending;
}

void ChildRunner::pause_all() {
  state_->paused = true;
  for (Child& child : state_->children) child.pause();
}

void ChildRunner::continue_all() {
  state_->paused = false;
  for (Child& child : state_->children) child.go_on();
}

boost::asio::awaitable<void> ChildRunner::settled() {
  while (std::ranges::any_of(state_->children, &Child::is_starting)) co_await state_->spawner.starts_told();
}

bool ChildRunner::paused() const { return state_->paused; }

std::size_t ChildRunner::running() const { return state_->children.size(); }

}  // namespace spool::core
