// The outside of the program: streams, signals, and paths that must be writable before a long run begins.
#pragma once

#include "app/cli/options.hpp"
#include "app/report/terminal_text.hpp"

#include <atomic>
#include <string>
#include <string_view>

namespace nueves::cli {

bool isTerminal(int descriptor);
// Colour only where a person looks and has not said no: NO_COLOR, TERM=dumb, --color.
report::TerminalStyle styleFor(const Options& options, int descriptor);

// To standard output; throws io::IoError if it takes no more (a full disk behind a redirection).
void printOut(std::string_view text);
void printError(std::string_view text);

// Throws io::IoError if a file could not be written there: no folder, a folder, no right. Writes nothing.
void mustBeWritable(const std::string& path);

// Ctrl-C and termination: the first sets the flag that the run looks at, the second ends the program at once.
const std::atomic<bool>& stopOnInterrupt();

} // namespace nueves::cli
