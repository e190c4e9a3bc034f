// Files with demand, compiled.
#pragma once

#include "sim/io/scenario_reader.hpp"
#include "support/json_text.hpp"
#include "tests/sim/model/built.hpp"

#include <algorithm>

namespace nueves::built {

inline scenario::Scenario readFile(const std::string& sections) {
    const auto outcome = test::readSections(sections);
    std::string wrong;
    for (const auto& issue : outcome.issues) {
        wrong += issue.code + " " + issue.path;
        for (const auto& [key, value] : issue.arguments) wrong += " " + key + "=" + value;
        wrong += "; ";
    }
    if (outcome.designs.empty()) throw std::runtime_error(wrong);
    return outcome.designs.front();
}

// A web service on two hosts, asked as `demand` says; `more` goes into the service.
inline scenario::Scenario served(const std::string& demand, const std::string& more = "",
                                 const std::string& calendar = "'start': '2027-03-01'") {
    return readFile(
        "'calendar': {" + calendar +
        "}, 'run': {'measure': 'horizon'}, 'parts': {'h': {'kind': 'host', "
        "'count': 2, 'cpu': 4, 'failures': {'stop': {'every': 'Exp(1 a)', 'repair': '1 h'}}}}, 'services': "
        "{'web': {'on': 'h', 'replicas': 2, 'work': {'takes': '50 ms', 'workers': 8, 'timeout': '3 s'}, "
        "'failures': {'crash': {'every': 'Exp(1 a)', 'repair': '1 h'}}" +
        more + "}}, 'demand': {'d': {'to': 'web', " + demand + "}}");
}

} // namespace nueves::built
