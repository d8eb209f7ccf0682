// What a clip knows of its moment: the names that texts may use, the fields that matches ask for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipelines/document/interpolation.h"
#include "pipelines/moments/match.h"
#include "pipelines/moments/select.h"

namespace spool::pipelines {

/// `label tag rating index start end` and every column of the tag file. Without a moment nothing is known.
class MomentScope : public Scope {
 public:
  explicit MomentScope(const Moment* moment) : moment_(moment) {}
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const override;

 private:
  const Moment* moment_;
};

}  // namespace spool::pipelines
