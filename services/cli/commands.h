// The command groups; each adds its commands to `app`.
#pragma once

#include <CLI/CLI.hpp>

#include "services/cli/command.h"

namespace tarazy::cli {

void AddInstitutionCommands(CLI::App& app, Action& chosen);
void AddProgrammeCommands(CLI::App& app, Action& chosen);
void AddTokenCommands(CLI::App& app, Action& chosen);
void AddMethodologyCommands(CLI::App& app, Action& chosen);
void AddRankingCommands(CLI::App& app, Action& chosen);
void AddEvidenceCommands(CLI::App& app, Action& chosen);
void AddCertificateCommands(CLI::App& app, Action& chosen);
void AddDocumentCommands(CLI::App& app, Action& chosen);
void AddFrameworkCommands(CLI::App& app, Action& chosen);
void AddCaseCommands(CLI::App& app, Action& chosen);
void AddDecisionCommands(CLI::App& app, Action& chosen);
void AddAppealCommands(CLI::App& app, Action& chosen);
void AddRegisterCommands(CLI::App& app, Action& chosen);
void AddQuestionnaireCommands(CLI::App& app, Action& chosen);
void AddSurveyCommands(CLI::App& app, Action& chosen);
void AddNotifyCommands(CLI::App& app, Action& chosen);

// Parts of the groups "methodology", "ranking", "certificate" and "register".
void AddLintCommand(CLI::App& methodology, Action& chosen);
void AddImportCommand(CLI::App& ranking, Action& chosen);
void AddImportRatingsCommand(CLI::App& ranking, Action& chosen);
void AddPullCommand(CLI::App& ranking, Action& chosen);
void AddValuesCommand(CLI::App& ranking, Action& chosen);
void AddTemplateCommand(CLI::App& ranking, Action& chosen);
void AddSubmissionCommands(CLI::App& ranking, Action& chosen);
void AddReviewCommands(CLI::App& ranking, Action& chosen);
void AddDisputeCommands(CLI::App& ranking, Action& chosen);
void AddEditionCommands(CLI::App& ranking, Action& chosen);
void AddObjectionCommands(CLI::App& ranking, Action& chosen);
void AddVerifyCommand(CLI::App& ranking, Action& chosen);
void AddTableCommands(CLI::App& ranking, Action& chosen);
void AddExplainCommand(CLI::App& ranking, Action& chosen);
void AddRegisterExportCommand(CLI::App& group, Action& chosen);
void AddCertificateVerifyCommand(CLI::App& certificate, Action& chosen);

// Parts of the groups "framework", "case" and "register".
void AddFrameworkLintCommand(CLI::App& framework, Action& chosen);
void AddCaseFileCommands(CLI::App& group, Action& chosen);
void AddCaseGetCommand(CLI::App& group, Action& chosen);
void AddCaseSurveyCommand(CLI::App& group, Action& chosen);
void AddMarkCommands(CLI::App& group, Action& chosen);
void AddTotalsCommand(CLI::App& group, Action& chosen);
void AddReportLintCommands(CLI::App& group, Action& chosen);
void AddFollowUpCommands(CLI::App& group, Action& chosen);
void AddWatchCommand(CLI::App& group, Action& chosen);

// Parts of the groups "questionnaire" and "survey".
void AddQuestionnaireLintCommand(CLI::App& questionnaire, Action& chosen);
void AddSurveyRollCommands(CLI::App& group, Action& chosen);
void AddSurveyAnswerCommands(CLI::App& group, Action& chosen);
void AddSurveyResultCommands(CLI::App& group, Action& chosen);
void AddSurveyReviewCommands(CLI::App& group, Action& chosen);
void AddSurveySimulateCommand(CLI::App& group, Action& chosen);

// Parts of the group "notify".
void AddTopicCommands(CLI::App& notify, Action& chosen);
void AddNoticeTemplateCommands(CLI::App& notify, Action& chosen);
void AddRecipientCommands(CLI::App& notify, Action& chosen);
void AddPreferenceCommands(CLI::App& notify, Action& chosen);
void AddWebhookCommands(CLI::App& notify, Action& chosen);
void AddPublishCommand(CLI::App& notify, Action& chosen);
void AddDeliveryCommands(CLI::App& notify, Action& chosen);
void AddRedriveCommand(CLI::App& notify, Action& chosen);
void AddLaddersCommand(CLI::App& notify, Action& chosen);
void AddInboxCommands(CLI::App& notify, Action& chosen);
void AddInboxWatchCommand(CLI::App& notify, Action& chosen);
void AddSetAsideCommands(CLI::App& notify, Action& chosen);
void AddSuppressionCommands(CLI::App& notify, Action& chosen);
void AddProofCommands(CLI::App& notify, Action& chosen);
void AddProofVerifyCommand(CLI::App& proof, Action& chosen);

}  // namespace tarazy::cli
