// Inside the seal: the length of what follows, the packed ballot, the language, then for each text
// its question's place and itself, all behind their lengths; then zeros.
#include "services/surveys/app/ballots/ballot_sealer.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"

namespace tarazy::surveys {
namespace {

constexpr size_t kSmallest = 256;
constexpr size_t kStep = 4;
// Room for usual texts, so that one who wrote cannot be told from one who did not.
constexpr size_t kRoomForTexts = 2000;

void PutNumber(uint32_t number, std::string& bytes) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(number >> shift));
}

void PutBytes(absl::string_view part, std::string& bytes) {
  PutNumber(static_cast<uint32_t>(part.size()), bytes);
  absl::StrAppend(&bytes, part);
}

bool GetNumber(absl::string_view& bytes, uint32_t& number) {
  if (bytes.size() < 4) return false;
  number = 0;
  for (size_t i = 0; i < 4; ++i) {
    number |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  bytes.remove_prefix(4);
  return true;
}

bool GetBytes(absl::string_view& bytes, absl::string_view& part) {
  uint32_t size = 0;
  if (!GetNumber(bytes, size) || size > bytes.size()) return false;
  part = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

// No answer packs into more: seven bits to the byte (domain/form/coded_ballot.cc).
size_t LargestAnswer(const Question& question) {
  switch (question.type) {
    case v1::ITEM_TYPE_MULTI:
      return question.options.size() / 7 + 2;
    case v1::ITEM_TYPE_NUMBER:
      return 10;
    case v1::ITEM_TYPE_TEXT:
      return 3;
    case v1::ITEM_TYPE_RATE:
      return 2 + 3 * static_cast<size_t>(question.item->objects().objects_size());
    default:
      return 1;
  }
}

size_t LargestPacked(const Form& form) {
  size_t size = 1;
  for (const Question& question : form.questions()) size += LargestAnswer(question);
  return size;
}

size_t RoomFor(const Form& form, size_t content) {
  const bool has_texts =
      std::any_of(form.questions().begin(), form.questions().end(),
                  [](const Question& one) { return one.type == v1::ITEM_TYPE_TEXT; });
  const size_t usual = LargestPacked(form) + 16 + (has_texts ? kRoomForTexts : 0);
  size_t room = kSmallest;
  while (room < std::max(content, usual) + Sealer::kOverhead) room *= kStep;
  return room - Sealer::kOverhead;
}

std::string Belonging(absl::string_view campaign, absl::string_view stratum) {
  return absl::StrCat(campaign, "/", stratum);  // neither holds a slash
}

absl::Status NoBallot() {
  return MakeError(absl::StatusCode::kDataLoss, Reason::kInternal,
                   "a sealed ballot holds no ballot");
}

}  // namespace

BallotSealer::BallotSealer(const Secret& secret) : sealer_(secret, "surveys ballots") {}

std::string BallotSealer::Seal(const Form& form, absl::string_view campaign,
                               absl::string_view stratum, const CastBallot& cast) const {
  std::string content;
  PutBytes(Pack(form, cast.ballot), content);
  PutBytes(cast.language, content);
  for (const TextAnswer& text : cast.ballot.texts) {
    PutNumber(static_cast<uint32_t>(text.question), content);
    PutBytes(text.text, content);
  }
  std::string plain;
  PutBytes(content, plain);
  plain.resize(RoomFor(form, plain.size()), '\0');
  return sealer_.Seal(plain, Belonging(campaign, stratum));
}

absl::StatusOr<CastBallot> BallotSealer::Unseal(const Form& form, absl::string_view campaign,
                                                absl::string_view stratum,
                                                absl::string_view sealed) const {
  ASSIGN_OR_RETURN(const std::string plain, sealer_.Open(sealed, Belonging(campaign, stratum)));
  absl::string_view rest = plain;
  absl::string_view content;
  absl::string_view packed;
  absl::string_view language;
  if (!GetBytes(rest, content) || !GetBytes(content, packed) || !GetBytes(content, language)) {
    return NoBallot();
  }
  CastBallot cast;
  RETURN_IF_ERROR(Unpack(form, packed, cast.ballot));
  cast.language = std::string(language);
  while (!content.empty()) {
    uint32_t question = 0;
    absl::string_view text;
    if (!GetNumber(content, question) || !GetBytes(content, text)) return NoBallot();
    if (question >= form.questions().size()) return NoBallot();
    cast.ballot.texts.push_back(
        {.question = static_cast<int>(question), .text = std::string(text)});
  }
  return cast;
}

}  // namespace tarazy::surveys
