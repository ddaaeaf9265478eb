// Calls by which people take part leave no line in any log: what would hold who called and when.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

#include "tarazy/common/v1/options.pb.h"
#include "tarazy/surveys/v1/ballots_service.pb.h"
#include "tarazy/surveys/v1/roll_service.pb.h"

namespace tarazy::anonymity {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// What of a request says who takes part or what he answers.
bool TellsOfARespondent(const Descriptor& request) {
  static const std::set<std::string> kFields = {"voucher", "answers", "blinded_message", "ticket",
                                                "sealed"};
  for (int i = 0; i < request.field_count(); ++i) {
    if (kFields.contains(std::string(request.field(i)->name()))) return true;
  }
  return false;
}

std::set<std::string> Logged(const std::set<const ServiceDescriptor*>& services, int& respondents) {
  std::set<std::string> logged;
  for (const ServiceDescriptor* const service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      if (!TellsOfARespondent(*method.input_type())) continue;
      ++respondents;
      if (!method.options().GetExtension(common::v1::policy).unlogged()) {
        logged.insert(std::string(method.full_name()));
      }
    }
  }
  return logged;
}

TEST(PolicyTest, NoCallOfARespondentIsLogged) {
  int respondents = 0;
  const std::set<const ServiceDescriptor*> services = {
      surveys::v1::SubmitBallotRequest::descriptor()->file()->service(0),
      surveys::v1::ExchangeTicketRequest::descriptor()->file()->service(0)};
  EXPECT_THAT(Logged(services, respondents), ::testing::IsEmpty());
  EXPECT_GE(respondents, 4);  // ExchangeTicket, SaveDraft, LoadDraft, SubmitBallot
}

TEST(PolicyTest, ALoggedCallIsFound) {
  const auto& file = *surveys::v1::SubmitBallotRequest::descriptor()->file();
  google::protobuf::FileDescriptorProto planted;
  file.CopyTo(&planted);
  planted.set_name("planted.proto");
  planted.set_package("planted");
  planted.clear_message_type();
  planted.add_dependency(std::string(file.name()));
  for (auto& method : *planted.mutable_service(0)->mutable_method()) {
    if (method.name() != "SaveDraft") continue;
    method.mutable_options()->MutableExtension(common::v1::policy)->set_unlogged(false);
  }
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const google::protobuf::FileDescriptor* const built = pool.BuildFile(planted);
  ASSERT_NE(built, nullptr);
  int respondents = 0;
  EXPECT_THAT(Logged({built->service(0)}, respondents),
              ::testing::ElementsAre("planted.BallotsService.SaveDraft"));
}

}  // namespace
}  // namespace tarazy::anonymity
