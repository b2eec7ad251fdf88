#include "simulator/auth/certificate.hpp"

#include <algorithm>
#include <ctime>
#include <openssl/x509.h>
#include <optional>
#include <stdexcept>

#include "simulator/auth/reason.hpp"
#include "simulator/auth/x509.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::size_t kLineMax = 64;

bool hasLongLine(std::string_view pem) {
    const auto lines = split(pem, '\n');
    return std::any_of(
        lines.begin(), lines.end(), [](auto line) { return trim(line).size() > kLineMax; });
}

std::optional<Seconds> momentOf(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return Seconds(std::chrono::seconds(timegm(&parts)));
}

}  // namespace

Result<Certificate> readCertificate(std::string_view pem) {
    if (hasLongLine(pem)) return because("the certificate has lines of over 64 characters");
    const auto certificate = readX509(pem);
    if (!certificate) return because("the certificate is no PEM text of one");
    const auto not_before = momentOf(X509_get0_notBefore(certificate.get()));
    const auto not_after = momentOf(X509_get0_notAfter(certificate.get()));
    if (!not_before || !not_after) return because("the certificate has dates that are none");
    try {
        return Certificate{SignatureKey::parse(pem), *not_before, *not_after};
    } catch (const std::runtime_error& fault) {
        return because(std::string("the key of the certificate: ") + fault.what());
    }
}

}  // namespace toolhost::sim
