// Values that cannot be meant: effects, formats, outputs, names.
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

// Documents begin behind the first line end.
const std::vector<Told> wrong_values = {
    {"crf and bitrate exclude each other",
     R"(
inputs: {game: g.mp4, crest: c.png}
format: {crf: 20, bitrate: 4M}
output: {game: a.mp4}
)",
     {"2:19 document.exclusive: `crf` and `bitrate` exclude each other | keep one of them"}},
    {"a policy with wrong values",
     R"(
inputs: {game: g.mp4, crest: c.png}
policy: {timeout: 1:99, stall: 0, strict: maybe}
output: {game: a.mp4}
)",
     {"2:19 document.value: `timeout` takes a length of time, not `1:99` | lengths are written `2`, `2.5s`, "
      "`500ms`, `1m30s`, `1:30`",
      "2:32 document.range: `stall` has to be longer than 0",
      "2:43 document.value: `strict` takes `true` or `false`, not `maybe`"}},
    {"outputs",
     R"(
inputs: {game: g.mp4, crest: c.png}
output:
  game: film.avi
  a: {from: game}
  b: {from: game, file: film}
  c: {from: game, file: x.mp4, format: {crf: 99}}
  d: {from: game, file: x.mp4}
)",
     {"3:9 document.container: films cannot be written as `.avi` | end the name with `.mp4`, `.mov`, "
      "`.mkv`, `.webm` or `.ts`",
      "4:6 document.missing_key: an output needs the key `file` | Where the film goes, relative to "
      "`--out-dir`; its extension chooses the container.",
      "5:25 document.container: `film` has no extension, which chooses the container | end the name with "
      "`.mp4`, `.mov`, `.mkv`, `.webm` or `.ts`",
      "6:46 document.range: `crf` lies between 0 (best) and 63 | usual are 18 to 28",
      "7:25 document.same_output: two outputs are one file: `x.mp4` | `c` in line 6 writes it too"}},
    {"no output at all",
     R"(
inputs: {game: g.mp4, crest: c.png}
)",
     {"1:1 document.missing_key: the document needs the key `output` | Which step (or input) becomes which "
      "file."}},
    {"names that mean two things",
     R"(
inputs: {game: g.mp4, label: l.png, both: b.mp4, moments: m.mp4}
vars: {game: x, tag: y}
steps:
  both: {effect: game, apply: [mute]}
output: {both: a.mp4}
)",
     {"1:10 document.ambiguous_name: `game` names a variable and an input | choose another name for one of "
      "them",
      "1:23 document.ambiguous_name: `label` means something in every clip; it cannot name an input | choose "
      "another name",
      "1:50 document.ambiguous_name: `moments` means the document's moments; it cannot name an input | "
      "choose another name",
      "2:17 document.ambiguous_name: `tag` means something in every clip; it cannot name a variable | choose "
      "another name",
      "4:3 document.ambiguous_name: `both` names an input and a step | choose another name for one of them"}},
    {"names that are no names",
     R"(
inputs: {a.b: g.mp4, 'x y': h.mp4, game: g.mp4}
output: {game: a.mp4}
)",
     {"1:10 document.name: `a.b` cannot name an input | names are made of letters, digits, `_` and `-`",
      "1:22 document.name: `x y` cannot name an input | names are made of letters, digits, `_` and `-`"}},
    {"unknown names in texts",
     R"(
inputs: {game: g.mp4, crest: c.png}
vars: {team: Falcons}
name: ${taem}
moments: {of: game, file: '${gmae.stem}.csv'}
steps: {a: {cut: moments}}
output:
  a: ${team}-${game.stme}.mp4
)",
     {"3:7 document.unknown_name: nothing is named `${taem}` | did you mean `team`?",
      "4:27 document.unknown_name: nothing is named `${gmae.stem}` | did you mean `game.stem`?",
      "7:6 document.unknown_name: nothing is named `${game.stme}` | did you mean `game.stem`?"}},
    {"a name of a clip where there is no clip",
     R"(
inputs: {game: g.mp4, crest: c.png}
output: {game: '${label}.mp4'}
)",
     {"2:16 document.clip_name: `${label}` belongs to a clip; `game` is read before there is one | names of "
      "clips can be used in titles and filters"}},
    {"a name of a clip where the clip is a whole input",
     R"(
inputs: {game: g.mp4}
steps:
  whole: {effect: game, apply: [{title: {text: '${label}'}}]}
  half: {effect: whole, apply: [{title: {text: '${tag|none} ${index}'}}, {filter: {video: 'hue=h=${rating}'}}]}
  some: {effect: game, when: {tag: goal}, apply: [{title: {text: '${label}'}}]}
output: {half: a.mp4, some: b.mp4}
)",
     {"3:48 document.unknown_name: `${label}` has no value here: the clip is a whole input, not a moment | cut moments out of "
      "the input, or say what to write instead: `${label|…}`",
      "4:48 document.unknown_name: `${index}` has no value here: the clip is a whole input, not a moment | cut moments out of "
      "the input, or say what to write instead: `${index|…}`",
      "4:91 document.unknown_name: `${rating}` has no value here: the clip is a whole input, not a moment | cut moments out "
      "of the input, or say what to write instead: `${rating|…}`"}},
    {"no picture",
     R"(
inputs: {game: g.mp4}
format: {video: none, audio: none}
output: {game: a.mp4}
)",
     {"2:17 document.value: the picture of a film cannot be left out | name a codec such as `h264`, or leave `video` out"}},
    {"broken names",
     R"(
inputs: {game: g.mp4, crest: c.png}
vars: {a: '${', b: 'cost $5', c: '${}'}
output: {game: a.mp4}
)",
     {"2:11 document.template: `${` without its `}` | close it, or write `$${` for the signs themselves",
      "2:20 document.template: a `$` stands alone | write `$$` for a dollar, `${name}` for a name",
      "2:34 document.template: `${}` holds no name | write `${name}` or `${name|default}`"}},
    {"names in a circle",
     R"(
vars: {a: '${b}', b: '${c}', c: '${a}'}
inputs: {game: '${game.dir}/x.mp4'}
output: {game: a.mp4}
)",
     {"1:11 document.cycle: names need each other: `a → b → c → a` | give one of them a value of its own",
      "2:16 document.cycle: names need each other: `game → game` | give one of them a value of its own"}},
    {"values that are missing",
     R"(
inputs:
  game:
vars: {team: }
steps:
  a:
    concat:
      - 
      - game
output: {game: a.mp4}
)",
     {R"(2:3 document.empty: `game` has no value | give it one, or remove the key; an empty text is "")",
      R"(3:8 document.empty: `team` has no value | give it one, or remove the key; an empty text is "")",
      "8:7 document.empty: an entry of `concat` is empty | remove it, or give it a value"}},
    {"maps, lists and texts in each others place",
     R"(
inputs: [g.mp4]
vars: x
steps: [a]
format: 720p
policy: fast
output: film.mp4
)",
     {"1:9 document.type: `inputs` takes names and files such as `{game: match.mp4}`, not a list",
      "2:7 document.type: `vars` takes names and texts such as `{team: Falcons}`, not `x`",
      "3:8 document.type: `steps` takes names and steps such as `clips: {cut: moments}`, not a list",
      "4:9 document.value: there is no format `720p` | known here: `source`, `web_720p`, `web_1080p`, `web_2160p`, "
      "`webm_720p`, `webm_1080p`, `small_720p`, `phone_vertical`, `phone_square`, `preview_360p`, `archive`, "
      "`master_prores`, …",
      "5:9 document.type: `policy` takes a map such as `{timeout: 30m}`, not `fast`",
      "6:9 document.type: `output` takes a map of steps and their files, such as `reel: film.mp4`, not "
      "`film.mp4`"}},
    {"a later version of the language",
     R"(
spool: 2
inputs: {game: g.mp4, crest: c.png}
output: {game: a.mp4}
)",
     {"1:8 document.version: this is Spool's language 1, the document asks for `2` | write `spool: 1`, or "
      "use a newer Spool"}},
    {"paths that are none",
     R"(
inputs: {a: 'http://x/y.mp4', b: ~/x.mp4, c: ''}
output: {a: a.mp4}
)",
     {"1:13 document.path: `http://x/y.mp4` is an address, not a file | fetch it first, then name the file",
      "1:34 document.path: `~` is not replaced by your home folder | write the whole path",
      "1:46 document.path: a path is empty | name a file"}},
    {"outputs that are no files, also once their names are put together",
     R"(
vars: {home: '~', host: 'http://h'}
inputs: {a: a.mp4}
steps: {b: {cut: a, at: [{start: 0, end: 1}]}}
output: {a: ~/o.mp4, b: {from: b, file: 'http://h/o.mp4'}, c: {from: b, file: '${home}/c.mp4'}, d: {from: b, file: '${host}/d.mp4'}}
)",
     {"4:13 document.path: `~` is not replaced by your home folder | write the whole path",
      "4:41 document.path: `http://h/o.mp4` is an address, not a file | write a file, then send it there",
      "4:79 document.path: `~` is not replaced by your home folder | write the whole path",
      "4:116 document.path: `http://h/d.mp4` is an address, not a file | write a file, then send it there"}},
    {"a tilde that only begins a name",
     R"(
inputs: {a: a.mp4}
output: {a: ~o.mp4}
)",
     {}},
};

class WrongValues : public ::testing::TestWithParam<Told> {};

TEST_P(WrongValues, AreToldAtTheirPlace) {
  std::string document = GetParam().document;
  if (document.starts_with('\n')) document.erase(0, 1);
  EXPECT_EQ(told(document), GetParam().lines) << document;
}

INSTANTIATE_TEST_SUITE_P(Table, WrongValues, ::testing::ValuesIn(wrong_values));

}  // namespace
}  // namespace spool::pipelines
