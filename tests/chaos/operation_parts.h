// What operations are put together from.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>

#include "tests/chaos/clients.h"
#include "tests/chaos/operation.h"

namespace tarazy::chaos {

template <class Message>
Message Parsed(const std::string& bytes) {
  Message message;
  EXPECT_TRUE(message.ParseFromString(bytes));
  return message;
}

// A call with one request and one answer.
template <class Stub, class Request, class Response>
std::function<Answer(Clients&)> Unary(Stub& (Clients::*door)(),
                                      grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                   const Request&, Response*),
                                      Request request) {
  return [door, method, request = std::move(request)](Clients& clients) {
    Response response;
    const auto context = clients.Context();
    Answer answer;
    answer.status = ((clients.*door)().*method)(context.get(), request, &response);
    answer.bytes = response.SerializeAsString();
    return answer;
  };
}

// The last message of a stream of answers.
template <class Reader, class Response>
Answer Finish(Reader& reader, Response response) {
  Answer answer;
  while (reader.Read(&response)) answer.bytes = response.SerializeAsString();
  answer.status = reader.Finish();
  return answer;
}

}  // namespace tarazy::chaos
