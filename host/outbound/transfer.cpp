#include "outbound/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

constexpr std::size_t kHeaderBytesMax = 256U << 10U;
constexpr const char* kUserAgent = "toolhost";

/// Whether repeating the request changes nothing (RFC 9110 §9.2.2).
bool isIdempotent(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" ||
           method == "OPTIONS";
}

Failure::Kind kindOf(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_OPERATION_TIMEDOUT:  // libcurl is given no time limit but the one to connect
            return Failure::Kind::Unreachable;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return Failure::Kind::Tls;
        default:
            return Failure::Kind::Protocol;
    }
}

std::string_view adviceFor(Failure::Kind kind) {
    switch (kind) {
        case Failure::Kind::Unreachable:
            return "; check the address, the network and that the server runs";
        case Failure::Kind::Tls:
            return "; check the server's certificate and the configured ca_file";
        case Failure::Kind::TooLarge:
            return "; ask for less, or raise outbound.response_bytes_max";
        case Failure::Kind::Timeout:
        case Failure::Kind::Cancelled:
        case Failure::Kind::Refused:
        case Failure::Kind::Protocol:
            return "";
    }
    return "";
}

}  // namespace

Transfer::Transfer(Request request,
                   std::string described,
                   base::SteadyTime until,
                   std::stop_token stop,
                   std::function<void(Outcome)> done)
    : Job(until, std::move(stop)),
      request_(std::move(request)),
      described_(std::move(described)),
      done_(std::move(done)),
      easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
}

Transfer::~Transfer() {
    detach();
}

bool Transfer::start(CURLM* multi, const Settings& settings) {
    setTarget();
    setLimits(settings);
    setTrust(settings);
    setReceivers();
    setBody();
    setHeaders();
    if (refused_option_ != CURLE_OK) return false;
    if (curl_multi_add_handle(multi, easy_.get()) != CURLM_OK) return false;
    multi_ = multi;
    return true;
}

template <typename Value>
void Transfer::set(CURLoption option, Value value) {
    const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
    if (code != CURLE_OK && refused_option_ == CURLE_OK) refused_option_ = code;
}

void Transfer::setTarget() {
    set(CURLOPT_PRIVATE, static_cast<void*>(this));
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(CURLOPT_USERAGENT, kUserAgent);
    // Inflated as it arrives, so that the cap in takesBody() bounds what it becomes.
    set(CURLOPT_ACCEPT_ENCODING, "gzip");
}

void Transfer::setLimits(const Settings& settings) {
    response_bytes_max_ = settings.response_bytes_max;
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, settings.proxy.c_str());  // even when empty: then none from the environment
    set(CURLOPT_NOPROXY, "");
}

void Transfer::setTrust(const Settings& settings) {
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (settings.ca_file.empty()) return;
    set(CURLOPT_CAINFO, settings.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));  // that file alone, not the system's as well
}

void Transfer::setReceivers() {
    set(CURLOPT_ERRORBUFFER, detail_.data());
    set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    set(CURLOPT_HEADERDATA, static_cast<void*>(this));
    set(CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void Transfer::setBody() {
    const bool has_body = !request_.body.empty() || request_.method == "POST" ||
                          request_.method == "PUT" || request_.method == "PATCH";
    if (request_.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    if (has_body) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    }
    if (has_body && isIdempotent(request_.method)) {
        set(CURLOPT_POSTFIELDS, request_.body.data());
    } else if (has_body) {
        // libcurl repeats a request whose pooled connection died before an answer, though the
        // server may have carried it out. A body that cannot be rewound makes it fail instead.
        set(CURLOPT_READFUNCTION, &Transfer::onSend);
        set(CURLOPT_READDATA, static_cast<void*>(this));
    }
    set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void Transfer::setHeaders() {
    addHeader("Expect:");  // never wait for 100 Continue
    const auto is_content_type = [](const auto& header) {
        return base::equalsIgnoringCase(header.first, "Content-Type");
    };
    if (std::none_of(request_.headers.begin(), request_.headers.end(), is_content_type))
        addHeader("Content-Type:");  // none, rather than libcurl's form type
    for (const auto& [name, value] : request_.headers)
        addHeader(value.empty() ? name + ";" : name + ": " + value);
    set(CURLOPT_HTTPHEADER, header_lines_.get());
}

void Transfer::addHeader(const std::string& line) {
    curl_slist* grown = curl_slist_append(header_lines_.get(), line.c_str());
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(header_lines_.release());  // grown is the same list, now longer
    header_lines_.reset(grown);
}

void Transfer::finish(CURLcode code) {
    detach();
    if (refused_option_ != CURLE_OK) code = refused_option_;
    if (too_large_) return report(Failure::Kind::TooLarge, "the answer is larger than allowed");
    if (code != CURLE_OK) return report(kindOf(code), explain(code));
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    response_.status = static_cast<int>(status);
    done_(std::move(response_));
}

void Transfer::end(Ending ending) {
    detach();
    if (ending == Ending::Cancelled)
        return report(Failure::Kind::Cancelled, "cancelled before the answer came");
    report(Failure::Kind::Timeout, "no answer in time");
}

void Transfer::detach() {
    if (multi_ == nullptr) return;
    curl_multi_remove_handle(multi_, easy_.get());
    multi_ = nullptr;
}

void Transfer::report(Failure::Kind kind, std::string_view cause) {
    std::string what = described_ + ": ";
    what += cause;
    what += adviceFor(kind);
    done_(Failure{kind, std::move(what)});
}

std::string Transfer::explain(CURLcode code) const {
    if (code == CURLE_SEND_FAIL_REWIND)
        return "the connection ended before the answer; the request may have been carried out";
    if (detail_.front() != '\0') return detail_.data();
    return curl_easy_strerror(code);
}

bool Transfer::takesHeader(std::string_view line) {
    header_bytes_ += line.size();
    too_large_ = header_bytes_ > kHeaderBytesMax;
    if (too_large_) return false;
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n'))
        line.remove_suffix(1);
    if (line.substr(0, 5) == "HTTP/") response_.headers.clear();  // an interim answer came before
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    response_.headers.emplace_back(line.substr(0, colon), base::trim(line.substr(colon + 1)));
    return true;
}

bool Transfer::takesBody(std::string_view bytes) {
    too_large_ = bytes.size() > response_bytes_max_ - response_.body.size();
    if (too_large_) return false;
    response_.body += bytes;
    return true;
}

std::size_t Transfer::onHeader(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(bytes, size * count);
    return static_cast<Transfer*>(self)->takesHeader(line) ? line.size() : 0;
}

std::size_t Transfer::onBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view part(bytes, size * count);
    return static_cast<Transfer*>(self)->takesBody(part) ? part.size() : CURL_WRITEFUNC_ERROR;
}

std::size_t Transfer::onSend(char* into, std::size_t size, std::size_t count, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string& body = transfer.request_.body;
    const std::size_t sent = std::min(size * count, body.size() - transfer.sent_);
    std::memcpy(into, body.data() + transfer.sent_, sent);
    transfer.sent_ += sent;
    return sent;
}

}  // namespace toolhost::outbound
