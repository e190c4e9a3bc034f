// Dependencies: "2 of unit", ["a", "b"], {"any": ["grid", "generator"]}.
#include "sim/io/units.hpp"

#include <charconv>
#include <utility>

namespace nueves::io {

namespace {

using scenario::Expression;
using Op = Expression::Op;

constexpr int kMostNeeded = 1'000'000;
constexpr const char* kForm =
    "a name, \"2 of name\", \"most of name\", a list of these, or one of {\"any\": [...]}, "
    "{\"all\": [...]}, {\"atLeast\": 2, \"of\": [...]}, {\"not\": ...}, "
    "{\"path\": [\"s\", \"t\"]}, {\"turn\": [...]}";

class ExpressionReader {
  public:
    explicit ExpressionReader(std::vector<core::Issue>& issues) : m_issues(issues) {}
    Expression read(const Node& node, const std::string& path);

  private:
    void complain(const ValueError& error, const Node& node, const std::string& path) {
        m_issues.push_back(toIssue(error, node, path));
    }
    void malformed(const Node& node, const std::string& path, const std::string& found,
                   const char* expected = kForm) {
        complain({"malformed-expression", excerpt(found), expected, ""}, node, path);
    }
    void readText(Expression& expression, const Node& node, const std::string& path);
    void readObject(Expression& expression, const Node& node, const std::string& path);
    void readAtLeast(Expression& expression, const Node& node, const std::string& path);
    void readPath(Expression& expression, const Node& ends, const std::string& path);
    void readList(Expression& expression, const Node& list, const std::string& path);
    scenario::Selector selector(std::string_view text, std::size_t offset, const Node& node,
                                const std::string& path);

    std::vector<core::Issue>& m_issues;
};

scenario::Selector ExpressionReader::selector(std::string_view text, std::size_t offset, const Node& node,
                                              const std::string& path) {
    auto parsed = parseSelector(text);
    if (parsed) {
        parsed->mark = {node.place, path};
        return *parsed;
    }
    ValueError error = parsed.error();
    error.offset += offset;
    complain(error, node, path);
    return {{}, false, {node.place, path}};
}

// "2 of unit" and "most of unit"; the blank before "of" tells them from a name.
void ExpressionReader::readText(Expression& expression, const Node& node, const std::string& path) {
    const std::string_view text = node.text;
    constexpr std::string_view kOf = " of ";
    const std::size_t of = text.find(kOf);
    expression.op = Op::name;
    if (of == std::string_view::npos) {
        expression.name = selector(text, 0, node, path);
        return;
    }
    const std::string_view amount = trimmed(text.substr(0, of));
    const auto [end, error] = std::from_chars(amount.data(), amount.data() + amount.size(), expression.k);
    const bool isNumber = !amount.empty() && amount[0] != '-' && end == amount.data() + amount.size();
    if (amount != "most" && !isNumber) {
        malformed(node, path, node.text);
        return;
    }
    if (isNumber && (error != std::errc{} || expression.k < 1 || expression.k > kMostNeeded))
        complain({"out-of-range", excerpt(amount), "a whole number from 1 to 1000000", ""}, node, path);
    expression.op = isNumber ? Op::atLeast : Op::most;
    std::size_t start = of + kOf.size();
    while (start < text.size() && text[start] == ' ') ++start;
    Expression members;
    members.op = Op::name;
    members.name = selector(trimmed(text.substr(start)), start, node, path);
    members.mark = {node.place, path};
    expression.of.push_back(std::move(members));
}

void ExpressionReader::readList(Expression& expression, const Node& list, const std::string& path) {
    if (!list.isArray() || list.items.empty()) {
        malformed(list, path, list.text, "a list with at least one name");
        return;
    }
    for (const auto& item : list.items) expression.of.push_back(read(item, path));
}

void ExpressionReader::readPath(Expression& expression, const Node& ends, const std::string& path) {
    const bool good =
        ends.isArray() && ends.items.size() == 2 && ends.items[0].isString() && ends.items[1].isString();
    if (!good) {
        malformed(ends, path, ends.text, "two names: [\"s\", \"t\"]");
        return;
    }
    expression.name = selector(ends.items[0].text, 0, ends.items[0], path);
    expression.other = selector(ends.items[1].text, 0, ends.items[1], path);
}

void ExpressionReader::readAtLeast(Expression& expression, const Node& node, const std::string& path) {
    const Node& k = *node.find("atLeast");
    const Node* of = node.find("of");
    const bool whole = k.isNumber() && k.number >= 1.0 && k.number <= kMostNeeded &&
                       k.number == static_cast<double>(static_cast<int>(k.number));
    if (whole)
        expression.k = static_cast<int>(k.number);
    else
        complain({"out-of-range", excerpt(k.text), "a whole number from 1 to 1000000", ""}, k,
                 path + ".atLeast");
    if (of == nullptr || node.members.size() != 2) {
        malformed(node, path, node.members.front().key, "{\"atLeast\": 2, \"of\": [...]}");
        return;
    }
    if (of->isString())
        expression.of.push_back(read(*of, path + ".of"));
    else
        readList(expression, *of, path + ".of");
    const auto most = static_cast<int>(expression.of.size());
    if (most > 1 && expression.k > most)
        complain({"above-count", excerpt(k.text), "at most " + std::to_string(most), ""}, k,
                 path + ".atLeast");
}

void ExpressionReader::readObject(Expression& expression, const Node& node, const std::string& path) {
    if (node.find("atLeast") != nullptr) {
        expression.op = Op::atLeast;
        readAtLeast(expression, node, path);
        return;
    }
    if (node.members.size() != 1) {
        malformed(node, path, node.members.empty() ? "{}" : node.members[1].key);
        return;
    }
    const auto& [key, value, place] = node.members.front();
    const std::string below = path + "." + key;
    if (key == "not") {
        expression.op = Op::none;
        expression.of.push_back(read(value, below));
    } else if (key == "path") {
        expression.op = Op::path;
        readPath(expression, value, below);
    } else if (key == "any" || key == "all" || key == "turn") {
        expression.op = key == "any" ? Op::any : key == "all" ? Op::all : Op::turn;
        readList(expression, value, below);
    } else {
        const std::string nearest = nearestName(key, {"any", "all", "atLeast", "not", "path", "turn"});
        complain({"malformed-expression", excerpt(key), kForm, nearest}, node, path);
    }
}

// An empty list depends on nothing: the way to take back what would be inherited.
Expression ExpressionReader::read(const Node& node, const std::string& path) {
    Expression expression;
    expression.mark = {node.place, path};
    if (node.isString())
        readText(expression, node, path);
    else if (node.isArray() && !node.items.empty())
        readList(expression, node, path);
    else if (node.isObject())
        readObject(expression, node, path);
    else if (!node.isArray())
        malformed(node, path, node.text);
    return expression;
}

} // namespace

Expression parseExpression(const Node& node, const std::string& path, std::vector<core::Issue>& issues) {
    return ExpressionReader(issues).read(node, path);
}

} // namespace nueves::io
