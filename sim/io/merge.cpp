#include "sim/io/merge.hpp"

#include <map>
#include <utility>

namespace nueves::io {

using scenario::Owner;
using scenario::Parameter;
using scenario::Shape;

namespace {

constexpr const char* kRemoved = "removed";

Node wrapped(Node value, const char* key) {
    Node object = Node::object();
    object.place = value.place;
    object.origin = value.origin;
    const core::Place place = value.place;
    put(object, key, std::move(value), place);
    return object;
}

void widenAttempts(Node& node) {
    const auto widenOne = [](Node& attempt) {
        const bool law =
            attempt.isString() || attempt.isNumber() || (attempt.isObject() && isValueObject(attempt));
        if (law && attempt.text != "never") attempt = wrapped(std::move(attempt), "takes");
    };
    if (node.isArray())
        for (Node& item : node.items) widenOne(item);
    else
        widenOne(node);
}

void widenInside(Node& node, const KindOfPreset& kindOf) {
    if (node.isString()) {
        const std::string kind = kindOf(node.text);
        const std::string key = kind.empty() ? node.text : kind;
        node = wrapped(wrapped(std::move(node), "use"), key.c_str());
        return;
    }
    for (auto& [key, layer, place] : node.members) {
        if (layer.isString()) layer = wrapped(std::move(layer), "use");
        widen(layer, Owner::thing, kindOf);
    }
}

void widenValue(Node& node, const Parameter& parameter, const KindOfPreset& kindOf) {
    switch (parameter.shape) {
    case Shape::attempts: widenAttempts(node); break;
    case Shape::inside: widenInside(node, kindOf); break;
    case Shape::detection:
        if (node.isString() || node.isNumber() || (node.isObject() && isValueObject(node)))
            node = wrapped(std::move(node), "after");
        break;
    case Shape::layer:
        if (node.isString()) node = wrapped(std::move(node), "use");
        widen(node, Owner::thing, kindOf);
        break;
    case Shape::retries:
        if (!node.isObject() && !node.isNull()) node = wrapped(std::move(node), "times");
        break;
    case Shape::thing: widen(node, parameter.child, kindOf); break;
    case Shape::things:
        for (auto& member : node.members) widen(member.value, parameter.child, kindOf);
        break;
    case Shape::members:
        for (auto& member : node.members) widen(member.value, Owner::thing, kindOf);
        break;
    default: break;
    }
}

// Members of a base by their key, for patches of many keys. New ones may be added: they are not looked up
// again.
class Members {
  public:
    Members(Node& base, std::size_t lookUps) : m_base(base) {
        constexpr std::size_t kFew = 8;
        if (lookUps <= kFew || base.members.size() <= kFew) return;
        for (std::size_t i = 0; i < base.members.size(); ++i) m_at.emplace(base.members[i].key, i);
    }
    Node* find(const std::string& key) {
        if (m_at.empty()) return m_base.find(key);
        const auto found = m_at.find(key);
        return found == m_at.end() ? nullptr : &m_base.members[found->second].value;
    }
    void add(std::string key, Node value, const core::Place& place) {
        m_base.members.push_back({std::move(key), std::move(value), place});
    }

  private:
    Node& m_base;
    std::map<std::string, std::size_t> m_at; // empty: few
};

void replace(Node& base, Node patch) {
    const bool removes = patch.isNull() && (!base.isNull() || base.text == kRemoved);
    base = std::move(patch);
    if (removes) base.text = kRemoved;
}

void mergeMember(Node& base, Node patch, const Parameter& parameter) {
    if (!base.isObject() || !patch.isObject()) return replace(base, std::move(patch));
    switch (parameter.shape) {
    case Shape::retries:
    case Shape::thing: return merge(base, std::move(patch), parameter.child);
    case Shape::layer: return merge(base, std::move(patch), Owner::thing);
    case Shape::detection: return merge(base, std::move(patch), Owner::detect);
    case Shape::attempts: return merge(base, std::move(patch), Owner::attempt);
    case Shape::text: // {"es", "en"}: one language may be patched
    case Shape::things:
    case Shape::members:
        for (Members members(base, patch.members.size()); auto& [key, value, place] : patch.members) {
            Node* old = members.find(key);
            const Owner owner = parameter.shape == Shape::members ? Owner::thing : parameter.child;
            if (old == nullptr)
                members.add(key, std::move(value), place);
            else if (old->isObject() && value.isObject())
                merge(*old, std::move(value), owner);
            else
                replace(*old, std::move(value));
        }
        return;
    default: return replace(base, std::move(patch));
    }
}

} // namespace

bool isValueObject(const Node& node) {
    return node.find("law") != nullptr || node.find("value") != nullptr;
}

bool removedNothing(const Node& node) {
    return node.isNull() && node.text != kRemoved;
}

Node& put(Node& object, std::string_view key, Node value, const core::Place& keyPlace) {
    if (Node* old = object.find(key)) {
        *old = std::move(value);
        return *old;
    }
    object.members.push_back({std::string(key), std::move(value), keyPlace});
    return object.members.back().value;
}

void widen(Node& node, Owner owner, const KindOfPreset& kindOf) {
    for (auto& [key, value, place] : node.members)
        if (const Parameter* parameter = findParameter(owner, key)) widenValue(value, *parameter, kindOf);
}

void merge(Node& base, Node patch, Owner owner) {
    if (!base.isObject() || !patch.isObject()) return replace(base, std::move(patch));
    for (auto& [key, value, place] : patch.members) {
        Node* old = base.find(key);
        const Parameter* parameter = findParameter(owner, key);
        if (old == nullptr)
            put(base, key, std::move(value), place);
        else if (parameter == nullptr)
            replace(*old, std::move(value));
        else
            mergeMember(*old, std::move(value), *parameter);
    }
}

} // namespace nueves::io
