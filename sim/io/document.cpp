#include "sim/io/document.hpp"

#include "sim/io/document_scanner.hpp"

#include <algorithm>
#include <numeric>

namespace nueves::io {

namespace {

constexpr std::size_t kLargestText = std::size_t{64} << 20U;
constexpr int kDeepest = 64;
constexpr std::size_t kMostValues = 2'000'000;

bool startsNumber(char c) {
    return c == '-' || (c >= '0' && c <= '9');
}
bool startsWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '.';
}

// Recursion goes no deeper than kDeepest; whatever is nested further is jumped over without recursion.
class Parser {
  public:
    Parser(std::string_view text, const std::string& fileName, std::vector<core::Issue>& issues)
        : m_scanner(text, fileName, issues) {}

    Node parse() {
        if (m_scanner.findByte(
                '\0')) { // another encoding, or no text at all: one complaint instead of a hundred
            m_scanner.complainHere("text in UTF-8");
            return {};
        }
        Node root = value(0);
        m_scanner.skipBlanks();
        if (!m_scanner.atEnd()) m_scanner.complainHere("end of file");
        return root;
    }

  private:
    Node value(int depth);
    Node object(int depth);
    Node array(int depth);
    void readMember(Node& object, int depth);
    bool nextItem(char closer);
    bool takeCloser(char closer);
    void readWord(Node& node);
    void readNumber(Node& node);
    void dropDoubledKeys(Node& object);
    bool tooMuch(int depth);

    DocumentScanner m_scanner;
    std::size_t m_values = 0;
};

bool Parser::tooMuch(int depth) {
    if (++m_values > kMostValues) {
        m_scanner.complain("too-large", m_scanner.here(), {{"expected", "at most 2000000 values"}});
        m_scanner.giveUp();
        return true;
    }
    if (depth < kDeepest || (m_scanner.peek() != '{' && m_scanner.peek() != '[')) return false;
    m_scanner.complain("too-deep", m_scanner.here(),
                       {{"expected", "at most 64 brackets inside one another"}});
    m_scanner.skipDamage();
    return true;
}

Node Parser::value(int depth) {
    m_scanner.skipBlanks();
    Node node;
    node.place = m_scanner.here();
    if (tooMuch(depth)) return node;
    const char c = m_scanner.peek();
    if (c == '{') return object(depth);
    if (c == '[') return array(depth);
    if (c == '"') {
        node.type = Node::Type::string;
        m_scanner.readString(node.text);
    } else if (startsNumber(c)) {
        readNumber(node);
    } else if (startsWord(c)) {
        readWord(node);
    } else {
        m_scanner.complainHere("a value");
        m_scanner.skipDamage();
    }
    return node;
}

void Parser::readNumber(Node& node) {
    const std::string_view literal = m_scanner.readRun();
    node.type = Node::Type::number;
    node.text = literal;
    m_scanner.toNumber(literal, node.place, node.number);
}

void Parser::readWord(Node& node) {
    const std::string word(m_scanner.readRun());
    if (word == "null") return;
    if (word == "true" || word == "false") {
        node.type = Node::Type::boolean;
        node.boolean = word == "true";
        return;
    }
    m_scanner.complain(
        "syntax", node.place,
        {{"found", excerpt(word)}, {"expected", "a value: \"text\", number, true, false, null, { or ["}});
}

// True if another item follows; false once the closer was taken or the text has ended. Takes at least one
// letter unless a value was just read, so no loop over it can stand still.
bool Parser::nextItem(char closer) {
    m_scanner.skipBlanks();
    const std::string expected = std::string(", or ") + closer;
    const char before = m_scanner.peek();
    if (before == '"' && closer == '}') { // a forgotten comma: go on as if it stood there
        m_scanner.complainHere(expected);
        return true;
    }
    if (!m_scanner.atEnd() && before != ',' && before != '}' && before != ']') {
        m_scanner.complainHere(expected);
        m_scanner.skipDamage();
    }
    if (m_scanner.peek() != ',') {
        if (!takeCloser(closer)) m_scanner.complainHere(expected);
        return false;
    }
    m_scanner.advance();
    m_scanner.skipBlanks();
    const char next = m_scanner.peek();
    if (next != '}' && next != ']') return true;
    m_scanner.complainHere(closer == '}' ? "another key; no comma after the last"
                                         : "another value; no comma after the last");
    takeCloser(closer);
    return false;
}

// The wrong bracket is complained about and taken for the right one.
bool Parser::takeCloser(char closer) {
    const char c = m_scanner.peek();
    if (c != '}' && c != ']') return false;
    if (c != closer) m_scanner.complainHere(std::string(1, closer));
    m_scanner.advance();
    return true;
}

Node Parser::array(int depth) {
    Node node;
    node.type = Node::Type::array;
    node.place = m_scanner.here();
    m_scanner.advance();
    m_scanner.skipBlanks();
    if (takeCloser(']')) return node;
    do {
        node.items.push_back(value(depth + 1));
    } while (nextItem(']'));
    return node;
}

Node Parser::object(int depth) {
    Node node;
    node.type = Node::Type::object;
    node.place = m_scanner.here();
    m_scanner.advance();
    m_scanner.skipBlanks();
    if (takeCloser('}')) return node;
    do {
        readMember(node, depth);
    } while (nextItem('}'));
    dropDoubledKeys(node);
    return node;
}

void Parser::readMember(Node& object, int depth) {
    m_scanner.skipBlanks();
    if (m_scanner.peek() != '"') {
        m_scanner.complainHere("a key in \"\"");
        m_scanner.skipDamage();
        return;
    }
    Node::Member member;
    member.keyPlace = m_scanner.here();
    const bool good = m_scanner.readString(member.key);
    m_scanner.skipBlanks();
    if (m_scanner.peek() != ':') {
        if (good) m_scanner.complainHere(":");
        m_scanner.skipDamage();
        return;
    }
    m_scanner.advance();
    member.value = value(depth + 1);
    object.members.push_back(std::move(member));
}

// The first of two equal keys is kept. By sorting, so that an object of a million keys stays cheap.
void Parser::dropDoubledKeys(Node& object) {
    auto& members = object.members;
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return members[x].key < members[y].key; });
    std::vector<bool> doubled(members.size(), false);
    std::size_t first = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
        const Node::Member& member = members[order[i]];
        if (member.key != members[order[first]].key) {
            first = i;
            continue;
        }
        doubled[order[i]] = true;
        const std::string line = std::to_string(members[order[first]].keyPlace.line);
        m_scanner.complain("doubled-key", member.keyPlace,
                           {{"found", excerpt(member.key)}, {"firstLine", line}});
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (doubled[i]) continue;
        if (kept != i) members[kept] = std::move(members[i]);
        ++kept;
    }
    members.resize(kept);
}

} // namespace

