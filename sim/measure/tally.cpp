#include "sim/measure/tally.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

namespace nueves::measure {

namespace {

constexpr double kBinRatio = 1.01;

// Bins between two edges that are exact: equal in ratio.
struct Segment {
    double from = 1.0;       // us
    double width = 0.0;      // of a bin, in logarithms
    std::uint32_t first = 0; // bin
};

// From 1 us on; the last goes on for ever.
std::array<Segment, std::size(kLengthLimits) + 1> segmentsOfLengths() {
    std::array<Segment, std::size(kLengthLimits) + 1> segments;
    for (std::size_t s = 0; s + 1 != segments.size(); ++s) {
        const double to = kLengthLimits[s] * 1e6;
        const double span = std::log(to / segments[s].from), bins = std::ceil(span / std::log(kBinRatio));
        segments[s].width = span / bins;
        segments[s + 1].from = to;
        segments[s + 1].first = segments[s].first + static_cast<std::uint32_t>(bins);
    }
    segments.back().width = std::log(kBinRatio);
    return segments;
}

const auto kSegments = segmentsOfLengths();

} // namespace

std::uint32_t lengthBin(std::int64_t micros) {
    const auto length = static_cast<double>(micros);
    if (micros <= 1) return 0;
    std::size_t s = kSegments.size() - 1;
    while (kSegments[s].from >= length) --s;
    const Segment& segment = kSegments[s];
    const double place = std::ceil(std::log(length / segment.from) / segment.width);
    const auto bin = segment.first + static_cast<std::uint32_t>(std::max(place, 1.0)) - 1;
    return s + 1 == kSegments.size() ? bin : std::min(bin, kSegments[s + 1].first - 1);
}

double lengthBinEdge(double bin) {
    std::size_t s = kSegments.size() - 1;
    while (kSegments[s].first > bin) --s;
    return kSegments[s].from * std::exp((bin - kSegments[s].first) * kSegments[s].width);
}

void grow(std::int64_t& sum, std::int64_t amount) {
    if (__builtin_add_overflow(sum, amount, &sum)) sum = std::numeric_limits<std::int64_t>::max();
}

void Sums::add(const Sums& other) {
    const auto addAll = [](auto& into, const auto& from) {
        if (into.size() < from.size()) into.resize(from.size());
        for (std::size_t i = 0; i != from.size(); ++i) into[i] += from[i];
    };
    if (blame.size() < other.blame.size()) blame.resize(other.blame.size());
    for (std::size_t i = 0; i != other.blame.size(); ++i) {
        if (blame[i].size() < other.blame[i].size()) blame[i].resize(other.blame[i].size());
        for (std::size_t r = 0; r != other.blame[i].size(); ++r) grow(blame[i][r], other.blame[i][r]);
    }
    const auto addMaps = [](auto& into, const auto& from) {
        if (into.size() < from.size()) into.resize(from.size());
        for (std::size_t i = 0; i != from.size(); ++i)
            for (const auto& [key, amount] : from[i]) grow(into[i][key], amount);
    };
    addMaps(phases, other.phases);
    addMaps(lengths, other.lengths);
    addAll(crewBusy, other.crewBusy);
    addAll(faults, other.faults);
    addAll(pieces, other.pieces);
}

} // namespace nueves::measure
