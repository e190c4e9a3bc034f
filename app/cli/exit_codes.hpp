// What the program says to its caller; kept for ever. conventions: shells, CI jobs and batch systems read
// these.
#pragma once

namespace nueves::cli {

enum class Exit : int {
    done = 0,
    internalError = 1,
    invalidInput = 2, // wrong usage too: never worth a retry
    targetMissed = 3, // --gate only
    stoppedEarly = 4, // what was known by then has been printed
    fileTrouble = 6,  // absent, unreadable, cannot be written
};

} // namespace nueves::cli