const Node* Node::find(std::string_view key) const {
    for (const auto& member : members)
        if (member.key == key) return &member.value;
    return nullptr;
}

Node* Node::find(std::string_view key) {
    return const_cast<Node*>(std::as_const(*this).find(key));
}

Node Node::string(std::string value) {
    Node node;
    node.type = Type::string;
    node.text = std::move(value);
    return node;
}

Node Node::object() {
    Node node;
    node.type = Type::object;
    return node;
}

core::Issue unreadable(const IoError& error, const core::Place& place, const std::string& path) {
    core::Issue issue;
    issue.place = place;
    issue.path = path;
    if (error.what == "too-large") {
        issue.code = "too-large";
        issue.arguments = {{"expected", "at most 64 MiB"}};
        return issue;
    }
    issue.code = error.what == "absent"        ? "absent-file"
                 : error.what == "is-a-folder" ? "folder-instead-of-file"
                                               : "unreadable-file";
    issue.arguments = {{"found", excerpt(error.path)}};
    return issue;
}

Node parseDocument(std::string_view text, const std::string& fileName, std::vector<core::Issue>& issues) {
    if (text.size() > kLargestText) {
        core::Issue& issue = issues.emplace_back();
        issue.code = "too-large";
        issue.place.file = fileName;
        issue.arguments.emplace_back("expected", "at most 64 MiB");
        return {};
    }
    const auto earlier = static_cast<std::ptrdiff_t>(issues.size());
    Node root = Parser(text, fileName, issues).parse();
    // Doubled keys are found at the end of their object: back into the order of the text.
    std::stable_sort(issues.begin() + earlier, issues.end(), [](const core::Issue& x, const core::Issue& y) {
        return std::pair(x.place.line, x.place.column) < std::pair(y.place.line, y.place.column);
    });
    return root;
}

} // namespace nueves::io
