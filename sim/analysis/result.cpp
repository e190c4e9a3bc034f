#include "sim/analysis/result.hpp"

namespace nueves::analysis {

std::string_view methodName(Method method) {
    switch (method) {
    case Method::exact: return "exact";
    case Method::simulated: return "simulated";
    case Method::bound: break;
    }
    return "bound";
}

} // namespace nueves::analysis
