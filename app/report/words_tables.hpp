// The parts of the catalogue, each in a file of its own. Only words.cpp reads them.
#pragma once

#include "app/report/words.hpp"

#include <vector>

namespace nueves::report {

std::vector<Entry> resultWords(); // figures, table
std::vector<Entry> codeWords();   // phases, kinds of cost, what is not modelled
std::vector<Entry> htmlWords();   // the report
std::vector<Entry> issueWords();  // messages about input
std::vector<Entry> zoomWords();   // a window request by request
std::vector<Entry> cliWords();    // help, progress, errors of the program

// "a list" -> "una lista"; what is no phrase of the library stays as it is.
std::string phraseInSpanish(std::string_view text);

} // namespace nueves::report
