// The tables behind parameters.hpp, one file of rows for each group of owners.
#pragma once

#include "sim/scenario/parameters.hpp"

namespace nueves::scenario::tables {

inline constexpr double kMost = 1e15; // "no upper end" for amounts that must be finite

// Groups of kinds that share keys.
inline constexpr KindSet kPlaces = kinds({Kind::region, Kind::zone, Kind::site, Kind::room, Kind::rack});
inline constexpr KindSet kNetBoxes =
    kinds({Kind::switchKind, Kind::router, Kind::firewall, Kind::balancer, Kind::proxy});
inline constexpr KindSet kMachines = kinds({Kind::host, Kind::vm});
inline constexpr KindSet kSoftLayers =
    kinds({Kind::os, Kind::hypervisor, Kind::runtime, Kind::vm, Kind::container});
inline constexpr KindSet kInner =
    kinds({Kind::disk, Kind::psu, Kind::nic, Kind::memory, Kind::fan, Kind::board});
inline constexpr KindSet kOutside = kinds({Kind::grid, Kind::isp, Kind::dns, Kind::provider});
inline constexpr KindSet kRotates = kinds({Kind::balancer, Kind::proxy, Kind::dns, Kind::service});

// Keys that nearly every object has.
inline constexpr Parameter kTitle{.key = "title",
                                  .shape = Shape::text,
                                  .es = "nombre para las personas",
                                  .en = "name for people",
                                  .example = R"("Avería")",
                                  .physics = false};
inline constexpr Parameter kNotes{.key = "notes",
                                  .shape = Shape::anything,
                                  .es = "notas libres",
                                  .en = "free notes",
                                  .example = R"("measured in 2026")",
                                  .physics = false};
inline constexpr Parameter kSource{.key = "source",
                                   .shape = Shape::text,
                                   .es = "de dónde salen los valores",
                                   .en = "where the values come from",
                                   .example = R"("assumed")",
                                   .physics = false};

std::span<const Parameter> thing();
std::span<const Parameter> head();
std::span<const Parameter> calendar();
std::span<const Parameter> failure();
std::span<const Parameter> attempt();
std::span<const Parameter> detect();
std::span<const Parameter> maintenance();
std::span<const Parameter> check();
std::span<const Parameter> amounts();
std::span<const Parameter> overhead();
std::span<const Parameter> cost();
std::span<const Parameter> cause();
std::span<const Parameter> crew();
std::span<const Parameter> spare();
std::span<const Parameter> target();
std::span<const Parameter> action();
std::span<const Parameter> money();
std::span<const Parameter> rate();
std::span<const Parameter> run();
std::span<const Parameter> scriptFile();
std::span<const Parameter> demand();
std::span<const Parameter> event();
std::span<const Parameter> retries();
std::span<const Parameter> burst();
std::span<const Parameter> trace();
std::span<const Parameter> work();
std::span<const Parameter> call();
std::span<const Parameter> cache();
std::span<const Parameter> breaker();
std::span<const Parameter> eject();
std::span<const Parameter> limit();
std::span<const Parameter> image();
std::span<const Parameter> scaling();
std::span<const Parameter> metrics();
std::span<const Parameter> pace();
std::span<const Parameter> policy();
std::span<const Parameter> latency();
std::span<const Parameter> credits();
std::span<const Parameter> creditStep();

} // namespace nueves::scenario::tables
