#include "loader/workers/process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace toolhost::loader {
namespace {

constexpr int kWorkersSocket = 3;  // as host/worker/main.cpp expects it
constexpr const char* kRemedy = "see that toolhost-worker lies beside toolhost";

/// posix_spawn's two descriptions of a process, freed in the end.
struct SpawnPlan {
    SpawnPlan() {
        posix_spawn_file_actions_init(&files);
        posix_spawnattr_init(&attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }

    /// Nothing but the socket and where its words go; signals as in a new process; a group of its
    /// own, so that a terminal's signals reach only the host.
    void describe(int socket, int output) {
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
        posix_spawn_file_actions_adddup2(&files, socket, kWorkersSocket);
        posix_spawn_file_actions_addclosefrom_np(&files, kWorkersSocket + 1);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }

    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
};

/// Two connected descriptors: the first stays here.
using Ends = std::pair<base::Descriptor, base::Descriptor>;

Ends socketEnds() {
    std::array<int, 2> ends{-1, -1};
    static_cast<void>(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()));
    return {base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

Ends pipeEnds() {
    std::array<int, 2> ends{-1, -1};
    static_cast<void>(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK));
    return {base::Descriptor(ends[0]), base::Descriptor(ends[1])};
}

/// What sanitizers are told by the environment holds for workers too; nothing else is passed on. A
/// worker that crashes still ends by its signal, for that is what the host reports.
std::vector<std::string> environmentOfWorkers() {
    std::vector<std::string> passed;
    for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
        if (const char* value = std::getenv(name)) {  // NOLINT(concurrency-mt-unsafe): never set
            passed.push_back(std::string(name) + '=' + value + ":handle_segv=0:handle_abort=0");
        }
    }
    return passed;
}

base::Result<pid_t> spawn(const std::filesystem::path& program, int socket, int output) {
    SpawnPlan plan;
    plan.describe(socket, output);
    std::string name = "toolhost-worker";
    const std::array<char*, 2> arguments{name.data(), nullptr};
    std::vector<std::string> environment = environmentOfWorkers();
    std::vector<char*> pointers;
    for (auto& entry : environment)
        pointers.push_back(entry.data());
    pointers.push_back(nullptr);
    pid_t pid = -1;
    const int code = posix_spawn(
        &pid, program.c_str(), &plan.files, &plan.attributes, arguments.data(), pointers.data());
    if (code != 0) return base::systemError("start " + program.string(), code, kRemedy);
    return pid;
}

std::string describe(const siginfo_t& end) {
    if (end.si_code == CLD_EXITED) return "exit status " + std::to_string(end.si_status);
    return "signal " + std::to_string(end.si_status) + " (" +
           std::string(sigdescr_np(end.si_status) == nullptr ? "unknown"
                                                             : sigdescr_np(end.si_status)) +
           ')';
}

}  // namespace

base::Result<std::unique_ptr<WorkerProcess>> WorkerProcess::start(
    const std::filesystem::path& program) {
    auto [socket, its_socket] = socketEnds();
    auto [output, its_output] = pipeEnds();
    if (!socket.isOpen() || !output.isOpen()) {
        return base::systemError(
            "connect to a worker", errno, "allow this process more open files");
    }
    const auto pid = spawn(program, its_socket.number(), its_output.number());
    if (!pid.ok()) return pid.error();
    base::Descriptor life(static_cast<int>(syscall(SYS_pidfd_open, pid.value(), 0)));
    return std::unique_ptr<WorkerProcess>(
        new WorkerProcess(pid.value(), std::move(life), std::move(socket), std::move(output)));
}

WorkerProcess::WorkerProcess(pid_t pid,
                             base::Descriptor life,
                             base::Descriptor socket,
                             base::Descriptor output)
    : pid_(pid), life_(std::move(life)), socket_(std::move(socket)), output_(std::move(output)) {}

WorkerProcess::~WorkerProcess() {
    if (!is_reaped_) reap(std::chrono::milliseconds(0));
}

void WorkerProcess::kill() const {
    static_cast<void>(syscall(SYS_pidfd_send_signal, life_.number(), SIGKILL, nullptr, 0));
}

void WorkerProcess::hangUp() const {
    static_cast<void>(shutdown(socket_.number(), SHUT_RDWR));
}

std::string WorkerProcess::reap(std::chrono::milliseconds patience) {
    pollfd ended{life_.number(), POLLIN, 0};
    const bool has_ended = poll(&ended, 1, static_cast<int>(patience.count())) > 0;
    if (!has_ended) kill();
    siginfo_t end{};
    int code = 0;
    do {
        code = waitid(P_PIDFD, static_cast<id_t>(life_.number()), &end, WEXITED);
    } while (code != 0 && errno == EINTR);
    is_reaped_ = true;
    if (code != 0) return "an unknown end";
    return has_ended ? describe(end) : "killed by the host";
}

}  // namespace toolhost::loader
