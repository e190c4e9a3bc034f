// A fork of a history: from an instant on, requests drive the structure, not rates.
//
// The history's state is copied with all that is pending, and goes on with the same draws of the structure
// under the same rules; what traffic does to it (who scales, what is up, who is ejected) is what single
// requests do. It is another history: nothing of it is written back.
#pragma once

#include "sim/methods/fork/decided.hpp"
#include "sim/methods/requests/record.hpp"
#include "sim/methods/zoom/recorded_window.hpp"

#include <atomic>
#include <optional>

namespace nueves::methods::fork {

// What a fork begins with. The lead-in of the window is replayed under the structure that the history had;
// the fork begins at its end, `asked.from`.
struct Opening {
    RecordedWindow window;
    Moment moment;   // at asked.from
    Decided history; // what the history went on to decide in the window
};

// Of history number `history` (from 0). The window lies within the measured stretch. None: `stop` was set.
// Cost: the history up to the end of the window.
std::optional<Opening> open(const model::System& system, SamplingPlan plan, std::uint64_t history,
                            const WindowAsked& asked, const std::atomic<bool>* stop = nullptr);

struct Forked {
    RequestRecord record;
    Decided decided;
};

// Runs forks, one after another; one per thread.
class Forker {
  public:
    Forker(const model::System& system, const SamplingPlan& plan)
        : m_system(system), m_sampler(system, plan) {}

    // Who stands where when the window opens, and what is counted, is as `requests` says; `source`: the luck
    // of the requests. Stopped by the plan: void.
    Forked run(const Opening& opening, const RequestWindow& requests, const core::DrawSource& source);

  private:
    const model::System& m_system;
    Sampler m_sampler; // made once: its tables take longer than most forks
};

// As leadInFor, and as long as what those who scale look back.
core::SimSpan leadInFor(const model::System& system);

} // namespace nueves::methods::fork
