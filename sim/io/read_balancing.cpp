// Who stands before a service: weights of targets, limits.
#include "sim/io/read_traffic.hpp"

namespace nueves::io {

using scenario::Owner;

// A map of names: the more it says of a replica's neighbourhood, the later it matters (the nearest wins).
void readValue(Reading& reading, const Slot& slot, std::vector<scenario::TargetWeight>& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [key, node, place] : slot.node.members) {
        if (key.starts_with("x-")) continue;
        const std::string path = slot.path + "." + key;
        scenario::TargetWeight weight;
        Node name = Node::string(key);
        name.place = place;
        scenario::Parameter row = slot.parameter;
        row.shape = scenario::Shape::selector;
        readValue(reading, {name, path, row}, weight.of);
        row.shape = scenario::Shape::number;
        readValue(reading, {node, path, row}, weight.weight);
        if (!weight.of.steps.empty()) out.push_back(std::move(weight));
    }
}

void readValue(Reading& reading, const Slot& slot, scenario::Ejection& out) {
    out.mark = {slot.node.place, slot.path};
    if (!readObject(reading, slot, Owner::eject, out)) return;
    for (const scenario::Parameter& row : parameters(Owner::eject))
        if (!row.fallback.empty() && slot.node.find(row.key) == nullptr)
            reading.noteDefault(slot.path + "." + std::string(row.key), std::string(row.fallback));
}

void readValue(Reading& reading, const Slot& slot, scenario::Limit& out) {
    out.mark = {slot.node.place, slot.path};
    if (readObject(reading, slot, Owner::limit, out) && !out.perUser && !out.total)
        reading.report("missing-key", slot.node, slot.path,
                       {{"key", "total"}, {"example", "\"2000 req/s\""}});
}

} // namespace nueves::io
