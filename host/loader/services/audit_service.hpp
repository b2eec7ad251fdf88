#pragma once

#include "loader/services/plugin_records.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

/// toolhost.audit/1: the plugin's own events on the audit trail.
class AuditService final : public Service {
public:
    explicit AuditService(PluginRecords records);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void record(const Question& question) const;

    const PluginRecords records_;
    const Operations operations_;
};

}  // namespace toolhost::loader
