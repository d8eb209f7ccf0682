#include "pipelines/document/languages.h"

#include <algorithm>
#include <array>

#include "core/ascii.h"

namespace spool::pipelines {
namespace {

/// `de deu`, in order: the languages that have a code of two letters.
constexpr std::string_view two_letters =
    "aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay aym az aze ba bak be bel bg bul bh bih bi bis "
    "bm bam bn ben bo bod br bre bs bos ca cat ce che ch cha co cos cr cre cs ces cu chu cv chv cy cym da dan de deu dv div "
    "dz dzo ee ewe el ell en eng eo epo es spa et est eu eus fa fas ff ful fi fin fj fij fo fao fr fra fy fry ga gle gd gla "
    "gl glg gn grn gu guj gv glv ha hau he heb hi hin ho hmo hr hrv ht hat hu hun hy hye hz her ia ina id ind ie ile ig ibo "
    "ii iii ik ipk io ido is isl it ita iu iku ja jpn jv jav ka kat kg kon ki kik kj kua kk kaz kl kal km khm kn kan ko kor "
    "kr kau ks kas ku kur kv kom kw cor ky kir la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub lv lav mg mlg mh mah "
    "mi mri mk mkd ml mal mn mon mr mar ms msa mt mlt my mya na nau nb nob nd nde ne nep ng ndo nl nld nn nno no nor nr nbl "
    "nv nav ny nya oc oci oj oji om orm or ori os oss pa pan pi pli pl pol ps pus pt por qu que rm roh rn run ro ron ru rus "
    "rw kin sa san sc srd sd snd se sme sg sag si sin sk slk sl slv sm smo sn sna so som sq sqi sr srp ss ssw st sot su sun "
    "sv swe sw swa ta tam te tel tg tgk th tha ti tir tk tuk tl tgl tn tsn to ton tr tur ts tso tt tat tw twi ty tah ug uig "
    "uk ukr ur urd uz uzb ve ven vi vie vo vol wa wln wo wol xh xho yi yid yo yor za zha zh zho zu zul ";

struct Twice {
  std::string_view bibliographic, terminological;
};
constexpr std::array twice = {
    Twice{"alb", "sqi"}, Twice{"arm", "hye"}, Twice{"baq", "eus"}, Twice{"bur", "mya"}, Twice{"chi", "zho"},
    Twice{"cze", "ces"}, Twice{"dut", "nld"}, Twice{"fre", "fra"}, Twice{"geo", "kat"}, Twice{"ger", "deu"},
    Twice{"gre", "ell"}, Twice{"ice", "isl"}, Twice{"mac", "mkd"}, Twice{"mao", "mri"}, Twice{"may", "msa"},
    Twice{"per", "fas"}, Twice{"rum", "ron"}, Twice{"slo", "slk"}, Twice{"tib", "bod"}, Twice{"wel", "cym"}};

/// What one entry of the list takes: both codes and their spaces.
constexpr std::size_t entry_length = 7;

std::optional<std::string> of_two_letters(std::string_view code) {
  for (std::size_t at = 0; at < two_letters.size(); at += entry_length) {
    if (two_letters.substr(at, 2) == code) return std::string(two_letters.substr(at + 3, 3));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> parse_language(std::string_view text) {
  const std::string code = core::lower(text);
  const bool letters = std::ranges::all_of(code, [](char letter) { return letter >= 'a' && letter <= 'z'; });
  if (!letters || code.size() < 2 || code.size() > 3) return std::nullopt;
  if (code.size() == 2) return of_two_letters(code);
  const auto* const found = std::ranges::find(twice, code, &Twice::bibliographic);
  return found == twice.end() ? code : std::string(found->terminological);
}

}  // namespace spool::pipelines
