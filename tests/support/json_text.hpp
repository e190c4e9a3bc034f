// JSON inside a test, written with ' for " so that a person can read it.
#pragma once

#include "sim/io/scenario_reader.hpp"

#include <QString>

#include <algorithm>
#include <string>

namespace nueves::test {

inline std::string json(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

inline io::ReadOutcome readText(const std::string& text, const io::ReadOptions& options = {}) {
    return io::readScenarioText(json(text), "test.json", options);
}

// A file of these sections, without its head.
inline io::ReadOutcome readSections(const std::string& sections, const io::ReadOptions& options = {}) {
    return readText("{'nueves': 1, " + sections + "}", options);
}

// "test.json:3 parts.pc no-such-key " for each.
inline QString issuesOf(const io::ReadOutcome& outcome) {
    QString out;
    for (const auto& issue : outcome.issues)
        out += QString::fromStdString(issue.place.file + ":" + std::to_string(issue.place.line) + " " +
                                      issue.path + " " + issue.code + " ");
    return out;
}

} // namespace nueves::test
