// How far a run is: a bar that redraws itself on a terminal, a plain line a minute elsewhere. On standard
// error.
#pragma once

#include "app/report/terminal_text.hpp"
#include "sim/core/text.hpp"
#include "sim/methods/study.hpp"

#include <chrono>
#include <string>

namespace nueves::cli {

class ProgressLine {
  public:
    enum class Where { terminal, file, nowhere };
    ProgressLine(core::Language language, report::TerminalStyle style, Where where);
    ~ProgressLine(); // leaves an empty line behind
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    void show(const methods::Progress& progress);

  private:
    using Clock = std::chrono::steady_clock;
    std::string words(const methods::Progress& progress, double done, double seconds, int room) const;
    std::string bar(double done) const;

    core::Language m_language;
    report::TerminalStyle m_style;
    Where m_where;
    Clock::time_point m_begin, m_last;
    bool m_isDrawn = false;
    bool m_isFirst = true;
};

} // namespace nueves::cli
