// Whether enough of a programme's students answered its survey.
#pragma once

#include <string>
#include <vector>

#include "tarazy/accreditation/v1/case.pb.h"
#include "tarazy/accreditation/v1/framework.pb.h"

namespace tarazy::accreditation {

enum class Gate {
  kReached,
  kMissed,
  kUnknown,  // the survey does not list the programme, or its contingent is not known
};

// One survey of students and one reviewed programme.
struct Participation {
  std::string survey;     // its id in the report
  std::string programme;  // its code
  int answered = 0;
  int contingent = 0;   // 0: not known
  double percent = 0;   // 100 x answered / contingent; 0 when the contingent is not known
  double required = 0;  // in percent, by the framework
  Gate gate = Gate::kUnknown;
};

// Survey by survey, every reported programme and the other programmes of the case that the survey
// lists. Empty when the framework has no gate, or the report no survey of students by programme.
std::vector<Participation> ParticipationOf(const v1::Case& record, const v1::Framework& framework);

}  // namespace tarazy::accreditation
