// Independent histories of one figure: its mean, and how far that may be from the truth.
#pragma once

#include <QString>

#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <cstddef>

namespace nueves::test {

class Replications {
  public:
    void add(double value) {
        ++m_count;
        const double off = value - m_mean;
        m_mean += off / static_cast<double>(m_count);
        m_squares += off * (value - m_mean);
    }
    double mean() const { return m_mean; }
    // Half of the 99.9 % interval of the mean: Student's t, the histories being independent and each long
    // enough for the central limit theorem.
    double halfWidth() const {
        const double n = static_cast<double>(m_count);
        const boost::math::students_t law(n - 1.0);
        return boost::math::quantile(law, 0.9995) * std::sqrt(m_squares / (n - 1.0) / n);
    }
    bool covers(double value) const { return std::abs(m_mean - value) <= halfWidth(); }
    QString against(const QString& what, double value) const {
        return QString("%1: %2 +- %3, theory %4")
            .arg(what)
            .arg(m_mean, 0, 'g', 8)
            .arg(halfWidth(), 0, 'g', 3)
            .arg(value, 0, 'g', 8);
    }

  private:
    std::size_t m_count = 0;
    double m_mean = 0.0, m_squares = 0.0;
};

} // namespace nueves::test
