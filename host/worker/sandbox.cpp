#include "worker/sandbox.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/landlock.h>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace toolhost::worker {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kHasShadowMemory = true;  // terabytes of address space that are not memory
#else
constexpr bool kHasShadowMemory = false;
#endif

base::Error failed(const std::string& what) {
    return {"lock the plugin's process in: " + what + ": " + std::strerror(errno)};
}

base::Result<base::Done> limit(__rlimit_resource resource, std::uint64_t most, const char* what) {
    const rlimit bound{most, most};
    if (setrlimit(resource, &bound) != 0) return failed(what);
    return base::Done{};
}

base::Result<base::Done> limitResources(const boundary::Limits& limits) {
    if (auto done = limit(RLIMIT_CORE, 0, "forbid core files"); !done.ok()) return done;
    if (auto done = limit(RLIMIT_NOFILE, limits.open_files, "limit open files"); !done.ok()) {
        return done;
    }
    if (limits.memory_bytes == 0 || kHasShadowMemory) return base::Done{};
    return limit(RLIMIT_AS, limits.memory_bytes, "limit memory");
}

// ---- files: Landlock (no wrapper in glibc 2.36)

int createRuleset(const landlock_ruleset_attr* attributes, std::size_t size, std::uint32_t flags) {
    return static_cast<int>(syscall(SYS_landlock_create_ruleset, attributes, size, flags));
}

constexpr std::uint64_t kReading =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_EXECUTE;
constexpr std::uint64_t kReadingOneFile = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE;
/// Everything the first version of Landlock knows to forbid.
constexpr std::uint64_t kAll = (std::uint64_t{LANDLOCK_ACCESS_FS_MAKE_SYM} << 1) - 1;

base::Result<base::Done> allow(int ruleset,
                               const std::filesystem::path& path,
                               std::uint64_t access) {
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = access;
    beneath.parent_fd = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0) return base::Done{};  // not on this machine: nothing to allow
    const long added =
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0U);
    const base::Error error = failed("allow reading " + path.string());
    close(beneath.parent_fd);
    if (added != 0) return error;
    return base::Done{};
}

base::Result<base::Done> allowReading(int ruleset, const std::filesystem::path& plugin) {
    for (const char* folder : {"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"}) {
        if (auto done = allow(ruleset, folder, kReading); !done.ok()) return done;
    }
    for (const char* file : {"/etc/ld.so.cache",
                             "/etc/localtime",
                             "/dev/null",
                             "/dev/urandom",
                             "/sys/devices/system/cpu/online"}) {
        if (auto done = allow(ruleset, file, LANDLOCK_ACCESS_FS_READ_FILE); !done.ok()) return done;
    }
    if (auto done = allow(ruleset, "/usr/share/zoneinfo", kReading); !done.ok()) return done;
    return allow(ruleset, plugin, kReadingOneFile);
}

