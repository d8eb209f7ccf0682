// Every fault of a document at once, each at its place with a remedy: keys, steps, moments.
#include "tests/document/told.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace spool::pipelines {
namespace {

// Documents begin behind the first line end.
const std::vector<Told> faults = {
    {"unknown keys get the nearest known one",
     R"(
nmae: x
inputs: {game: {fiel: g.mp4}}
format: {szie: 720p, presett: fast}
output: {game: a.mp4}
)",
     {"1:1 document.unknown_key: the document has no key `nmae` | did you mean `name`?",
      "2:17 document.unknown_key: an input has no key `fiel` | did you mean `file`?",
      "3:10 document.unknown_key: the format has no key `szie` | did you mean `size`?",
      "3:22 document.unknown_key: the format has no key `presett` | did you mean `preset`?"}},
    {"what only follows from a slip of the pen is not told",
     R"(
input: {game: g.mp4}
steps:
  clip: {cut: game, att: [{start: 1, duration: 0}]}
outputs: {clip: a.mp4}
)",
     {"1:1 document.unknown_key: the document has no key `input` | write `inputs`",
      "3:21 document.unknown_key: a `cut` step has no key `att` | did you mean `at`?",
      "3:27 document.value: a moment has to last longer than 0",
      "4:1 document.unknown_key: the document has no key `outputs` | write `output`"}},
    {"words that people guess get a hint",
     R"(
inputs: {game: g.mp4, crest: c.png}
moments: {of: game, file: t.csv, filter: {tag: x}, where: {tag: x}, pad: 2}
steps:
  a: {trim: game}
  b: {cut: moments}
  c: {effect: b, effects: []}
  d: {cut: game, from: [{start: 1}]}
  e: {concat: [b], transition: {dip: {duration: 1s}}}
  f: {trim: game, from: [{start: 1}]}
format: {resolution: 720p, codec: h264, rate: 30}
policy: {retries: 3}
output: {b: a.mp4}
)",
     {"2:34 document.unknown_key: a block of moments has no key `filter` | write `keep`",
      "2:52 document.unknown_key: a block of moments has no key `where` | write `keep`",
      "2:69 document.unknown_key: a block of moments has no key `pad` | write `before` and `after`",
      "4:3 document.missing_key: the step `a` does not say what it does | for `trim` write `cut`",
      "6:18 document.unknown_key: an `effect` step has no key `effects` | write `apply`",
      "7:18 document.unknown_key: a `cut` step has no key `from` | write `at`",
      "8:39 document.unknown_key: `dip` has no key `duration` | write `for`",
      "9:3 document.missing_key: the step `f` does not say what it does | for `trim` write `cut`",
      "10:10 document.unknown_key: the format has no key `resolution` | write `size`",
      "10:28 document.unknown_key: the format has no key `codec` | write `video`",
      "10:41 document.unknown_key: the format has no key `rate` | write `fps` or `sample_rate`",
      "11:10 document.unknown_key: the policy has no key `retries` | write `tries`"}},
    {"what a later version brings is refused by name",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a: {concat: [game], music: crest, at_most: 3m}
format: {as: web}
policy: {on_bad_clip: ignore}
output: {a: a.mp4}
)",
     {"3:23 document.not_yet: `music` comes with a later version | leave it out, or write `music: none`",
      "3:37 document.not_yet: `at_most` comes with a later version | leave it out, or write `at_most: none`",
      "4:14 document.value: there is no format `web` | known here: `source`, `web_720p`, `web_1080p`, `web_2160p`, "
      "`webm_720p`, `webm_1080p`, `small_720p`, `phone_vertical`, `phone_square`, `preview_360p`, `archive`, "
      "`master_prores`, …",
      "5:23 document.value: `on_bad_clip` takes `fail` or `skip`, not `ignore`"}},
    {"a transition stands between two clips, is of one kind, and lasts",
     R"(
inputs: {game: g.mp4}
steps:
  a: {concat: [{crossfade: 1s}, game, {wipe: 1s}, {fade: 1s}, game, {crossfade: 1s, radial: 1s}], transition: crossfade}
  b: {concat: [game, {dip: {color: blackk}}, game, {crossfade: soon}, game], transition: {}}
output: {a: a.mp4, b: b.mp4}
)",
     {"3:16 document.misplaced: a transition stands between two clips | put a step or an input before it and "
      "after it",
      "3:40 document.unknown_key: a transition has no key `wipe` | write `wipeleft`, `wiperight`, `wipeup` "
      "or `wipedown`",
      "3:51 document.misplaced: a transition stands between two clips | put a step or an input before it and "
      "after it",
      "3:69 document.misplaced: a transition stands between two clips | put a step or an input before it and "
      "after it",
      "3:85 document.exclusive: a transition has one kind | keep one of them",
      "3:111 document.value: `transition` takes a transition such as `{crossfade: 1s}`, not `crossfade` | "
      "say how long: `{crossfade: 1s}`",
      "4:28 document.missing_key: `dip` needs the key `for` | How long it takes, both halves together.",
      "4:36 document.value: `color` takes a colour, not `blackk` | did you mean `black`?",
      "4:64 document.value: `crossfade` takes a length of time, not `soon` | lengths are written `2`, "
      "`2.5s`, `500ms`, `1m30s`, `1:30`",
      "4:90 document.missing_key: this transition does not say its kind | write `{crossfade: 1s}`"}},
    {"conditions where a step has none",
     R"(
inputs: {game: g.mp4}
moments: {of: game, file: t.csv}
steps:
  a: {cut: moments, where: {tag: goal}}
  b: {effect: a, where: {tag: goal}, apply: [mute]}
  c: {concat: [b], filter: {tag: goal}}
output: {c: c.mp4}
)",
     {"4:21 document.unknown_key: a `cut` step has no key `where` | write `keep` in `moments`, or in the block of `at`",
      "5:18 document.unknown_key: an `effect` step has no key `where` | write `only` or `when`",
      "6:20 document.unknown_key: a `concat` step has no key `filter` | write `keep` in `moments`, or `only` in an `effect` step"}},
    {"references that lead nowhere",
     R"(
inputs: {game: g.mp4, crest: c.png}
moments: {of: gmae, file: t.csv}
steps:
  clips: {cut: moments}
  a: {effect: clisp, apply: [{overlay: {image: crset}}]}
  b: {concat: [a, {each: [clips, zzzzzz]}, moments]}
  c: {cut: clips, at: [{start: 1}]}
output: {b: a.mp4, reel: b.mp4}
)",
     {"2:15 document.unknown_name: there is no input `gmae` | did you mean `game`?",
      "5:15 document.unknown_name: there is no step or input `clisp` | did you mean `clips`?",
      "5:48 document.unknown_name: there is no input `crset` | did you mean `crest`?",
      "6:34 document.unknown_name: there is no step `zzzzzz` | known here: `clips`, `a`, `b`, `c`",
      "6:44 document.value: `moments` are no clips yet | make a step of them: `clips: {cut: moments}`, and "
      "name that",
      "7:12 document.value: `cut` takes `moments` or an input; `clips` is a step | to shorten the clips of a "
      "step write `effect: clips` with `apply: [{trim: …}]`",
      "8:20 document.unknown_name: there is no step or input `reel` | known here: `clips`, `a`, `b`, `c`, "
      "`game`, `crest`"}},
    {"steps in a circle",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a: {effect: c, apply: [mute]}
  b: {effect: a, apply: [mute]}
  c: {concat: [b, game]}
  d: {effect: d, apply: [mute]}
output: {c: a.mp4, d: d.mp4}
)",
     {"3:3 document.cycle: steps need each other: a → c → b → a | let one of them begin with an input or "
      "with `cut: moments`",
      "6:3 document.cycle: steps need each other: d → d | let one of them begin with an input or with `cut: "
      "moments`"}},
    {"a step is one thing",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a: {cut: game, effect: game, at: [{start: 1}]}
  b: {}
  c: {contact: [game]}
  d: clips
output: {a: a.mp4}
)",
     {"3:18 document.exclusive: a step is one of `cut`, `effect` and `concat`; this is `cut` already | make "
      "two steps of it, one the source of the other",
      "3:18 document.unknown_key: a `cut` step has no key `effect` | known here: `cut`, `at`, `remove`",
      "4:3 document.missing_key: the step `b` does not say what it does | begin it with `cut: moments`, "
      "`effect: STEP` or `concat: [STEPS]`",
      "5:3 document.missing_key: the step `c` does not say what it does | did you mean `concat`?",
      "6:6 document.type: `d` takes a step such as `{cut: moments}`, not `clips`"}},
    {"cut without moments, without parts, with both",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a: {cut: moments}
  b: {cut: game}
  c: {cut: game, at: [{start: 1}], remove: [{start: 2}]}
  d: {cut: moments, at: [{start: 1}]}
  e: {cut: game, at: {start: 1, end: 2}}
output: {a: a.mp4}
)",
     {"3:12 document.missing_key: `cut: moments`, but the document has no `moments` | add `moments: {of: "
      "INPUT, file: tags.csv}`",
      "4:7 document.missing_key: this cut does not say which parts | add `at:` (what stays) or `remove:` "
      "(what goes)",
      "5:36 document.exclusive: a cut has `at` or `remove`, not both | keep one of them",
      "6:12 document.missing_key: `cut: moments`, but the document has no `moments` | add `moments: {of: "
      "INPUT, file: tags.csv}`",
      "6:21 document.exclusive: `cut: moments` takes its parts from `moments` | remove `at`, or name an "
      "input: `cut: INPUT`",
      "7:22 document.type: `at` takes a list of moments or a block, not one moment | write it as a list: "
      "`at: [{…}]`"}},
    {"moments with faults of their own",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a:
    cut: game
    at:
      - {start: 1:30, end: 1:20}
      - {end: 5}
      - {start: 1, to: 2, for: 3}
      - {start: 1, from: 2}
      - {start: soon}
      - {start: 1, duration: 0}
      - {start: 1, rating: good}
      - just text
      - {start: 2700f, end: 2600f}
      - {start: -5s, end: -8s}
      - 0:05-0:07
      - 1:30 to end
      - 1:30
      - {begin: 1, end: 2}
      - {strat: 1, end: 2}
output: {a: a.mp4}
)",
     {"6:28 document.value: this moment ends before it has begun | an end lies after its start",
      "7:9 document.missing_key: a moment needs a `start` | from the beginning is `start: 0`",
      "8:27 document.exclusive: a moment has an end or a duration, not both | keep one of them",
      "9:20 document.exclusive: `start` and `from` say the same | keep one of them",
      "10:17 document.time: `start`: `soon` is not a time | times are written `12.5s`, `1m30s`, `1:30.5`, "
      "`90000ms`, `2700f`, `end`, `-5s`",
      "11:9 document.value: a moment has to last longer than 0",
      "12:28 document.value: `rating` takes a number, not `good`",
      "13:9 document.type: `at` takes moments such as `{start: 1:30, duration: 8}`, not `just text`",
      "14:29 document.value: this moment ends before it has begun | an end lies after its start",
      "15:27 document.value: this moment ends before it has begun | an end lies after its start",
      "16:9 document.type: `at` takes moments such as `{start: 1:30, duration: 8}`, not `0:05-0:07` | write `{start: 0:05, end: 0:07}`",
      "17:9 document.type: `at` takes moments such as `{start: 1:30, duration: 8}`, not `1:30 to end` | write `{start: 1:30, end: end}`",
      "18:9 document.type: `at` takes moments such as `{start: 1:30, duration: 8}`, not `1:30` | write how long it is, too: "
      "`{start: 1:30, duration: 8}`",
      "19:9 document.missing_key: a moment needs a `start` | for `begin` write `start`",
      "20:9 document.missing_key: a moment needs a `start` | did you mean `start`?"}},
    {"blocks of moments",
     R"(
inputs: {game: g.mp4, crest: c.png}
moments:
  from:
    - {of: game}
    - {file: x.csv}
    - {of: game, file: x.csv, list: [{start: 1}]}
  before: 2s
  order: best
steps: {a: {cut: moments}}
output: {a: a.mp4}
)",
     {"4:7 document.missing_key: these moments come from nowhere | name a tag file (`file: tags.csv`), or "
      "write them as a `list:`",
      "5:7 document.missing_key: these moments need `of`: the input that they are moments of | write `of: "
      "game`",
      "6:31 document.exclusive: moments come from a `file` or a `list`, not both | keep one of them",
      "7:3 document.unknown_key: `moments` has no key `before` | known here: `from`, `keep`, `at_most`, "
      "`order`",
      "8:10 document.value: `order` takes `time` or `rating`, not `best`"}},
    {"conditions",
     R"(
inputs: {game: g.mp4, crest: c.png}
moments:
  of: game
  file: t.csv
  keep: {rating: <= 3, tag: [], player: {min: 5, max: 3}, half: {nott: 1}, minute: {not: 3, min: 2}, team: {}}
steps: {a: {cut: moments}}
output: {a: a.mp4}
)",
     {"5:18 document.value: `rating` takes a number, not `<= 3` | write `rating: {max: 3}`",
      "5:29 document.value: `tag` is one of nothing: no moment can match | name at least one value, or "
      "remove `tag`",
      "5:55 document.value: `max` is below `min`: nothing can match",
      "5:66 document.unknown_key: a condition has no key `nott` | did you mean `not`?",
      "5:85 document.exclusive: `not` stands alone | write the range inside: `{not: {min: …}}`",
      "5:108 document.missing_key: an empty condition says nothing | write a value, a list, `{min: …, max: "
      "…}` or `{not: …}`"}},
    {"effects with wrong values",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a:
    effect: game
    apply:
      - title: {position: topleft}
      - title: hello
      - title: {text: x, color: whit, box: black@2, size: big, for: -1}
      - overlay: {image: crest, opacity: 80}
      - fade
      - fade: {}
      - trim: {first: 1, last: 2}
      - trim: {from: 5, to: 3}
      - slow_motion: 2
      - speed: 0
      - fit: {size: 720p, mode: squash}
      - volume: loud
      - mute: no
      - filter: {}
      - tittle: {text: x}
      - fade: {in: 1}
        mute: true
output: {a: a.mp4}
)",
     {"6:16 document.missing_key: `title` needs the key `text` | The words; an empty text makes no title.",
      "6:27 document.value: `position` takes a position, not `topleft` | did you mean `top_left`?",
      "7:16 document.type: `title` takes a map | write `title: {text: …}`",
      "8:33 document.value: `color` takes a colour, not `whit` | did you mean `white`?",
      "8:44 document.value: `box` takes a colour, not `black@2` | colours are names (`white`, `navy`), "
      "`#RRGGBB`, each with an opacity if wanted: `black@0.5`",
      "8:59 document.value: `size` takes a size: pixels, or a share of the film's height, not `big` | write "
      "`48` or `5%`",
      "8:69 document.value: `for` takes a length of time, not `-1` | lengths are written `2`, `2.5s`, "
      "`500ms`, `1m30s`, `1:30`",
      "9:42 document.range: `opacity` lies between 0 (unseen) and 1",
      "10:9 document.type: `fade` needs its values | write `- fade: …`",
      "11:15 document.missing_key: `fade` needs `in`, `out` or both | write `fade: {in: 0.5s, out: 0.5s}`",
      "12:15 document.exclusive: `trim` takes `first`, or `last`, or `from` and `to` | keep one of them",
      "13:29 document.value: this trim ends before it has begun",
      "14:22 document.range: `slow_motion: 2.00` would be faster, not slower | half speed is `slow_motion: "
      "0.5`; faster is `speed`",
      "15:16 document.range: a factor of speed lies between 0.01 and 100 | 0.5 is half speed",
      "16:21 document.value: `fit` needs both sides | write such as `640x360`",
      "16:33 document.value: `mode` takes `pad`, `crop` or `stretch`, not `squash`",
      "17:17 document.value: `volume` takes a volume: `-6dB` or a factor, not `loud` | from -120dB to 60dB, "
      "or from 0 to 1000",
      "18:15 document.type: `mute` takes nothing | write `- mute`; to hear the sound remove it",
      "19:17 document.missing_key: `filter` needs `video`, `audio` or both",
      "20:9 document.unknown_key: an effect has no key `tittle` | did you mean `title`?",
      "22:9 document.exclusive: one entry of `apply` holds one effect | begin each effect with `- ` of its "
      "own; if this belongs to `fade`, indent it further"}},
    {"apply takes a list",
     R"(
inputs: {game: g.mp4, crest: c.png}
steps:
  a: {effect: game, apply: {fade: {in: 1}}}
  b: {effect: game}
output: {a: a.mp4}
)",
     {"3:28 document.type: `apply` takes a list of effects | begin each effect with `- `: `- fade: {in: "
      "0.5s}`",
      "4:6 document.missing_key: this step applies no effects | add `apply:` with a list of effects"}},
    {"a format with wrong values",
     R"(
inputs: {game: g.mp4, crest: c.png}
format:
  size: 1281x720
  fps: fast
  fit: squeeze
  crf: 99
  bitrate: 4
  preset: very fast
  audio_bitrate: 192 kbit
  sample_rate: 48k
  channels: 0
  threads: 100
  join_fade: 5s
output: {game: a.mp4}
)",
     {"3:9 document.value: `size` takes a size such as `1280x720` or `720p`, not `1281x720` | both sides "
      "even, from 16 to 16384",
      "4:8 document.value: `fps` takes frames a second, not `fast` | write such as `30`, `29.97` or "
      "`30000/1001`",
      "5:8 document.value: `fit` takes `pad`, `crop` or `stretch`, not `squeeze`",
      "6:8 document.range: `crf` lies between 0 (best) and 63 | usual are 18 to 28",
      "7:12 document.value: `bitrate` takes bits a second, not `4` | write such as `4M` or `192k`",
      "8:11 document.value: `preset` takes a preset's name such as `veryfast`, not `very fast`",
      "9:18 document.value: `audio_bitrate` takes bits a second, not `192 kbit` | write such as `4M` or "
      "`192k`",
      "10:16 document.value: `sample_rate` takes a whole number from 8000 to 192000, not `48k` | usual are "
      "48000 and 44100",
      "11:13 document.range: `channels` takes a whole number from 1 to 8, not `0` | 1 is mono, 2 is stereo, "
      "6 is 5.1",
      "12:12 document.range: `threads` takes a whole number from 1 to 64, not `100`",
      "13:14 document.range: `join_fade` is at most 1s | usual is `5ms`; for more use the effect `fade`"}},
};

class Faults : public ::testing::TestWithParam<Told> {};

TEST_P(Faults, AreAllToldAtOnce) {
  std::string document = GetParam().document;
  if (document.starts_with('\n')) document.erase(0, 1);
  EXPECT_EQ(told(document), GetParam().lines) << document;
}

INSTANTIATE_TEST_SUITE_P(Table, Faults, ::testing::ValuesIn(faults));

}  // namespace
}  // namespace spool::pipelines
