// A short scenario ready for its windows to be recorded, replayed and forked.
#pragma once

#include "sim/methods/prepare.hpp"
#include "sim/methods/requests/requests.hpp"
#include "sim/methods/zoom/recorded_window.hpp"
#include "support/timeline.hpp"

namespace nueves::test {

struct Prepared {
    scenario::Scenario scenario;
    methods::Compiled compiled;
    explicit Prepared(const std::string& body, double hours) : scenario(scenarioOf(body)) {
        scenario.run.horizon = core::spanFromSeconds(hours * 3600.0);
        std::vector<core::Issue> issues;
        compiled = methods::prepare(scenario, issues);
        if (!compiled.system) throw std::runtime_error(issues.front().code);
    }
    const model::System& system() const { return *compiled.system; }
    methods::RequestRecord replay(const methods::RecordedWindow& window, std::uint64_t n) const {
        const core::DrawSource source{1, 0, n + 1};
        return methods::replayRequests({system().traffic, system().laws.raw(), system().streams.raw()},
                                       methods::peopled(system(), window, source), source);
    }
};

inline methods::WindowAsked asked(double hours, double seconds, double leadIn, double every) {
    return {core::after(core::kStart, core::spanFromSeconds(hours * 3600.0)), core::spanFromSeconds(seconds),
            core::spanFromSeconds(leadIn), core::spanFromSeconds(every)};
}

} // namespace nueves::test
