#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "servicenow/dictionary/dictionary.hpp"
#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/exchange/exchange.hpp"
#include "servicenow/query/script_policy.hpp"
#include "servicenow/records/row_reader.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// One ServiceNow instance: how it is asked, and what is known of its tables. Outlives every
/// ticket of the callers that use it. Thread-safe.
class Instance {
public:
    /// Checks the settings and loads the key they name. What the instance does for itself stops
    /// when `closing` fires.
    static base::Result<std::unique_ptr<Instance>> create(const std::string& name,
                                                          const InstanceSettings& settings,
                                                          Surroundings host,
                                                          std::stop_token closing);
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;
    ~Instance() = default;

    [[nodiscard]] const std::string& name() const { return endpoint_.name; }

    /// What queries of this instance must keep to.
    [[nodiscard]] const ScriptPolicy& scripts() const { return scripts_; }
    [[nodiscard]] std::size_t resultBytesMax() const { return result_bytes_max_; }
    [[nodiscard]] const Surroundings& host() const { return endpoint_.host; }

    /// See servicenow::ask().
    void ask(const Caller& caller, ApiRequest request, Then<ApiReply> then);

    /// See servicenow::askForRows().
    void askForRows(const Caller& caller,
                    ApiRequest request,
                    RowStream::TakeRow take_row,
                    Then<ApiReply> then);

    /// What proves the caller to the instance.
    void prove(const Caller& caller, Then<Proof> then);

    /// The account that the instance sees instead of each caller, where the administrator has
    /// configured it so.
    [[nodiscard]] std::optional<std::string> sharedAccount() const;

    /// See servicenow::readRows().
    void readRows(const Caller& caller, ApiRequest request, Then<Rows> then);

    /// What is known of its tables.
    [[nodiscard]] Dictionary& dictionary() { return dictionary_; }

private:
    Instance(const std::string& name,
             const InstanceSettings& settings,
             Surroundings host,
             std::stop_token closing);

    const std::size_t result_bytes_max_;
    ScriptPolicy scripts_;  // constant once created
    Endpoint endpoint_;
    Dictionary dictionary_;
};

}  // namespace toolhost::servicenow
