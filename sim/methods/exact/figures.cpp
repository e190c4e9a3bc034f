#include "sim/methods/exact/figures.hpp"

namespace nueves::methods {
namespace {

void addBlame(ServiceFigures& figures, const Chain& chain, std::size_t service, std::size_t state,
              double share) {
    const auto& guilty = chain.blame[service][state];
    for (const auto& [root, phase] : guilty) {
        const double each = share / static_cast<double>(guilty.size());
        figures.blame[root.value] += each;
        figures.phases[phase] += each;
    }
}

// Members taken as one have equal parts in the truth; a relabelled state names one of them.
void shareAlike(std::vector<double>& blame, const std::vector<std::vector<model::RootId>>& alike) {
    for (const auto& roots : alike) {
        double sum = 0.0;
        for (model::RootId root : roots) sum += blame[root.value];
        for (model::RootId root : roots) blame[root.value] = sum / static_cast<double>(roots.size());
    }
}

} // namespace

ServiceFigures figuresOf(const Chain& chain, const Rates& rates, std::size_t service,
                         const Distribution& shares, std::size_t roots) {
    ServiceFigures figures;
    const auto& up = chain.up[service];
    const bool blames = !chain.blame.empty() && chain.blame[service].size() == chain.states;
    if (blames) figures.blame.assign(roots, 0.0);
    for (std::size_t i = 0; i != chain.states; ++i) {
        figures.fraction += shares[i] * chain.fraction[service][i];
        if (!up[i]) {
            figures.unavailability += shares[i];
            if (blames) addBlame(figures, chain, service, i, shares[i]);
            continue;
        }
        figures.up += shares[i];
        if (chain.degraded[service][i]) figures.degraded += shares[i];
        for (const auto* e = rates.begin(i); e != rates.end(i); ++e)
            if (!up[e->to]) figures.outageRate += shares[i] * e->rate;
    }
    if (blames) shareAlike(figures.blame, chain.alike);
    return figures;
}

} // namespace nueves::methods