base::Result<bool> restrictFiles(const std::filesystem::path& plugin) {
    if (createRuleset(nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) return false;
    landlock_ruleset_attr attributes{};
    attributes.handled_access_fs = kAll;
    const int ruleset = createRuleset(&attributes, sizeof(attributes), 0);
    if (ruleset < 0) return failed("make a Landlock ruleset");
    auto allowed = allowReading(ruleset, plugin);
    if (allowed.ok() && syscall(SYS_landlock_restrict_self, ruleset, 0U) != 0) {
        allowed = failed("restrict files by Landlock");
    }
    close(ruleset);
    if (!allowed.ok()) return allowed.error();
    return true;
}

// ---- system calls: seccomp

struct Release {
    void operator()(void* filter) const { seccomp_release(filter); }
};
using Filter = std::unique_ptr<void, Release>;

/// Not for a plugin: other programs and processes, the kernel's own affairs, other rights.
constexpr std::array kForbidden = {SCMP_SYS(execve),
                                   SCMP_SYS(execveat),
                                   SCMP_SYS(fork),
                                   SCMP_SYS(vfork),
                                   SCMP_SYS(ptrace),
                                   SCMP_SYS(process_vm_readv),
                                   SCMP_SYS(process_vm_writev),
                                   SCMP_SYS(process_madvise),
                                   SCMP_SYS(kcmp),
                                   SCMP_SYS(pidfd_open),
                                   SCMP_SYS(pidfd_getfd),
                                   SCMP_SYS(pidfd_send_signal),
                                   SCMP_SYS(kill),
                                   SCMP_SYS(tkill),
                                   SCMP_SYS(rt_sigqueueinfo),
                                   SCMP_SYS(bpf),
                                   SCMP_SYS(perf_event_open),
                                   SCMP_SYS(userfaultfd),
                                   SCMP_SYS(io_uring_setup),
                                   SCMP_SYS(io_uring_enter),
                                   SCMP_SYS(io_uring_register),
                                   SCMP_SYS(mount),
                                   SCMP_SYS(umount2),
                                   SCMP_SYS(pivot_root),
                                   SCMP_SYS(move_mount),
                                   SCMP_SYS(open_tree),
                                   SCMP_SYS(fsopen),
                                   SCMP_SYS(fsmount),
                                   SCMP_SYS(fspick),
                                   SCMP_SYS(chroot),
                                   SCMP_SYS(unshare),
                                   SCMP_SYS(setns),
                                   SCMP_SYS(keyctl),
                                   SCMP_SYS(add_key),
                                   SCMP_SYS(request_key),
                                   SCMP_SYS(init_module),
                                   SCMP_SYS(finit_module),
                                   SCMP_SYS(delete_module),
                                   SCMP_SYS(kexec_load),
                                   SCMP_SYS(kexec_file_load),
                                   SCMP_SYS(reboot),
                                   SCMP_SYS(swapon),
                                   SCMP_SYS(swapoff),
                                   SCMP_SYS(acct),
                                   SCMP_SYS(quotactl),
                                   SCMP_SYS(settimeofday),
                                   SCMP_SYS(clock_settime),
                                   SCMP_SYS(adjtimex),
                                   SCMP_SYS(setuid),
                                   SCMP_SYS(setgid),
                                   SCMP_SYS(setreuid),
                                   SCMP_SYS(setregid),
                                   SCMP_SYS(setresuid),
                                   SCMP_SYS(setresgid),
                                   SCMP_SYS(setgroups),
                                   SCMP_SYS(capset),
                                   SCMP_SYS(sethostname),
                                   SCMP_SYS(syslog),
                                   SCMP_SYS(personality),
                                   SCMP_SYS(name_to_handle_at),
                                   SCMP_SYS(open_by_handle_at),
                                   SCMP_SYS(setpriority),
                                   SCMP_SYS(setrlimit)};

bool forbidCalls(scmp_filter_ctx filter) {
    for (const int call : kForbidden) {
        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) != 0) return false;
    }
    return true;
}

/// Threads yes, processes no. clone3 hides its flags from the filter: glibc falls back to clone.
bool forbidProcesses(scmp_filter_ctx filter) {
    const scmp_arg_cmp no_thread = SCMP_A0_64(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread) ==
               0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

/// Signals only to itself, as abort() sends them.
bool forbidSignalsToOthers(scmp_filter_ctx filter) {
    const auto self = static_cast<scmp_datum_t>(getpid());
    const scmp_arg_cmp other = SCMP_A0_64(SCMP_CMP_NE, self);
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(tgkill), 1, &other) == 0;
}

/// getrlimit() is this call too, without a new limit.
bool forbidNewLimits(scmp_filter_ctx filter) {
    const scmp_arg_cmp changes = SCMP_A2_64(SCMP_CMP_NE, 0);
    return seccomp_rule_add_array(
               filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, &changes) == 0;
}

bool forbidSockets(scmp_filter_ctx filter) {
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(connect), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(bind), 0) == 0;
}

base::Result<base::Done> restrictCalls(const boundary::Limits& limits) {
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW));
    const bool is_made = filter && forbidCalls(filter.get()) && forbidProcesses(filter.get()) &&
                         forbidSignalsToOthers(filter.get()) && forbidNewLimits(filter.get()) &&
                         (limits.may_use_network || forbidSockets(filter.get()));
    if (!is_made) return base::Error{"lock the plugin's process in: make a seccomp filter"};
    if (seccomp_load(filter.get()) != 0) return failed("load the seccomp filter");
    return base::Done{};
}

}  // namespace

base::Result<bool> lockIn(const boundary::Limits& limits, const std::filesystem::path& plugin) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return failed("die with the host");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("give up gaining privileges");
    if (auto done = limitResources(limits); !done.ok()) return done.error();
    auto files = restrictFiles(plugin);
    if (!files.ok()) return files;
    if (auto done = restrictCalls(limits); !done.ok()) return done.error();
    return files;
}

}  // namespace toolhost::worker
