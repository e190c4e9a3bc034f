// The program `nueves`: parse, perform, turn what went wrong into an exit code.
#include "app/cli/commands.hpp"
#include "app/cli/options.hpp"
#include "app/cli/terminal.hpp"
#include "app/report/words.hpp"
#include "sim/io/document.hpp"

#include <exception>
#include <string>

namespace {

using namespace nueves;

int fileTrouble(const io::IoError& error, core::Language language) {
    const std::string path = error.path == "-" ? report::word("cli.standardOutput", language) : error.path;
    cli::printError("nueves: " + report::withoutControls(path) + ": " +
                    report::codeWord("file", error.what, language) + "\n");
    return static_cast<int>(cli::Exit::fileTrouble);
}

int internalError(const char* what, int argc, char** argv, core::Language language) {
    std::string command;
    for (int i = 0; i < argc; ++i) command += (i > 0 ? " " : "") + std::string(argv[i]);
    cli::printError(report::say("cli.internalError", language, {{"what", what}, {"command", command}}) +
                    "\n");
    return static_cast<int>(cli::Exit::internalError);
}

} // namespace

int main(int argc, char** argv) {
    const core::Language language = cli::languageFor(argc, argv);
    try {
        const auto parsed = cli::parseOptions(argc, argv);
        if (parsed) return static_cast<int>(cli::perform(*parsed));
        const cli::Instead& instead = parsed.error();
        if (instead.code == cli::Exit::done)
            cli::printOut(instead.text);
        else
            cli::printError(instead.text + report::word("cli.seeHelp", language) + "\n");
        return static_cast<int>(instead.code);
    } catch (const io::IoError& error) {
        return fileTrouble(error, language);
    } catch (const std::exception& error) {
        return internalError(error.what(), argc, argv, language);
    }
}
