// Scaling: which keys go with who decides, and what an orchestrator does where nothing is said.
#include "sim/io/read_traffic.hpp"

#include <algorithm>
#include <array>

namespace nueves::io {

using scenario::Owner;
using scenario::ScalingBy;

namespace {

struct Form {
    ScalingBy by;
    std::string_view name, needed, allowed; // keys, separated and ended by blanks
};
constexpr std::array kForms{
    Form{ScalingBy::schedule, "schedule", "at ", ""},
    Form{ScalingBy::manual, "manual", "at ", ""},
    Form{ScalingBy::hpa, "hpa", "max metrics ",
         "min sync tolerance initialisation readiness metricDelay up down "},
    Form{ScalingBy::forecast, "forecast", "max metrics ahead ", "min sync season history "},
    Form{ScalingBy::vertical, "vertical", "sizes takes ", "above below sync "},
    Form{ScalingBy::nodes, "nodes", "max provision ", "min quota fails idle below "},
};

bool lists(std::string_view keys, std::string_view key) {
    for (std::size_t at = 0; at < keys.size(); at = keys.find(' ', at) + 1)
        if (keys.substr(at, keys.find(' ', at) - at) == key) return true;
    return false;
}

// The keys of one way of scaling do nothing in another.
void checkForm(Reading& reading, const Slot& slot, const Form& form) {
    for (const auto& [key, node, place] : slot.node.members) {
        const scenario::Parameter* row = findParameter(Owner::scaling, key);
        const bool fits = key == "by" || lists(form.needed, key) || lists(form.allowed, key);
        if (row == nullptr || !row->physics || fits) continue;
        if (!node.origin.empty())
            reading.noteUnused(node, slot.path + "." + key);
        else
            reading.report("key-of-another-kind", node, slot.path + "." + key,
                           {{"found", key}, {"kind", "scaling by " + std::string(form.name)}});
    }
    for (const scenario::Parameter& row : parameters(Owner::scaling))
        if (lists(form.needed, row.key) && slot.node.find(row.key) == nullptr)
            reading.report("missing-key", slot.node, slot.path,
                           {{"key", std::string(row.key)}, {"example", std::string(row.example)}});
}

// What the documentation of the orchestrator says, with its source, where the author says nothing.
void fill(Reading& reading, const Slot& slot, const char* key, const char* record,
          std::optional<double>& out) {
    if (out) return;
    const scenario::Parameter& row = *findParameter(Owner::scaling, key);
    if (record == nullptr) return reading.noteDefault(slot.path + "." + key, std::string(row.fallback));
    Node node = Node::string(record);
    node.place = slot.node.place;
    readValue(reading, {node, slot.path + "." + key, row}, out);
}

void fillHpa(Reading& reading, const Slot& slot, scenario::Scaling& out) {
    fill(reading, slot, "sync", "@time.k8s.hpa.sync", out.sync);
    fill(reading, slot, "tolerance", "@time.k8s.hpa.tolerance", out.tolerance);
    fill(reading, slot, "initialisation", "@time.k8s.hpa.cpu_initialization", out.initialisation);
    fill(reading, slot, "readiness", "@time.k8s.hpa.initial_readiness_delay", out.readiness);
    fill(reading, slot, "metricDelay", nullptr, out.metricDelay);
}

// Windows for a schedule, dates for what is done by hand.
void checkPlan(Reading& reading, const Slot& slot, const scenario::Scaling& scaling) {
    const Node* at = slot.node.find("at");
    if (at == nullptr || (scaling.by != ScalingBy::schedule && scaling.by != ScalingBy::manual)) return;
    const bool windows = scaling.by == ScalingBy::schedule;
    for (const auto& planned : scaling.at)
        if (planned.during.has_value() != windows)
            return reading.report(windows ? "malformed-window" : "malformed-date", *at, slot.path + ".at",
                                  {{"found", windows ? "a date" : "a window"},
                                   {"expected", windows ? "windows, such as Mon-Fri 13:00-16:00"
                                                        : "dates, such as 2027-03-20 18:00"}});
}

} // namespace

void readValue(Reading& reading, const Slot& slot, ScalingBy& out) {
    readWord(reading, slot, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::PaceSelect& out) {
    readWord(reading, slot, out);
}
void readValue(Reading& reading, const Slot& slot, scenario::Season& out) {
    readWord(reading, slot, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::Scaling& out) {
    out.mark = {slot.node.place, slot.path};
    const std::size_t before = reading.issues().size();
    if (!readObject(reading, slot, Owner::scaling, out) || reading.issues().size() != before) return;
    checkForm(reading, slot,
              *std::find_if(kForms.begin(), kForms.end(), [&](const Form& f) { return f.by == out.by; }));
    checkPlan(reading, slot, out);
    if (out.by == ScalingBy::hpa) fillHpa(reading, slot, out);
}

void readValue(Reading& reading, const Slot& slot, scenario::ScalingMetrics& out) {
    if (readObject(reading, slot, Owner::metrics, out) && slot.node.find("cpu") == nullptr &&
        slot.node.find("requests") == nullptr)
        reading.report("missing-key", slot.node, slot.path, {{"key", "cpu"}, {"example", "\"60 %\""}});
}

void readValue(Reading& reading, const Slot& slot, scenario::Pace& out) {
    readObject(reading, slot, Owner::pace, out);
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::PacePolicy>& out) {
    if (!slot.node.isArray())
        return reading.report("wrong-type", slot.node, slot.path,
                              {{"found", textOfNode(slot.node)}, {"expected", "a list"}});
    for (std::size_t i = 0; i < slot.node.items.size(); ++i) {
        const Node& item = slot.node.items[i];
        const std::string path = slot.path + "[" + std::to_string(i + 1) + "]";
        scenario::PacePolicy policy;
        if (!readObject(reading, {item, path, slot.parameter}, Owner::policy, policy)) continue;
        if (policy.pods.has_value() == policy.share.has_value())
            reading.report("exactly-one", item, path,
                           {{"found", policy.pods ? "pods share" : ""}, {"expected", "pods | share"}});
        out.push_back(policy);
    }
}

void readValue(Reading& reading, const Slot& slot, std::vector<scenario::PlannedSize>& out) {
    if (!isObject(reading, slot.node, slot.path)) return;
    for (const auto& [key, node, place] : slot.node.members) {
        scenario::PlannedSize planned;
        planned.during = core::parseWindow(key);
        Node date = Node::string(key);
        date.place = place;
        if (!planned.during) readValue(reading, {date, slot.path, slot.parameter}, planned.at);
        readValue(reading, {node, slot.path + "." + key, slot.parameter}, planned.replicas);
        out.push_back(std::move(planned));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& x, const auto& y) { return x.at < y.at; });
    if (slot.node.members.empty())
        reading.report("window-never-opens", slot.node, slot.path, {{"found", "{}"}});
}

void readValue(Reading& reading, const Slot& slot, std::vector<double>& out) {
    const auto one = [&](const Node& item) {
        if (const auto value = readQuantity(reading, {item, slot.path, [&] {
                                                          scenario::Parameter number = slot.parameter;
                                                          number.shape = scenario::Shape::number;
                                                          return number;
                                                      }()}))
            out.push_back(*value);
    };
    if (!slot.node.isArray()) return one(slot.node);
    for (const Node& item : slot.node.items) one(item);
    std::sort(out.begin(), out.end());
    if (slot.node.items.empty())
        reading.report("wrong-type", slot.node, slot.path,
                       {{"found", "[]"}, {"expected", "a list of numbers"}});
}

void readValue(Reading& reading, const Slot& slot, scenario::Image& out) {
    if (!readObject(reading, slot, Owner::image, out) || slot.node.find("rate") != nullptr) return;
    Node rate = Node::string("@time.container.image_pull_bandwidth");
    rate.place = slot.node.place;
    readValue(reading, {rate, slot.path + ".rate", *findParameter(Owner::image, "rate")}, out.rate);
}

} // namespace nueves::io
