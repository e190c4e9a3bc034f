#include "sim/model/compile/build_order.hpp"

namespace nueves::model::compiling {
namespace {

class Order {
  public:
    explicit Order(Context& context)
        : m_context(context), m_seen(static_cast<std::size_t>(context.inventory.size()), 0) {}

    std::vector<int> make() {
        for (int i = 0; i != m_context.inventory.size(); ++i) visit(i);
        return std::move(m_order);
    }

  private:
    void add(int instance, std::vector<int>& into) const {
        if (instance != kNobody && !m_seen[static_cast<std::size_t>(instance)]) into.push_back(instance);
    }
    void addNamed(const scenario::Expression& expression, int from, std::vector<int>& into) {
        for (const scenario::Selector* name : {&expression.name, &expression.other})
            if (!name->steps.empty())
                for (const int i : m_context.references.resolve(*name, from).instances) add(i, into);
        for (const scenario::Expression& inner : expression.of) addNamed(inner, from, into);
    }
    std::vector<int> below(int i) {
        std::vector<int> found;
        const Stand& stand = m_context.standing[i];
        const scenario::Instance& instance = m_context.inventory[i];
        for (const int at : {stand.place, stand.carrier, stand.pair}) add(at, found);
        for (const int part : instance.children)
            if (m_context.standing[part].isPart) add(part, found);
        for (const auto* expression : {&instance.thing->power, &instance.thing->needs, &instance.thing->of})
            if (*expression) addNamed(**expression, i, found);
        if (instance.isReplica())
            for (const scenario::Selector& element : instance.thing->behind)
                for (const int at : m_context.references.resolve(element, i).instances) add(at, found);
        return found;
    }
    // Depth first, without recursion.
    void visit(int start) {
        if (m_seen[static_cast<std::size_t>(start)]) return;
        m_seen[static_cast<std::size_t>(start)] = 1;
        m_open.push_back({start, below(start)});
        while (!m_open.empty()) {
            auto& [instance, rest] = m_open.back();
            if (rest.empty()) {
                m_order.push_back(instance);
                m_open.pop_back();
                continue;
            }
            const int next = rest.back();
            rest.pop_back();
            if (m_seen[static_cast<std::size_t>(next)]) continue;
            m_seen[static_cast<std::size_t>(next)] = 1;
            m_open.push_back({next, below(next)});
        }
    }

    struct Open {
        int instance;
        std::vector<int> rest;
    };
    Context& m_context;
    std::vector<std::uint8_t> m_seen;
    std::vector<Open> m_open;
    std::vector<int> m_order;
};

} // namespace

std::vector<int> suppliersFirst(Context& context) {
    return Order(context).make();
}

} // namespace nueves::model::compiling
