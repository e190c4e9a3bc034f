#include "sim/behaviour/traffic/response_quantile.hpp"

#include "sim/behaviour/traffic/sums.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace nueves::behaviour::traffic {

double responseQuantile(std::span<const double> bins, double share) {
    const double wanted = share * std::accumulate(bins.begin(), bins.end(), 0.0);
    if (wanted <= 0.0) return std::numeric_limits<double>::quiet_NaN();
    double passed = 0.0;
    std::size_t bin = 0;
    while (bin + 1 < bins.size() && passed + bins[bin] < wanted) passed += bins[bin++];
    const double within = bins[bin] > 0.0 ? (wanted - passed) / bins[bin] : 0.0;
    return kShortestResponse * std::pow(kResponseStep, static_cast<double>(bin) + within);
}

} // namespace nueves::behaviour::traffic
