#include "sim/methods/exact/exact.hpp"

#include "sim/methods/exact/first_passage.hpp"
#include "sim/methods/exact/stationary.hpp"
#include "sim/methods/exact/transient.hpp"

namespace nueves::methods {
namespace {

class Solution {
  public:
    Solution(const Chain& chain, const ExactQuestion& question, const std::vector<std::string>& names)
        : m_chain(chain), m_question(question), m_names(names), m_rates(ratesOf(chain)),
          m_start(startOf(chain)) {}

    core::Expected<ExactOutcome, SolveFailure> find(std::size_t roots) {
        m_outcome.states = m_chain.states;
        m_outcome.transitions = m_rates.entries.size();
        if (m_question.longRunStart) m_start = longRun(m_rates, m_start);
        Distribution shares = m_start;
        if (m_question.horizon > 0.0 && !m_question.longRunStart) {
            const auto course = courseOver(m_rates, m_start, m_question.horizon);
            if (!course) return core::Unexpected<SolveFailure>{course.error()};
            shares = course->share;
        } else if (!m_question.longRunStart) {
            shares = longRun(m_rates, m_start);
        }
        for (std::size_t i = 0; i != m_chain.up.size(); ++i) {
            auto& service = m_outcome.services.emplace_back();
            service.figures = figuresOf(m_chain, m_rates, i, shares, roots);
            if (m_question.mission) findFirstOutage(i, service);
            if (m_question.downtime && m_question.horizon > 0.0) findDowntime(i, service);
        }
        return std::move(m_outcome);
    }

  private:
    template <class T>
    std::optional<T> orLeaveOut(std::size_t service, core::Expected<T, SolveFailure> found) {
        if (found) return std::move(*found);
        m_outcome.leftOut.push_back({service < m_names.size() ? m_names[service] : "", found.error().reason});
        return std::nullopt;
    }

    void findFirstOutage(std::size_t i, ExactService& service) {
        const FirstPassage passage(m_rates, m_start, m_chain.up[i]);
        service.meanFirstOutage = passage.mean();
        if (m_question.horizon > 0.0)
            service.reliability = orLeaveOut(i, passage.reliability(m_question.horizon));
        if (m_question.probabilities.empty()) return;
        if (auto quantiles = orLeaveOut(i, passage.quantiles(m_question.probabilities)))
            service.firstOutageQuantiles = std::move(*quantiles);
    }

    void findDowntime(std::size_t i, ExactService& service) {
        DowntimeQuestion question{m_question.horizon, {}, m_question.probabilities};
        if (i < m_question.downtimeBounds.size()) question.bounds = m_question.downtimeBounds[i];
        const double mean = service.figures.unavailability * m_question.horizon;
        service.downtime = orLeaveOut(i, downtimeLaw(m_rates, m_start, m_chain.up[i], mean, question));
    }

    const Chain& m_chain;
    const ExactQuestion& m_question;
    const std::vector<std::string>& m_names;
    Rates m_rates;
    Distribution m_start;
    ExactOutcome m_outcome;
};

} // namespace

core::Expected<ExactOutcome, SolveFailure> solveExactly(const Chain& chain, const ExactQuestion& question,
                                                        const std::vector<std::string>& names,
                                                        std::size_t roots) {
    return Solution(chain, question, names).find(roots);
}

core::Expected<ExactOutcome, SolveFailure> solveExactly(const model::System& system,
                                                        const ExactQuestion& question) {
    ListingOptions options;
    options.mostStates = question.mostStates;
    options.blame = question.blame;
    options.lump = question.lump;
    const auto chain = listStates(system, options);
    if (!chain) return core::Unexpected<SolveFailure>{chain.error()};
    std::vector<std::string> names;
    for (const auto& service : system.services) names.push_back(service.name);
    return solveExactly(*chain, question, names, system.roots.size());
}

} // namespace nueves::methods
