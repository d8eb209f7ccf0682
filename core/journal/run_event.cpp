#include "core/journal/run_event.h"

#include "core/journal/event_read.h"
#include "core/journal/event_words.h"
#include "core/journal/event_write.h"

#include <boost/json/monotonic_resource.hpp>

#include <array>
#include <cstddef>
#include <utility>

namespace spool::core {
namespace {

/// The part that is kept apart, as it is; null: none.
template <class Event>
const std::string* large_of(const Event&) {
  return nullptr;
}
const std::string* large_of(const RunSubmitted& submitted) { return &submitted.request; }
const std::string* large_of(const FilmPlanned& planned) { return &planned.decisions; }

template <class Event>
void set_large(Event&, const std::string&) {}
void set_large(RunSubmitted& submitted, const std::string& large) { submitted.request = large; }
void set_large(FilmPlanned& planned, const std::string& large) { planned.decisions = large; }

template <std::size_t Kind>
bool read_if(const Entry& entry, const boost::json::value& body, RunEvent& event) {
  using Event = std::variant_alternative_t<Kind, RunEvent>;
  if (entry.kind != words::kind(static_cast<const Event*>(nullptr))) return false;
  Event read;
  if (!fields::from_json(body, read)) return false;
  set_large(read, entry.large);
  event = std::move(read);
  return true;
}

template <std::size_t... Kinds>
bool read_any(const Entry& entry, const boost::json::value& body, RunEvent& event,
              std::index_sequence<Kinds...>) {
  return (read_if<Kinds>(entry, body, event) || ...);
}

}  // namespace

Entry to_entry(std::string run, Moment at, const RunEvent& event) {
  Entry entry{at, std::move(run), {}, {}};
  const auto write = [&](const auto& what) {
    entry.kind = words::kind(&what);
    fields::write(entry.body, what);
    if (const std::string* large = large_of(what)) entry.large = *large;
  };
  std::visit(write, event);
  return entry;
}

Result<RunEvent> from_entry(const Entry& entry) {
  std::array<unsigned char, 4096> nearby;  // most bodies fit; parsing one then takes no memory from the heap
  boost::json::monotonic_resource storage(nearby.data(), nearby.size());
  const auto body = parse_json(entry.body, &storage);
  RunEvent event;
  constexpr auto kinds = std::make_index_sequence<std::variant_size_v<RunEvent>>();
  if (body && read_any(entry, *body, event, kinds)) return event;
  return Error{"state.damaged",
               "the journal of run " + entry.run + " holds what is no event: " + entry.kind,
               "start the run anew: what it has finished is found in the cache",
               {}};
}

}  // namespace spool::core
