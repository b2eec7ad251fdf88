#include "outbound/options.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

constexpr const char* kUserAgent = "toolhost";

bool isSecure(const std::string& url) {
    return base::equalsIgnoringCase(url.substr(0, 6), "https:");
}

void setTarget(EasyHandle& easy, const Request& request) {
    easy.set(CURLOPT_URL, request.url.c_str());
    easy.set(CURLOPT_PROTOCOLS_STR, "http,https");
    easy.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    easy.set(CURLOPT_FOLLOWLOCATION, 0L);
    easy.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    // Rather a stream of a connection that is being secured than one more connection; without TLS
    // there is no HTTP/2 to wait for.
    easy.set(CURLOPT_PIPEWAIT, isSecure(request.url) ? 1L : 0L);
    easy.set(CURLOPT_USERAGENT, kUserAgent);
    // Inflated as it arrives, so that the cap of the intake bounds what it becomes. A stranger's
    // answer is not inflated at all.
    if (request.reach == Reach::Anywhere) easy.set(CURLOPT_ACCEPT_ENCODING, "gzip");
}

void setLimits(EasyHandle& easy, const Settings& settings) {
    easy.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    easy.set(CURLOPT_NOSIGNAL, 1L);
    // A transfer that ends while its name is looked up leaves that thread to end by itself: to wait
    // for it would stop all other transfers.
    easy.set(CURLOPT_QUICK_EXIT, 1L);
}

void setProxy(EasyHandle& easy, const Request& request, const Settings& settings) {
    easy.set(CURLOPT_PROXY, settings.proxy.c_str());  // even when empty: none of the environment
    const bool takes_exceptions = request.reach != Reach::Public;
    const auto exceptions = base::join(settings.proxy_exceptions, ",");
    easy.set(CURLOPT_NOPROXY, takes_exceptions ? exceptions.c_str() : "");
    easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // the proxy's headers are not the answer's
    if (settings.proxy.empty() || settings.proxy_user.empty()) return;
    const std::string password(settings.proxy_password.reveal());
    easy.set(CURLOPT_PROXYUSERNAME, settings.proxy_user.c_str());
    easy.set(CURLOPT_PROXYPASSWORD, password.c_str());
    easy.set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
}

void setTrust(EasyHandle& easy, const Settings& settings) {
    easy.set(CURLOPT_SSL_VERIFYPEER, 1L);
    easy.set(CURLOPT_SSL_VERIFYHOST, 2L);
    easy.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    easy.set(CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
    easy.set(CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
    easy.set(CURLOPT_PROXY_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (settings.ca_file.empty()) return;
    constexpr const char* kNoFolder = nullptr;  // that file alone, not the system's as well
    easy.set(CURLOPT_CAINFO, settings.ca_file.c_str());
    easy.set(CURLOPT_CAPATH, kNoFolder);
    easy.set(CURLOPT_PROXY_CAINFO, settings.ca_file.c_str());
    easy.set(CURLOPT_PROXY_CAPATH, kNoFolder);
}

void setClientCertificate(EasyHandle& easy, const Request& request, const Settings& settings) {
    if (request.reach != Reach::Anywhere || settings.client_certificate_file.empty()) return;
    easy.set(CURLOPT_SSLCERT, settings.client_certificate_file.c_str());
    easy.set(CURLOPT_SSLKEY, settings.client_key_file.c_str());
}

/// As libcurl takes it: it would not send a name that only a colon follows.
std::string lineOf(const std::string& name, const std::string& value) {
    return value.empty() ? name + ";" : name + ": " + value;
}

void setHeaders(EasyHandle& easy, const Headers& headers) {
    easy.addHeader("Expect:");  // never wait for 100 Continue
    const auto is_content_type = [](const auto& header) {
        return base::equalsIgnoringCase(header.first, "Content-Type");
    };
    if (std::none_of(headers.begin(), headers.end(), is_content_type)) {
        easy.addHeader("Content-Type:");  // none, rather than libcurl's form type
    }
    for (const auto& [name, value] : headers) {
        easy.addHeader(lineOf(name, value));
    }
    easy.useHeaders();
}

}  // namespace

bool isIdempotent(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" ||
           method == "OPTIONS";
}

bool hasBody(const Request& request) {
    return request.source || !request.body.empty() || request.method == "POST" ||
           request.method == "PUT" || request.method == "PATCH";
}

void setOptions(EasyHandle& easy, const Request& request, const Settings& settings) {
    setTarget(easy, request);
    setLimits(easy, settings);
    setProxy(easy, request, settings);
    setTrust(easy, settings);
    setClientCertificate(easy, request, settings);
    setHeaders(easy, request.headers);
}

}  // namespace toolhost::outbound
