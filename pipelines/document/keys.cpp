#include "pipelines/document/keys.h"

namespace spool::pipelines::keys {

const std::vector<const Shape*>& shapes() {
  static const std::vector<const Shape*> all = {
      &document,   &inputs, &input,     &vars,   &moments,  &several_blocks, &block,
      &moment,     &match,  &condition, &steps,  &cut_step, &effect_step,    &concat_step,
      &transition, &dip,    &each,      &effect, &title,    &overlay,        &fade,
      &trim,       &fit,    &filter,    &format, &metadata, &policy, &outputs,   &output};
  return all;
}

const Key* find(const Shape& shape, std::string_view name) {
  for (const Key& key : shape.keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

const Guess* find_guess(const Shape& shape, std::string_view word) {
  for (const Guess& guess : shape.guesses) {
    if (guess.word == word) return &guess;
  }
  return nullptr;
}

std::vector<std::string> names(const Shape& shape) {
  std::vector<std::string> found;
  for (const Key& key : shape.keys) {
    if (key.when == When::now) found.emplace_back(key.name);
  }
  return found;
}

}  // namespace spool::pipelines::keys
