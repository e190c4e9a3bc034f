#include "app/report/words_tables.hpp"

namespace nueves::report {

std::vector<Entry> issueWords() {
    return {
        {"issue-tail.unknown", "problema «{code}»", "problem \"{code}\""},
        {"issue-tail.found", "se encontró {value}", "found {value}"},
        {"issue-tail.expected", "se esperaba {value}", "expected {value}"},
        {"issue-tail.nearest", "¿querías decir «{value}»?", "did you mean \"{value}\"?"},
        {"issue-tail.warning", "aviso", "warning"},
    };
}

} // namespace nueves::report
