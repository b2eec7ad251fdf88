#pragma once

#include "loader/services/service.hpp"
#include "servicenow/service.hpp"

namespace toolhost::loader {

/// toolhost.servicenow/1: asks an instance as the user of the request's call; without a call only
/// for the names of the configured instances (`{"op":"instances"}`). What was asked of an instance
/// is answered with TOOLHOST_OK and the service's own words, good or bad.
class ServicenowService final : public Service {
public:
    /// The service outlives it.
    explicit ServicenowService(servicenow::Service& service) : service_(service) {}

    void ask(const boundary::Request& request, boundary::Replied replied) override;

private:
    void tellInstances(const boundary::Request& request, const boundary::Replied& replied) const;

    servicenow::Service& service_;
};

}  // namespace toolhost::loader
