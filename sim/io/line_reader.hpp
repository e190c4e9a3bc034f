// The lines of a text file, one at a time, in bounded memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nueves::io {

class LineReader {
  public:
    static constexpr std::size_t kLongest = std::size_t{1} << 20U; // a longer line is cut there

    // Throws IoError, as does next().
    explicit LineReader(const std::string& path);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    // The next line without its end, or false. Valid until the next call.
    bool next(std::string_view& line);
    std::size_t number() const { return m_number; } // of the last line, from 1

  private:
    bool refill();

    std::string m_path;
    int m_file = -1;
    std::vector<char> m_block;
    std::size_t m_at = 0, m_end = 0, m_number = 0;
    std::string m_line;
};

} // namespace nueves::io
