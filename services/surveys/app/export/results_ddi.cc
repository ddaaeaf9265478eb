#include "services/surveys/app/export/results_ddi.h"

#include <map>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/text.h"
#include "services/surveys/app/export/words.h"
#include "services/surveys/app/export/xml_writer.h"

namespace tarazy::surveys {
namespace {

constexpr absl::string_view kAll = "all";

// RESPONDENT_CLASS_FIRST_YEAR is "first year".
std::string WordOf(absl::string_view name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, prefix)), {{"_", " "}});
}

absl::string_view SamplingOf(v1::CampaignKind kind) {
  switch (kind) {
    case v1::CAMPAIGN_KIND_BOX:
      return "Nobody was invited: whoever wanted to answered.";
    case v1::CAMPAIGN_KIND_TABLES:
      return "Counts of published tables; the answers themselves are not known.";
    default:
      return "People on the roll of each stratum were invited, each with a ticket that counts "
             "once.";
  }
}

class Codebook {
 public:
  Codebook(const v1::Results& results, const v1::Campaign& campaign,
           const v1::Questionnaire& questionnaire, absl::string_view language, Sink sink)
      : results_(results),
        campaign_(campaign),
        questionnaire_(questionnaire),
        language_(language),
        xml_(sink) {
    for (const v1::Stratum& stratum : campaign.strata()) {
      titles_.emplace(stratum.id(), Say(stratum.title(), language));
    }
  }

  absl::Status Write() {
    xml_.Open("codeBook", {{"xmlns", "ddi:codebook:2_5"}, {"version", "2.5"}, {"xml:lang", "en"}});
    Document();
    Study();
    Data();
    return xml_.End();
  }

 private:
  XmlWriter::Attributes InLanguage() const { return {{"xml:lang", language_}}; }

  std::string Title() const {
    const std::string& title = Say(campaign_.title(), language_);
    return title.empty() ? results_.campaign() : title;
  }

  std::string TitleOf(const std::string& stratum) const {
    const auto known = titles_.find(stratum);
    return known == titles_.end() || known->second.empty() ? stratum : known->second;
  }

  void TitleStatement(absl::string_view suffix) {
    xml_.Open("titlStmt");
    xml_.Add("titl", absl::StrCat(Title(), suffix), InLanguage());
    xml_.Add("IDNo", absl::StrCat(results_.campaign(), suffix.empty() ? "" : "/codebook"),
             {{"agency", "tarazy"}});
    xml_.Close();
  }

  void Document() {
    xml_.Open("docDscr");
    xml_.Open("citation");
    TitleStatement(" (codebook)");
    xml_.Open("prodStmt");
    xml_.Add("software", "Tarazy");
    xml_.Close();
    xml_.Close();
    xml_.Close();
  }

  void Study() {
    xml_.Open("stdyDscr");
    xml_.Open("citation");
    TitleStatement("");
    if (!campaign_.series().empty()) {
      xml_.Open("serStmt");
      xml_.Add("serName", campaign_.series());
      xml_.AddIf("serInfo", campaign_.wave());
      xml_.Close();
    }
    xml_.Open("verStmt");
    xml_.Add("version", absl::StrCat("revision ", results_.revision(),
                                     results_.frozen() ? ", frozen" : ", not frozen"));
    xml_.Close();
    xml_.Close();
    Information();
    Method();
    Access();
    xml_.Close();
  }

  void Information() {
    xml_.Open("stdyInfo");
    if (results_.demonstration()) {
      xml_.Add("abstract", "A demonstration: all answers are invented.");
    }
    xml_.Open("sumDscr");
    const v1::Window& window = campaign_.window();
    CollectionDate(window.opens(), "start");
    CollectionDate(window.closes(), "end");
    xml_.Add("anlyUnit", "Individual");
    const std::string who =
        WordOf(v1::RespondentClass_Name(questionnaire_.respondents()), "RESPONDENT_CLASS_");
    if (who != "unspecified") xml_.Add("universe", who, {{"clusion", "I"}});
    for (const v1::Stratum& stratum : campaign_.strata()) {
      xml_.Add("universe", TitleOf(stratum.id()), {{"clusion", "I"}, {"xml:lang", language_}});
    }
    xml_.Add("dataKind", results_.marginals_only() ? "Aggregate data" : "Survey data");
    xml_.Close();
    xml_.Close();
  }

  // `when` is "2023-04-26T11:15"; the schema takes days, or times with seconds and a zone.
  void CollectionDate(const std::string& when, const char* event) {
    if (when.empty()) return;
    const std::string day = when.substr(0, when.find('T'));
    xml_.Add("collDate", day, {{"date", day}, {"event", event}});
  }

