// Short forms widened, and files, designs and presets laid over one another: the one merge rule of the
// language.
//
// Objects merge, anything else replaces, null removes (RFC 7396), where an object is a thing; a law, an
// expression, an effect, `inside`, a window or a list is replaced whole. What is a thing at a path is read
// from the parameter tables.
#pragma once

#include "sim/io/document.hpp"
#include "sim/scenario/parameters.hpp"

#include <functional>
#include <string_view>

namespace nueves::io {

// Says which kind a preset is of ("vm"), or nothing: the key of a layer that `inside` names by its preset
// alone.
using KindOfPreset = std::function<std::string(std::string_view preset)>;

// "os": "linux" becomes {"use": "linux"}, "repair": "4 h" becomes {"takes": "4 h"}: before merging, so that a
// patch that adds one key keeps the rest.
void widen(Node& node, scenario::Owner owner, const KindOfPreset& kindOf);

// `patch` over `base`. A null leaves a null behind (a preset that comes under it later must not bring the
// value back), marked where it removed something; dropNulls ends that.
void merge(Node& base, Node patch, scenario::Owner owner);

// The null of a patch that removed nothing so far.
bool removedNothing(const Node& node);

// `member` appended or put in place of an equal key.
Node& put(Node& object, std::string_view key, Node value, const core::Place& keyPlace = {});

// {"law": ...} or {"value": ...}: an object that is one value, not a thing.
bool isValueObject(const Node& node);

} // namespace nueves::io
