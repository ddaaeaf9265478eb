// A small questionnaire and its campaign, for journeys of surveys.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/e2e/deployment.h"

namespace tarazy::e2e {

inline constexpr char kSmallQuestionnaire[] = R"(
id: small
title: {en: A small survey, ru: Малый опрос, kk: Шағын сауалнама}
respondents: students
scales:
  - id: satisfaction
    direction: best_first
    points:
      - {code: full, label: {en: Completely, ru: Полностью, kk: Толық}}
      - {code: partly, label: {en: Partly, ru: Частично, kk: Жартылай}}
      - {code: not, label: {en: Not at all, ru: Нет, kk: Жоқ}}
      - {code: unsure, label: {en: Difficult to answer, ru: Затрудняюсь, kk: Айту қиын}, missing: true}
pages:
  - id: first
    items:
      - id: sex
        type: single
        identifying: true
        text: {en: Sex, ru: Пол, kk: Жынысы}
        choices:
          - {code: female, label: {en: Female, ru: Женский, kk: Әйел}}
          - {code: male, label: {en: Male, ru: Мужской, kk: Ер}}
      - id: quality
        type: scale
        required: true
        scale: satisfaction
        measures: teaching-quality
        text: {en: The quality of teaching, ru: Качество преподавания, kk: Оқыту сапасы}
      - id: hostel
        type: single
        identifying: true
        text: {en: Do you live in a hostel, ru: Живёте в общежитии, kk: Жатақханада тұрасыз ба}
        choices:
          - {code: "yes", label: {en: "Yes", ru: Да, kk: Иә}}
          - {code: "no", label: {en: "No", ru: Нет, kk: Жоқ}}
      - id: rooms
        type: scale
        scale: satisfaction
        show_if: {answer: {question: hostel, is: ["yes"]}}
        text: {en: Your room, ru: Ваша комната, kk: Бөлмеңіз}
      - id: remarks
        type: text
        text: {en: Anything else, ru: Что ещё, kk: Тағы не бар}
)";

// Tickets by contact.
using Tickets = std::vector<std::string>;

class SurveyJourney : public ::testing::Test {
 protected:
  nlohmann::json Must(std::vector<std::string> arguments, const std::string& who = "") {
    return deployment_.Must(std::move(arguments), who);
  }
  std::string Refused(std::vector<std::string> arguments, const std::string& who = "") {
    const CliResult result = deployment_.Run(std::move(arguments), who);
    EXPECT_EQ(result.exit, 1) << result.out;
    return result.err;
  }
  void PutQuestionnaire() {
    Must({"questionnaire", "put", deployment_.Write("small.yaml", kSmallQuestionnaire)});
  }
  // Tickets for so many people of a stratum.
  Tickets Invite(const std::string& campaign, const std::string& stratum, int people,
                 const std::string& more = "") {
    std::string csv = "contact,stratum,language,test\n";
    for (int i = 0; i < people; ++i) {
      absl::StrAppend(&csv, stratum, more, "-", i, "@example.invalid,", stratum, ",kk,",
                      more == "-trial" ? "true" : "", "\n");
    }
    Tickets tickets;
    for (const auto& row :
         Must({"survey", "invite", campaign, deployment_.Write("people.csv", csv)})) {
      tickets.push_back(row["code"]);
    }
    return tickets;
  }
  // One ballot: the options are "QUESTION=ANSWER".
  std::vector<std::string> Submission(const std::string& campaign, const std::string& ticket,
                                      const std::vector<std::string>& answers,
                                      const std::string& language = "kk") {
    std::vector<std::string> command = {"survey", "submit", campaign, "--lang", language};
    if (!ticket.empty()) command.insert(command.end(), {"--ticket", ticket});
    command.insert(command.end(), {"--voucher", VoucherFile()});
    for (const std::string& answer : answers) command.insert(command.end(), {"--answer", answer});
    return command;
  }
  std::string VoucherFile() { return absl::StrCat(deployment_.folder(), "/voucher.", ++vouchers_); }
  // The row of a question's choice.
  static nlohmann::json Row(const nlohmann::json& results, const std::string& question,
                            const std::string& choice, const std::string& stratum = "all") {
    for (const auto& row : results) {
      if (row.value("stratum", "") == stratum && row.value("question", "") == question &&
          row.value("choice", "") == choice) {
        return row;
      }
    }
    ADD_FAILURE() << "no row " << stratum << " " << question << " " << choice;
    return {};
  }

  Deployment& deployment_ = Deployment::Get();
  static inline int vouchers_ = 0;
};

}  // namespace tarazy::e2e
