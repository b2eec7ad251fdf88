#include "outbound/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>
#include <utility>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

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
        case Failure::Kind::Abandoned:
        case Failure::Kind::Timeout:
        case Failure::Kind::Cancelled:
        case Failure::Kind::Refused:
        case Failure::Kind::Protocol:
            return "";
    }
    return "";
}

Intake::Bounds boundsOf(const Request& request, const Settings& settings) {
    const std::size_t body =
        request.response_bytes_max.value_or(std::numeric_limits<std::size_t>::max());
    return {settings.response_header_bytes_max, std::min(body, settings.response_bytes_max)};
}

}  // namespace

Transfer::Transfer(const Settings& settings, Order order)
    : Job(order.until, std::move(order.stop)),
      settings_(settings),
      request_(std::move(order.request)),
      described_(std::move(order.described)),
      done_(std::move(order.done)),
      intake_(boundsOf(request_, settings), request_.sink ? &*request_.sink : nullptr),
      easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
}

Transfer::~Transfer() {
    detach();
}

bool Transfer::start(CURLM* multi) {
    setTarget();
    setLimits();
    setTrust();
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
    // Inflated as it arrives, so that the cap of the intake bounds what it becomes.
    set(CURLOPT_ACCEPT_ENCODING, "gzip");
}

void Transfer::setLimits() {
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()));
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, settings_.proxy.c_str());  // even when empty: then none from the environment
    set(CURLOPT_NOPROXY, "");
}

void Transfer::setTrust() {
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (settings_.ca_file.empty()) return;
    set(CURLOPT_CAINFO, settings_.ca_file.c_str());
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
    const bool has_body = bodyBytes() > 0 || request_.method == "POST" ||
                          request_.method == "PUT" || request_.method == "PATCH";
    if (request_.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    if (has_body) {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(bodyBytes()));
    }
    if (has_body && !request_.source && isIdempotent(request_.method)) {
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
    if (const auto& objection = intake_.objection()) return report(*objection);
    if (source_error_) return report({Failure::Kind::Abandoned, source_error_->what});
    if (code != CURLE_OK) return report({kindOf(code), explain(code)});
    done_(intake_.release());
}

void Transfer::end(Ending ending) {
    detach();
    if (ending == Ending::Cancelled)
        return report({Failure::Kind::Cancelled, "cancelled before the answer came"});
    report({Failure::Kind::Timeout, "no answer in time"});
}

void Transfer::detach() {
    if (multi_ == nullptr) return;
    curl_multi_remove_handle(multi_, easy_.get());
    multi_ = nullptr;
}

void Transfer::report(Intake::Objection why) {
    if (why.kind == Failure::Kind::Abandoned)  // said by the sender's own functions
        return done_(Failure{why.kind, std::move(why.cause)});
    std::string what = described_ + ": " + why.cause;
    what += adviceFor(why.kind);
    done_(Failure{why.kind, std::move(what)});
}

std::string Transfer::explain(CURLcode code) const {
    if (code == CURLE_SEND_FAIL_REWIND)
        return "the connection ended before the answer; the request may have been carried out";
    if (detail_.front() != '\0') return detail_.data();
    return curl_easy_strerror(code);
}

std::uint64_t Transfer::bodyBytes() const {
    return request_.source ? request_.source->bytes : request_.body.size();
}

std::size_t Transfer::giveBody(char* into, std::size_t room) {
    const std::size_t left = static_cast<std::size_t>(bodyBytes() - sent_);
    const std::size_t wanted = std::min(room, left);
    if (wanted == 0) return 0;
    if (request_.source) return giveFromSource(into, wanted);
    std::memcpy(into, request_.body.data() + sent_, wanted);
    sent_ += wanted;
    return wanted;
}

std::size_t Transfer::giveFromSource(char* into, std::size_t room) {
    const auto given = request_.source->read(into, room);
    if (given.ok() && given.value() > 0 && given.value() <= room) {
        sent_ += given.value();
        return given.value();
    }
    source_error_ = given.ok() ? base::Error{described_ + ": the body's source gave " +
                                             std::to_string(given.value()) + " bytes where 1 to " +
                                             std::to_string(room) + " were due"}
                               : given.error();
    return CURL_READFUNC_ABORT;
}

std::size_t Transfer::onHeader(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view line(bytes, size * count);
    return static_cast<Transfer*>(self)->intake_.takeHeader(line) ? line.size() : 0;
}

std::size_t Transfer::onBody(char* bytes, std::size_t size, std::size_t count, void* self) {
    const std::string_view part(bytes, size * count);
    return static_cast<Transfer*>(self)->intake_.takeBody(part) ? part.size()
                                                                : CURL_WRITEFUNC_ERROR;
}

std::size_t Transfer::onSend(char* into, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->giveBody(into, size * count);
}

}  // namespace toolhost::outbound
