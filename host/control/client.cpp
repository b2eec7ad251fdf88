#include "control/client.hpp"

#include <cerrno>
#include <sys/socket.h>
#include <utility>

#include "control/socket_address.hpp"

namespace toolhost::control {
namespace {

constexpr std::size_t kAnswerBytesMax = std::size_t{64} << 20U;
constexpr std::string_view kStreamRequest = R"({"command":"stdio"})";
constexpr std::string_view kStreamGranted = R"({"ok":true})";

}  // namespace

base::Result<Client> Client::connect(const std::filesystem::path& state_directory) {
    const std::string attempted = "reach the owner of " + state_directory.string();
    const auto address = SocketAddress::in(state_directory);
    if (!address) return base::because(attempted, address.error());
    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket.isOpen()) return base::systemError(attempted, errno, "close other files");
    if (::connect(socket.number(), address.value().get(), address.value().size()) != 0) {
        return base::systemError(attempted, errno, "see that toolhost serve runs and is ready");
    }
    return Client(std::move(socket));
}

base::Result<std::string> Client::ask(std::string_view request_json,
                                      std::chrono::milliseconds patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    // An owner that refuses answers and hangs up without reading; its words count, not our failure.
    const auto sent = channel_.writeLine(request_json, until);
    auto answer = channel_.readLine(kAnswerBytesMax, until);
    if (answer && answer.value()) return *std::move(answer).value();
    if (!sent) return base::because("ask the owner", sent.error());
    if (!answer) return base::because("ask the owner", answer.error());
    return base::Error{"ask the owner: it hung up without an answer; see its log"};
}

base::Result<base::Descriptor> Client::intoStream() && {
    const auto answer = ask(kStreamRequest);
    if (!answer) return answer.error();
    if (answer.value() != kStreamGranted) {
        return base::Error{"open a stream to the owner: it answered " + answer.value()};
    }
    return channel_.release();
}

}  // namespace toolhost::control
