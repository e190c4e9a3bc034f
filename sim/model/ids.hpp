// The compiled System's kinds of index.
#pragma once

#include "sim/core/id.hpp"

namespace nueves::model {

using GateId = core::Id<struct GateTag>;
using ThingId = core::Id<struct ThingTag>;
using ModeId = core::Id<struct ModeTag>;
using JobId = core::Id<struct JobTag>;
using CrewId = core::Id<struct CrewTag>;
using StockId = core::Id<struct StockTag>;
using PairId = core::Id<struct PairTag>;
using CauseId = core::Id<struct CauseTag>;
using WorkId = core::Id<struct WorkTag>; // planned work (maintenance)
using ServiceId = core::Id<struct ServiceTag>;
using PoolId = core::Id<struct PoolTag>;
using RootId = core::Id<struct RootTag>;
using RotationId = core::Id<struct RotationTag>;
using ActionId = core::Id<struct ActionTag>;

struct Range { // [first, last) of some array
    std::uint32_t first = 0, last = 0;
    std::uint32_t size() const { return last - first; }
};

} // namespace nueves::model
