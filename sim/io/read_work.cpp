// What requests make of a service: work, calls, promises of speed.
#include "sim/io/read_traffic.hpp"

#include <algorithm>
#include <array>

namespace nueves::io {

using scenario::Owner;

std::optional<int> placeOfWord(Reading& reading, const Slot& slot) {
    std::string word;
    readValue(reading, slot, word);
    const auto words = wordsOf(slot.parameter);
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<int>(found - words.begin());
}

void readValue(Reading& reading, const Slot& slot, scenario::QueueOrder& out) {
    readWord(reading, slot, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::CallOrder& out) {
    readWord(reading, slot, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Weight& out) {
    readWord(reading, slot, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Repeat& out) {
    readWord(reading, slot, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::Work& out) {
    out.mark = {slot.node.place, slot.path};
    if (!readObject(reading, slot, Owner::work, out)) return;
    const auto needs = [&](const char* key, const char* other, const char* example) {
        const Node* found = slot.node.find(key);
        if (found != nullptr && slot.node.find(other) == nullptr)
            reading.report("missing-key", *found, slot.path, {{"key", other}, {"example", example}});
    };
    needs("cold", "warm", "\"30 s\"");
    if (out.order == scenario::QueueOrder::deadline) needs("order", "timeout", "\"3 s\"");
    if (out.warm > 0.0 && !out.cold) reading.noteDefault(slot.path + ".cold", "50 %");
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::Call>& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [name, node, place] : slot.node.members) { // in the order of the file: one after another
        if (name.starts_with("x-")) continue;
        const std::string path = slot.path + "." + name;
        checkId(reading, name, place, path);
        scenario::Call call;
        call.mark = {node.place, path};
        call.to.steps = {{name}};
        call.to.mark = {place.line > 0 ? place : node.place, path};
        if (!readObject(reading, {node, path, slot.parameter}, Owner::call, call)) continue;
        if (out.empty() && call.order == scenario::CallOrder::parallel)
            reading.report("key-of-another-kind", *node.find("order"), path + ".order",
                           {{"found", "parallel"}, {"kind", "the first call"}});
        out.push_back(std::move(call));
    }
}

void readValue(Reading& reading, const Slot& slot, scenario::Cache& out) {
    readObject(reading, slot, Owner::cache, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Breaker& out) {
    readObject(reading, slot, Owner::breaker, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::Latency& out) {
    if (!readObject(reading, slot, Owner::latency, out)) return;
    const std::array<std::optional<double>, 5> bounds{out.p50, out.p90, out.p95, out.p99, out.p999};
    double most = 0.0;
    bool any = false;
    for (const auto& bound : bounds) {
        if (bound && *bound < most)
            reading.report("out-of-range", slot.node, slot.path,
                           {{"found", "p50 > p90 > p95 > p99 > p999"},
                            {"expected", "p50<=p90<=p95<=p99<=p999"}});
        most = std::max(most, bound.value_or(0.0));
        any = any || bound;
    }
    if (!any) reading.report("missing-key", slot.node, slot.path, {{"key", "p99"}, {"example", "\"2 s\""}});
}

void readValue(Reading& reading, const Slot& slot, scenario::Credits& out) {
    out.mark = {slot.node.place, slot.path};
    readObject(reading, slot, Owner::credits, out);
}

// From the mildest on: the last that applies to a month is what it gets.
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::CreditStep>& out) {
    if (!slot.node.isArray() || slot.node.items.empty())
        return reading.report("wrong-type", slot.node, slot.path,
                              {{"found", textOfNode(slot.node)}, {"expected", "a list"}});
    for (std::size_t i = 0; i < slot.node.items.size(); ++i) {
        const Node& item = slot.node.items[i];
        const std::string path = slot.path + "[" + std::to_string(i + 1) + "]";
        scenario::CreditStep step;
        step.mark = {item.place, path};
        if (!readObject(reading, {item, path, slot.parameter}, Owner::creditStep, step)) continue;
        if (!out.empty() && !(step.below < out.back().below && step.share > out.back().share))
            reading.report("out-of-range", item, path,
                           {{"found", textOfNode(item)},
                            {"expected", "a lower `below` and a larger `share` than the step before"}});
        out.push_back(step);
    }
}

void checkPromises(Reading& reading, const Node& node, const std::string& path) {
    if (node.find("uptime") == nullptr && node.find("latency") == nullptr)
        reading.report("missing-key", node, path, {{"key", "uptime"}, {"example", "\"99.9 %\""}});
    if (const Node* credits = node.find("credits"); credits != nullptr && node.find("uptime") == nullptr)
        reading.report("missing-key", *credits, path, {{"key", "uptime"}, {"example", "\"99.9 %\""}});
}

} // namespace nueves::io
