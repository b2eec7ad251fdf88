#include "loader/verdict.hpp"

#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

void reportRefusal(const std::string& name, const Verdict& verdict, base::Log& log) {
    log.error(name,
              {{"file", verdict.file},
               {"rule", verdict.rule},
               {"reason", verdict.refusal},
               {"serves_on", verdict.still_serving.empty() ? "nothing" : verdict.still_serving}});
}

}  // namespace

Verdict verdictOn(const Candidate& candidate) {
    Verdict verdict;
    verdict.file = candidate.file;
    verdict.sha256 = candidate.examination.sha256;
    verdict.signer = candidate.examination.signer;
    if (const auto& note = candidate.examination.note) {
        verdict.id = note->id;
        verdict.version = note->version;
    }
    return verdict;
}

void settle(Findings findings, Verdict& verdict) {
    if (const Finding* refusal = findRefusal(findings)) {
        verdict.rule = refusal->rule;
        verdict.refusal = textOf(*refusal);
        verdict.tools.clear();
        findings.erase(findings.begin() + (refusal - findings.data()));
    }
    verdict.cautions = std::move(findings);
}

void warnOf(const Findings& findings, const std::string& file, base::Log& log) {
    for (const auto& finding : findings) {
        log.warning("loader.plugin.doubtful",
                    {{"file", file},
                     {"rule", finding.rule},
                     {"reason", finding.what},
                     {"remedy", finding.remedy}});
    }
}

void report(std::string_view event, const Verdict& verdict, base::Log& log) {
    const std::string name = "loader." + std::string(event);
    if (!verdict.serves()) return reportRefusal(name, verdict, log);
    log.info(name,
             {{"file", verdict.file},
              {"plugin", verdict.id},
              {"version", verdict.version},
              {"tools", base::join(verdict.tools, ",")},
              {"sha256", verdict.sha256},
              {"signer", verdict.signer.empty() ? "nobody" : verdict.signer}});
    warnOf(verdict.cautions, verdict.file, log);
}

}  // namespace toolhost::loader
