// Steps of the flow.
#pragma once

namespace nueves::behaviour::traffic {

// s. A step as short is taken as it is: where an answer turns about within it no shorter one would be solved
// better, and the lines must move on for it to turn no more.
inline constexpr double kLeastStep = 1e-4;

} // namespace nueves::behaviour::traffic
