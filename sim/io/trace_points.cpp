#include "sim/io/trace_points.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace nueves::io {

namespace {

constexpr double kGap = 3.0; // times the usual distance: a scrape may be late, two are missing

std::string secondsText(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6g s", seconds);
    return text;
}

} // namespace

void TracePoints::add(double wall, double value) {
    if (m_added++ > 0 && wall < m_last) ++m_unsorted;
    m_last = wall;
    const auto place = static_cast<std::int64_t>(std::floor(wall / m_width));
    Bin& bin = m_bins.emplace_hint(m_bins.end(), place, Bin{})->second; // mostly in order
    if (bin.count > 0 && m_width == 1e-6) ++m_doubled;
    bin.wall += wall;
    bin.value += value;
    ++bin.count;
    while (m_bins.size() > kMostPoints) widen();
}

void TracePoints::widen() {
    std::map<std::int64_t, Bin> wide;
    for (const auto& [place, bin] : m_bins) {
        const std::int64_t half = place >= 0 ? place / 2 : (place - 1) / 2;
        Bin& into = wide.emplace_hint(wide.end(), half, Bin{})->second;
        into.wall += bin.wall;
        into.value += bin.value;
        into.count += bin.count;
    }
    m_bins = std::move(wide);
    m_width *= 2.0;
}

void TracePoints::findGaps(TraceRead& read) const {
    std::vector<double> distances;
    for (std::size_t i = 1; i < read.points.size(); ++i)
        distances.push_back(read.points[i].wall - read.points[i - 1].wall);
    if (distances.empty()) return;
    auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    const double usual = *middle;
    const auto gaps =
        std::count_if(distances.begin(), distances.end(), [&](double d) { return d > kGap * usual; });
    if (gaps == 0) return;
    const double longest = *std::max_element(distances.begin(), distances.end());
    read.repairs.emplace_back("gaps", std::to_string(gaps) + ", " + secondsText(longest));
}

TraceRead TracePoints::take() {
    TraceRead read;
    for (const auto& [place, bin] : m_bins)
        read.points.push_back({bin.wall / bin.count, bin.value / bin.count});
    if (m_unsorted > 0) read.repairs.emplace_back("unsorted", std::to_string(m_unsorted));
    if (m_doubled > 0) read.repairs.emplace_back("duplicates", std::to_string(m_doubled));
    if (m_missing > 0) read.repairs.emplace_back("missing", std::to_string(m_missing));
    if (m_width > 1e-6) read.repairs.emplace_back("means", secondsText(m_width));
    findGaps(read);
    return read;
}

} // namespace nueves::io
