#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/descriptor.hpp"

namespace toolhost::http {

/// What receiving came to.
struct Received {
    enum class Outcome { Bytes, NothingNow, Ended, Broken };
    Outcome outcome = Outcome::NothingNow;
    std::size_t count = 0;  ///< of Outcome::Bytes
    bool is_all = false;    ///< nothing more had come, so the socket will tell when something does
};

/// What sending came to; taking none of the bytes is no failure.
struct Sent {
    std::size_t count = 0;
    bool is_broken = false;
};

/// The way to one client and back, never blocking. Used by one thread at a time.
class Transport {
public:
    explicit Transport(base::Descriptor socket) : socket_(std::move(socket)) {}
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    virtual Received receive(std::span<char> into) = 0;
    virtual Sent send(std::string_view bytes) = 0;
    /// Says that nothing further will be sent.
    virtual void endSending() = 0;
    /// Whether the two sides have agreed on how to speak.
    [[nodiscard]] virtual bool isReady() const = 0;
    /// Whether what is said is encrypted.
    [[nodiscard]] virtual bool isEncrypted() const = 0;

    /// Reads bytes that nobody wants, below any encryption.
    Received discard(std::span<char> into);

    [[nodiscard]] int socket() const { return socket_.number(); }

private:
    base::Descriptor socket_;
};

/// Bytes as they are.
class PlainTransport final : public Transport {
public:
    using Transport::Transport;
    Received receive(std::span<char> into) override { return discard(into); }
    Sent send(std::string_view bytes) override;
    void endSending() override;
    [[nodiscard]] bool isReady() const override { return true; }
    [[nodiscard]] bool isEncrypted() const override { return false; }
};

}  // namespace toolhost::http
