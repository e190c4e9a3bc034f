#include "app/cli/terminal.hpp"

#include "sim/io/document.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace nueves::cli {

namespace {

constexpr int kWidthOfAFile = 110;
constexpr int kNarrowest = 40, kWidest = 140;

std::atomic<bool> g_stop{false}; // the only global: a signal handler can reach nothing else
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void onInterrupt(int signal) {
    g_stop.store(true);
    std::signal(signal, SIG_DFL); // the next one ends the program
}

int widthOf(int descriptor) {
    winsize size{};
    if (!isTerminal(descriptor) || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return kWidthOfAFile;
    return std::clamp(static_cast<int>(size.ws_col), kNarrowest, kWidest);
}

bool wantsColour(Colour colour, int descriptor) {
    if (colour != Colour::automatic) return colour == Colour::always;
    const char* refused = std::getenv("NO_COLOR");
    const char* term = std::getenv("TERM");
    if (refused && *refused) return false;
    return isTerminal(descriptor) && !(term && std::string_view(term) == "dumb");
}

} // namespace

bool isTerminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

report::TerminalStyle styleFor(const Options& options, int descriptor) {
    report::TerminalStyle style;
    style.colour = wantsColour(options.colour, descriptor);
    style.ascii = options.ascii;
    style.width = widthOf(descriptor);
    return style;
}

void printOut(std::string_view text) {
    const bool isWhole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (!isWhole || std::fflush(stdout) != 0)
        throw io::IoError{"-", errno == ENOSPC ? "disk-full" : "not-writable"};
}

void printError(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void mustBeWritable(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) == 0) {
        if (S_ISDIR(found.st_mode)) throw io::IoError{path, "is-a-folder"};
        if (::access(path.c_str(), W_OK) != 0) throw io::IoError{path, "not-writable"};
        if (!S_ISREG(found.st_mode)) return; // a device or pipe is written in place
    }
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    if (path.empty() || (slash != std::string::npos && slash + 1 == path.size()))
        throw io::IoError{path, "is-a-folder"};
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        throw io::IoError{path, errno == ENOENT ? "no-folder" : "not-writable"};
}

const std::atomic<bool>& stopOnInterrupt() {
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    return g_stop;
}

} // namespace nueves::cli
