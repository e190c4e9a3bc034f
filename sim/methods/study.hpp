// The main job: designs in, a Result out. Chooses histories until the precision is reached; any number of threads.
#pragma once

#include "sim/analysis/result.hpp"
#include "sim/scenario/scenario.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nueves::methods {

struct Progress {
    std::string design;
    int designIndex = 0, designCount = 1;
    std::uint64_t historiesDone = 0;
    std::uint64_t historiesExpected = 0; // best guess of the whole of this design, grows and shrinks
    double relativeHalfWidth = 0.0;      // of the worst service asked for; infinity: not known yet
    std::uint64_t events = 0;
};

struct StudyOptions {
    int threads = 0;                       // 0: as many as the machine has
    std::uint64_t maxHistories = 0;        // 0: the default limit
    std::uint64_t firstHistory = 0;        // with a fixed number: a range, for shards
    bool windows = false;                  // fill Result::windows: around outages, request by request
    bool compare = false;                  // fill Result::differences, first design against the others
    std::function<void(const Progress&)> progress; // called from the calling thread, a few times a second at most
    const std::atomic<bool>* stop = nullptr;       // set by Ctrl-C: finish what runs, return what is known
};

struct StudyOutcome {
    analysis::Result result;               // valid if there is no error among issues
    std::vector<core::Issue> issues;       // of compiling: names, cycles, what does not fit
};

StudyOutcome runStudy(const std::vector<scenario::Scenario>& designs, const StudyOptions& options);

// Compiles only: all issues that reading alone cannot see. For `nueves validate`.
std::vector<core::Issue> checkStudy(const std::vector<scenario::Scenario>& designs);

} // namespace nueves::methods
