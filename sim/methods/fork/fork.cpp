#include "sim/methods/fork/fork.hpp"

#include "sim/core/assert.hpp"
#include "sim/methods/fork/request_passage.hpp"
#include "sim/methods/zoom/decisions.hpp"
#include "sim/methods/zoom/recorder.hpp"

#include <algorithm>

namespace nueves::methods::fork {

using core::SimTime;

namespace {

double secondsAt(SimTime time) {
    return core::seconds(time - core::kStart);
}

SimTime endOf(const WindowAsked& asked) {
    return core::after(asked.from, asked.lasts);
}

core::SimSpan rowsOf(const model::System& system, const WindowAsked& asked) {
    return asked.every > core::SimSpan{} ? asked.every : zoom::rowsFor(system, asked.lasts);
}

// Writes the window down, and takes a copy of the history where the fork begins.
class Scribe final : public Onlooker {
  public:
    Scribe(const model::System& system, const SamplingPlan& plan, std::uint64_t history,
           const WindowAsked& asked, const Sampler& sampler)
        : m_system(system), m_from(asked.from), m_sampler(sampler),
          m_recorder(system, plan.seed, history, asked),
          m_witness(system, asked.from, endOf(asked), rowsOf(system, asked)) {}
    void before(SimTime time, const model::State& state) override {
        if (time > m_from && !m_moment) copy();
        m_recorder.pass(state, secondsAt(time));
        m_witness.before(time, state);
    }
    bool sawEnough() const override { return m_recorder.isDone(); }
    Opening take() { return {m_recorder.take(), std::move(*m_moment), m_witness.take()}; }

  private:
    void copy();

    const model::System& m_system;
    SimTime m_from;
    const Sampler& m_sampler;
    zoom::WindowRecorder m_recorder;
    Witness m_witness;
    std::optional<Moment> m_moment;
};

// Nothing happens until then, so the rates alone move.
void Scribe::copy() {
    m_moment = m_sampler.moment();
    model::State& state = m_moment->state;
    behaviour::traffic::RatePassage rates(m_system);
    rates.flow().adopt(state.traffic, state.signals);
    rates.moveTo(state.traffic, state.signals, secondsAt(m_from));
    state.now = std::max(state.now, m_from);
}

} // namespace

std::optional<Opening> open(const model::System& system, SamplingPlan plan, std::uint64_t history,
                            const WindowAsked& asked, const std::atomic<bool>* stop) {
    plan.untilOutage = false; // also what comes after every first outage
    plan.givenUp = stop;
    Sampler sampler(system, plan);
    Scribe scribe(system, plan, history, asked, sampler);
    sampler.watch(history, scribe);
    if (stop != nullptr && stop->load(std::memory_order_relaxed)) return std::nullopt;
    NUEVES_ASSERT(scribe.sawEnough(), "a window ends before its history does");
    return scribe.take();
}

Forked Forker::run(const Opening& opening, const RequestWindow& requests, const core::DrawSource& source) {
    const WindowAsked& asked = opening.window.asked;
    RequestPassage passage(m_system, m_sampler.rates(), requests, source, opening.moment.state,
                           secondsAt(asked.from));
    Witness witness(m_system, asked.from, endOf(asked), rowsOf(m_system, asked));
    m_sampler.fork(opening.moment, passage, endOf(asked), witness);
    return {passage.finish(), witness.take()};
}

core::SimSpan leadInFor(const model::System& system) {
    core::SimSpan longest = methods::leadInFor(system);
    for (const model::Scaling& scaling : system.traffic.scalings)
        if (scaling.by == model::Scaling::By::hpa)
            longest = std::max(longest, core::spanFromSeconds(scaling.metricWindow));
    return longest;
}

} // namespace nueves::methods::fork
