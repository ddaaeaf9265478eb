// The three databases of surveys: no transaction spans two of them, and under PostgreSQL each can
// be under a role of its own.
#pragma once

#include "common/sql/database.h"

namespace tarazy::surveys {

struct SurveyData {
  sql::Database& control;  // questionnaires, campaigns, tables, events
  sql::Database& roll;     // who may answer
  sql::Database& ballots;  // what was answered
};

}  // namespace tarazy::surveys
