// Which fields each event has in the journal: one list for writing and reading. Fields are added, never
// renamed.
#pragma once

#include "core/journal/run_event.h"

#include <string_view>
#include <tuple>

namespace spool::core::fields {

/// `needed`: a body without it does not fit; any other missing field has its default.
template <class Owner, class Value>
struct Field {
  std::string_view name;
  Value Owner::*member;
  bool needed = false;
};

template <class Owner, class Value>
Field(std::string_view, Value Owner::*, bool = false)
    -> Field<Owner, Value>;  // clang 14 does not find it itself

// By pointer, so that only the type counts.

constexpr auto of(const RunSubmitted*) {
  return std::tuple(Field{"pipeline", &RunSubmitted::pipeline, true});
}
constexpr auto of(const RunTaken*) {
  return std::tuple(Field{"session", &RunTaken::session, true}, Field{"pid", &RunTaken::pid},
                    Field{"host", &RunTaken::host});
}
constexpr auto of(const RunWaiting*) { return std::tuple(Field{"until", &RunWaiting::until, true}); }
constexpr auto of(const PlannedJob*) {
  return std::tuple(Field{"id", &PlannedJob::id, true}, Field{"kind", &PlannedJob::kind},
                    Field{"recipe", &PlannedJob::recipe});
}
constexpr auto of(const FilmPlanned*) {
  return std::tuple(Field{"item", &FilmPlanned::item}, Field{"pipeline", &FilmPlanned::pipeline},
                    Field{"jobs", &FilmPlanned::jobs});
}
constexpr auto of(const JobKeyed*) {
  return std::tuple(Field{"job", &JobKeyed::job, true}, Field{"key", &JobKeyed::key, true});
}
constexpr auto of(const JobBegan*) {
  return std::tuple(Field{"job", &JobBegan::job, true}, Field{"attempt", &JobBegan::attempt});
}
constexpr auto of(const JobRetried*) {
  return std::tuple(Field{"job", &JobRetried::job, true}, Field{"attempt", &JobRetried::attempt, true},
                    Field{"due", &JobRetried::due, true}, Field{"code", &JobRetried::code},
                    Field{"reason", &JobRetried::reason});
}
constexpr auto of(const MadeFile*) {
  return std::tuple(Field{"name", &MadeFile::name, true}, Field{"size", &MadeFile::size, true},
                    Field{"digest", &MadeFile::digest, true});
}
constexpr auto of(const JobDone*) {
  return std::tuple(Field{"job", &JobDone::job, true}, Field{"outcome", &JobDone::outcome, true},
                    Field{"attempt", &JobDone::attempt}, Field{"seconds", &JobDone::seconds},
                    Field{"cached", &JobDone::cached}, Field{"code", &JobDone::code},
                    Field{"reason", &JobDone::reason}, Field{"made", &JobDone::made});
}
constexpr auto of(const Delivered*) {
  return std::tuple(Field{"path", &Delivered::path, true}, Field{"frames", &Delivered::frames},
                    Field{"samples", &Delivered::samples}, Field{"seconds", &Delivered::seconds},
                    Field{"cached", &Delivered::cached});
}
constexpr auto of(const FileIdentity*) {
  return std::tuple(Field{"device", &FileIdentity::device, true}, Field{"inode", &FileIdentity::inode, true},
                    Field{"size", &FileIdentity::size, true},
                    Field{"modified_ns", &FileIdentity::modified_ns, true},
                    Field{"changed_ns", &FileIdentity::changed_ns, true});
}
constexpr auto of(const OutputPlaced*) {
  return std::tuple(Field{"item", &OutputPlaced::item}, Field{"film", &OutputPlaced::film, true},
                    Field{"key", &OutputPlaced::key}, Field{"identity", &OutputPlaced::identity, true});
}
constexpr auto of(const RunPauseAsked*) { return std::tuple(); }
constexpr auto of(const RunReleaseAsked*) { return std::tuple(); }
constexpr auto of(const RunCancelAsked*) { return std::tuple(); }
constexpr auto of(const HookBegan*) {
  return std::tuple(Field{"id", &HookBegan::id, true}, Field{"which", &HookBegan::which});
}
constexpr auto of(const HookEnded*) {
  return std::tuple(Field{"id", &HookEnded::id, true}, Field{"ok", &HookEnded::ok, true},
                    Field{"reason", &HookEnded::reason});
}
constexpr auto of(const FilmEnded*) {
  return std::tuple(Field{"item", &FilmEnded::item}, Field{"outcome", &FilmEnded::outcome, true},
                    Field{"exit_code", &FilmEnded::exit_code});
}
constexpr auto of(const JobCounts*) {
  return std::tuple(Field{"total", &JobCounts::total}, Field{"waiting", &JobCounts::waiting},
                    Field{"running", &JobCounts::running}, Field{"succeeded", &JobCounts::succeeded},
                    Field{"failed", &JobCounts::failed}, Field{"skipped", &JobCounts::skipped});
}
constexpr auto of(const RunEnded*) {
  return std::tuple(Field{"outcome", &RunEnded::outcome, true}, Field{"exit_code", &RunEnded::exit_code},
                    Field{"jobs", &RunEnded::jobs}, Field{"outputs", &RunEnded::outputs},
                    Field{"reason", &RunEnded::reason});
}

/// Something that has fields.
template <class T>
concept Described = requires(const T* type) {
  of(type);
};

}  // namespace spool::core::fields
