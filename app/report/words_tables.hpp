// The parts of the catalogue, each in a file of its own. Only words.cpp reads them.
#pragma once

#include "app/report/words.hpp"

#include <vector>

namespace nueves::report {

std::vector<Entry> resultWords(); // figures, table
std::vector<Entry> codeWords();   // phases, kinds of cost, what is not modelled
std::vector<Entry> htmlWords();   // the report
std::vector<Entry> issueWords();  // messages about input
std::vector<Entry> cliWords();    // help, progress, errors of the program

} // namespace nueves::report
