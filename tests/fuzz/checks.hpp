// What must hold for any bytes whatsoever that are read as a document or as a value. Shared by the
// coverage-guided fuzzers and by the plain test with fixed seeds. Each check returns what is wrong; empty:
// nothing.
#pragma once

#include "sim/io/document_scanner.hpp"
#include "sim/io/scenario_reader.hpp"
#include "sim/io/values.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::fuzz {

// One record of each sort: a time, a rate, a share and a distribution.
class FewRecords : public io::Records {
  public:
    std::optional<io::RecordValue> find(std::string_view id) const override {
        io::RecordValue record;
        if (id == "time")
            record.quantity = *io::catalogueQuantity(4000.0, "h");
        else if (id == "rate")
            record.quantity = *io::catalogueQuantity(2.0, "1/year");
        else if (id == "share")
            record.quantity = *io::catalogueQuantity(1.57, "%");
        else if (id == "law")
            record.law = core::Law::logNormalFromMedian(5400.0, 1.0);
        else
            return std::nullopt;
        return record;
    }
    std::vector<std::string> names() const override { return {"time", "rate", "share", "law"}; }
    std::vector<double> column(std::string_view, std::string_view) const override { return {1.0, 2.0}; }
};

inline bool isUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = io::utf8Length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

// Issues become JSON, which must be UTF-8.
inline std::string issuesProblem(const std::vector<core::Issue>& issues) {
    for (const auto& issue : issues) {
        if (issue.code.empty()) return "an issue without a code";
        for (const auto& [name, value] : issue.arguments)
            if (!isUtf8(value)) return "text of an issue is not UTF-8: " + name;
    }
    return "";
}

// Nodes as deep as allowed and numbers that are numbers.
inline std::string nodeProblem(const io::Node& node, int depth = 0) {
    if (depth > 64) return "nested more than 64 deep";
    if (!std::isfinite(node.number)) return "a number that is none: " + node.text;
    for (const auto& item : node.items)
        if (auto problem = nodeProblem(item, depth + 1); !problem.empty()) return problem;
    for (const auto& member : node.members) {
        if (auto problem = nodeProblem(member.value, depth + 1); !problem.empty()) return problem;
        if (node.find(member.key) != &member.value) return "a key twice: " + member.key;
    }
    return "";
}

// The outside witness: what is refused here for another reason than our stricter rules is no JSON, and the
// reverse.
inline std::string witnessProblem(std::string_view text, const std::vector<core::Issue>& issues) {
    const bool ownRule = std::any_of(issues.begin(), issues.end(), [](const core::Issue& issue) {
        return issue.code == "doubled-key" || issue.code == "too-deep" || issue.code == "number-range" ||
               issue.code == "too-large";
    });
    const bool zeroInComment = text.find('\0') != std::string_view::npos; // nlohmann ends a comment there
    if (ownRule || zeroInComment) return "";
    const bool accepted = nlohmann::json::accept(text.begin(), text.end(), true);
    if (accepted && !issues.empty()) return "good JSON refused: " + issues.front().code;
    return !accepted && issues.empty() ? "accepted, but no JSON" : "";
}

inline std::string documentProblem(std::string_view text) {
    std::vector<core::Issue> issues;
    const io::Node root = io::parseDocument(text, "f.json", issues);
    if (issues.size() > 100) return "more than 100 issues";
    for (const auto& issue : issues)
        if (issue.place.line < 1 || issue.place.column < 1) return "an issue without a place: " + issue.code;
    if (auto problem = issuesProblem(issues); !problem.empty()) return problem;
    if (auto problem = nodeProblem(root); !problem.empty()) return problem;
    return witnessProblem(text, issues);
}

inline std::string errorProblem(const io::ValueError& error, std::string_view text) {
    if (error.code.empty() || error.expected.empty()) return "an error that says nothing";
    if (error.offset > text.size()) return "an error beyond the text: " + error.code;
    io::Node node = io::Node::string(std::string(text));
    node.place = {"f.json", 1, 1};
    return issuesProblem({io::toIssue(error, node, "a.b")});
}

inline std::string quantityProblem(std::string_view text) {
    const auto quantity = io::parseQuantity(text);
    if (!quantity) return errorProblem(quantity.error(), text);
    const double value = quantity->value;
    if (value != 0.0 && !(value >= 1e-30 && value <= 1e30)) return "a quantity out of range";
    return (quantity->dimension.money == 0) == quantity->currency.empty() ? "" : "money without a currency";
}

inline std::string lawProblem(std::string_view text) {
    const FewRecords records;
    const auto law = io::parseLaw(text, records);
    if (!law) return errorProblem(law.error(), text);
    if (law->isNever()) return "";
    if (!(law->mean() >= 0.0 && std::isfinite(law->mean()))) return "a law with no mean";
    if (!(law->quantile(0.5) >= 0.0)) return "a law that cannot be drawn from";
    const auto wide = io::widenLaw(text, records);
    if (!wide) return io::namesALaw(text) ? "a good law that cannot be widened" : "";
    const auto again = io::parseLaw(*wide, records);
    return again && *again == *law ? "" : "a law whose wide form means something else";
}

inline std::string selectorProblem(std::string_view text) {
    const auto selector = io::parseSelector(text);
    if (!selector) return errorProblem(selector.error(), text);
    if (selector->steps.empty()) return "a reference to nothing";
    const auto again = io::parseSelector(toString(*selector));
    const bool same = again && again->steps == selector->steps && again->starred == selector->starred;
    return same ? "" : "a reference that does not come back";
}

inline std::string expressionProblem(const io::Node& node) {
    std::vector<core::Issue> issues;
    (void)io::parseExpression(node, "services.web.needs", issues);
    return issuesProblem(issues);
}

inline std::string valueProblem(std::string_view text) {
    const FewRecords records;
    for (const auto check : {quantityProblem, lawProblem, selectorProblem})
        if (auto problem = check(text); !problem.empty()) return problem;
    const auto time = io::parseQuantityOf(text, io::kTime, records);
    if (time && time->dimension != io::kTime) return "another dimension than wanted";
    (void)io::catalogueQuantity(1.0, text);
    (void)io::nearestName(text, {"server", "balancer", "Exp", ""});
    return expressionProblem(io::Node::string(std::string(text)));
}

// Every value of a document read as each of the things it could be.
inline std::string valuesOfDocumentProblem(const io::Node& node) {
    const FewRecords records;
    (void)io::parseLaw(node, records);
    if (auto problem = expressionProblem(node); !problem.empty()) return problem;
    if (node.isString())
        if (auto problem = valueProblem(node.text); !problem.empty()) return problem;
    for (const auto& item : node.items)
        if (auto problem = valuesOfDocumentProblem(item); !problem.empty()) return problem;
    for (const auto& member : node.members)
        if (auto problem = valuesOfDocumentProblem(member.value); !problem.empty()) return problem;
    return "";
}

// A scenario is refused with an error, or there is one for each design. Nothing is thrown.
inline std::string scenarioProblem(std::string_view text) {
    const io::ReadOutcome outcome = io::readScenarioText(text, "f.json", {});
    if (core::hasError(outcome.issues) != outcome.designs.empty())
        return outcome.designs.empty() ? "refused without an error" : "an error, but not refused";
    return issuesProblem(outcome.issues);
}

} // namespace nueves::fuzz
