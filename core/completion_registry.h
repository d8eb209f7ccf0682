// Completion sources by the id of what is awaited: whoever learns that a thing has ended resolves its id, and
// the step that waits for it resumes. Ids that nobody waits for are harmless. Source: DESIGN, "Why it
// exists".
#pragma once

#include "core/completion.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>

namespace spool::core {

/// What became of a value that was brought to a registry.
enum class Arrival {
  delivered,  ///< a step waits for it, or will
  twice,      ///< the id was resolved before; the first value stays
  abandoned,  ///< a step had waited for it and gave up
  unknown,    ///< nobody ever expected it (or so long ago that it is forgotten)
};

/// One thread only. Remembers the fate of the last `memory` ids that are over, to tell `twice` and
/// `abandoned` from `unknown`.
template <class Id, class T, class Hash = std::hash<Id>>
class CompletionRegistry {
 public:
  /// The wish to know how `id` ends. As long as it lives, the value is kept; dropped before the value came,
  /// the id is abandoned. Several for one id share it.
  class Expectation {
   public:
    Expectation(Expectation&& other) noexcept
        : registry_(std::exchange(other.registry_, nullptr)),
          id_(std::move(other.id_)),
          source_(std::move(other.source_)) {}
    Expectation& operator=(Expectation&&) = delete;
    ~Expectation() {
      source_.reset();
      if (registry_ != nullptr) registry_->drop(id_);
    }

    /// Gives Waited<T>. Can be cancelled.
    template <class Token = boost::asio::use_awaitable_t<>>
    auto wait(Token&& token = Token()) {
      return source_->wait(std::forward<Token>(token));
    }

   private:
    friend class CompletionRegistry;
    Expectation(CompletionRegistry& registry, Id id, std::shared_ptr<CompletionSource<T>> source)
        : registry_(&registry), id_(std::move(id)), source_(std::move(source)) {}

    CompletionRegistry* registry_;
    Id id_;
    std::shared_ptr<CompletionSource<T>> source_;
  };

  explicit CompletionRegistry(boost::asio::any_io_executor executor, std::size_t memory = 4096)
      : executor_(std::move(executor)), memory_(memory) {}
  CompletionRegistry(const CompletionRegistry&) = delete;
  CompletionRegistry& operator=(const CompletionRegistry&) = delete;

  /// Call it before what it waits for is set off, so that a value that comes at once is not missed.
  [[nodiscard]] Expectation expect(Id id) {
    auto& entry = open_[id];
    if (!entry) entry = std::make_shared<CompletionSource<T>>(executor_);
    return Expectation(*this, std::move(id), entry);
  }

  /// Expects and waits. Cancelled, it leaves nothing behind.
  boost::asio::awaitable<Waited<T>> wait(Id id) {
    Expectation expected = expect(std::move(id));
    Waited<T> value = co_await expected.wait();
    co_return value;
  }

  Arrival resolve(const Id& id, T value) {
    const auto entry = open_.find(id);
    if (entry != open_.end())
      return entry->second->set(std::move(value)) ? Arrival::delivered : Arrival::twice;
    const auto past = past_.find(id);
    return past == past_.end() ? Arrival::unknown : past->second;
  }

  /// Ids that somebody expects just now.
  [[nodiscard]] std::size_t size() const { return open_.size(); }

 private:
  void drop(const Id& id) {
    const auto entry = open_.find(id);
    if (entry == open_.end() || entry->second.use_count() > 1) return;
    remember(id, entry->second->is_set() ? Arrival::twice : Arrival::abandoned);
    open_.erase(entry);
  }

  void remember(const Id& id, Arrival fate) {
    if (memory_ == 0) return;
    if (!past_.insert_or_assign(id, fate).second) return;
    order_.push_back(id);
    if (order_.size() <= memory_) return;
    past_.erase(order_.front());
    order_.pop_front();
  }

  boost::asio::any_io_executor executor_;
  std::unordered_map<Id, std::shared_ptr<CompletionSource<T>>, Hash> open_;
  std::unordered_map<Id, Arrival, Hash> past_;
  std::deque<Id> order_;
  std::size_t memory_;
};

}  // namespace spool::core
