#include "loader/checkup/checkup.hpp"

#include <memory>
#include <system_error>
#include <utility>

#include "loader/checkup/file_checks.hpp"
#include "loader/checkup/instance_checks.hpp"
#include "loader/declared/declared_plugin.hpp"
#include "loader/plugin_form.hpp"
#include "loader/provenance/content_store.hpp"
#include "loader/provenance/finding.hpp"
#include "loader/round.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

Check loads() {
    return {.name = "loads", .promise = "It can be loaded and says what it is"};
}

/// Everything that needs the plugin's code, in workers over a copy that nobody changes.
Checks checkCode(const CheckupSubject& subject,
                 const Settings& settings,
                 const CheckupBounds& bounds,
                 const base::Clock& clock) {
    std::error_code none;
    const auto store = ContentStore::temporary(fs::temp_directory_path(none));
    if (!store.ok()) return {failed(loads(), store.error().what, "set TMPDIR")};
    const auto copy = store.value().keep(subject.bytes, {subject.examination.sha256});
    if (!copy.ok()) return {failed(loads(), copy.error().what, "set TMPDIR")};
    const SpecimenSource source{
        copy.value(), settings.worker_program, settingsOf(settings, subject.file), clock};
    auto first = Specimen::start(source);
    if (!first.ok()) {
        return {failed(loads(),
                       first.error().what,
                       "see that it loads in a process with no files, network or programs")};
    }
    Checks checks = {loads()};
    append(checks, checkInstances(source, *subject.examination.note, *first.value(), bounds));
    return checks;
}

/// Declared tools run no code of their own: their definitions are all there is to try.
Checks checkDeclared(const CheckupSubject& subject) {
    auto declaration = readDeclaration(subject.bytes);
    if (!declaration.ok()) return {};  // the check of the file has said so
    DeclaredPlugin plugin(std::move(declaration).value(),
                          std::make_shared<TrialServices>(std::map<std::string, std::string>()));
    return {checkDefinitions(plugin).check};
}

}  // namespace

Checks checkUp(const CheckupSubject& subject,
               const Settings& settings,
               const CheckupBounds& bounds,
               const base::Clock& clock) {
    const PluginForm form = formOf(subject.file);
    Checks checks = checkFile(form, subject.examination);
    if (form == PluginForm::Declared) {
        append(checks, checkDeclared(subject));
        return checks;
    }
    if (findRefusal(subject.examination.findings) != nullptr) {
        checks.push_back(skipped(loads(), "no host would load such a file"));
        return checks;
    }
    append(checks, checkCode(subject, settings, bounds, clock));
    return checks;
}

}  // namespace toolhost::loader
