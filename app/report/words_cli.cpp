#include "app/report/words_tables.hpp"

namespace nueves::report {
std::vector<Entry> cliWords() { return {}; }
} // namespace nueves::report
