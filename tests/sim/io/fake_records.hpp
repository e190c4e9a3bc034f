// A small catalogue in the units of the real one, and JSON given as text: shared by the tests of values.
#pragma once

#include "sim/io/values.hpp"

#include <QString>

#include <cmath>
#include <map>

namespace nueves::test {

// A small catalogue, in the units that the real one uses.
class FakeRecords : public io::Records {
  public:
    FakeRecords() {
        add("hw.hdd.afr", 1.57, "%");
        add("sw.os.mttf", 4000, "h");
        add("site.fire.rate", 0.0001, "1/year");
        add("run.rate", 0.000664, "1/h");
        add("cores", 4, "vCPU");
        add("ratio", 0.5, "1");
        io::RecordValue law;
        law.law = core::Law::logNormalFromMedian(5400.0, 1.0);
        law.unit = "h";
        m_records["hw.switch.repair_time"] = law;
    }
    std::optional<io::RecordValue> find(std::string_view id) const override {
        const auto found = m_records.find(std::string(id));
        return found == m_records.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<std::string> names() const override {
        std::vector<std::string> all;
        for (const auto& [name, value] : m_records) all.push_back(name);
        return all;
    }
    std::vector<double> column(std::string_view file, std::string_view column) const override {
        if (file != "repairs.csv") throw io::IoError{std::string(file), "absent"};
        if (column == "repair_h" || column == "s") return {3.0, 1.0, 2.0};
        if (column == "bad_h") return {1.0, -1.0};
        return {};
    }

  private:
    void add(const std::string& id, double value, const std::string& unit) {
        io::RecordValue record;
        record.quantity = *io::catalogueQuantity(value, unit);
        record.unit = unit;
        m_records[id] = record;
    }
    std::map<std::string, io::RecordValue> m_records;
};

inline const FakeRecords& records() {
    static const FakeRecords kRecords;
    return kRecords;
}

inline QString words(const std::string& text) {
    return QString::fromStdString(text);
}

inline io::Node parsed(std::string_view json) {
    std::vector<core::Issue> issues;
    io::Node node = io::parseDocument(json, "f.json", issues);
    return issues.empty() ? node : io::Node{};
}

} // namespace nueves::test
