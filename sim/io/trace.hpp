// Recorded demand: CSV, or the JSON answer of a Prometheus range query.
//
// Read line by line, in bounded memory: of more samples than kMostPoints, means over equal stretches of time
// are kept. What a person would mend by hand is mended and said: rows out of order, of the same time, without
// a value, gaps. What could mean several things is refused with its line.
// Source: Prometheus, HTTP API, "Range queries" (prometheus.io/docs/prometheus/latest/querying/api).
#pragma once

#include "sim/io/values.hpp"
#include "sim/scenario/demand.hpp"

#include <string>
#include <utility>
#include <vector>

namespace nueves::io {

struct TraceWish {
    std::string path;        // of the file; *.json: Prometheus
    std::string time, value; // columns; empty: the first, the second
    double factor = 1.0;     // of the values
    double most = 1e10;      // after that; more is absurd
    std::string zone;        // IANA name: where instants with a zone of their own are looked at on the wall
};
struct TraceRead {
    std::vector<scenario::TracePoint> points;                 // ascending, at least two
    std::vector<std::pair<std::string, std::string>> repairs; // what, how much: "gaps", "2, the longest 3 h"
};

inline constexpr std::size_t kMostPoints = 100'000;

// Error codes: "unknown-column", "malformed-trace", "out-of-range". Throws IoError.
Parsed<TraceRead> readTrace(const TraceWish& wish);

// "users": 1; "req/h", "req/5 min": requests per second for one of it. Empty: no such unit.
std::optional<double> traceUnit(std::string_view text);

} // namespace nueves::io
