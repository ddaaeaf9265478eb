// The bytes: a number of the format, then each question as a number of seven bits per byte, the
// lowest first: 0 not asked, 1 missing, else 2 + the answer. A rate question's number of ratings is
// followed by a pair of numbers for each, the object and the point.
#include "services/surveys/domain/form/coded_ballot.h"

#include <algorithm>

#include "common/base/error.h"
#include "services/surveys/domain/form/scaled_number.h"
#include "services/surveys/domain/form/text_answer.h"

namespace tarazy::surveys {
namespace {

constexpr char kFormat = 1;
constexpr uint64_t kFirstAnswer = 2;

void Put(uint64_t number, std::string& bytes) {
  while (number >= 0x80) {
    bytes.push_back(static_cast<char>(number | 0x80));
    number >>= 7;
  }
  bytes.push_back(static_cast<char>(number));
}

// Small numbers of either sign as small numbers.
uint64_t Folded(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}

int64_t Unfolded(uint64_t folded) {
  return static_cast<int64_t>(folded >> 1) ^ -static_cast<int64_t>(folded & 1);
}

class Reader {
 public:
  explicit Reader(absl::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}

  bool AtEnd() const { return at_ == end_; }

  // False at the end, and for numbers written longer than needed.
  bool Get(uint64_t& number) {
    if (at_ == end_) return false;
    const auto first = static_cast<unsigned char>(*at_++);
    number = first;
    if (first < 0x80) return true;
    number = first & 0x7f;
    for (int shift = 7; shift < 64; shift += 7) {
      if (at_ == end_) return false;
      const auto byte = static_cast<unsigned char>(*at_++);
      if (shift == 63 && byte > 1) return false;
      number |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return byte != 0;
    }
    return false;
  }

 private:
  const char* at_;
  const char* end_;
};

bool GetRatings(const Question& question, int place, uint64_t count, Reader& reader,
                std::vector<CodedRating>& ratings) {
  const auto objects = static_cast<uint64_t>(question.item->objects().objects_size());
  if (count == 0 || count > objects) return false;
  uint64_t next = 0;  // the first object that may follow
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t object = 0;
    uint64_t option = 0;
    if (!reader.Get(object) || !reader.Get(option)) return false;
    if (object < next || object >= objects || option >= question.options.size()) return false;
    next = object + 1;
    ratings.push_back({.question = place,
                       .object = static_cast<int>(object),
                       .option = static_cast<int>(option)});
  }
  return true;
}

bool IsAnswer(const Question& question, uint64_t number) {
  switch (question.type) {
    case v1::ITEM_TYPE_MULTI:
      return number > 0 && question.options.size() < 64 && number >> question.options.size() == 0;
    case v1::ITEM_TYPE_NUMBER:
      return InRange(Unfolded(number), question.item->number());
    case v1::ITEM_TYPE_TEXT:
      return number > 0 && number <= static_cast<uint64_t>(MaxCharacters(*question.item));
    default:
      return number < question.options.size();
  }
}

bool GetBallot(const Form& form, Reader& reader, CodedBallot& ballot) {
  uint64_t number = 0;
  if (!reader.Get(number) || number != kFormat) return false;
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const Question& question = form.questions()[i];
    CodedAnswer& answer = ballot.answers[i];
    if (!reader.Get(number)) return false;
    if (number < kFirstAnswer) {
      answer = {.state = number == 0 ? AnswerState::kNotAsked : AnswerState::kMissing};
      continue;
    }
    number -= kFirstAnswer;
    if (question.type == v1::ITEM_TYPE_RATE) {
      if (!GetRatings(question, static_cast<int>(i), number, reader, ballot.ratings)) return false;
    } else if (!IsAnswer(question, number)) {
      return false;
    }
    answer.state = AnswerState::kAnswered;
    answer.value =
        question.type == v1::ITEM_TYPE_NUMBER ? Unfolded(number) : static_cast<int64_t>(number);
  }
  return reader.AtEnd();
}

}  // namespace

std::string Pack(const Form& form, const CodedBallot& ballot) {
  std::string bytes;
  bytes.reserve(form.questions().size() + 16);
  bytes.push_back(kFormat);
  auto rating = ballot.ratings.begin();
  for (size_t i = 0; i < form.questions().size(); ++i) {
    const CodedAnswer& answer = ballot.answers[i];
    if (answer.state != AnswerState::kAnswered) {
      Put(answer.state == AnswerState::kNotAsked ? 0 : 1, bytes);
      continue;
    }
    const v1::ItemType type = form.questions()[i].type;
    Put(kFirstAnswer + (type == v1::ITEM_TYPE_NUMBER ? Folded(answer.value)
                                                     : static_cast<uint64_t>(answer.value)),
        bytes);
    if (type != v1::ITEM_TYPE_RATE) continue;
    for (; rating != ballot.ratings.end() && rating->question == static_cast<int>(i); ++rating) {
      Put(static_cast<uint64_t>(rating->object), bytes);
      Put(static_cast<uint64_t>(rating->option), bytes);
    }
  }
  return bytes;
}

absl::Status Unpack(const Form& form, absl::string_view bytes, CodedBallot& ballot) {
  ballot.answers.resize(form.questions().size());
  ballot.ratings.clear();
  ballot.texts.clear();
  Reader reader(bytes);
  if (GetBallot(form, reader, ballot)) return absl::OkStatus();
  return MakeError(absl::StatusCode::kDataLoss, Reason::kInternal,
                   "a stored ballot is not one of its questionnaire");
}

}  // namespace tarazy::surveys
