#pragma once

#include <functional>
#include <string>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

using nlohmann::json;
using toolhost::sdk::Context;
using toolhost::sdk::Result;

/// Sends one request to the instance as the call's user and answers the call: with what `render`
/// makes of a good reply, which is its own, and the reply's records as they came; or with the
/// instance's own words for a bad one. Either names the account that the instance saw instead of
/// the user, where it is one that all share.
void answerFrom(const Context& context, const json& request, std::function<json(json)> render);

/// How an answer's `actingAs` is described to clients.
toolhost::sdk::SchemaJson actingAsSchema();

/// What went wrong, what the instance said of it, what to do: for the model to read.
std::string describeError(const json& error);

/// The parts of a comma-separated list, without spaces; empty parts are dropped.
json listOf(const std::string& comma_separated);

}  // namespace servicenow_meta
