// The words of the file for kinds and effects: two tables, read in both directions.
#include "sim/scenario/scenario.hpp"

#include "sim/core/assert.hpp"

#include <array>
#include <utility>

namespace nueves::scenario {

namespace {

using std::string_view;

constexpr std::array kKinds = std::to_array<std::pair<Kind, string_view>>({
    {Kind::region, "region"},
    {Kind::zone, "zone"},
    {Kind::site, "site"},
    {Kind::room, "room"},
    {Kind::rack, "rack"},
    {Kind::grid, "grid"},
    {Kind::ups, "ups"},
    {Kind::generator, "generator"},
    {Kind::pdu, "pdu"},
    {Kind::isp, "isp"},
    {Kind::switchKind, "switch"},
    {Kind::router, "router"},
    {Kind::firewall, "firewall"},
    {Kind::link, "link"},
    {Kind::balancer, "balancer"},
    {Kind::proxy, "proxy"},
    {Kind::dns, "dns"},
    {Kind::provider, "provider"},
    {Kind::host, "host"},
    {Kind::vm, "vm"},
    {Kind::os, "os"},
    {Kind::hypervisor, "hypervisor"},
    {Kind::runtime, "runtime"},
    {Kind::container, "container"},
    {Kind::disk, "disk"},
    {Kind::psu, "psu"},
    {Kind::nic, "nic"},
    {Kind::memory, "memory"},
    {Kind::fan, "fan"},
    {Kind::board, "board"},
    {Kind::component, "component"},
    {Kind::group, "group"},
    {Kind::standby, "standby"},
    {Kind::service, "service"},
});

constexpr std::array kEffects = std::to_array<std::pair<Effect, string_view>>({
    {Effect::stop, "stop"},
    {Effect::hang, "hang"},
    {Effect::slow, "slow"},
    {Effect::flap, "flap"},
    {Effect::cpuHog, "cpu-hog"},
    {Effect::memoryLeak, "memory-leak"},
    {Effect::diskFull, "disk-full"},
    {Effect::panic, "panic"},
    {Effect::expire, "expire"},
    {Effect::destroy, "destroy"},
    {Effect::errors, "errors"},
});

template <class Table, class Value> string_view wordOf(const Table& table, Value value) {
    for (const auto& [known, word] : table)
        if (known == value) return word;
    NUEVES_ASSERT(false, "every kind and every effect has a word");
    return {};
}

template <class Value, std::size_t N>
std::optional<Value> valueOf(const std::array<std::pair<Value, string_view>, N>& table, string_view word) {
    for (const auto& [value, known] : table)
        if (known == word) return value;
    return std::nullopt;
}

} // namespace

string_view kindName(Kind kind) {
    return wordOf(kKinds, kind);
}
std::optional<Kind> kindOf(string_view name) {
    return valueOf(kKinds, name);
}

string_view effectName(Effect effect) {
    return wordOf(kEffects, effect);
}
std::optional<Effect> effectOf(string_view name) {
    return valueOf(kEffects, name);
}

bool isPlace(Kind kind) {
    switch (kind) {
    case Kind::region:
    case Kind::zone:
    case Kind::site:
    case Kind::room:
    case Kind::rack: return true;
    default: return false;
    }
}

bool isSoft(Kind kind) {
    switch (kind) {
    case Kind::os:
    case Kind::hypervisor:
    case Kind::runtime:
    case Kind::vm:
    case Kind::container:
    case Kind::service: return true;
    default: return false;
    }
}

} // namespace nueves::scenario
