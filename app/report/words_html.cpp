#include "app/report/words_tables.hpp"

namespace nueves::report {
std::vector<Entry> htmlWords() { return {}; }
} // namespace nueves::report
