#include "pipelines/moments/select.h"

#include "pipelines/moments/limited_errors.h"
#include "pipelines/moments/merging.h"
#include "pipelines/moments/where_they_went.h"

#include <algorithm>
#include <stdexcept>

namespace spool::pipelines {
namespace {

Rational rating_of(const Moment& moment) { return moment.rating.value_or(Rational(0)); }

bool earlier(const Moment& a, const Moment& b) {
  return a.block != b.block ? a.block < b.block : a.from < b.from;
}

bool better(const Moment& a, const Moment& b) {
  const Rational one = rating_of(a), other = rating_of(b);
  return one != other ? one > other : earlier(a, b);
}

void sort_by(MomentOrder order, std::vector<Moment>& moments) {
  std::stable_sort(moments.begin(), moments.end(), order == MomentOrder::rating ? better : earlier);
}

Moment moment_of(const TaggedMoment& tagged, std::size_t block, Span span, const std::string& file) {
  return {block,          span.from,   span.to,
          tagged.label,   tagged.tags, tagged.rating,
          tagged.columns, 0,           {file, tagged.line, tagged.column}};
}

MomentFields fields_of(const TaggedMoment& tagged, Span span) {
  return {tagged.label, &tagged.tags, tagged.rating, std::nullopt, span.from, span.to, &tagged.columns};
}

class Selector {
 public:
  Selector(const Moments& what, IfOutside if_outside) : what_(what), if_outside_(if_outside) {}

  /// Keep, padding, merging and budget of one block.
  void add_block(std::size_t number, const std::vector<TaggedMoment>& tagged, const SourceClock& clock) {
    const MomentBlock& block = what_.blocks[number];
    went_.read(tagged.size());
    std::vector<Moment> kept = kept_of(number, tagged, clock);
    for (Moment& moment : kept) {
      moment.from = std::max(moment.from - block.before, Rational(0));
      moment.to = std::min(moment.to + block.after, clock.seconds());
    }
    if (block.merge) {
      const std::size_t before = kept.size();
      kept = merged(std::move(kept), *block.merge);
      went_.merged(before - kept.size());
    }
    fit(kept, block.at_most);
    sort_by(block.order, kept);
    moments_.insert(moments_.end(), std::make_move_iterator(kept.begin()),
                    std::make_move_iterator(kept.end()));
  }

  core::Checked<Selection> finish() && {
    if (!faults_.empty()) return std::move(faults_);
    drop_not_kept();
    fit(moments_, what_.at_most);
    if (moments_.empty()) {
      if (outside_.empty()) outside_.push_back(went_.none_left(what_.place));
      return std::move(outside_);
    }
    if (what_.order == MomentOrder::rating) sort_by(MomentOrder::rating, moments_);
    std::int64_t index = 0;
    for (Moment& moment : moments_) moment.index = ++index;
    return Selection{std::move(moments_), passed_over(), std::move(outside_)};
  }

 private:
  std::vector<Moment> kept_of(std::size_t number, const std::vector<TaggedMoment>& tagged,
                              const SourceClock& clock) {
    const MomentBlock& block = what_.blocks[number];
    const std::string& file = file_of(block);
    LimitedErrors faults(file), outside(file);
    std::vector<Moment> kept;
    kept.reserve(tagged.size());
    for (const TaggedMoment& moment : tagged) {
      auto span = resolve(moment, clock, file);
      if (!span) {
        const bool may_go = if_outside_ == IfOutside::leave_out && span.error().code == "moments.outside";
        (may_go ? outside : faults).add(std::move(span).error());
        continue;
      }
      const MomentFields fields = fields_of(moment, *span);
      if (const Condition* failing = first_failing(block.keep, fields))
        went_.not_kept(*failing, fields);
      else
        kept.push_back(moment_of(moment, number, *span, file));
    }
    gather(std::move(faults), clock, faults_);
    gather(std::move(outside), clock, outside_);
    return kept;
  }