  void Method() {
    xml_.Open("method");
    xml_.Open("dataColl");
    xml_.Add("sampProc", SamplingOf(campaign_.kind()));
    for (const v1::Stratum& stratum : campaign_.strata()) {
      if (!stratum.has_frame()) continue;
      xml_.Open("sampleFrame");
      xml_.Add("sampleFrameName", stratum.id());
      xml_.Add("labl", TitleOf(stratum.id()), InLanguage());
      xml_.Open("frameUnit");
      xml_.Add("unitType", "Individual", {{"numberOfUnits", absl::StrCat(stratum.frame())}});
      xml_.Close();
      xml_.Close();
    }
    if (campaign_.kind() != v1::CAMPAIGN_KIND_TABLES) {
      xml_.Add("collMode", "Self-administered questionnaire: web-based");
    }
    xml_.Close();
    xml_.Open("anlyInfo");
    for (const v1::Participation& one : campaign_.participation()) {
      if (!one.has_frame() || !one.has_percent()) continue;
      xml_.Add("respRate", absl::StrCat(one.stratum(), ": ", one.submitted(), " of ", one.frame(),
                                        ", ", ShortestDecimal(one.percent()), " %"));
    }
    xml_.Close();
    xml_.Close();
  }

  void Access() {
    xml_.Open("dataAccs");
    xml_.Open("useStmt");
    const std::string what = results_.threshold() > 1
                                 ? absl::StrCat("Counts from 1 to ", results_.threshold() - 1,
                                                " and what would tell them are suppressed.")
                                 : "No count is suppressed.";
    xml_.Add("conditions", absl::StrCat(what, " Disclosure policy: ", results_.policy()));
    xml_.Close();
    xml_.Close();
  }

  void Data() {
    xml_.Open("dataDscr");
    for (const v1::StratumResults& stratum : results_.strata()) {
      if (stratum.stratum() != kAll) continue;
      for (const v1::QuestionResults& question : stratum.questions()) Variable(question);
    }
    xml_.Close();
  }

  void Statistic(const std::string& type, bool has, double value) {
    if (has) xml_.Add("sumStat", ShortestDecimal(value), {{"type", type}});
  }

  void Variable(const v1::QuestionResults& question) {
    const std::string id = absl::StrCat("V", ++variables_);
    const std::string words = WordsOf(question, language_);
    xml_.Open("var", {{"ID", id},
                      {"name", question.question()},
                      {"intrvl", question.type() == v1::ITEM_TYPE_NUMBER ? "contin" : "discrete"}});
    xml_.AddIf("labl", words, InLanguage());
    xml_.Open("qstn", {{"ID", absl::StrCat("Q", variables_)}});
    xml_.AddIf("qstnLit", words, InLanguage());
    xml_.Close();
    Statistic("vald", question.has_base(), static_cast<double>(question.base()));
    Statistic("invd", question.has_missing(), static_cast<double>(question.missing()));
    Statistic("mean", question.has_mean(), question.mean());
    Statistic("stdev", question.has_standard_deviation(), question.standard_deviation());
    for (const v1::ChoiceResults& choice : question.choices()) {
      xml_.Open("catgry", {{"missing", choice.missing() ? "Y" : "N"}});
      xml_.Add("catValu", choice.code());
      xml_.AddIf("labl", Say(choice.label(), language_), InLanguage());
      if (choice.has_count() && !choice.suppressed()) {
        xml_.Add("catStat", absl::StrCat(choice.count()), {{"type", "freq"}});
      }
      if (choice.has_percent() && !choice.suppressed()) {
        xml_.Add("catStat", ShortestDecimal(choice.percent()), {{"type", "percent"}});
      }
      xml_.Close();
    }
    for (const v1::ObjectResults& object : question.objects()) {
      xml_.Open("catgry");
      xml_.Add("catValu", object.object());
      xml_.AddIf("labl", Say(object.title(), language_), InLanguage());
      if (object.has_base() && !object.suppressed()) {
        xml_.Add("catStat", absl::StrCat(object.base()), {{"type", "freq"}});
      }
      xml_.Close();
    }
    xml_.Add("varFormat", "",
             {{"type", question.type() == v1::ITEM_TYPE_TEXT ? "character" : "numeric"}});
    xml_.Close();
  }

  const v1::Results& results_;
  const v1::Campaign& campaign_;
  const v1::Questionnaire& questionnaire_;
  const std::string language_;
  XmlWriter xml_;
  std::map<std::string, std::string> titles_;
  int variables_ = 0;
};

}  // namespace

absl::Status WriteResultsDdi(const v1::Results& results, const v1::Campaign& campaign,
                             const v1::Questionnaire& questionnaire, absl::string_view language,
                             Sink sink) {
  return Codebook(results, campaign, questionnaire, language, sink).Write();
}

}  // namespace tarazy::surveys
