#pragma once

#include <string>

#include "servicenow/credentials/credentials.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// A name and a password: good for the calls of the user they belong to, and for nobody else's.
class BasicCredentials final : public Credentials {
public:
    explicit BasicCredentials(const InstanceSettings& settings);

    void authorize(const Caller& caller, Then<base::Secret> then) override;
    After401 reject(const std::string& user, const base::Secret& authorization) override;

private:
    const std::string user_name_;
    const base::Secret authorization_;
};

}  // namespace toolhost::servicenow