  static void gather(LimitedErrors errors, const SourceClock& clock, core::Errors& all) {
    core::Errors told = std::move(errors).take("moments.outside", "moments outside " + clock.name());
    all.insert(all.end(), std::make_move_iterator(told.begin()), std::make_move_iterator(told.end()));
  }

  /// The keep of the whole.
  void drop_not_kept() {
    std::erase_if(moments_, [&](const Moment& moment) {
      const MomentFields fields = pipelines::fields_of(moment);
      const Condition* failing = first_failing(what_.keep, fields);
      if (failing != nullptr) went_.not_kept(*failing, fields);
      return failing != nullptr;
    });
  }

  /// Best rated first, ties to the earlier; what is too long for what is left is passed over. Keeps the
  /// order.
  void fit(std::vector<Moment>& moments, const std::optional<Rational>& at_most) {
    if (!at_most) return;
    std::vector<std::size_t> by_merit(moments.size());
    for (std::size_t i = 0; i < by_merit.size(); ++i) by_merit[i] = i;
    std::stable_sort(by_merit.begin(), by_merit.end(),
                     [&](std::size_t a, std::size_t b) { return better(moments[a], moments[b]); });
    std::vector<bool> fits(moments.size(), false);
    Rational left = *at_most;
    for (const std::size_t i : by_merit) {
      if (moments[i].length() <= left) {
        fits[i] = true;
        left -= moments[i].length();
      } else {
        pass_over(moments[i], left, *at_most);
      }
    }
    std::vector<Moment> chosen;
    for (std::size_t i = 0; i < moments.size(); ++i)
      if (fits[i]) chosen.push_back(std::move(moments[i]));
    moments = std::move(chosen);
  }

  void pass_over(const Moment& moment, Rational left, Rational at_most) {
    went_.passed_over(1);
    if (++count_passed_over_ > LimitedErrors::told) return;
    const std::string who = moment.label.empty() ? "a moment" : "\"" + moment.label + "\"";
    passed_over_.push_back({"moments.passed_over",
                      who + " of " + clock_text(moment.length()) + " at " + clock_text(moment.from) +
                          " is left out: " + clock_text(left) + " of the " + clock_text(at_most) +
                          " were left",
                      "", moment.place});
  }

  core::Errors passed_over() {
    if (count_passed_over_ > LimitedErrors::told)
      passed_over_.push_back(
          {"moments.passed_over",
           "and " + std::to_string(count_passed_over_ - LimitedErrors::told) + " more moments are left out", "",
           what_.place});
    return std::move(passed_over_);
  }

  const Moments& what_;
  IfOutside if_outside_;
  std::vector<Moment> moments_;
  core::Errors passed_over_;
  std::size_t count_passed_over_ = 0;
  core::Errors faults_;
  core::Errors outside_;  ///< of moments that are left out
  WhereTheyWent went_;
};

}  // namespace

MomentFields fields_of(const Moment& moment) {
  return {moment.label,   &moment.tags,
          moment.rating,  moment.index > 0 ? std::optional<Rational>(moment.index) : std::nullopt,
          moment.from,    moment.to,
          &moment.columns};
}

const std::string& file_of(const MomentBlock& block) {
  return block.file ? block.file->value : block.list_file;
}

core::Checked<Selection> select(const Moments& what, const std::vector<std::vector<TaggedMoment>>& tagged,
                                const std::vector<const SourceClock*>& clocks, IfOutside if_outside) {
  try {
    Selector selector(what, if_outside);
    for (std::size_t i = 0; i < what.blocks.size(); ++i)
      if (!tagged[i].empty()) selector.add_block(i, tagged[i], *clocks[i]);
    return std::move(selector).finish();
  } catch (const std::overflow_error&) {
    return core::Errors{{"moments.number", "the moments' times are fractions too fine to be added up exactly",
                         "write times with at most six decimals", what.place}};
  }
}

}  // namespace spool::pipelines
