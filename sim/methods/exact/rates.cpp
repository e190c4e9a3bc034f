#include "sim/methods/exact/rates.hpp"

#include <algorithm>

namespace nueves::methods {

double Rates::fastest() const {
    return exit.empty() ? 0.0 : *std::max_element(exit.begin(), exit.end());
}

Rates ratesOf(std::size_t states, std::vector<Chain::Transition> transitions) {
    std::erase_if(transitions, [](const auto& t) { return t.from == t.to || t.rate <= 0.0; });
    std::stable_sort(transitions.begin(), transitions.end(), [](const auto& a, const auto& b) {
        return a.from != b.from ? a.from < b.from : a.to < b.to;
    });
    Rates rates;
    rates.first.assign(states + 1, 0);
    rates.exit.assign(states, 0.0);
    const Chain::Transition* last = nullptr;
    for (const auto& t : transitions) {
        const bool same = last != nullptr && last->from == t.from && last->to == t.to;
        if (same)
            rates.entries.back().rate += t.rate;
        else
            rates.entries.push_back({t.to, t.rate});
        rates.first[t.from + 1] = static_cast<std::uint32_t>(rates.entries.size());
        rates.exit[t.from] += t.rate;
        last = &t;
    }
    for (std::size_t i = 0; i != states; ++i)
        rates.first[i + 1] = std::max(rates.first[i + 1], rates.first[i]);
    return rates;
}

Rates ratesOf(const Chain& chain) {
    return ratesOf(chain.states, chain.transitions);
}

Distribution startOf(const Chain& chain) {
    Distribution start(chain.states, 0.0);
    for (const auto& [state, p] : chain.initial) start[state] += p;
    return start;
}

namespace {

std::vector<std::uint32_t> numbersOfKept(const std::vector<std::uint8_t>& kept, std::uint32_t& count) {
    std::vector<std::uint32_t> numbers(kept.size());
    count = 0;
    for (std::size_t i = 0; i != kept.size(); ++i)
        if (kept[i]) numbers[i] = count++;
    for (std::size_t i = 0; i != kept.size(); ++i)
        if (!kept[i]) numbers[i] = count;
    return numbers;
}

} // namespace

Rates absorbing(const Rates& rates, const std::vector<std::uint8_t>& kept) {
    std::uint32_t count = 0;
    const auto numbers = numbersOfKept(kept, count);
    std::vector<Chain::Transition> transitions;
    for (std::size_t i = 0; i != kept.size(); ++i) {
        if (!kept[i]) continue;
        for (const auto* e = rates.begin(i); e != rates.end(i); ++e)
            transitions.push_back({numbers[i], numbers[e->to], e->rate});
    }
    return ratesOf(count + 1, std::move(transitions));
}

Distribution absorbing(const Distribution& start, const std::vector<std::uint8_t>& kept) {
    std::uint32_t count = 0;
    const auto numbers = numbersOfKept(kept, count);
    Distribution result(count + 1, 0.0);
    for (std::size_t i = 0; i != kept.size(); ++i) result[numbers[i]] += start[i];
    return result;
}

} // namespace nueves::methods
