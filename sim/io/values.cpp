// What all kinds of values share: records of the catalogue, and how an error becomes an issue.
#include "sim/io/values.hpp"

#include "sim/io/units.hpp"

#include <algorithm>

namespace nueves::io {

namespace {

core::Unexpected<ValueError> fail(const char* code, std::string_view found, std::string expected) {
    return {ValueError{code, excerpt(found), std::move(expected), ""}};
}

} // namespace

core::Issue toIssue(const ValueError& error, const Node& node, const std::string& path) {
    core::Issue issue{error.code, core::Severity::error, node.place, path, {}};
    issue.arguments = {{"found", error.found}, {"expected", error.expected}};
    if (!error.nearest.empty()) issue.arguments.emplace_back("nearest", error.nearest);
    // Escapes in the file would shift the columns: then the start of the string must do.
    const std::string_view before = std::string_view(node.text).substr(0, error.offset);
    const bool plain = std::all_of(before.begin(), before.end(),
                                   [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
    if (node.isString() && node.origin.empty() && node.place.column > 0 && plain)
        issue.place.column += 1 + static_cast<int>(before.size());
    return issue;
}

Parsed<RecordValue> findRecord(std::string_view text, const Records& records) {
    const std::string_view id = text.substr(1);
    const bool good = !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
    if (!good) return fail("malformed-record", text, "@ and the id of a record, such as @hw.hdd.afr");
    if (auto record = records.find(id)) return *record;
    const std::string nearest = nearestName(id, records.names());
    return core::Unexpected{ValueError{"unknown-record", excerpt(text), "a record of the catalogue",
                                       nearest.empty() ? "" : "@" + nearest}};
}

Parsed<Quantity> parseQuantityOf(std::string_view text, const Dimension& wanted, const Records& records) {
    const std::string_view words = trimmed(text);
    const bool isRecord = words.starts_with('@');
    const auto quantity = [&]() -> Parsed<Quantity> {
        if (!isRecord) return parseQuantity(text);
        const auto record = findRecord(words, records);
        if (!record) return core::Unexpected{record.error()};
        if (record->law)
            return fail("wrong-dimension", words, toString(wanted) + "; this record is a distribution");
        return record->quantity;
    }();
    if (!quantity) return quantity;
    if (quantity->dimension == wanted) return quantity;
    if (quantity->bare && !isRecord) return fail("bare-number", words, toString(wanted));
    return fail("wrong-dimension", words, toString(wanted));
}

} // namespace nueves::io
