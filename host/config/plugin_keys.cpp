#include "config/plugin_keys.hpp"

#include <cstdint>
#include <utility>

#include "config/codecs.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kGiB = 1 << 30;

template <typename Member, typename Codec>
Field ofLoader(Member loader::Settings::*member, Codec codec) {
    return fieldOf(&Settings::loader, member, std::move(codec));
}

Choice<loader::Policy> policies() {
    using loader::Policy;
    return {{{"off", Policy::Off}, {"warn", Policy::Warn}, {"require", Policy::Require}}};
}

std::vector<Key> policyKeys() {
    using Loader = loader::Settings;
    return {{"plugins.permissions",
             "Whether nobody but root and the user that runs this host may write plugin files, "
             "their directory and what is above it; require refuses plugins, warn says so. A host "
             "run from a build tree warns.",
             ofLoader(&Loader::permissions, policies())},
            {"plugins.signature",
             "Whether each plugin is signed by a trusted key (<file>.so.sig) or on the list of "
             "allowed ones; what is on the list of revoked ones is refused in any case.",
             ofLoader(&Loader::signature, policies())},
            {"plugins.pins",
             "Whether the tools of a plugin still say what they said when they were first seen or "
             "last approved (toolhost plugin approve).",
             ofLoader(&Loader::pins, policies())}};
}

std::vector<Key> placeKeys() {
    using Loader = loader::Settings;
    return {{"plugins.keys",
             "The directory of trusted keys (*.pub) and of the lists allowed and revoked. A host "
             "run from a build tree uses build/plugin-keys.",
             ofLoader(&Loader::keys, Directory{})},
            {"plugins.store",
             "Where the copies are kept that are loaded, this host's alone; empty means "
             "plugins/store in the state directory. Programs must be allowed to run there.",
             ofLoader(&Loader::store, OrNothing<Directory>{})},
            {"plugins.copies_max",
             "Copies kept of one plugin, to go back to; the one that serves counts.",
             ofLoader(&Loader::copies_max, Whole{1, 1'000, "copies"})},
            {"plugins.watch",
             "Whether the plugin directory and the trusted keys are looked at again when something "
             "in them changes; without it, at SIGHUP and toolhost plugin reload.",
             ofLoader(&Loader::watch, Switch{})},
            {"plugins.generations_max",
             "Contents of one plugin that may be in this process, the one that serves included: "
             "none leaves it before it ends. Plugins in processes of their own are not counted.",
             ofLoader(&Loader::generations_max, Whole{1, 100'000, "contents"})},
            {"plugins.file_bytes_max",
             "The largest plugin file that is read.",
             ofLoader(&Loader::file_bytes_max, Whole{kKiB, 2 * kGiB, "bytes"})},
            {"plugins.libraries",
             "Shared libraries that plugins may need besides those of the C and C++ runtimes.",
             ofLoader(&Loader::libraries, List{Text{"a library's name, such as libfoo.so.1"}})}};
}

}  // namespace

Group provenanceKeys() {
    Group group{"What plugins must show", policyKeys()};
    for (auto& key : placeKeys()) {
        group.keys.push_back(std::move(key));
    }
    return takenUpAtHangup(std::move(group));
}

Group takenUpAtHangup(Group group) {
    for (auto& key : group.keys) {
        key.taken_up = TakenUp::AtHangup;
    }
    return group;
}

}  // namespace toolhost::config
