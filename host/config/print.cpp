#include "config/print.hpp"

#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "config/keys.hpp"
#include "config/names.hpp"
#include "config/properties.hpp"

namespace toolhost::config {
namespace {

constexpr std::size_t kColumns = 100;

constexpr std::string_view kPreface =
    R"(# toolhost: every setting, at its default. Take out the # before a key to change it.
#
# Strongest first, a setting comes from
#   the command line     listen.port=9000
#   the environment      TOOLHOST_LISTEN_PORT=9000
#   this file and plugins.d/*.properties; a key set twice there is an error
#   the default
#
# A line is "key = value". A backslash at its end continues it on the next line; elsewhere a
# backslash is written \\. Lines that begin with # are comments; there are none behind a value.
#
# <words> in a key are names you choose: servicenow.dev.url is the address of the instance "dev".
# In the environment such a name is read in lower case (TOOLHOST_SERVICENOW_DEV_URL), so a name
# with capitals, dots or dashes can be set in a file only.
#
# Secrets are never written here. A key that takes one takes where it is kept:
#   file:/path           a file that only its owner may touch (chmod 600)
#   env:NAME             an environment variable
#   credential:NAME      a systemd credential (LoadCredential= in the unit)
#
# A change is taken up at the next start, unless its key says "taken up at SIGHUP".
# "toolhost check-config" names every mistake; "toolhost print-config" shows what is in force.
)";

/// The text as comment lines, broken between words.
std::string comment(std::string_view text) {
    std::string lines;
    std::string line = "#";
    for (const auto& word : base::splitList(text, ' ')) {
        if (line.size() + 1 + word.size() > kColumns) {
            lines += line + "\n";
            line = "#";
        }
        line += " " + word;
    }
    return lines + line + "\n";
}

std::string heading(std::string_view title) {
    return "\n# ---- " + std::string(title) + "\n";
}

std::string setting(const std::string& name, const std::string& value) {
    return value.empty() ? name + " =\n" : name + " = " + escapeValue(value) + "\n";
}

/// The default of a key whose name has <words>: what a fresh entry holds.
std::string defaultOf(const Key& key) {
    const auto present = key.field.present(Settings{});
    if (!present.empty()) return key.field.show(Settings{}, present.front());
    Settings settings;
    settings.servicenow.instances["<instance>"].subjects["<user>"];
    auto& plugin = settings.loader.plugins["<plugin>"];
    plugin.config["<key>"];
    plugin.grants.secrets["<name>"];
    plugin.grants.oauth["<name>"];
    plugin.grants.jwt["<name>"];
    settings.stdio.users["<os_user>"];
    return key.field.show(settings, key.field.present(settings).front());
}

std::string reference(const Key& key) {
    const std::string when = key.taken_up == TakenUp::AtHangup ? "; taken up at SIGHUP" : "";
    return "\n" + comment(key.sentence) + comment("(" + key.field.accepts + when + ")") + "#" +
           setting(std::string(key.name), defaultOf(key));
}

std::string effective(const Key& key, const Captures& captures, const Loaded& loaded) {
    const std::string name = nameWith(key.name, captures);
    const auto origin = loaded.origins.find(name);
    return "# " + (origin == loaded.origins.end() ? "default" : origin->second) + "\n" +
           setting(name, key.field.show(loaded.settings, captures));
}

/// The key once for each entry that is present.
std::string effective(const Key& key, const Loaded& loaded) {
    std::string text;
    for (const auto& captures : key.field.present(loaded.settings)) {
        text += effective(key, captures, loaded);
    }
    return text;
}

}  // namespace

std::string printReference() {
    std::string text(kPreface);
    for (const auto& group : declaredKeys()) {
        text += heading(group.title);
        for (const auto& key : group.keys) {
            text += reference(key);
        }
    }
    return text;
}

std::string printEffective(const Loaded& loaded) {
    std::string text;
    for (const auto& group : declaredKeys()) {
        text += heading(group.title) + "\n";
        for (const auto& key : group.keys) {
            text += effective(key, loaded);
        }
    }
    return text;
}

}  // namespace toolhost::config
