#include "services/cli/answer_text.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/yaml/yaml_tree.h"
#include "services/cli/failure.h"
#include "services/cli/record_file.h"

namespace tarazy::cli {
namespace {

namespace v1 = surveys::v1;

// The item that a question belongs to: an item of this id, or the matrix with this row.
const v1::Item* FindItem(const v1::Questionnaire& form, absl::string_view question) {
  for (const v1::Page& page : form.pages()) {
    for (const v1::Item& item : page.items()) {
      if (item.id() == question && item.type() != v1::ITEM_TYPE_MATRIX) return &item;
      for (const v1::MatrixRow& row : item.rows()) {
        if (row.id() == question) return &item;
      }
    }
  }
  return nullptr;
}

std::vector<std::string> Codes(absl::string_view text) {
  std::vector<std::string> codes;
  for (absl::string_view code : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    codes.emplace_back(absl::StripAsciiWhitespace(code));
  }
  return codes;
}

absl::Status FillRatings(const TypedAnswer& typed, v1::Ratings& ratings) {
  for (const std::string& code : Codes(typed.second)) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(code, absl::MaxSplits(':', 1));
    if (parts.second.empty()) {
      return UsageError(absl::StrCat(typed.first, ": write OBJECT:POINT, not ", code));
    }
    v1::Rating& rating = *ratings.add_of();
    rating.set_object(parts.first);
    rating.set_choice(parts.second);
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Answer> ToAnswer(const v1::Item& item, const TypedAnswer& typed) {
  v1::Answer answer;
  answer.set_question(typed.first);
  switch (item.type()) {
    case v1::ITEM_TYPE_MULTI:
      for (const std::string& code : Codes(typed.second)) answer.mutable_choices()->add_codes(code);
      break;
    case v1::ITEM_TYPE_NUMBER: {
      const std::optional<double> number = ParseDecimal(typed.second);
      if (!number.has_value()) {
        return UsageError(absl::StrCat(typed.first, ": ", typed.second, " is no number"));
      }
      answer.set_number(*number);
      break;
    }
    case v1::ITEM_TYPE_TEXT:
      answer.set_text(typed.second);
      break;
    case v1::ITEM_TYPE_RATE:
      RETURN_IF_ERROR(FillRatings(typed, *answer.mutable_ratings()));
      break;
    default:
      answer.set_choice(typed.second);
  }
  return answer;
}

}  // namespace

absl::StatusOr<TypedAnswer> ParseTypedAnswer(absl::string_view text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (parts.first.empty() || parts.second.empty()) {
    return UsageError(absl::StrCat("--answer ", text, ": write QUESTION=ANSWER"));
  }
  return TypedAnswer(parts);
}

absl::StatusOr<std::vector<TypedAnswer>> ReadAnswerFile(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string text, ReadRecordText(path));
  const YamlTree tree = ReadYaml(text);
  if (tree.root == nullptr || !tree.faults.empty() || tree.root->kind != YamlNode::Kind::kMap) {
    return UsageError(absl::StrCat(path, " must hold a line QUESTION: ANSWER for each answer"));
  }
  std::vector<TypedAnswer> answers;
  for (const YamlMember& member : tree.root->members) {
    const YamlNode& value = *member.value;
    if (value.kind == YamlNode::Kind::kScalar) {
      answers.emplace_back(member.key, value.text);
    } else if (value.kind == YamlNode::Kind::kSequence) {
      answers.emplace_back(
          member.key, absl::StrJoin(value.items, ",", [](std::string* out, const YamlNode* item) {
            absl::StrAppend(out, item->text);
          }));
    } else if (value.kind == YamlNode::Kind::kMap) {
      answers.emplace_back(
          member.key,
          absl::StrJoin(value.members, ",", [](std::string* out, const YamlMember& rated) {
            absl::StrAppend(out, rated.key, ":", rated.value->text);
          }));
    }
  }
  return answers;
}

absl::StatusOr<std::vector<v1::Answer>> ToAnswers(const v1::Questionnaire& form,
                                                  const std::vector<TypedAnswer>& typed) {
  std::vector<v1::Answer> answers;
  for (const TypedAnswer& one : typed) {
    const v1::Item* item = FindItem(form, one.first);
    if (item == nullptr) {
      return UsageError(absl::StrCat("the questionnaire has no question ", one.first));
    }
    ASSIGN_OR_RETURN(answers.emplace_back(), ToAnswer(*item, one));
  }
  return answers;
}

}  // namespace tarazy::cli
