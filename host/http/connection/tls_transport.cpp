#include "http/connection/tls_transport.hpp"

#include <limits>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <utility>

#include "http/connection/wire.hpp"

namespace toolhost::http {

TlsTransport::TlsTransport(base::Descriptor socket, const TlsContext& context)
    : Transport(std::move(socket)),
      session_(context.newSession(Transport::socket())),
      is_broken_(!session_) {}

TlsTransport::~TlsTransport() = default;

void TlsTransport::Free::operator()(SSL* session) const {
    SSL_free(session);
}

bool TlsTransport::isReady() const {
    return session_ && SSL_is_init_finished(session_.get()) == 1;
}

Received TlsTransport::receive(std::span<char> into) {
    if (is_broken_) return {Received::Outcome::Broken};
    ERR_clear_error();  // what another connection left there would be taken for ours
    std::size_t count = 0;
    const int result = SSL_read_ex(session_.get(), into.data(), into.size(), &count);
    if (result == 1) return {Received::Outcome::Bytes, count, false};
    return {outcomeOf(result)};
}

Received::Outcome TlsTransport::outcomeOf(int result) {
    using Outcome = Received::Outcome;
    switch (SSL_get_error(session_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return Outcome::NothingNow;
        case SSL_ERROR_ZERO_RETURN:
            return Outcome::Ended;
        default:
            break;
    }
    is_broken_ = true;
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST) sayThatThisIsTls();
    ERR_clear_error();
    return Outcome::Broken;
}

/// In the words of who asked without TLS; if they do not fit into the socket, so be it.
void TlsTransport::sayThatThisIsTls() {
    const auto text = textOf(refusal(400, "this port speaks HTTP over TLS; use https://"), {});
    ::send(socket(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(socket(), SHUT_WR);
}

Sent TlsTransport::send(std::string_view bytes) {
    if (is_broken_) return {0, true};
    ERR_clear_error();
    std::size_t count = 0;
    const int result = SSL_write_ex(session_.get(), bytes.data(), bytes.size(), &count);
    if (result == 1) return {count, false};
    return {0, outcomeOf(result) != Received::Outcome::NothingNow};
}

void TlsTransport::endSending() {
    if (!is_broken_ && isReady()) {
        ERR_clear_error();
        SSL_shutdown(session_.get());  // one side's goodbye; the other's is not waited for
        ERR_clear_error();
    }
    shutdown(socket(), SHUT_WR);
}

}  // namespace toolhost::http
