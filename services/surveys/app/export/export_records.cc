#include "services/surveys/app/export/export_records.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/blob/spooled_file.h"
#include "services/surveys/app/export/records_spss.h"
#include "services/surveys/domain/form/coded_ballot.h"
#include "services/surveys/store/ballots/record_store.h"

namespace tarazy::surveys {

absl::Status ExportRecords(const Context& context, sql::Database& ballots,
                           const RunningCampaign& campaign, const std::string& language,
                           absl::Time created, Sink sink) {
  const Form& form = *campaign.form;
  const std::string& id = campaign.campaign.id();
  const RecordsHead head{.campaign = campaign.campaign.name(),
                         .language = language,
                         .created = created,
                         .demonstration = campaign.campaign.demonstration()};
  std::optional<blob::SpooledFile> file;
  RETURN_IF_ERROR(ballots.Read(context, [&](sql::Tx& tx) -> absl::Status {
    file.emplace();  // the transaction may run twice
    int64_t records = 0;
    RETURN_IF_ERROR(ForEachRecord(tx, id, "", [&](absl::string_view, absl::string_view) {
      ++records;
      return absl::OkStatus();
    }));
    CodedBallot ballot;
    return WriteRecordsSav(
        form, head, records,
        [&](absl::FunctionRef<absl::Status(const CodedBallot&)> take) {
          return ForEachRecord(tx, id, "",
                               [&](absl::string_view, absl::string_view packed) -> absl::Status {
                                 RETURN_IF_ERROR(Unpack(form, packed, ballot));
                                 return take(ballot);
                               });
        },
        [&](absl::string_view piece) { return file->Append(piece); });
  }));
  return file->Read(sink);
}

}  // namespace tarazy::surveys
