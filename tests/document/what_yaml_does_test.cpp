// Each row of LANGUAGE's table "What YAML does to people", and its neighbours: the place, what YAML takes it
// for, the remedy.
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

// Documents begin behind the first line end.
const std::vector<Told> surprises = {
    {"a comparison in a block",
     R"(
moments:
  of: game
  keep:
    rating: >= 3
    tag: goal
)",
     {"4:13 document.syntax: `>` begins a block of text in YAML, it does not compare | write `rating: {min: "
      "3}`"}},
    {"a comparison inside braces",
     R"(
moments: {of: game, keep: {rating: > 3, tag: goal}}
)",
     {"1:36 document.syntax: `>` begins a block of text in YAML, it does not compare | write `rating: {min: "
      "3}`"}},
    {"a name inside braces",
     R"(
inputs: {game: g.mp4}
moments: {of: game, file: ${game.stem}.csv, before: 3s}
)",
     {R"(2:27 document.syntax: inside `{}` or `[]` YAML takes the `{` of `${…}` for a map | put it in quotes: "${game.stem}.csv")"}},
    {"a name inside brackets",
     R"(
steps: {film: {concat: [${first}, b]}}
)",
     {R"(1:25 document.syntax: inside `{}` or `[]` YAML takes the `{` of `${…}` for a map | put it in quotes: "${first}")"}},
    {"a hash begins a text in braces",
     R"(
apply:
  - title: {text: #7 Smith}
)",
     {R"(2:19 document.syntax: from `#` on this looks like a comment to YAML | if it is text, quote it: "#7 Smith")"}},
    {"a hash begins a text in braces within braces",
     R"(
inputs: {game: g.mp4}
steps:
  a: {effect: game, apply: [{title: {text: #7 Smith}}]}
output: {a: a.mp4}
)",
     {R"(3:44 document.syntax: from `#` on this looks like a comment to YAML | if it is text, quote it: "#7 Smith")"}},
    {"a hash begins a text in a list of maps",
     R"(
inputs: {game: g.mp4}
steps:
  a:
    effect: game
    apply:
      - title: {text: #7 Smith}
      - mute
output: {a: a.mp4}
)",
     {R"(6:23 document.syntax: from `#` on this looks like a comment to YAML | if it is text, quote it: "#7 Smith")"}},
    {"a hash begins a moment's label",
     R"(
inputs: {game: g.mp4}
moments:
  of: game
  list:
    - {start: 1, end: 2, label: #7 Smith}
    - {start: 3, end: 4}
)",
     {R"(5:33 document.syntax: from `#` on this looks like a comment to YAML | if it is text, quote it: "#7 Smith")"}},
    {"a colour without quotes",
     R"(
steps:
  a:
    effect: game
    apply:
      - title: {text: "a # b", box: #ff0000}
)",
     {R"(5:37 document.syntax: from `#` on this looks like a comment to YAML | if it is text, quote it: "#ff0000")"}},
    {"a comment within a map that is never closed",
     R"(
inputs: {game: g.mp4, # the match
  crest: c.png
)",
     {"1:9 document.syntax: the `{` that opens here is never closed | close it with `}`"}},
    {"a hash begins a text in a row",
     R"(
inputs: {game: g.mp4}
vars:
  player: #7 Smith
output: {game: a.mp4}
)",
     {R"(3:11 document.empty: `player` has no value: from `#` on this looks like a comment to YAML | if it is text, quote it: "#7 Smith")"}},
    {"a tag for a text",
     R"(
moments:
  keep:
    tag: !corner
)",
     {R"(3:10 document.yaml_tag: `!corner` is a YAML tag (a word that begins with `!`), not a text | if it is meant as text, quote it: "!corner")"}},
    {"a tag for \"is not\"",
     R"(
moments: {keep: {tag: != corner}}
)",
     {R"(1:23 document.yaml_tag: `!=` is a YAML tag (a word that begins with `!`), not a text | for "is not" write `{not: …}`)"}},
    {"a comma inside a text in braces",
     R"(
inputs: {game: g.mp4}
steps:
  a: {effect: game, apply: [{title: {text: 7, 8}}]}
output: {a: a.mp4}
)",
     {"3:47 document.unknown_key: `8` is a key without a value to YAML | inside `{}` a comma ends the value "
      "before it: if it belongs to a text, put the whole text in quotes"}},
    {"no space after the colon in braces",
     R"(
inputs: {game: g.mp4}
steps:
  a: {cut: game, at: [{from:1:30}]}
output: {a: a.mp4}
)",
     {"3:24 document.unknown_key: `from:1:30` is a key without a value to YAML | a space is missing after "
      "the colon: `from: 1:30`"}},
    {"no space after the colon in a row",
     R"(
inputs:
  game:g.mp4
  crest: c.png
)",
     {"2:7 document.syntax: a space is missing after the colon | write `game: g.mp4`"}},
    {"no space after the colon in a row of its own",
     R"(
inputs: {game: g.mp4}
vars:
  team:Falcons
output: {game: a.mp4}
)",
     {"3:3 document.type: `vars` takes names and texts such as `{team: Falcons}`, not `team:Falcons` | a "
      "space is missing after the colon: `team: Falcons`"}},
    {"a key twice",
     R"(
inputs: {game: g.mp4}
vars:
  team: Falcons
  name: x
  team: Hawks
output: {game: a.mp4}
)",
     {"5:3 document.duplicate_key: `team` is given twice: first in line 3, again here | keep one of them"}},
    {"a Windows path with an unknown escape",
     R"(
inputs: {game: "C:\clips\a.mp4"}
)",
     {R"(1:21 document.syntax: the backslash here is no escape that YAML knows | inside "…" a backslash begins an escape: use single quotes: 'C:\clips\a.mp4', or forward slashes)"}},
    {"a Windows path with known escapes",
     R"(
inputs: {game: "C:\new\test.mp4"}
output: {game: a.mp4}
)",
     {R"(1:16 document.path: the backslashes of this path are escapes inside "…" | use single quotes or forward slashes: 'C:\new\test.mp4')"}},
    {"a colon inside a text",
     R"(
moments:
  list:
    - label: Goal: 2-1
)",
     {R"(3:14 document.syntax: a colon and a space inside of a text make a new key of it | quote the text: "Goal: 2-1")"}},
    {"a colon inside a text in braces",
     R"(
moments: {list: [{start: 1, label: Goal: 2-1}]}
)",
     {R"(1:36 document.syntax: a colon and a space inside of a text make a new key of it | quote the text: "Goal: 2-1")"}},
    {"a star begins a text",
     R"(
moments: {of: game, file: *.csv}
)",
     {R"(1:27 document.syntax: YAML takes `*.csv` for an alias (a repetition of what `&name` has named) | if it is text, quote it: "*.csv")"}},
    {"an at begins a text",
     R"(
vars:
  handle: @x
)",
     {R"(2:11 document.syntax: no value may begin with `@` in YAML | quote it: "@x")"}},
    {"a percent begins a text",
     R"(
vars:
  pattern: %d.png  # frames
)",
     {R"(2:12 document.syntax: no value may begin with `%` in YAML | quote it: "%d.png")"}},
    {"a tab for indentation",
     "inputs:\n\tgame: g.mp4\n",
     {"2:1 document.syntax: a tab indents this line; YAML indents by spaces only | replace the tab by "
      "spaces"}},
    {"a tab after spaces",
     "inputs:\n  game: g.mp4\n \tcrest: c.png\n",
     {"3:2 document.syntax: a tab indents this line; YAML indents by spaces only | replace the tab by "
      "spaces"}},
    {"a merge of nothing",
     R"(
format:
  <<: *base
)",
     {"2:7 document.syntax: nothing above is anchored as `&base` | write `&base` behind the key whose map is "
      "to be merged in here"}},
    {"a merge of a text",
     R"(
inputs: {game: &g g.mp4}
format: {<<: *g}
output: {game: a.mp4}
)",
     {"2:14 document.merge: `<<` merges a map, and this is none | write `<<: *name`, where `&name` stands "
      "behind the key of a map"}},
    {"no for none",
     R"(
inputs: {game: g.mp4}
format: {audio: no, video: off}
output: {game: a.mp4}
)",
     {"2:17 document.value: `audio` takes a codec or `none`, not `no` | write `audio: none`",
      "2:28 document.value: the picture of a film cannot be left out | name a codec such as `h264`, or leave `video` out"}},
    {"a quote that never closes",
     R"(
inputs: {game: g.mp4}
vars: {team: "Falcons}
output: {game: a.mp4}
)",
     {"2:14 document.syntax: the quote that opens here is never closed | close it with the same sign"}},
    {"an apostrophe inside single quotes",
     R"(
vars:
  team: 'it's us'
)",
     {R"(2:13 document.syntax: the quoted text has ended before this | write '' for an apostrophe inside '…', or use "…")"}},
    {"a text behind a quoted one",
     R"(
vars:
  team: "The" Falcons
)",
     {R"(2:15 document.syntax: the quoted text has ended before this | quote the whole text; inside "…" write \" for a quote)"}},
    {"a bracket that never closes",
     R"(
steps:
  a: {concat: [x, y}
output: {a: a.mp4}
)",
     {"2:20 document.syntax: the `[` of line 2 is closed by `}` | close it with `]`"}},
    {"a brace that never closes",
     R"(
inputs: {game: g.mp4
output: {game: a.mp4}
)",
     {"1:9 document.syntax: the `{` that opens here is never closed | close it with `}`"}},
    {"a bracket that closes nothing",
     R"(
vars:
  score: ]2
)",
     {"2:10 document.syntax: `]` closes nothing here | remove it, or quote the text that it belongs to"}},
    {"a list behind its key",
     R"(
steps:
  a:
    concat: - x
)",
     {"3:13 document.syntax: a list that begins with `- ` cannot stand behind its key | begin it on the next "
      "line, or write it as `[a, b]`"}},
    {"an indentation that fits nothing",
     R"(
inputs:
  game: g.mp4
    crest: c.png
)",
     {"3:5 document.syntax: the indentation of this line fits nothing above it | let keys that belong "
      "together begin in the same column"}},
    {"a key further left than the first",
     R"(
  inputs: {game: g.mp4}
output: {game: a.mp4}
)",
     {"2:1 document.syntax: this line does not belong to what stands above it | let all keys of the top "
      "level begin in the same column, and do not mix a list (`- …`) with keys"}},
    {"a second document",
     R"(
inputs: {game: g.mp4}
---
output: {game: a.mp4}
)",
     {"2:1 document.second: a second document begins here (`---`) | one file holds one document: split it"}},
    {"an alias inside of itself",
     R"(
steps: &s
  a: *s
)",
     {"2:6 document.alias: this alias stands inside of what it repeats | name something that ends before "
      "it"}},
    {"an empty document",
     R"(
# nothing
)",
     {"1:1 document.empty: the document is empty | begin with `inputs:` and `output:`"}},
    {"a text for a document",
     R"(
just words
)",
     {"1:1 document.type: the document takes keys such as `inputs:` and `output:`, not `just words`"}},
    {"a list for a document",
     R"(
- inputs
)",
     {"1:1 document.type: the document takes keys such as `inputs:` and `output:`, not a list"}},
    {"a control character",
     "inputs: {game: g\x01.mp4}\n",
     {"1:17 document.encoding: a control character (byte 1) stands here | a document is text in UTF-8: save "
      "it as that"}},
    {"a document in UTF-16",
     std::string("\xFF\xFEi\0n\0", 6),
     {"1:1 document.encoding: the document is UTF-16, not UTF-8 | save it as UTF-8"}},
};

class WhatYamlDoes : public ::testing::TestWithParam<Told> {};

TEST_P(WhatYamlDoes, IsToldWithItsRemedy) {
  std::string document = GetParam().document;
  if (document.starts_with('\n')) document.erase(0, 1);
  EXPECT_EQ(told(document), GetParam().lines) << document;
}

INSTANTIATE_TEST_SUITE_P(Table, WhatYamlDoes, ::testing::ValuesIn(surprises));

}  // namespace
}  // namespace spool::pipelines
